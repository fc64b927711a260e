//! What is shown or marked leaves for a file: one names it, which says the format too, and sees how far it is.
//!
//! The file is written here in the session, on a thread of its own, and only there once it is whole; how much left the
//! store is written down whatever comes of it.

mod taking;
mod writing;

use crate::door::Refusal;
use crate::door::Response as Answer;
use crate::door::export::{Request, What};
use crate::interop::outgoing::Format;
use crate::tui::keymap;
use crate::tui::layers::named_file::{NamedFile, Naming};
use crate::tui::layers::typed_not_sent;
use crate::tui::pane::{Context, Effect, Input, Pane, Tag, Tone};
use crate::tui::theme::Role;
use crate::tui::widgets::form::DISCARD;
use crate::tui::widgets::frame::overlay;
use crate::tui::widgets::hints::{self, Hint};
use crate::tui::widgets::line::Line;
use crate::tui::widgets::{Look, row};
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::path::Path;
use taking::{Next, TakingStage};

const EXPORT: Tag = 1;
const WRITE: Tag = 2;

/// What the keys do while the file is named.
const NAMING: &[Hint<&str>] =
    &[("Tab", "does-next-format"), ("Enter", "does-go-on"), DISCARD, ("Esc", "does-leave-untouched")];

/// Cells and rows of the layer on a screen that has them.
const SIZE: (u16, u16) = (72, 8);

/// The file that is offered.
const OFFERED: &str = "~/callsheet.csv";

/// The formats that are offered one after the other, by the ends of their names.
const ENDS: [&str; 5] = ["csv", "xlsx", "vcf", "ics", "jsonl"];

/// The row of the formats, below what is typed and what is wrong with it.
const FORMATS: u16 = 4;

/// Customers on their way out.
pub struct ExportLayer {
    what: What,
    /// What they are, in words.
    said: String,
    stage: Stage,
}

enum Stage {
    /// The file is named.
    Naming(NamedFile),
    /// Records go to the file.
    Taking(Box<TakingStage>),
}

impl ExportLayer {
    /// A file that is not named yet, for what `said` says in words.
    pub fn new(what: What, said: String) -> Self {
        Self { what, said, stage: Stage::Naming(NamedFile::new(OFFERED)) }
    }

    fn key(&mut self, key: KeyEvent, context: &Context) -> Vec<Effect> {
        match &mut self.stage {
            Stage::Naming(file) if key.code == KeyCode::Tab => file.set(&next_format(file.text())),
            Stage::Naming(file) => match file.on(key) {
                Naming::On => {}
                Naming::Leave => return vec![Effect::Pop(None)],
                Naming::Stay => return vec![typed_not_sent(context)],
                Naming::Named(path) => match TakingStage::begin(path, self.what == What::Everything, context) {
                    Ok(stage) => {
                        self.stage = Stage::Taking(Box::new(stage));
                        return vec![Effect::Ask(EXPORT, Request::Start(self.what.clone()).into())];
                    }
                    Err(why) => file.refuse(why),
                },
            },
            Stage::Taking(stage) if key.code == KeyCode::Esc => stage.stop(),
            Stage::Taking(_) => {}
        }
        Vec::new()
    }

    fn answered(&mut self, answer: Result<Answer, Refusal>, context: &Context) -> Vec<Effect> {
        let Stage::Taking(stage) = &mut self.stage else { return Vec::new() };
        match answer {
            Ok(Answer::Export(response)) => effects(stage.answered(response, context)),
            Ok(_) => Vec::new(),
            Err(refusal) => effects(Next::Ended(Tone::Danger, context.look.words.refusal(&refusal))),
        }
    }

    fn worked(&mut self) -> Vec<Effect> {
        match &mut self.stage {
            Stage::Taking(stage) => effects(stage.worked()),
            Stage::Naming(_) => Vec::new(),
        }
    }
}

fn effects(next: Next) -> Vec<Effect> {
    match next {
        Next::Ask(request) => vec![Effect::Ask(EXPORT, request.into())],
        Next::Begin(work, page) => vec![Effect::Work(WRITE, work), Effect::Ask(EXPORT, page.into())],
        Next::Wait => Vec::new(),
        Next::Ended(tone, said) => vec![Effect::Pop(None), Effect::Toast(tone, said)],
    }
}

/// The same file in the next format.
fn next_format(typed: &str) -> String {
    let path = Path::new(typed);
    let present = path.extension().and_then(|end| ENDS.iter().position(|known| end.eq_ignore_ascii_case(known)));
    let next = ENDS.iter().cycle().nth(present.map_or(0, |at| at + 1)).unwrap_or(&"csv");
    match present {
        Some(_) => path.with_extension(next).to_string_lossy().into_owned(),
        None => format!("{typed}.{next}"),
    }
}

impl Pane for ExportLayer {
    fn on(&mut self, input: Input, context: &Context) -> Vec<Effect> {
        match (input, &mut self.stage) {
            (Input::Key(key, _), _) => self.key(key, context),
            (Input::Paste(text), Stage::Naming(file)) => {
                file.paste(&text);
                Vec::new()
            }
            (Input::Answer(EXPORT, answer), _) => self.answered(*answer, context),
            (Input::Worked(WRITE), _) => self.worked(),
            _ => Vec::new(),
        }
    }

    fn draw(&self, area: Rect, buf: &mut Buffer, context: &Context, focused: bool) -> Option<Position> {
        let look = &context.look;
        let inner = overlay(look.words.t("export-title"), SIZE, area, buf, look);
        match &self.stage {
            Stage::Naming(file) => draw_naming(&self.said, file, inner, buf, look).filter(|_| focused),
            Stage::Taking(stage) => {
                stage.draw(inner, buf, look);
                None
            }
        }
    }

    fn keys(&self) -> keymap::Context {
        match self.stage {
            Stage::Naming(..) => keymap::Context::Text,
            Stage::Taking(_) => keymap::Context::Own,
        }
    }

    fn hints(&self, _context: &Context) -> Vec<Hint> {
        hints::of(match self.stage {
            Stage::Naming(..) => NAMING,
            Stage::Taking(_) => taking::KEYS,
        })
    }
}

fn draw_naming(said: &str, file: &NamedFile, inner: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
    Line::of(said, look.style(Role::Text)).draw(row(inner, 0), buf);
    let below = Rect { y: inner.y.saturating_add(1), height: inner.height.saturating_sub(1), ..inner };
    let cursor = file.draw(look.words.t("export-which-file"), below, buf, look);
    let chosen = Format::of(Some(Path::new(file.text().trim()))).ok();
    let formats = ENDS.iter().fold(Line::new(), |line, end| {
        let is_chosen = chosen.is_some() && chosen == Format::of(Some(Path::new(&format!("x.{end}")))).ok();
        let (mark, role) = if is_chosen { (">", Role::Accent) } else { (" ", Role::Dim) };
        line.add(&format!("{mark}{end} "), look.style(role))
    });
    formats.draw(row(inner, FORMATS), buf);
    cursor
}

#[cfg(test)]
mod tests;
