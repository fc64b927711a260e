//! What is configured as a text file: dispositions, pipelines, and what is said on calls of no list. Without a file each
//! is printed as one, to be edited and read again.

use super::configure;
use crate::cli::error::{Failure, Outcome};
use crate::cli::session::Session;
use crate::domain::deal::pipeline;
use crate::domain::disposition;
use crate::domain::reason::{Reason, reason};
use crate::domain::settings::{ScriptFor, Settings};
use crate::door::Refusal;
use std::io::Read;
use std::path::Path;

/// The outcomes of contacts.
pub fn dispositions(session: &Session, file: Option<&Path>) -> Outcome {
    let Some(file) = file else {
        let settings = session.settings()?;
        let all = &settings.dispositions;
        return if session.out.is_json() { session.out.json(all) } else { print(session, &disposition::written(all)) };
    };
    let read = disposition::read(&contents(file)?).map_err(|why| invalid("dispositions", why))?;
    configure(session, |settings| Ok(settings.with_dispositions(read)))
}

/// The ways deals go.
pub fn pipelines(session: &Session, file: Option<&Path>) -> Outcome {
    let Some(file) = file else {
        let settings = session.settings()?;
        let all = &settings.pipelines;
        return if session.out.is_json() { session.out.json(all) } else { print(session, &pipeline::written(all)) };
    };
    let read = pipeline::read(&contents(file)?).map_err(|why| invalid("pipelines", why))?;
    configure(session, |settings| Ok(settings.with_pipelines(read)))
}

/// What is said on calls of no list, or once a call comes to one of a set of outcomes. An empty file takes it away.
pub fn script(session: &Session, what: &str, file: Option<&Path>) -> Outcome {
    let what = script_for(session.settings()?, what)?;
    let Some(file) = file else {
        let scripts = &session.settings()?.scripts;
        let text = scripts.of(&what);
        return if session.out.is_json() { session.out.json(scripts) } else { print(session, text) };
    };
    let text = contents(file)?;
    configure(session, |mut settings| {
        settings.scripts.set(what, text);
        settings.check().map_err(|(field, why)| Refusal::invalid(field, why))?;
        Ok(settings)
    })
}

/// `in`, `out`, or the code or slug of an outcome, which stands for its whole set.
fn script_for(settings: &Settings, given: &str) -> Result<ScriptFor, Refusal> {
    if let Ok(direction) = given.parse() {
        return Ok(ScriptFor::Calls(direction));
    }
    let unknown = || Refusal::invalid("disposition", reason("not-a-disposition").with("given", given));
    let outcome = disposition::find(&settings.dispositions, given).ok_or_else(unknown)?;
    Ok(ScriptFor::Set(outcome.first_level().to_owned()))
}

fn print(session: &Session, text: &str) -> Outcome {
    if text.is_empty() { Ok(()) } else { session.out.lines(text.trim_end()) }
}

fn invalid(field: &str, why: Reason) -> Failure {
    Refusal::invalid(field, why).into()
}

/// What stands in a file; `-` is what comes in.
fn contents(file: &Path) -> Result<String, Failure> {
    let read = if file.as_os_str() == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map(|_| text)
    } else {
        std::fs::read_to_string(file)
    };
    read.map_err(|error| Failure::failed("file").with("file", file.display()).with("why", error))
}
