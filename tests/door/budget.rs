//! How many bytes the screen sends, on the real cockpit over a full store, through the real backend. A thin line carries
//! little; what it costs is counted, never timed.

use crate::support::{NOW, session, store};
use callsheet::crm::Session;
use callsheet::domain::time::Timestamp;
use callsheet::domain::upkeep::{Progress, Task};
use callsheet::door::system::{Standing, State};
use callsheet::door::{Call, Delivery, Door, Event, Ticket};
use callsheet::i18n::{I18n, Lang};
use callsheet::interop::demo::Demo;
use callsheet::tui::cockpit::{Cockpit, Parts, Slots, Wake};
use callsheet::tui::keymap::Keymap;
use callsheet::tui::layers::LoadingLayer;
use callsheet::tui::panes::{board::Board, customers::Customers, queue::Queue, timeline::Timeline};
use callsheet::tui::term::{Borders, Charset, Depth, Input, Tracking};
use callsheet::tui::theme::Theme;
use callsheet::tui::widgets::Look;
use crossbeam_channel::Receiver;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::{Buffer, Cell as BufferCell};
use ratatui::layout::{Position, Rect, Size};
use std::cell::Cell;
use std::collections::HashSet;
use std::io;
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Customers in the store: more than the rows a pane holds at a time, and enough for every pane to be full.
const CUSTOMERS: u64 = 400;
const SIZE: Size = Size { width: 80, height: 24 };
/// What taking the terminal sends before the first frame.
const ENTERING: usize = 22;
/// Nothing takes this long.
const PATIENCE: Duration = Duration::from_mins(3);
/// What xterm-256color, linux and vt100 can show.
const DEPTHS: [Depth; 3] = [Depth::Indexed, Depth::Ansi, Depth::Mono];

/// A door that knows what is still to be answered.
struct Counted<D> {
    door: D,
    open: Mutex<HashSet<Ticket>>,
}

impl<D: Door> Door for Counted<D> {
    fn send(&self, call: Call) -> Ticket {
        // Held over the call, so that no answer is counted before its question.
        let mut open = self.open.lock().unwrap();
        let ticket = self.door.send(call);
        open.insert(ticket);
        ticket
    }

    fn cancel(&self, ticket: Ticket) {
        self.open.lock().unwrap().remove(&ticket);
        self.door.cancel(ticket);
    }

    fn inbox(&self) -> &Receiver<Delivery> {
        self.door.inbox()
    }
}

/// The far end of the line: counts.
struct Line(Rc<Cell<usize>>);

impl io::Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.set(self.0.get() + bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Screen {
    cockpit: Cockpit,
    door: Arc<Counted<Session>>,
    terminal: Tracking<Line>,
    sent: Rc<Cell<usize>>,
    frame: Buffer,
    now: Timestamp,
}

impl Screen {
    /// Opened over a store; says what its first screen took.
    fn open(depth: Depth) -> (Self, usize) {
        Self::open_while(depth, &[])
    }

    /// Opened over a store that goes through all this first.
    fn open_while(depth: Depth, opening: &[State]) -> (Self, usize) {
        let store = store();
        store.take(Demo::new(1, CUSTOMERS, NOW).collect());
        let door = Arc::new(Counted { door: session(&store.keeper, "root"), open: Mutex::default() });
        let theme = Theme::named("dark", depth, Borders::Unicode);
        let slots = Slots {
            customers: Box::new(Customers::new()),
            timeline: Box::new(Timeline::new()),
            pipeline: Box::new(Board::new()),
            follow_ups: Box::new(Queue::new()),
        };
        let parts = Parts {
            look: Rc::new(Look { theme, words: I18n::new(Lang::En) }),
            keymap: Rc::new(Keymap::default()),
            charset: Charset::Unicode,
            slots,
            sample: Box::new(|context| Box::new(LoadingLayer::new(context))),
        };
        let cockpit = Cockpit::new(Arc::clone(&door) as Arc<dyn Door>, parts, NOW);
        let sent = Rc::new(Cell::new(0));
        let terminal = Tracking::new(Line(Rc::clone(&sent)), SIZE);
        let frame = Buffer::empty(Rect::from((Position::ORIGIN, SIZE)));
        let mut screen = Self { cockpit, door, terminal, sent, frame, now: NOW };
        let first = screen.count(|screen| {
            screen.draw();
            for state in opening {
                let standing = Standing { state: state.clone(), notices: Vec::new() };
                screen.wake(Wake::Delivery(Box::new(Delivery::Event(Event::Store(standing)))));
                screen.draw();
            }
            screen.settle();
        });
        (screen, first)
    }

    fn draw(&mut self) {
        self.frame.reset();
        let cursor = self.cockpit.draw(self.frame.area, &mut self.frame);
        self.terminal.show(&self.frame, cursor).unwrap();
    }

    fn wake(&mut self, wake: Wake) {
        self.cockpit.handle(wake, self.now);
    }

    /// Shows what is answered, once all is.
    fn settle(&mut self) {
        while !self.door.open.lock().unwrap().is_empty() {
            let delivery = self.door.inbox().recv_timeout(PATIENCE).unwrap();
            if let Delivery::Done(ticket, _) = &delivery {
                self.door.open.lock().unwrap().remove(ticket);
            }
            self.wake(Wake::Delivery(Box::new(delivery)));
        }
        self.draw();
    }

    fn press(&mut self, code: KeyCode) {
        self.wake(Wake::Input(Input::Key(KeyEvent::new(code, KeyModifiers::NONE))));
    }

    fn count(&mut self, what: impl FnOnce(&mut Self)) -> usize {
        let before = self.sent.get();
        what(self);
        self.sent.get() - before
    }

    /// What a key sends: its own frame, and the one with what is answered.
    fn key(&mut self, code: KeyCode) -> usize {
        self.count(|screen| {
            screen.press(code);
            screen.draw();
            screen.settle();
        })
    }

    /// What follows after so many milliseconds without a key.
    fn pass(&mut self, milliseconds: i64) -> usize {
        self.now.0 += milliseconds;
        self.count(|screen| {
            screen.wake(Wake::Time);
            screen.settle();
        })
    }

    fn rows(&self) -> String {
        let symbols = self.frame.content().chunks(usize::from(SIZE.width));
        symbols.map(|row| row.iter().map(BufferCell::symbol).collect::<String>() + "\n").collect()
    }
}

/// Panics where a step took more than it may.
fn within(budget: usize, sent: usize, what: &str, depth: Depth) {
    assert!(sent <= budget, "{depth:?} {what}: {sent} of {budget} bytes");
}

#[test]
fn the_first_screen_and_every_step_stay_within_the_budget() {
    for depth in DEPTHS {
        let (mut screen, first) = Screen::open(depth);
        assert!(screen.rows().contains(&CUSTOMERS.to_string()), "{}", screen.rows());
        within(2_500, first + ENTERING, "first screen", depth);
        within(0, screen.pass(1_000), "a second without anything", depth);
        for _ in 0..17 {
            within(220, screen.key(KeyCode::Char('j')), "cursor down", depth);
        }
        within(1_700, screen.pass(1_000), "the card of the one it rests on", depth);
        within(0, screen.count(Screen::draw), "a frame without change", depth);
        let downs: usize = (0..200).map(|_| screen.key(KeyCode::Down)).sum();
        within(220 * 200, downs, "200 times down", depth);
        within(1_700, screen.key(KeyCode::PageDown), "page", depth);
        screen.pass(1_000);
        let burst = screen.count(|screen| {
            (0..50).for_each(|_| screen.press(KeyCode::Down));
            screen.draw();
            screen.settle();
        });
        within(2_500, burst + screen.pass(1_000), "50 downs in one burst, and the card", depth);
    }
}

#[test]
fn the_first_screen_of_a_store_nobody_had_open_stays_within_the_budget() {
    let states = |task| (0..=100).map(move |done| State::Recovering(Progress { task, done, total: 100 }));
    let opening: Vec<State> = [Task::Opening, Task::Checking, Task::Replaying].into_iter().flat_map(states).collect();
    for depth in DEPTHS {
        let (screen, first) = Screen::open_while(depth, &opening);
        assert!(screen.rows().contains(&CUSTOMERS.to_string()), "{}", screen.rows());
        within(2_500, first + ENTERING, "first screen", depth);
    }
}

#[test]
fn a_letter_typed_stays_within_the_budget() {
    for depth in DEPTHS {
        let (mut screen, _) = Screen::open(depth);
        for word in ["anna", "marlow", "张伟", "0151"] {
            screen.key(KeyCode::Char('/'));
            for letter in word.chars() {
                within(600, screen.key(KeyCode::Char(letter)), &format!("{letter} of {word} in search"), depth);
            }
            screen.key(KeyCode::Esc);
        }
        screen.key(KeyCode::Char('n'));
        assert!(screen.rows().contains(" TEXT "), "{}", screen.rows());
        for letter in "Wants 报价 soon".chars() {
            within(8, screen.key(KeyCode::Char(letter)), &format!("{letter} in a form"), depth);
        }
    }
}

#[test]
fn a_running_call_timer_stays_within_the_budget() {
    for depth in DEPTHS {
        let (mut screen, _) = Screen::open(depth);
        screen.key(KeyCode::Down);
        screen.key(KeyCode::F(2));
        screen.key(KeyCode::Enter);
        assert!(screen.rows().contains("> Note"), "{}", screen.rows());
        for letter in "asks".chars() {
            within(8, screen.key(KeyCode::Char(letter)), &format!("{letter} in the note"), depth);
        }
        screen.pass(2_000);
        let seconds = 50;
        let ticks: usize = (0..seconds).map(|_| screen.pass(1_000)).sum();
        assert!(ticks > 0, "{}", screen.rows());
        within(10 * seconds, ticks, "the timer", depth);
    }
}
