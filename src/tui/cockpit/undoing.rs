//! Undo and redo: what it is about is asked first, named and confirmed.

use crate::domain::edit::Side;
use crate::domain::interaction::Interaction;
use crate::domain::undo::UndoEntry;
use crate::door::refusal::Clash;
use crate::door::undo::{Settled, Settling};
use crate::door::{Refusal, Response, undo};
use crate::i18n::{I18n, Value};
use crate::tui::layers::{Both, ConfirmLayer, ConflictLayer};
use crate::tui::pane::{Context, Effect, Input, Reply, Tag, Tone};

const PEEK: Tag = 1;
const CONFIRM: Tag = 2;
const DO: Tag = 3;
const CLASH: Tag = 4;

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Take back.
    Undo,
    /// Do again.
    Redo,
}

/// The conversation about taking something back.
pub struct Undoing {
    way: Way,
    entry: Option<UndoEntry>,
    /// What the person decided about what was changed since.
    settled: Vec<Settled>,
    /// What they are being asked about.
    asked: Vec<Clash>,
    reopened: Option<Box<Interaction>>,
}

impl Default for Undoing {
    fn default() -> Self {
        Self { way: Way::Undo, entry: None, settled: Vec::new(), asked: Vec::new(), reopened: None }
    }
}

impl Undoing {
    /// Asks what there is to take back or to do again.
    pub fn begin(&mut self, way: Way) -> Vec<Effect> {
        self.way = way;
        let request = match way {
            Way::Undo => undo::Request::Peek,
            Way::Redo => undo::Request::PeekRedo,
        };
        vec![Effect::AskFirst(PEEK, request.into())]
    }

    /// The wrap-up that is open again, once.
    pub fn take_reopened(&mut self) -> Option<Box<Interaction>> {
        self.reopened.take()
    }

    /// Hears answers and replies. While a call is open no other wrap-up can be opened again.
    pub fn on(&mut self, input: Input, call_is_open: bool, context: &Context) -> Vec<Effect> {
        match input {
            Input::Answer(tag, answer) => self.take_answer(tag, *answer, call_is_open, context),
            Input::Reply(CONFIRM, Reply::Yes) => {
                let Some(entry) = &self.entry else { return Vec::new() };
                let request = match self.way {
                    Way::Undo => undo::Request::Undo(Some(entry.id)),
                    Way::Redo => undo::Request::Redo,
                };
                vec![Effect::Ask(DO, request.into())]
            }
            Input::Reply(CLASH, Reply::Settled(sides, rest)) => self.settle(&sides, rest),
            _ => Vec::new(),
        }
    }

    fn take_answer(
        &mut self,
        tag: Tag,
        answer: Result<Response, Refusal>,
        call_is_open: bool,
        context: &Context,
    ) -> Vec<Effect> {
        let words = &context.look.words;
        let toast = |tone, text: String| vec![Effect::Toast(tone, text)];
        match (tag, answer) {
            (PEEK, Ok(Response::Undo(undo::Response::Peek(Some(entry))))) => {
                if call_is_open && self.way == Way::Undo && entry.request == "calls-wrap-up" {
                    return toast(Tone::Warning, words.t("call-is-open").to_owned());
                }
                let question =
                    words.tf(self.key("undo-question", "redo-question"), &[("did", did(&entry, words).into())]);
                (self.entry, self.settled) = (Some(entry), Vec::new());
                vec![Effect::Push(CONFIRM, Box::new(ConfirmLayer::new(question)))]
            }
            (PEEK, Ok(_)) => toast(Tone::Warning, words.t(self.key("undo-nothing", "redo-nothing")).to_owned()),
            (DO, Ok(Response::Undo(undo::Response::Undone { entry, reopened, .. }))) => {
                self.reopened = reopened;
                toast(Tone::Good, words.tf(self.key("undo-done", "redo-done"), &[("did", did(&entry, words).into())]))
            }
            (DO, Err(Refusal::ChangedSince { clashes, count })) => self.compare(clashes, count, words),
            (_, Err(refusal)) => toast(Tone::Danger, words.refusal(&refusal)),
            _ => Vec::new(),
        }
    }

    /// Shows what was changed since beside what it would become; of very many, the first.
    fn compare(&mut self, clashes: Vec<Clash>, count: u64, words: &I18n) -> Vec<Effect> {
        let both = |clash: &Clash| Both {
            label: if clash.field.is_empty() {
                clash.record.clone()
            } else {
                format!("{} · {}", clash.record, words.field(&clash.field))
            },
            mine: words.clashing(&clash.mine),
            theirs: words.clashing(&clash.theirs),
            barred: clash
                .barred
                .as_ref()
                .map(|why| words.tf("undo-conflict-barred", &[("why", words.reason(why).into())])),
        };
        let others = count.saturating_sub(clashes.len() as u64);
        let layer = ConflictLayer::of_undo(clashes.iter().map(both).collect(), others);
        self.asked = clashes;
        vec![Effect::Push(CLASH, Box::new(layer))]
    }

    /// Tries again with the side that was chosen for each, and the one for the rest.
    fn settle(&mut self, sides: &[Side], rest: Option<Side>) -> Vec<Effect> {
        let Some(entry) = &self.entry else { return Vec::new() };
        let chosen = self.asked.drain(..).zip(sides).map(|(clash, side)| Settled { clash, side: *side });
        self.settled.extend(chosen);
        let settling = Settling { seen: self.settled.clone(), others: rest };
        vec![Effect::Ask(DO, undo::Request::Settled { id: entry.id, settling }.into())]
    }

    fn key(&self, undo: &'static str, redo: &'static str) -> &'static str {
        match self.way {
            Way::Undo => undo,
            Way::Redo => redo,
        }
    }
}

/// What was done, in words: `moved deal D88 Website relaunch`.
fn did(entry: &UndoEntry, words: &I18n) -> String {
    let key = format!("did-{}", entry.request);
    let what = [("what", Value::from(entry.what.as_str())), ("count", entry.count.into())];
    let said = words.tf(&key, &what);
    if said == key { format!("{} {}", entry.request, entry.what) } else { said }
}
