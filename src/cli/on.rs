//! Who is on, and the host they are on.

use super::error::{Failure, Outcome};
use super::presence;
use super::session::{Session, unexpected};
use crate::domain::user::User;
use crate::door::floor::{self, Present};
use crate::door::system::{self, Host};
use crate::door::users;
use crate::i18n::size;
use serde_json::{Value, json};

/// The process that has the store.
pub fn host(session: &Session) -> Result<Host, Failure> {
    match session.ask(system::Request::Host)? {
        system::Response::Host(host) => Ok(host),
        _ => Err(unexpected()),
    }
}

/// `process 4711, since Mon 23 Nov 09:00, 34.1 MB`.
pub fn process(session: &Session, host: &Host) -> Result<String, Failure> {
    let since = session.clock()?.moment(host.since);
    let process = session.words.tf("cli-process", &[("pid", host.pid.to_string().into()), ("since", since.into())]);
    Ok([Some(process), host.memory.map(size)].into_iter().flatten().collect::<Vec<_>>().join(", "))
}

/// A screen, and the login of who sits there.
pub struct Seated {
    login: Option<String>,
    screen: Present,
}

/// Who is on, a screen each.
pub fn on(session: &Session) -> Result<Vec<Seated>, Failure> {
    let floor::Response::Present(screens) = session.ask(floor::Request::Present)? else { return Err(unexpected()) };
    let users::Response::List { users, .. } = session.ask(users::Request::List)? else { return Err(unexpected()) };
    let login = |screen: &Present| {
        let is_theirs = |user: &&User| Some(user.id) == screen.user;
        users.iter().find(is_theirs).map(|user| user.login.clone())
    };
    Ok(screens.into_iter().map(|screen| Seated { login: login(&screen), screen }).collect())
}

impl Seated {
    /// For scripts.
    pub fn json(&self) -> Value {
        let Present { os_user, origin, pid, since, is_locked, state, .. } = &self.screen;
        json!({
            "user": self.login,
            "os_user": os_user,
            "terminal": origin,
            "pid": pid,
            "since": since,
            "locked": is_locked,
            "presence": state.as_ref().map(|state| state.presence),
            "reason": state.as_ref().map(|state| &state.reason),
        })
    }

    fn doing(&self, session: &Session) -> String {
        if self.screen.is_locked {
            return session.words.t("cli-state-locked").to_owned();
        }
        self.screen.state.as_ref().map_or_else(String::new, |state| presence::said(session, state))
    }
}

/// A line a screen; nothing where nobody is on.
pub fn show(session: &Session, on: &[Seated]) -> Outcome {
    if on.is_empty() {
        return Ok(());
    }
    let clock = session.clock()?;
    session.out.line("")?;
    let row = |seated: &Seated| {
        let Present { os_user, origin, since, .. } = &seated.screen;
        let login = seated.login.clone().unwrap_or_default();
        vec![login, os_user.clone(), origin.clone(), seated.doing(session), clock.moment(*since)]
    };
    let heads = ["user", "cli-os-user", "cli-terminal", "cli-state", "cli-since"].map(|key| session.words.t(key));
    session.out.table(&heads, on.iter().map(row))
}
