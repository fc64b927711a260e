//! What is shown or marked leaves for a file: one names it, which says the format too, and sees how far it is.
//!
//! The file is written here in the session and only there once it is whole; how much left the store is written down
//! whatever comes of it.

mod taking;

use crate::door::Refusal;
use crate::door::Response as Answer;
use crate::door::export::{Request, What};
use crate::interop::outgoing::Format;
use crate::tui::keymap;
use crate::tui::layers::named_file::path;
use crate::tui::pane::{Context, Effect, Input, Pane, Tag, Tone};
use crate::tui::theme::Role;
use crate::tui::widgets::Look;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::frame::overlay;
use crate::tui::widgets::line::Line;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::path::Path;
use taking::{Next, TakingStage};

const EXPORT: Tag = 1;

/// Cells and rows of the layer on a screen that has them.
const SIZE: (u16, u16) = (72, 8);

/// The file that is offered.
const OFFERED: &str = "~/callsheet.csv";

/// The formats that are offered one after the other, by the ends of their names.
const ENDS: [&str; 5] = ["csv", "xlsx", "vcf", "ics", "jsonl"];

/// Customers on their way out.
pub struct ExportLayer {
    what: What,
    /// What they are, in words.
    said: String,
    stage: Stage,
}

enum Stage {
    /// The file is named; what was wrong with the last name.
    Naming(Field, String),
    /// Records go to the file.
    Taking(Box<TakingStage>),
}

impl ExportLayer {
    /// A file that is not named yet, for what `said` says in words.
    pub fn new(what: What, said: String) -> Self {
        Self { what, said, stage: Stage::Naming(Field::new(OFFERED), String::new()) }
    }

    fn key(&mut self, key: KeyEvent, context: &Context) -> Vec<Effect> {
        match &mut self.stage {
            Stage::Naming(field, wrong) => match key.code {
                KeyCode::Esc => return vec![Effect::Pop(None)],
                KeyCode::Tab => field.set(&next_format(field.text())),
                KeyCode::Enter if !field.is_empty() => match TakingStage::begin(path(field.text()), context) {
                    Ok(stage) => {
                        self.stage = Stage::Taking(Box::new(stage));
                        return vec![Effect::Ask(EXPORT, Request::Start(self.what.clone()).into())];
                    }
                    Err(why) => *wrong = why,
                },
                _ => {
                    field.on(key);
                }
            },
            Stage::Taking(stage) if key.code == KeyCode::Esc => match stage.stop() {
                Some(request) => return vec![Effect::Ask(EXPORT, request.into())],
                None => return vec![Effect::Pop(None)],
            },
            Stage::Taking(_) => {}
        }
        Vec::new()
    }

    fn answered(&mut self, answer: Result<Answer, Refusal>, context: &Context) -> Vec<Effect> {
        let Stage::Taking(stage) = &mut self.stage else { return Vec::new() };
        let next = match answer {
            Ok(Answer::Export(response)) => stage.answered(response, context),
            Ok(_) => return Vec::new(),
            Err(refusal) => Next::Ended(Tone::Danger, context.look.words.refusal(&refusal)),
        };
        match next {
            Next::Ask(request) => vec![Effect::Ask(EXPORT, request.into())],
            Next::Ended(tone, said) => vec![Effect::Pop(None), Effect::Toast(tone, said)],
        }
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
            (Input::Paste(text), Stage::Naming(field, _)) => {
                field.paste(text.trim());
                Vec::new()
            }
            (Input::Answer(EXPORT, answer), _) => self.answered(*answer, context),
            _ => Vec::new(),
        }
    }

    fn draw(&self, area: Rect, buf: &mut Buffer, context: &Context, focused: bool) -> Option<Position> {
        let look = &context.look;
        let inner = overlay(look.words.t("export-title"), SIZE, area, buf, look);
        match &self.stage {
            Stage::Naming(field, wrong) => draw_naming(&self.said, field, wrong, inner, buf, look).filter(|_| focused),
            Stage::Taking(stage) => {
                stage.draw(inner, buf, look);
                None
            }
        }
    }

    fn keys(&self) -> keymap::Context {
        keymap::Context::Text
    }
}

fn draw_naming(said: &str, field: &Field, wrong: &str, inner: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
    let mut rows = inner.rows();
    Line::of(said, look.style(Role::Text)).draw(rows.next()?, buf);
    Line::of(look.words.t("export-which-file"), look.style(Role::Dim)).draw(rows.next()?, buf);
    let cursor = field.draw(rows.next()?, buf, look.style(Role::Text));
    let chosen = Format::of(Some(Path::new(field.text().trim()))).ok();
    let formats = ENDS.iter().fold(Line::new(), |line, end| {
        let is_chosen = chosen.is_some() && chosen == Format::of(Some(Path::new(&format!("x.{end}")))).ok();
        let (mark, role) = if is_chosen { (">", Role::Accent) } else { (" ", Role::Dim) };
        line.add(&format!("{mark}{end} "), look.style(role))
    });
    formats.draw(rows.next()?, buf);
    if let Some(row) = rows.next() {
        Line::of(wrong, look.style(Role::Danger)).draw(row, buf);
    }
    cursor
}

#[cfg(test)]
mod tests;
