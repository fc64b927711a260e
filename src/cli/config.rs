//! `config`: the settings of the store, for everybody in it.

mod dial;
mod sheet;

use super::error::{Failure, Outcome};
use super::passphrase;
use super::session::{Session, unexpected};
use crate::domain::choice::NotAChoice;
use crate::domain::deal::Pipeline;
use crate::domain::edit::diff;
use crate::domain::field;
use crate::domain::money::BadMoney;
use crate::domain::phone::is_region;
use crate::domain::reason::{Reason, reason};
use crate::domain::secret;
use crate::domain::settings::Settings;
use crate::domain::verification::Question;
use crate::door::{Refusal, maintenance, system};
use crate::i18n::clock;
use chrono::NaiveTime;
use clap::{Args, Subcommand, ValueEnum};
use dial::Dial;
use std::path::PathBuf;

/// Settings of the store.
#[derive(Debug, Args)]
pub struct Configure {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Show them
    #[command(after_help = "Example: callsheet config show --json")]
    Show,
    /// Change one
    #[command(after_help = "Example: callsheet config set zone Europe/Berlin")]
    Set {
        /// Which
        key: Key,
        /// What it shall be: a country code, a currency code, a time zone, yes or no
        value: String,
    },
    /// Add a pipeline: its name and its stages, each with the percent of deals in it that are won
    #[command(after_help = "Example: callsheet config pipeline Renewals 'Due:30' 'Offered:60' 'Agreed:90'")]
    Pipeline {
        /// What people call it
        name: String,
        /// Its stages in order
        #[arg(required = true, value_name = "STAGE:PERCENT")]
        stages: Vec<String>,
    },
    /// The outcomes of contacts: print them as a file, or read one. What is left out is retired
    #[command(after_help = "Example: callsheet config dispositions outcomes.txt")]
    Dispositions {
        /// A line each: CODE SLUG [reached] [do-not-contact] [: LABEL]; - is what comes in
        file: Option<PathBuf>,
    },
    /// The pipelines of deals: print them as a file, or read one. What is left out is retired
    #[command(after_help = "Example: callsheet config pipelines pipelines.txt")]
    Pipelines {
        /// [SLUG] NAME, then a line a stage: SLUG PERCENT [AGEING/STALE] [: LABEL]; - is what comes in
        file: Option<PathBuf>,
    },
    /// What is said on calls: print it, or read a script. An empty one takes it away
    #[command(after_help = "Example: callsheet config script in greeting.txt")]
    Script {
        /// in or out: calls of no list; an outcome, by code or slug: once a call comes to it or another of its set
        #[arg(value_name = "in|out|OUTCOME")]
        of: String,
        /// The script: steps in brackets, branches as `1 Yes -> offer`; - is what comes in
        file: Option<PathBuf>,
    },
    /// Your command that makes the telephone dial
    Dial {
        #[command(subcommand)]
        verb: Dial,
    },
    /// Encrypt the store under a passphrase or a key file
    #[command(after_help = "Example: callsheet config encrypt")]
    Encrypt(NewKey),
    /// Keep the store as it is, unencrypted, from now on
    #[command(after_help = "Example: callsheet config decrypt")]
    Decrypt,
    /// Give an encrypted store another passphrase or key file
    #[command(after_help = "Example: callsheet config passphrase")]
    Passphrase(NewKey),
}

/// What shall open the store; without a flag, a passphrase is typed twice.
#[derive(Debug, Args)]
struct NewKey {
    /// A file with the key; made if it is not there
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// A file whose first line is the passphrase, for scripts
    #[arg(long, value_name = "FILE", conflicts_with = "key_file")]
    passphrase_file: Option<PathBuf>,
}

impl NewKey {
    fn key(self, session: &Session) -> Result<secret::Key, Failure> {
        match passphrase::in_files(self.key_file.as_deref(), self.passphrase_file.as_deref())? {
            Some(key) => Ok(key),
            None => passphrase::new(session.words).map(secret::Key::Passphrase),
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Key {
    /// Region from which numbers without a country code are dialled
    Region,
    /// Currency of amounts without one
    Currency,
    /// Time zone of the firm
    Zone,
    /// Hours customers are called in, by their own clocks, as 'mon-fri 9-20, sat 10-16'
    CallingHours,
    /// When a day begins in reports, as 06:00
    DayStarts,
    /// Whether agents see numbers and addresses of customers that are not theirs masked: yes or no
    MaskPhones,
    /// What a caller answers before agents see what is masked: birthday, postal-code, street, email, external-id; none
    Verification,
    /// Minutes after which a screen nobody touches is locked; 0 for never
    LockAfterMin,
}

impl Configure {
    /// Does so.
    pub fn run(self, session: &Session) -> Outcome {
        match self.verb {
            Verb::Show => show(session),
            Verb::Set { key, value } => configure(session, |settings| changed(settings, key, value.trim())),
            Verb::Pipeline { name, stages } => configure(session, |settings| with_pipeline(settings, &name, &stages)),
            Verb::Dispositions { file } => sheet::dispositions(session, file.as_deref()),
            Verb::Pipelines { file } => sheet::pipelines(session, file.as_deref()),
            Verb::Script { of, file } => sheet::script(session, &of, file.as_deref()),
            Verb::Dial { verb } => verb.run(session),
            Verb::Encrypt(new) => {
                let key = new.key(session)?;
                reseal(session, maintenance::Request::Encrypt(key), "cli-encrypted")
            }
            Verb::Decrypt => reseal(session, maintenance::Request::Decrypt(session.key()?), "cli-decrypted"),
            Verb::Passphrase(new) => {
                let (from, to) = (session.key()?, new.key(session)?);
                reseal(session, maintenance::Request::ChangeKey { from, to }, "cli-key-changed")
            }
        }
    }
}

fn show(session: &Session) -> Outcome {
    let settings = session.settings()?;
    if session.out.is_json() {
        return session.out.json(settings);
    }
    let slugs = |all: Vec<&str>| all.join(", ");
    let stages = settings.pipelines.iter().flat_map(|pipeline| pipeline.stages.iter().map(|stage| stage.slug.as_str()));
    let rows = [
        ("cli-region", settings.region.clone()),
        ("field-currency", settings.currency.to_string()),
        ("field-time-zone", settings.calendar.zone.name().to_owned()),
        ("field-day-starts", clock(settings.day_starts)),
        ("field-calling-hours", settings.calling_hours.to_string()),
        ("cli-channels", settings.channels.join(", ")),
        ("cli-dispositions", slugs(settings.dispositions.iter().map(|known| known.slug.as_str()).collect())),
        ("cli-stages", slugs(stages.collect())),
        ("cli-lock-after", settings.lock_after_min.to_string()),
        ("cli-seats", settings.seats.join(", ")),
        ("cli-verification", settings.verification.iter().map(|asked| asked.slug()).collect::<Vec<_>>().join(", ")),
        ("cli-mask-phones", session.words.t(if settings.mask_phones { "yes" } else { "no" }).to_owned()),
    ];
    session.out.card(&rows.map(|(key, value)| (session.words.t(key), value)))
}

fn configure(session: &Session, change: impl FnOnce(Settings) -> Result<Settings, Failure>) -> Outcome {
    let before = session.settings()?;
    let after = change(before.clone())?;
    let changes = diff(before, &after);
    if changes.is_empty() {
        return Err(Failure::failed("no-change"));
    }
    let system::Response::Configured { revision } = session.ask(system::Request::Configure(changes))? else {
        return Err(unexpected());
    };
    if session.out.is_json() {
        return session.out.json(&serde_json::json!({ "revision": revision }));
    }
    session.out.line(session.words.t("cli-configured"))
}

fn reseal(session: &Session, request: maintenance::Request, said: &str) -> Outcome {
    let maintenance::Response::Resealed = session.ask_watched(request)? else { return Err(unexpected()) };
    if session.out.is_json() {
        return session.out.json(&serde_json::json!({ "resealed": true }));
    }
    session.out.line(session.words.t(said))
}

fn changed(mut settings: Settings, key: Key, value: &str) -> Result<Settings, Failure> {
    match key {
        Key::Region if is_region(value) => settings.region = value.to_ascii_uppercase(),
        Key::Region => return Err(Refusal::invalid("region", reason("not-a-region").with("given", value)).into()),
        Key::Currency => {
            settings.currency = value.parse().map_err(|error: BadMoney| Refusal::invalid("currency", error))?;
        }
        Key::Zone => {
            let bad = |_| Refusal::invalid("time_zone", reason("not-a-zone").with("given", value));
            settings.calendar.zone = value.parse().map_err(bad)?;
        }
        Key::DayStarts => {
            let bad = |_| Refusal::invalid("day_starts", reason("not-a-time").with("given", value));
            settings.day_starts = NaiveTime::parse_from_str(value, "%H:%M").map_err(bad)?;
        }
        Key::CallingHours => {
            settings.calling_hours = value.parse().map_err(|why: Reason| Refusal::invalid("calling_hours", why))?;
        }
        Key::LockAfterMin => {
            let bad = |_| Refusal::invalid("lock_after_min", reason("not-a-number").with("given", value));
            settings.lock_after_min = value.parse().map_err(bad)?;
        }
        Key::Verification => settings.verification = questions(value)?,
        Key::MaskPhones => settings.mask_phones = flag("mask_phones", value)?,
    }
    Ok(settings)
}

fn with_pipeline(mut settings: Settings, name: &str, stages: &[String]) -> Result<Settings, Failure> {
    let new = Pipeline::read(name, stages).map_err(|why| Refusal::invalid("pipeline", why))?;
    if settings.pipelines.iter().any(|known| known.slug == new.slug) {
        return Err(Refusal::invalid("pipeline", reason("pipeline-twice").with("given", name)).into());
    }
    settings.pipelines.push(new);
    Ok(settings)
}

/// `birthday, postal-code`; `none` or nothing asks nothing.
fn questions(value: &str) -> Result<Vec<Question>, Refusal> {
    let named = value.split([',', '，', ' ']).filter(|word| !word.is_empty() && *word != "none");
    let read = |word: &str| word.parse().map_err(|bad: NotAChoice| Refusal::invalid("verification", bad));
    named.map(read).collect()
}

fn flag(field: &str, value: &str) -> Result<bool, Refusal> {
    field::flag(value).map_err(|why| Refusal::invalid(field, why))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Currency;

    #[test]
    fn a_setting_is_checked_before_it_is_sent() {
        let settings = Settings::default();
        assert_eq!(changed(settings.clone(), Key::Region, "de").unwrap().region, "DE");
        assert_eq!(changed(settings.clone(), Key::Currency, "eur").unwrap().currency, Currency::EUR);
        assert_eq!(
            changed(settings.clone(), Key::Zone, "Asia/Shanghai").unwrap().calendar.zone.name(),
            "Asia/Shanghai"
        );
        assert_eq!(changed(settings.clone(), Key::DayStarts, "6:00").unwrap().day_starts.to_string(), "06:00:00");
        assert!(changed(settings.clone(), Key::MaskPhones, "yes").unwrap().mask_phones);
        assert_eq!(
            changed(settings.clone(), Key::Verification, "birthday, postal-code").unwrap().verification,
            [Question::Birthday, Question::PostalCode]
        );
        let two = with_pipeline(settings.clone(), "Renewals", &["Due:30".into()]).unwrap();
        assert_eq!(two.pipelines.len(), 2);
        assert!(with_pipeline(two, "renewals", &["Due:30".into()]).is_err(), "there is one of this name");
        for (key, value) in [
            (Key::Region, "Bavaria"),
            (Key::Currency, "XXQ"),
            (Key::Zone, "Mars"),
            (Key::DayStarts, "25:00"),
            (Key::CallingHours, "at night"),
            (Key::MaskPhones, "perhaps"),
            (Key::Verification, "shoe size"),
        ] {
            assert!(changed(settings.clone(), key, value).is_err(), "{value}");
        }
    }
}
