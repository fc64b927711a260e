//! Customers: the search box and what it finds.

mod completing;
mod many;
mod searching;
#[cfg(test)]
mod tests;
mod view;
mod window;

use super::{copy_phone, on_customer, on_subject, push};
use crate::domain::audit::Touched;
use crate::domain::customer::Customer;
use crate::domain::id::CustomerId;
use crate::domain::noun::Noun;
use crate::domain::phone::Phone;
use crate::domain::query;
use crate::domain::record::reference;
use crate::domain::typed::{Span, Typed};
use crate::domain::view::View;
use crate::door::assignment::Work;
use crate::door::bulk::Whom;
use crate::door::search::{CustomerRow, Found};
use crate::door::{self, Part, Refusal, Response, completion, search, views};
use crate::tui::forms;
use crate::tui::keymap::{self, Command, Resolved};
use crate::tui::layers::{DuplicatesLayer, QualityLayer, ViewsLayer};
use crate::tui::pane::{Context, Effect, Input, Pane, Reply, Slot, Subject, Tag, Tone};
use crate::tui::widgets::Edited;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::hints::{self, Hint};
use crate::tui::widgets::list::{List, Step};
use completing::Completing;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use searching::{SEARCHING, names_somebody};
use window::{WINDOW, Window};

const FIND: Tag = 1;
const VIEWS: Tag = 2;
const EDIT: Tag = 3;
const COMPLETE: Tag = 4;
const CHOOSE: Tag = 5;

/// What the keys do in the list that a search found.
const FOUND: &[Hint<&str>] = &[("Esc", "does-clear-search")];

/// What is done most with a customer, with all that are marked, and where nobody is found.
const WITH_ONE: [Hint<&[Command]>; 4] = [
    (&[Command::Open], "does-open"),
    (&[Command::New], "does-new"),
    (&[Command::Edit], "does-edit"),
    (&[Command::Mark], "does-mark"),
];
const WITH_MARKED: [Hint<&[Command]>; 4] = [
    (&[Command::Tags], "does-tag"),
    (&[Command::BulkEdit], "does-change-all"),
    (&[Command::HandOver], "does-hand-over"),
    (&[Command::Back], "does-unmark"),
];
const WITH_NOBODY: [Hint<&[Command]>; 1] = [(&[Command::New], "does-new")];

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Customer(CustomerId),
    /// `+ New: "what was typed"`.
    New,
}

/// What is done with the first row of a new query once its rows are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Then {
    Select,
    Open,
}

/// The pane.
#[derive(Default)]
pub struct Customers {
    search: Field,
    /// What the box held before it was emptied.
    previous: String,
    /// It was emptied for a new search, which is not begun yet.
    emptied: bool,
    /// The box has the keys.
    typing: bool,
    found: Window,
    list: List<Key>,
    /// Names of the marked rows, which may be out of the window.
    marked: Vec<(CustomerId, String)>,
    /// The rows are of a new query: its first row is the one selected.
    fresh: bool,
    /// The person went on before its rows were there.
    then: Option<Then>,
    /// The customer everything is about, who was not among the rows so far.
    absent: Option<CustomerId>,
    /// What is wrong with the query, and the bytes of it that this is about.
    error: Option<(Span, String)>,
    /// The digit of the view whose query is on its way.
    view: u8,
    /// What the query may go on with.
    completing: Completing,
    /// Rows are on their way.
    asking: bool,
    /// Something changed since they were asked for.
    outdated: bool,
}

impl Customers {
    /// An empty pane; [`Input::Refresh`] fills it.
    pub fn new() -> Self {
        Self::default()
    }

    fn ask(&mut self, offset: usize) -> Effect {
        self.ask_for(offset, None)
    }

    /// Searches anew; the selected row, or else the last one held, is among the rows wherever it is now.
    fn ask_again(&mut self) -> Effect {
        let around = match self.list.selected() {
            _ if self.fresh => None,
            Some(Key::Customer(id)) => Some(id),
            Some(Key::New) | None => self.absent.or(self.found.rows.last().map(|row| row.id)),
        };
        self.ask_for(self.found.asked, around)
    }

    /// What changed may stand in the rows. From the top on that is another answer; further down, where one scrolls, the
    /// rows stand still and only what is written in them follows.
    fn ask_what_changed(&mut self) -> Effect {
        if self.found.asked > 0 { self.ask(self.found.asked) } else { self.ask_again() }
    }

    fn ask_for(&mut self, offset: usize, around: Option<CustomerId>) -> Effect {
        self.found.asked = offset;
        (self.asking, self.outdated) = (true, false);
        let query = self.search.text().to_owned();
        Effect::Ask(FIND, search::Request::Find { query, offset, limit: WINDOW, around }.into())
    }

    /// Another query: its rows come from the first on.
    fn find(&mut self, context: &Context) -> Vec<Effect> {
        (self.fresh, self.then, self.absent, self.emptied) = (true, None, None, false);
        let unfinished = self.completing.follow(&self.search);
        let completes = unfinished.map(|request| Effect::Ask(COMPLETE, request.into()));
        let finds = match query::parse(self.search.text(), context.settings.currency) {
            Ok(_) => {
                self.error = None;
                Some(self.ask(0))
            }
            Err(error) => {
                self.error = Some((error.span(), context.look.words.reason(&error.why.into())));
                None
            }
        };
        finds.into_iter().chain(completes).collect()
    }

    /// The same rows among those of another query, with the cursor on its own.
    fn find_around(&mut self) -> Vec<Effect> {
        (self.fresh, self.then, self.error) = (false, None, None);
        let selected = self.selected().map(|row| row.id);
        vec![self.ask_for(0, selected)]
    }

    /// A new customer of what was typed.
    fn make(&self, context: &Context) -> Vec<Effect> {
        push(forms::customer::add(context, self.search.text().trim()))
    }

    /// Takes the rows found so far. Those that are there already wait for all of the others, so that the cursor stays
    /// on its own; and where everybody is asked for, nobody yet is nothing to show, and one full window of them is as
    /// good as the next.
    fn take_part(&mut self, found: Found, context: &Context) -> Vec<Effect> {
        if self.found.known && !self.fresh {
            return Vec::new();
        }
        let is_everybody = self.search.is_empty() && (self.found.is_everybody || !self.found.known);
        if is_everybody && found.rows.is_empty() {
            return Vec::new();
        }
        if is_everybody && self.found.counting && self.found.rows.len() == WINDOW {
            self.found.matched = found.matched;
            return Vec::new();
        }
        self.take(found, false, context)
    }

    /// Takes rows. Those of a first paint may be fewer than there will be.
    fn take(&mut self, found: Found, done: bool, context: &Context) -> Vec<Effect> {
        let with_new = names_somebody(self.search.text(), context);
        let Found { matched, counting, offset, rows, .. } = found;
        let is_everybody = self.search.is_empty();
        self.found = Window { matched, counting, offset, rows, asked: offset, known: true, is_everybody, with_new };
        self.error = None;
        self.list.refresh(self.found.len(), |index| self.found.key_at(index));
        if self.fresh {
            self.list.select(0, |index| self.found.key_at(index));
        }
        self.fresh = self.fresh && !done;
        self.go_to_absent();
        match self.then.take_if(|_| done) {
            Some(Then::Select) => self.select(),
            Some(Then::Open) => self.open(Effect::Show(Slot::Timeline), context),
            None => Vec::new(),
        }
    }

    /// The cursor goes to whom everything is about, wherever that was chosen.
    fn follow(&mut self, context: &Context) {
        let is_there = |id: &CustomerId| self.list.selected() == Some(Key::Customer(*id));
        self.absent = context.subject.and_then(Subject::customer).filter(|id| !is_there(id));
        self.go_to_absent();
    }

    fn go_to_absent(&mut self) {
        let Some(id) = self.absent else { return };
        if let Some(at) = self.found.rows.iter().position(|row| row.id == id) {
            self.absent = None;
            self.list.select(self.found.offset + at, |index| self.found.key_at(index));
        }
    }

    fn refused(&mut self, refusal: &Refusal, context: &Context) {
        self.then = None;
        self.error = match refusal {
            Refusal::Cancelled => return,
            Refusal::Invalid { why, .. } => Some((self.place_of(why.word()), context.look.words.reason(why))),
            other => Some((0..0, context.look.words.refusal(other))),
        };
    }

    /// Where a folded word stands in the box.
    fn place_of(&self, word: Option<&str>) -> Span {
        let typed = Typed::new(self.search.text());
        let found = word.and_then(|word| typed.folded().find(word).map(|at| at..at + word.len()));
        found.map_or(0..0, |range| typed.span(range))
    }

    fn selected(&self) -> Option<&CustomerRow> {
        self.found.row(self.list.index()).filter(|row| self.list.selected() == Some(Key::Customer(row.id)))
    }

    /// The card follows the cursor.
    fn select(&self) -> Vec<Effect> {
        self.selected().map(|row| Effect::Select(Subject::Customer(row.id))).into_iter().collect()
    }

    fn go(&mut self, step: Step) -> Vec<Effect> {
        let more = self.step(step);
        self.select().into_iter().chain(more).collect()
    }

    /// Moves the cursor; the card follows it only where one walks along the list.
    fn step(&mut self, step: Step) -> Vec<Effect> {
        (self.fresh, self.absent) = (false, None);
        self.list.go(step, |index| self.found.key_at(index));
        let offset = self.found.wanted(self.list.index());
        offset.map(|offset| self.ask(offset)).into_iter().collect()
    }

    /// To another record, wherever the focus is; the row for a new one is none.
    fn go_record(&mut self, step: Step) -> Vec<Effect> {
        let effects = self.go(step);
        if self.list.selected() == Some(Key::New) { self.go(Step::Up) } else { effects }
    }

    fn command(&mut self, command: Command, context: &Context) -> Vec<Effect> {
        if let Some(step) = Step::of(command) {
            return self.go(step);
        }
        match command {
            Command::Search | Command::Find => self.open_box("", context),
            Command::NextRecord => self.go_record(Step::Down),
            Command::PreviousRecord => self.go_record(Step::Up),
            Command::SavedView(digit) => {
                self.view = digit;
                vec![Effect::Ask(VIEWS, views::Request::List.into())]
            }
            Command::Views => vec![Effect::Push(CHOOSE, Box::<ViewsLayer>::default())],
            Command::GoQuality => vec![Effect::Push(CHOOSE, Box::new(QualityLayer::new(context)))],
            Command::SaveView => push(forms::view::save(context, self.search.text())),
            Command::Mark => self.mark(),
            Command::Back if self.marked.is_empty() => self.clear(),
            Command::Back => {
                self.list.unmark_all();
                self.marked.clear();
                Vec::new()
            }
            Command::New => self.make(context),
            Command::Open => self.open(Effect::Focus(Slot::Timeline), context),
            _ => match many::layer(command, self.chosen(), context) {
                Some(layer) => push(layer),
                None => self.on_selected(command, context),
            },
        }
    }

    /// Opens the row with the cursor: somebody's card, to which `way` leads; or makes somebody new.
    fn open(&self, way: Effect, context: &Context) -> Vec<Effect> {
        match self.list.selected() {
            Some(Key::New) => self.make(context),
            Some(Key::Customer(_)) => self.select().into_iter().chain([way]).collect(),
            None => Vec::new(),
        }
    }

    fn mark(&mut self) -> Vec<Effect> {
        let Some((id, name)) = self.selected().map(|row| (row.id, row.name.clone())) else { return Vec::new() };
        self.list.toggle_mark();
        match self.marked.iter().position(|(marked, _)| *marked == id) {
            Some(at) => drop(self.marked.remove(at)),
            None => self.marked.push((id, name)),
        }
        self.go(Step::Down)
    }

    /// Whom what is done with many is for: who is marked, else everyone the query finds.
    fn chosen(&self) -> Whom {
        if self.marked.is_empty() {
            return Whom::Query(self.search.text().to_owned());
        }
        Whom::These(self.marked.iter().map(|(id, _)| *id).collect())
    }

    fn on_selected(&mut self, command: Command, context: &Context) -> Vec<Effect> {
        let Some(row) = self.selected() else { return self.on_nobody(command, context) };
        match command {
            Command::Edit => vec![Effect::AskFirst(EDIT, door::customers::Request::Card(row.id).into())],
            Command::Tags => {
                let marked: Vec<_> = self.marked.iter().map(|(id, _)| *id).collect();
                let customers = if marked.is_empty() { vec![row.id] } else { marked };
                push(forms::customer::tags(context, customers, &row.tags))
            }
            Command::HandOver => self.hand_over(row, context),
            Command::Merge => self.merge(row, context),
            Command::Copy => copy_phone(row.phones.first().cloned(), context),
            _ => on_customer(command, row.id, &row.name, context),
        }
    }

    /// Where nobody is found, a call is with whoever has the number that was searched for.
    fn on_nobody(&self, command: Command, context: &Context) -> Vec<Effect> {
        if command != Command::Call || self.list.selected() != Some(Key::New) {
            return on_subject(command, context);
        }
        let number = Phone::read(self.search.text(), &context.settings.region).e164;
        vec![Effect::Dial { customer: None, number, name: String::new() }]
    }

    /// Hands over the marked ones, else the selected one; or all the search found.
    fn hand_over(&self, row: &CustomerRow, context: &Context) -> Vec<Effect> {
        let words = &context.look.words;
        let one = |id| Work::Records(vec![reference::<Customer>(id)]);
        let marked = self.marked.iter().map(|(id, _)| reference::<Customer>(*id)).collect::<Vec<_>>();
        let chosen = match marked.len() {
            0 => (one(row.id), row.name.clone()),
            count => (Work::Records(marked), words.tf("hand-over-marked", &[("count", count.into())])),
        };
        let all = words.tf("hand-over-view", &[("count", self.found.matched.into())]);
        push(forms::hand_over::sheet(context, vec![chosen, (Work::Found(self.search.text().to_owned()), all)]))
    }

    /// Two customers side by side: the marked ones, or the marked one and this.
    fn merge(&self, row: &CustomerRow, context: &Context) -> Vec<Effect> {
        let both = match self.marked.as_slice() {
            [(id, _)] if *id != row.id => (row.id, *id),
            [(one, _), (other, _)] => (*one, *other),
            _ => return vec![Effect::Toast(Tone::Warning, context.look.words.t("merge-how").to_owned())],
        };
        push(Box::new(DuplicatesLayer::of(both.0, both.1)))
    }

    /// Puts the chosen view's query into the box.
    fn show_view(&mut self, views: &[View], context: &Context) -> Vec<Effect> {
        let chosen = usize::from(self.view).checked_sub(1).and_then(|index| views.get(index));
        let Some(view) = chosen else {
            let none = context.look.words.tf("no-such-view", &[("digit", self.view.into())]);
            return vec![Effect::Toast(Tone::Warning, none)];
        };
        self.show(&view.query, context)
    }

    /// Puts a query into the box and goes to its first row.
    fn show(&mut self, query: &str, context: &Context) -> Vec<Effect> {
        self.search.set(query);
        self.typing = false;
        let finds = self.find(context);
        self.then = Some(Then::Select);
        finds
    }

    /// The rows, or why there are none; once more where something changed meanwhile.
    fn take_answer(&mut self, answer: Result<Response, Refusal>, context: &Context) -> Vec<Effect> {
        self.asking = false;
        let mut effects = Vec::new();
        match answer {
            Ok(Response::Search(search::Response::Found(found))) => effects = self.take(found, true, context),
            Ok(_) => {}
            Err(refusal) => self.refused(&refusal, context),
        }
        if self.outdated {
            effects.push(self.ask_what_changed());
        }
        effects
    }

    fn answer(&mut self, tag: Tag, answer: Result<Response, Refusal>, context: &Context) -> Vec<Effect> {
        match (tag, answer) {
            (FIND, answer) => self.take_answer(answer, context),
            (VIEWS, Ok(Response::Views(views::Response::List(views)))) => self.show_view(&views, context),
            (COMPLETE, Ok(Response::Completion(completion::Response::Offers(offers)))) if self.typing => {
                self.completing.take(offers);
                Vec::new()
            }
            (COMPLETE, _) => {
                self.completing.take(Vec::new());
                Vec::new()
            }
            (EDIT, Ok(Response::Customers(door::customers::Response::Card(card)))) => {
                push(forms::customer::edit(context, &card.customer))
            }
            (_, Err(refusal)) => vec![Effect::Toast(Tone::Danger, context.look.words.refusal(&refusal))],
            _ => Vec::new(),
        }
    }

    fn changed(&mut self, touched: &[Touched], context: &Context) -> Vec<Effect> {
        let concerns = |touched: &Touched| self.rests_on(touched.record.noun, context);
        if !touched.iter().any(concerns) {
            return Vec::new();
        }
        // A search is not given up for every change: where changes never end it would never answer.
        self.outdated = self.asking;
        if self.asking { Vec::new() } else { vec![self.ask_what_changed()] }
    }

    /// Whether changed records of a noun may change which rows there are, or what stands in them.
    fn rests_on(&self, noun: Noun, context: &Context) -> bool {
        let query = query::parse(self.search.text(), context.settings.currency).unwrap_or_default();
        let concerned = |filter: &query::Filter| filter.field.noun().is_none_or(|of| of == noun);
        noun == Noun::Customer || query.filters.iter().any(concerned)
    }
}

impl Pane for Customers {
    fn on(&mut self, input: Input, context: &Context) -> Vec<Effect> {
        match input {
            Input::Key(_, Resolved::Command(command)) => self.command(command, context),
            Input::Key(key, _) if self.typing => self.type_key(key, context),
            Input::Click(cell) => self.list.at(cell).map_or_else(Vec::new, |index| self.go(Step::To(index))),
            Input::Search(text) => self.open_box(&text, context),
            Input::Paste(text) if self.typing && self.search.paste(&text) == Edited::Text => self.find(context),
            Input::Part(FIND, Part::Found(found)) => self.take_part(found, context),
            Input::Reply(CHOOSE, Reply::Chosen(query)) => self.show(&query, context),
            Input::Answer(tag, answer) => self.answer(tag, *answer, context),
            Input::Changed(touched) => self.changed(&touched, context),
            Input::Subject if !self.typing => {
                self.follow(context);
                Vec::new()
            }
            Input::Refresh => {
                // As long as nobody was chosen, the list stands at its top.
                self.fresh |= context.subject.is_none();
                vec![self.ask_again()]
            }
            _ => Vec::new(),
        }
    }

    fn draw(&self, area: Rect, buf: &mut Buffer, context: &Context, focused: bool) -> Option<Position> {
        view::draw(self, area, buf, context, focused)
    }

    fn keys(&self) -> keymap::Context {
        if self.typing { keymap::Context::Text } else { keymap::Context::Command(keymap::Pane::Customers) }
    }

    fn foremost(&self, _context: &Context) -> Vec<Hint<&'static [Command]>> {
        // Rows on their way count as there: a last row that came and went would cost more than it tells.
        let is_nobody = self.list.selected() == Some(Key::New) || self.found.known && self.list.is_empty();
        match () {
            () if !self.marked.is_empty() => WITH_MARKED.to_vec(),
            () if is_nobody => WITH_NOBODY.to_vec(),
            () => WITH_ONE.to_vec(),
        }
    }

    fn hints(&self, _context: &Context) -> Vec<Hint> {
        match self.typing {
            true => hints::of(SEARCHING),
            false if self.search.is_empty() => Vec::new(),
            false => hints::of(FOUND),
        }
    }
}
