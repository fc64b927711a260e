//! Customers that are there twice, pair by pair: why they may be one on top, both records side by side below, and keys
//! that choose field by field, merge, or say that they are not the same.

mod preview;
mod sides;
#[cfg(test)]
mod tests;
mod view;

use crate::domain::duplicate::Pair;
use crate::domain::id::CustomerId;
use crate::domain::time::Timestamp;
use crate::door::duplicates::{Listed, Request, Response, Row};
use crate::door::jobs::Progress;
use crate::door::{Part, Refusal, Response as Answer, customers, undo, users};
use crate::tui::forms::Colleagues;
use crate::tui::keymap;
use crate::tui::pane::{Context, Effect, Input, Pane, Reply, Tag, Tone};
use crate::tui::widgets::hints::{self, Hint};
use crate::tui::widgets::typed_into::TypedInto;
use crossterm::event::{KeyCode, KeyEvent};
use preview::PreviewLayer;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use sides::Sides;

const LIST: Tag = 1;
const FIND: Tag = 2;
const COMPARE: Tag = 3;
const CHANGE: Tag = 4;
const PREVIEW: Tag = 5;
const SURE: Tag = 6;
const MERGE_ALL: Tag = 7;
const UNDO: Tag = 8;
const COLLEAGUES: Tag = 9;
/// The letters that mean something here, help's among them.
const LETTERS: &str = "rxunpaqhljks12?";
/// Pairs asked for at a time.
const PAGE: usize = 100;

/// What the keys do with a pair that was chosen, with one of all pairs, where there is none, and while work goes on.
const ONE: &[Hint<&str>] = &[
    ("← →", "does-take-side"),
    ("↑ ↓", "does-move"),
    ("Enter", "does-merge"),
    ("x", "does-keep-apart"),
    ("s", "does-swap"),
    ("Esc", "does-close"),
];
const ALL: &[Hint<&str>] = &[
    ("← →", "does-take-side"),
    ("↑ ↓", "does-move"),
    ("Enter", "does-merge"),
    ("x", "does-keep-apart"),
    ("n p", "does-next-pair"),
    ("s", "does-swap"),
    ("a", "does-merge-certain"),
    ("r", "does-look-again"),
    ("u", "does-undo"),
    ("Esc", "does-close"),
];
const NONE: &[Hint<&str>] = &[("r", "does-look-again"), ("u", "does-undo"), ("Esc", "does-close")];
const WORKING: &[Hint<&str>] = &[("Esc", "does-stop")];

/// The layer.
#[derive(Default)]
pub struct DuplicatesLayer {
    /// The only pair, where two customers were chosen.
    only: Option<(CustomerId, CustomerId)>,
    rows: Vec<Row>,
    at: usize,
    /// Pairs on all pages.
    open: usize,
    next: Option<usize>,
    /// Where the page begins that was asked for last.
    from: usize,
    /// When the customers were looked through.
    found: Option<Timestamp>,
    stage: Stage,
    sides: Option<Sides>,
    /// Changes made here that can be taken back here.
    made: usize,
    /// A change is on its way.
    changing: bool,
    colleagues: Colleagues,
    /// What Enter does now, where it does not merge.
    asked: Option<Asked>,
    typed_into: TypedInto,
}

/// What was asked for by a letter, and is done by Enter.
#[derive(Clone, Copy)]
enum Asked {
    /// The pair is two customers.
    Apart,
    /// The last change made here is taken back.
    Undo,
}

/// What is shown.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Nothing is known yet.
    #[default]
    Asking,
    /// All customers are looked through, or pairs merged, so far.
    Working(&'static str, u8),
    /// The pairs.
    Ready,
}

impl DuplicatesLayer {
    /// Two customers that were chosen.
    pub fn of(one: CustomerId, other: CustomerId) -> Self {
        Self { only: Some((one, other)), ..Self::default() }
    }

    /// What the keys do now.
    fn table(&self) -> Vec<Hint<&'static str>> {
        let table = match (self.stage, self.only) {
            (Stage::Ready, Some(_)) => ONE,
            (Stage::Ready, None) if self.rows.is_empty() => NONE,
            (Stage::Ready, None) => ALL,
            (Stage::Asking | Stage::Working(..), _) => WORKING,
        };
        table.iter().copied().filter(|(key, _)| *key != "u" || self.made > 0).collect()
    }

    /// Asks for all that is shown.
    fn begin(&mut self) -> Vec<Effect> {
        match self.only {
            Some((one, other)) => vec![Effect::Ask(COMPARE, Request::Compare(one, other).into())],
            None => vec![self.page(0)],
        }
    }

    fn page(&mut self, from: usize) -> Effect {
        self.from = from;
        Effect::Ask(LIST, Request::List { from, limit: PAGE, least: Pair::LIKELY }.into())
    }

    fn key(&mut self, key: KeyEvent, context: &Context) -> Vec<Effect> {
        let asked = self.asked.take();
        let code = key.code;
        if matches!(code, KeyCode::Esc | KeyCode::Char('q')) {
            return vec![Effect::Pop(None)];
        }
        if self.changing || self.stage != Stage::Ready {
            return Vec::new();
        }
        let is_answer = self.typed_into.answers(code, LETTERS, context.hasty);
        match code {
            KeyCode::Char('r') if self.only.is_none() => return self.look(),
            KeyCode::Char('u') if self.made > 0 => return self.ask(Asked::Undo, "duplicates-undo-question", context),
            KeyCode::Char('x') => return self.ask(Asked::Apart, "duplicates-apart-question", context),
            KeyCode::Enter if is_answer => return self.change(asked),
            KeyCode::Enter => return self.ask_again(asked, context),
            KeyCode::Char('n') | KeyCode::PageDown => return self.go(self.at + 1),
            KeyCode::Char('p') | KeyCode::PageUp => return self.go(self.at.saturating_sub(1)),
            KeyCode::Char('a') if self.only.is_none() => {
                return vec![Effect::Ask(PREVIEW, Request::PreviewMerge(Pair::CERTAIN).into())];
            }
            _ => {}
        }
        if let Some(sides) = &mut self.sides {
            sides.key(code);
        }
        Vec::new()
    }

    /// Looks through all customers.
    fn look(&mut self) -> Vec<Effect> {
        (self.stage, self.sides) = (Stage::Working("duplicates-looking", 0), None);
        vec![Effect::Ask(FIND, Request::Find.into())]
    }

    /// One at a time: the next one would take back what was done before this layer was opened.
    fn undo(&mut self) -> Vec<Effect> {
        self.changing = true;
        vec![Effect::Ask(UNDO, undo::Request::Undo(None).into())]
    }

    /// Says what Enter would do; any other key leaves all as it is.
    fn ask(&mut self, asked: Asked, question: &str, context: &Context) -> Vec<Effect> {
        self.asked = Some(asked);
        vec![Effect::Toast(Tone::Warning, context.look.words.t(question).to_owned())]
    }

    /// Says why an Enter did nothing: the next one does it.
    fn ask_again(&mut self, asked: Option<Asked>, context: &Context) -> Vec<Effect> {
        self.asked = asked;
        let why = if self.typed_into.is_hasty() { "enter-again" } else { "typed-into" };
        vec![Effect::Toast(Tone::Warning, context.look.words.t(why).to_owned())]
    }

    fn change(&mut self, asked: Option<Asked>) -> Vec<Effect> {
        match asked {
            Some(Asked::Apart) => self.keep_apart(),
            Some(Asked::Undo) => self.undo(),
            None => self.merge(),
        }
    }

    fn merge(&mut self) -> Vec<Effect> {
        let Some(sides) = &self.sides else { return Vec::new() };
        let (keep, other) = sides.ids();
        self.changing = true;
        vec![Effect::Ask(CHANGE, customers::Request::Merge { keep, other, take: sides.taken() }.into())]
    }

    fn keep_apart(&mut self) -> Vec<Effect> {
        let Some(sides) = &self.sides else { return Vec::new() };
        let (one, other) = sides.ids();
        self.changing = true;
        vec![Effect::Ask(CHANGE, Request::KeepApart(one, other).into())]
    }

    /// Goes to another pair, and asks for more of them near the end.
    fn go(&mut self, at: usize) -> Vec<Effect> {
        self.at = at.min(self.rows.len().saturating_sub(1));
        let near_the_end = self.at + PAGE / 4 >= self.rows.len();
        let more = self.next.take_if(|_| near_the_end).map(|from| self.page(from));
        self.compare().into_iter().chain(more).collect()
    }

    /// Asks for both records of the pair the cursor is on.
    fn compare(&mut self) -> Option<Effect> {
        self.sides = None;
        let pair = &self.rows.get(self.at)?.pair;
        Some(Effect::Ask(COMPARE, Request::Compare(pair.one, pair.other).into()))
    }

    fn answered(&mut self, tag: Tag, answer: Result<Answer, Refusal>, context: &Context) -> Vec<Effect> {
        match (tag, answer) {
            (LIST, Ok(Answer::Duplicates(Response::Listed(listed)))) => self.listed(listed),
            (FIND, Ok(_)) => vec![self.page(0)],
            // All customers may be looked through by now.
            (COMPARE, Ok(_)) if matches!(self.stage, Stage::Working(..)) => Vec::new(),
            (COMPARE, Ok(Answer::Duplicates(Response::Compared { both, organisations }))) => {
                (self.stage, self.sides) = (Stage::Ready, Some(Sides::new(*both, organisations)));
                Vec::new()
            }
            (CHANGE, Ok(answer)) => self.changed(&answer, context),
            (UNDO, Ok(_)) => {
                (self.changing, self.made) = (false, self.made.saturating_sub(1));
                let mut effects = self.begin();
                effects.extend([Effect::Refresh, good("duplicates-undone", context)]);
                effects
            }
            (PREVIEW, Ok(Answer::Duplicates(Response::Outcome(outcome)))) => {
                if outcome.matched == 0 {
                    return vec![good("duplicates-none-certain", context)];
                }
                vec![Effect::Push(SURE, Box::new(PreviewLayer::new(*outcome, context)))]
            }
            (MERGE_ALL, Ok(Answer::Duplicates(Response::Outcome(outcome)))) => {
                self.made += usize::from(outcome.undo.is_some());
                let words = &context.look.words;
                let merged = [("count", outcome.merged.into())];
                let toast = match &outcome.ended {
                    Some(refusal) => Effect::Toast(Tone::Danger, words.refusal(refusal)),
                    None => Effect::Toast(Tone::Good, words.tf("duplicates-merged-all", &merged)),
                };
                vec![self.page(0), Effect::Refresh, toast]
            }
            (_, Err(refusal)) => self.refused(tag, &refusal, context),
            _ => Vec::new(),
        }
    }

    /// What was asked could not be had; where nothing else is shown, the layer goes.
    fn refused(&mut self, tag: Tag, refusal: &Refusal, context: &Context) -> Vec<Effect> {
        self.changing = false;
        let toast = Effect::Toast(Tone::Danger, context.look.words.refusal(refusal));
        match tag {
            _ if *refusal == Refusal::Cancelled => Vec::new(),
            LIST | FIND => vec![Effect::Pop(None), toast],
            COMPARE if self.only.is_some() => vec![Effect::Pop(None), toast],
            _ => {
                self.stage = Stage::Ready;
                vec![toast]
            }
        }
    }

    fn listed(&mut self, listed: Listed) -> Vec<Effect> {
        if listed.at.is_none() {
            return self.look();
        }
        let begins = self.from == 0;
        if begins {
            (self.rows, self.at) = (Vec::new(), 0);
        }
        self.rows.extend(listed.rows);
        (self.found, self.open, self.next, self.stage) = (listed.at, listed.open, listed.next, Stage::Ready);
        if begins { self.compare().into_iter().collect() } else { Vec::new() }
    }

    /// A pair is settled: on to the next one, or away where there is none.
    fn changed(&mut self, answer: &Answer, context: &Context) -> Vec<Effect> {
        (self.changing, self.made) = (false, self.made + 1);
        let key = if matches!(answer, Answer::Customers(_)) { "duplicates-merged" } else { "duplicates-kept-apart" };
        let said = good(key, context);
        if self.only.is_some() {
            return vec![Effect::Pop(None), Effect::Refresh, said];
        }
        if self.at < self.rows.len() {
            self.rows.remove(self.at);
        }
        self.open = self.open.saturating_sub(1);
        // A page that was counted from further on has moved by one.
        self.next = self.next.map(|next| next.saturating_sub(1));
        let mut effects = self.go(self.at);
        effects.extend([Effect::Refresh, said]);
        effects
    }

    fn tell(&mut self, progress: Progress) {
        if let Stage::Working(_, percent) = &mut self.stage {
            let total = progress.total.unwrap_or_default().max(1);
            *percent = (progress.done.min(total) * 100 / total) as u8;
        }
    }
}

fn good(key: &str, context: &Context) -> Effect {
    Effect::Toast(Tone::Good, context.look.words.t(key).to_owned())
}

impl Pane for DuplicatesLayer {
    fn on(&mut self, input: Input, context: &Context) -> Vec<Effect> {
        match input {
            // What is shown is fetched after each change here; a colleague's change shows with the next pair.
            Input::Refresh if self.stage == Stage::Asking => {
                let colleagues = Effect::Ask(COLLEAGUES, users::Request::List.into());
                self.begin().into_iter().chain([colleagues]).collect()
            }
            Input::Key(key, _) => self.key(key, context),
            Input::Part(_, Part::Progress(progress)) => {
                self.tell(progress);
                Vec::new()
            }
            Input::Answer(COLLEAGUES, answer) => {
                if let Ok(Answer::Users(answer)) = *answer {
                    self.colleagues = Colleagues::of(answer);
                }
                Vec::new()
            }
            Input::Answer(tag, answer) => self.answered(tag, *answer, context),
            Input::Reply(SURE, Reply::Yes) => {
                (self.stage, self.sides) = (Stage::Working("duplicates-merging", 0), None);
                vec![Effect::Ask(MERGE_ALL, Request::MergeAll(Pair::CERTAIN).into())]
            }
            _ => Vec::new(),
        }
    }

    fn draw(&self, area: Rect, buf: &mut Buffer, context: &Context, _focused: bool) -> Option<Position> {
        view::draw(self, area, buf, context);
        None
    }

    fn keys(&self) -> keymap::Context {
        keymap::Context::Own
    }

    fn hints(&self, _context: &Context) -> Vec<Hint> {
        hints::of(&self.table())
    }
}
