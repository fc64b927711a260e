//! What every verb works with: the way to the store, the words, the output, the clock.

use super::error::Failure;
use super::output::Output;
use super::passphrase;
use super::upkeep;
use crate::config::Config;
use crate::domain::id::CustomerId;
use crate::domain::reason::reason;
use crate::domain::secret::{Key, KeyKind};
use crate::domain::settings::Settings;
use crate::domain::text::safe;
use crate::domain::time::Timestamp;
use crate::domain::when::{self, When};
use crate::door::system::{Standing, State};
use crate::door::{Door, Refusal, Request, Response, Saved, ask, customers, system};
use crate::i18n::I18n;
use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;
use std::cell::OnceCell;
use std::fmt::Display;
use std::io::{BufRead, IsTerminal, Write};
use std::sync::Arc;

/// How often a passphrase may be typed.
pub const TRIES: usize = 3;

/// The way to the store, and what else only whoever joins the rooms of the house can do: the CLI never knows who
/// answers at the door.
pub trait House {
    /// Opens a session; one that listens hears what happens.
    fn connect(&self, config: &Config, listens: bool) -> Result<Arc<dyn Door>, Refusal>;

    /// Serves the store to everybody's sessions until that is to end. With `is_started` a session has started this
    /// process and waits for it, else somebody runs it.
    fn serve(&self, config: &Config, is_started: bool) -> Result<(), Refusal>;

    /// Has the host end; false when there is none.
    fn stop(&self, config: &Config) -> Result<bool, Refusal>;

    /// The keys of each command of the screen, and the key of its words.
    fn keys(&self) -> Vec<(String, &'static str)>;
}

/// What every verb works with. The store is opened when a verb first asks it something.
pub struct Session<'a> {
    /// How Callsheet runs here.
    pub config: &'a Config,
    /// Every word in the person's language.
    pub words: &'a I18n,
    /// Where answers go.
    pub out: &'a Output,
    /// The present moment, the same throughout a command.
    pub now: Timestamp,
    /// The house around it.
    pub house: &'a dyn House,
    door: OnceCell<Arc<dyn Door>>,
    standing: OnceCell<Standing>,
    /// The passphrase that was typed, and how things stood then.
    typed: OnceCell<Key>,
    unlocked: OnceCell<Standing>,
    settings: OnceCell<Settings>,
}

impl<'a> Session<'a> {
    /// A session that has not opened the store yet.
    pub fn new(config: &'a Config, words: &'a I18n, out: &'a Output, house: &'a dyn House) -> Self {
        let now = Timestamp::from(chrono::Utc::now());
        let (door, settings) = (OnceCell::new(), OnceCell::new());
        let (standing, typed, unlocked) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
        Self { config, words, out, now, house, door, standing, typed, unlocked, settings }
    }

    /// The keys of the screen's commands, with the keys of their words.
    pub fn keys(&self) -> Vec<(String, &'static str)> {
        self.house.keys()
    }

    /// Asks the CRM and waits for the answer.
    pub fn ask<T>(&self, request: impl Into<Request>) -> Result<T, Failure>
    where
        T: TryFrom<Response, Error = Refusal>,
    {
        self.opened()?;
        Ok(ask(self.door()?, request)?)
    }

    /// Asks for long work, shows how far it is and gives it up at Ctrl-C.
    pub fn ask_stoppable<T>(&self, request: impl Into<Request>) -> Result<T, Failure>
    where
        T: TryFrom<Response, Error = Refusal>,
    {
        self.opened()?;
        upkeep::ask_stoppable(self.door()?, self.words, request)
    }

    /// Asks for work on the whole store, shows how far it is and gives it up at Ctrl-C. Some of it is possible, and
    /// all the more needed, where the store cannot be opened.
    pub fn ask_watched<T>(&self, request: impl Into<Request>) -> Result<T, Failure>
    where
        T: TryFrom<Response, Error = Refusal>,
    {
        if let State::Locked { .. } = self.standing()?.state {
            self.opened()?;
        }
        upkeep::ask_stoppable(self.door()?, self.words, request)
    }

    /// Refuses to go on with a store that does not answer; one that only wants its passphrase gets it, where somebody
    /// can type it.
    fn opened(&self) -> Result<(), Failure> {
        match self.standing()?.state.refusal() {
            None => Ok(()),
            Some(Refusal::Locked { by: KeyKind::Passphrase }) if passphrase::can_be_typed() => self.unlock(),
            // What is configured was tried first.
            Some(Refusal::Locked { by }) if self.config.key.as_ref().is_some_and(|key| key.kind() == by) => {
                Err(Refusal::WrongKey(by).into())
            }
            Some(refusal) => Err(self.shut(refusal)),
        }
    }

    fn unlock(&self) -> Result<(), Failure> {
        let mut wrong = None;
        for _ in 0..TRIES {
            if let Some(refusal) = &wrong {
                passphrase::say(&self.words.refusal(refusal))?;
            }
            let key = Key::Passphrase(passphrase::typed(self.words)?);
            match upkeep::ask_watched(self.door()?, self.words, system::Request::Unlock(key.clone())) {
                Ok(system::Response::State(standing)) => {
                    self.typed.get_or_init(|| key);
                    self.unlocked.get_or_init(|| standing);
                    return self.say_notices();
                }
                Err(refusal @ Refusal::WrongKey(_)) => wrong = Some(refusal),
                Err(refusal) => return Err(refusal.into()),
                Ok(_) => return Err(unexpected()),
            }
        }
        Err(wrong.map_or_else(unexpected, Failure::from))
    }

    /// What opens the store, once it is open: as configured, or as typed.
    pub fn key(&self) -> Result<Key, Failure> {
        self.opened()?;
        match self.config.key.as_ref().or(self.typed.get()) {
            Some(key) => Ok(key.clone()),
            None => passphrase::typed(self.words).map(Key::Passphrase),
        }
    }

    /// How things stand with the store once it is open or cannot be opened. What happened to it meanwhile is said on
    /// stderr.
    pub fn standing(&self) -> Result<&Standing, Failure> {
        let is_known = self.standing.get().is_some();
        let standing = self.standing_unsaid()?;
        if !is_known {
            self.say_notices()?;
        }
        Ok(standing)
    }

    /// The same for a verb that says by itself what happened.
    pub fn standing_unsaid(&self) -> Result<&Standing, Failure> {
        if self.standing.get().is_none() {
            let standing = upkeep::settled(self.door()?, self.words).map_err(|refusal| self.shut(refusal))?;
            self.standing.get_or_init(|| standing);
        }
        self.unlocked.get().or(self.standing.get()).ok_or_else(unexpected)
    }

    fn say_notices(&self) -> super::error::Outcome {
        if self.out.is_json() {
            return Ok(());
        }
        for (_, notice) in self.notices()? {
            writeln!(std::io::stderr(), "callsheet: {}", safe(&notice))?;
        }
        Ok(())
    }

    /// What happened to the store, each with its code and in words.
    pub fn notices(&self) -> Result<Vec<(&'static str, String)>, Failure> {
        let notices = &self.standing_unsaid()?.notices;
        if notices.is_empty() {
            return Ok(Vec::new());
        }
        let zone = self.settings()?.calendar.zone;
        Ok(notices.iter().map(|notice| (notice.code(), self.words.notice(notice, zone))).collect())
    }

    fn door(&self) -> Result<&dyn Door, Failure> {
        if self.door.get().is_none() {
            let door = self.house.connect(self.config, false).map_err(|refusal| self.shut(refusal))?;
            self.door.get_or_init(|| door);
        }
        self.door.get().map(|door| &**door).ok_or_else(unexpected)
    }

    /// A store that cannot be opened is another matter than one that cannot answer now.
    fn shut(&self, refusal: Refusal) -> Failure {
        match refusal {
            Refusal::Unavailable { why } => Failure::failed("unavailable")
                .with("data", self.config.data.display())
                .with("why", self.words.reason(&why)),
            refusal => refusal.into(),
        }
    }

    /// The settings of the store.
    pub fn settings(&self) -> Result<&Settings, Failure> {
        if let Some(settings) = self.settings.get() {
            return Ok(settings);
        }
        let system::Response::Settings(settings) = self.ask(system::Request::Settings)? else {
            return Err(unexpected());
        };
        Ok(self.settings.get_or_init(|| *settings))
    }

    /// The customer meant by an id, external id, phone, e-mail or unique name.
    pub fn customer(&self, given: &str) -> Result<CustomerId, Failure> {
        match self.ask(customers::Request::Resolve(given.to_owned()))? {
            customers::Response::Resolved(id) => Ok(id),
            _ => Err(unexpected()),
        }
    }

    /// A customer with everything that hangs on it.
    pub fn card(&self, given: &str) -> Result<customers::Card, Failure> {
        match self.ask(customers::Request::Card(self.customer(given)?))? {
            customers::Response::Card(card) => Ok(*card),
            _ => Err(unexpected()),
        }
    }

    /// A date in words, by the clock of the firm.
    pub fn when(&self, text: &str) -> Result<When, Failure> {
        let calendar = &self.settings()?.calendar;
        when::read(text, self.now, calendar).map_err(|error| Failure::failed("date").because(error))
    }

    /// The clock on the wall of the firm.
    pub fn clock(&self) -> Result<Clock<'_>, Failure> {
        let zone = self.settings()?.calendar.zone;
        Ok(Clock { words: self.words, zone, today: self.now.local(zone).date_naive() })
    }

    /// What the store calls an outcome, else the word for it.
    pub fn disposition(&self, slug: &str) -> String {
        let configured = self.settings().map_or("", |settings| settings.disposition_label(slug));
        if configured.is_empty() { self.word("disposition", slug) } else { configured.to_owned() }
    }

    /// What the store calls a stage of a pipeline, else the word for it.
    pub fn stage(&self, pipeline: &str, slug: &str) -> String {
        let configured = self.settings().ok().and_then(|settings| settings.stage(pipeline, slug));
        let label = configured.map_or("", |stage| &stage.label);
        if label.is_empty() { self.word("stage", slug) } else { label.to_owned() }
    }

    /// The word for a slug, as `stage-new`; of a second level both, and what has no word as it is.
    pub fn word(&self, family: &str, slug: &str) -> String {
        let one = |slug: &str| {
            let key = format!("{family}-{slug}");
            if self.words.has(&key) { self.words.t(&key).to_owned() } else { slug.to_owned() }
        };
        slug.split('/').map(one).collect::<Vec<_>>().join(" / ")
    }

    /// Says what was stored: `{"id", "revision"}`, or the message `key` with `$id`.
    pub fn saved<I: Display>(&self, key: &str, saved: &Saved<I>) -> super::error::Outcome {
        let id = saved.id.to_string();
        if self.out.is_json() {
            return self.out.json(&serde_json::json!({ "id": id, "revision": saved.revision }));
        }
        self.out.line(&self.words.tf(key, &[("id", id.into())]))
    }

    /// Whether a person looks on who can be asked.
    pub fn has_a_person(&self) -> bool {
        !self.out.is_json() && std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
    }

    /// Asks a person whether to go on; a script and a pipe have already decided.
    pub fn confirmed(&self, question: &str) -> Result<bool, Failure> {
        let (input, mut screen) = (std::io::stdin(), std::io::stderr());
        if !self.has_a_person() {
            return Ok(true);
        }
        write!(screen, "{} {} ", safe(question), self.words.t("cli-yes-no"))?;
        screen.flush()?;
        let mut answer = String::new();
        input.lock().read_line(&mut answer)?;
        Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "是" | "好"))
    }
}

/// Says moments as people here do.
#[derive(Clone, Copy)]
pub struct Clock<'a> {
    words: &'a I18n,
    zone: Tz,
    /// The present day.
    pub today: NaiveDate,
}

impl Clock<'_> {
    /// Day and hour; the year only where it is another one.
    pub fn moment(self, at: Timestamp) -> String {
        let local = at.local(self.zone).naive_local();
        if local.year() == self.today.year() { self.words.date_time(local) } else { self.words.date_time_full(local) }
    }

    /// Only the day.
    pub fn day(self, at: Timestamp) -> String {
        self.words.date_short(at.local(self.zone).date_naive())
    }
}

/// The answer was of a kind that was not asked for.
pub fn unexpected() -> Failure {
    Refusal::Unavailable { why: reason("answer-of-another-kind") }.into()
}
