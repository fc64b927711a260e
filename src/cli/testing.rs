//! Doubles for the tests of the command line: a door that answers from a script, and an output that
//! is kept.

use super::{Cli, House, Output, Session};
use crate::config::Config;
use crate::door::system::{self, Standing, State};
use crate::door::{Call, Delivery, Door, Refusal, Request, Response, Ticket};
use crate::i18n::{I18n, Lang};
use crossbeam_channel::{Receiver, Sender, unbounded};
use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What was written.
#[derive(Clone, Default)]
pub struct Captured(Rc<RefCell<Vec<u8>>>);

impl Captured {
    pub fn text(&self) -> String {
        String::from_utf8(self.0.borrow().clone()).unwrap()
    }
}

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

type Answer = dyn Fn(&Request) -> Result<Response, Refusal> + Send + Sync;

/// A house that is nothing but its door.
struct Street(Arc<FakeDoor>);

impl House for Street {
    fn connect(&self, _: &Config, _: bool) -> Result<Arc<dyn Door>, Refusal> {
        Ok(Arc::<FakeDoor>::clone(&self.0))
    }
    fn serve(&self, _: &Config, _: bool) -> Result<(), Refusal> {
        Ok(())
    }
    fn stop(&self, _: &Config) -> Result<bool, Refusal> {
        Ok(false)
    }
    fn keys(&self) -> Vec<(String, &'static str)> {
        Vec::new()
    }
}

/// Answers each request with a function of it, and keeps what was asked.
pub struct FakeDoor {
    answer: Box<Answer>,
    standing: Standing,
    asked: Mutex<Vec<Request>>,
    inbox: (Sender<Delivery>, Receiver<Delivery>),
}

impl FakeDoor {
    pub fn new(answer: impl Fn(&Request) -> Result<Response, Refusal> + Send + Sync + 'static) -> Arc<Self> {
        Self::standing(State::Ready, answer)
    }

    /// The same with a store in this state.
    pub fn standing(
        state: State,
        answer: impl Fn(&Request) -> Result<Response, Refusal> + Send + Sync + 'static,
    ) -> Arc<Self> {
        Self::as_it_stands(Standing { state, notices: Vec::new() }, answer)
    }

    /// The same with a store of which more is to be known.
    pub fn as_it_stands(
        standing: Standing,
        answer: impl Fn(&Request) -> Result<Response, Refusal> + Send + Sync + 'static,
    ) -> Arc<Self> {
        Arc::new(Self { answer: Box::new(answer), standing, asked: Mutex::default(), inbox: unbounded() })
    }

    /// What was asked that changes something.
    pub fn changes(&self) -> Vec<Request> {
        self.asked.lock().unwrap().iter().filter(|request| request.about().changes).cloned().collect()
    }
}

impl Door for FakeDoor {
    fn send(&self, call: Call) -> Ticket {
        let mut asked = self.asked.lock().unwrap();
        let ticket = Ticket(asked.len() as u64);
        let answer = match &call.request {
            Request::System(system::Request::Settled) => Ok(system::Response::State(self.standing.clone()).into()),
            request => (self.answer)(request),
        };
        asked.push(call.request);
        self.inbox.0.send(Delivery::Done(ticket, answer)).unwrap();
        ticket
    }
    fn cancel(&self, _: Ticket) {}
    fn inbox(&self) -> &Receiver<Delivery> {
        &self.inbox.1
    }
}

/// Runs a command line against a door: its exit code, what it printed, and what it complained.
pub fn run(line: &[&str], door: &Arc<FakeDoor>) -> (u8, String, String) {
    let args = std::iter::once("callsheet").chain(line.iter().copied()).map(Into::into);
    let cli = match Cli::read(args) {
        Ok(cli) => cli,
        Err(code) => return (code, String::new(), String::new()),
    };
    let (json, captured) = (cli.json(), Captured::default());
    let (words, out) = (I18n::new(Lang::En), Output::to(captured.clone(), json));
    let config = Config {
        file: None,
        data: "/nowhere".into(),
        lang: Lang::En,
        theme: None,
        depth: None,
        borders: None,
        keymap: None,
        mouse: false,
        dial: None,
        socket: None,
        service_user: String::new(),
        linger: Duration::ZERO,
        key: None,
    };
    let house = Street(Arc::clone(door));
    let ended = cli.into_command().unwrap().run(&Session::new(&config, &words, &out, &house));
    let (code, complaint) = match ended {
        Ok(()) => (0, None),
        Err(failure) => (failure.exit_code(), failure.text(&words, json)),
    };
    (code, captured.text(), complaint.unwrap_or_default())
}
