//! `status`: how things stand.

use super::error::Outcome;
use super::on::{self, Seated};
use super::session::{Session, unexpected};
use crate::door::system::{self, State};
use clap::Args;
use serde_json::json;

/// Show how things stand: the store, the host that has it, and who is on.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet status --json")]
pub struct Status {}

impl Status {
    /// Shows it.
    #[expect(clippy::unused_self, reason = "every verb runs alike")]
    pub fn run(self, session: &Session) -> Outcome {
        let (state, why) = match &session.standing_unsaid()?.state {
            State::Locked { .. } => return locked(session),
            State::ReadOnly { why } => ("read-only", Some(session.words.reason(why))),
            // Whatever else it is, asking says it.
            _ => ("ready", None),
        };
        let system::Response::Status(status) = session.ask(system::Request::Status)? else {
            return Err(unexpected());
        };
        let (host, on, notices) = (on::host(session)?, on::on(session)?, session.notices()?);
        if session.out.is_json() {
            let told = |(code, message): &(_, String)| json!({ "code": code, "message": message });
            return session.out.json(&json!({
                "state": state,
                "why": why,
                "notices": notices.iter().map(told).collect::<Vec<_>>(),
                "user": status.me.login,
                "role": status.me.role,
                "customers": status.customers,
                "revision": status.revision,
                "data": status.data,
                "host": host,
                "on": on.iter().map(Seated::json).collect::<Vec<_>>(),
            }));
        }
        let words = session.words;
        let customers = status.customers.to_string();
        session.out.card(&[
            (words.t("cli-state"), format!("{} {}", session.word("cli-state", state), why.unwrap_or_default())),
            (words.t("user"), format!("{} ({})", status.me.login, session.word("role", status.me.role.slug()))),
            (words.t("customers"), customers),
            (words.t("cli-revision"), status.revision.to_string()),
            (words.t("cli-store"), status.data),
            (words.t("cli-host"), on::process(session, &host)?),
        ])?;
        notices.iter().try_for_each(|(_, notice)| session.out.line(notice))?;
        on::show(session, &on)
    }
}

/// Nothing is known of a locked store but that it is there.
fn locked(session: &Session) -> Outcome {
    let data = session.config.data.display().to_string();
    if session.out.is_json() {
        return session.out.json(&json!({ "state": "locked", "data": data }));
    }
    let words = session.words;
    session.out.card(&[(words.t("cli-state"), words.t("cli-state-locked").to_owned()), (words.t("cli-store"), data)])
}

#[cfg(test)]
mod tests {
    use super::super::testing::{FakeDoor, run};
    use super::*;
    use crate::domain::finding::Finding;
    use crate::domain::reason::reason;
    use crate::domain::time::Timestamp;
    use crate::domain::user::User;
    use crate::door::system::{Notice, Standing};
    use crate::door::{Request, floor, users};
    use std::sync::Arc;

    /// A store that answers, and of which these things are to be known.
    fn door(notices: Vec<Notice>) -> Arc<FakeDoor> {
        let standing = Standing { state: State::Ready, notices };
        FakeDoor::as_it_stands(standing, |request| {
            Ok(match request {
                Request::System(system::Request::Settings) => system::Response::Settings(Box::default()).into(),
                Request::System(system::Request::Host) => {
                    let host = system::Host { pid: 7, since: Timestamp(0), memory: None };
                    system::Response::Host(host).into()
                }
                Request::System(_) => {
                    let me = User { login: "anna".into(), ..User::default() };
                    let status = system::Status { me, revision: 7, customers: 3, data: "/data".into() };
                    system::Response::Status(Box::new(status)).into()
                }
                Request::Floor(_) => floor::Response::Present(Vec::new()).into(),
                _ => users::Response::List { users: Vec::new(), teams: Vec::new() }.into(),
            })
        })
    }

    fn not_taken() -> Notice {
        let why = reason("disk-full").with("said", "error 28");
        Notice::Amiss(Finding::ImageNotTaken { why })
    }

    #[test]
    fn what_is_amiss_is_listed_under_how_things_stand() {
        let (code, said, complaint) = run(&["status"], &door(vec![not_taken()]));
        assert_eq!((code, complaint.as_str()), (0, ""));
        let last = said.lines().last().unwrap();
        assert!(last.contains("the disk is full (error 28)") && last.contains("callsheet doctor"), "{said}");
        assert_eq!(run(&["status"], &door(Vec::new())).1.lines().count(), said.lines().count() - 1);
    }

    #[test]
    fn a_script_reads_each_notice_by_its_code() {
        for (notices, codes) in [
            (Vec::new(), json!([])),
            (vec![Notice::Torn { bytes: 9 }, not_taken()], json!(["torn", "image-not-taken"])),
        ] {
            let (_, said, _) = run(&["status", "--json"], &door(notices));
            let status: serde_json::Value = serde_json::from_str(&said).unwrap();
            let told = status["notices"].as_array().unwrap().iter().map(|notice| notice["code"].clone());
            assert_eq!(told.collect::<serde_json::Value>(), codes);
        }
    }
}
