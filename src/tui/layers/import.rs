//! A file comes in: one names it, sees how its columns are read and which of its first rows can be taken, says what is
//! meant otherwise, and brings it in with a bar and a key that stops it.
//!
//! The file is opened and decoded here in the session, on a thread of its own once rows go to the store.

mod draw;
mod mapping;
mod meanings;
mod taking;

use crate::door::jobs::{Request, Response};
use crate::door::{Refusal, Response as Answer};
use crate::interop::file::FileError;
use crate::tui::keymap;
use crate::tui::layers::named_file::{NamedFile, Naming};
use crate::tui::pane::{Context, Effect, Input, Pane, Reply, Tag, Tone};
use crate::tui::widgets::frame::overlay;
use crossterm::event::{KeyCode, KeyEvent};
use mapping::{Asked, MappingStage};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::path::Path;
use taking::TakingStage;

const JOB: Tag = 1;
/// The first rows, tried at the store.
const TRIAL: Tag = 2;
const FIELD: Tag = 3;
const WORD: Tag = 4;
const MEANT: Tag = 5;
const SHEET: Tag = 6;

/// Cells and rows of the layer on a screen that has them.
const SIZE: (u16, u16) = (76, 20);

/// A file on its way in.
pub struct ImportLayer {
    stage: Stage,
}

enum Stage {
    /// It is named.
    Naming(NamedFile),
    /// Its columns are looked at.
    Mapping(Box<MappingStage>),
    /// Its rows go to the store.
    Taking(Box<TakingStage>),
}

impl Default for ImportLayer {
    /// A file that is not named yet.
    fn default() -> Self {
        Self { stage: Stage::Naming(NamedFile::default()) }
    }
}

impl ImportLayer {
    fn key(&mut self, key: KeyEvent, context: &Context) -> Vec<Effect> {
        match &mut self.stage {
            Stage::Naming(file) => match file.on(key) {
                Naming::On => {}
                Naming::Leave => return vec![Effect::Pop(None)],
                Naming::Named(path) => match MappingStage::open(path, context) {
                    Ok(stage) => self.stage = Stage::Mapping(Box::new(stage)),
                    Err(error) => file.refuse(context.look.words.reason(&error.into())),
                },
            },
            Stage::Mapping(stage) => match stage.on(key, context) {
                Asked::Nothing => {}
                Asked::Leave => return vec![Effect::Pop(None)],
                Asked::Reply(tag, layer) => return vec![Effect::Push(tag, layer)],
                Asked::Say(tone, text) => return vec![Effect::Toast(tone, text)],
                Asked::Resume => {
                    let begun = TakingStage::resume(stage, context);
                    return self.begin(begun, context);
                }
                Asked::Begin { dry_run } => {
                    let begun = TakingStage::begin(stage, dry_run, context);
                    return self.begin(begun, context);
                }
            },
            Stage::Taking(stage) if key.code == KeyCode::Esc => stage.stop(),
            Stage::Taking(_) => {}
        }
        self.trial()
    }

    fn begin(&mut self, begun: Result<(TakingStage, Request), FileError>, context: &Context) -> Vec<Effect> {
        match begun {
            Ok((taking, start)) => {
                self.stage = Stage::Taking(Box::new(taking));
                vec![Effect::Ask(JOB, start.into())]
            }
            Err(error) => vec![Effect::Toast(Tone::Danger, context.look.words.reason(&error.into()))],
        }
    }

    /// What a layer above left for a file whose columns are looked at.
    fn replied(&mut self, tag: Tag, said: String, context: &Context) -> Vec<Effect> {
        let Stage::Mapping(stage) = &mut self.stage else { return Vec::new() };
        match tag {
            FIELD => stage.set(&said, context),
            MEANT => stage.mean(&said, context),
            SHEET => stage.read_sheet(said, context),
            WORD => {
                return stage.ask_meaning(said, context).map(|layer| Effect::Push(MEANT, layer)).into_iter().collect();
            }
            _ => {}
        }
        self.trial()
    }

    /// Has the first rows tried at the store where they are read otherwise than before.
    fn trial(&mut self) -> Vec<Effect> {
        match &mut self.stage {
            Stage::Mapping(stage) => {
                stage.trial().map(|request| Effect::Ask(TRIAL, request.into())).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    fn tried(&mut self, answer: Result<Answer, Refusal>, context: &Context) -> Vec<Effect> {
        let Stage::Mapping(stage) = &mut self.stage else { return Vec::new() };
        match answer {
            Ok(Answer::Jobs(Response::Taken(taken))) => stage.tried(taken.refused),
            Ok(_) => {}
            Err(refusal) => return vec![Effect::Toast(Tone::Danger, context.look.words.refusal(&refusal))],
        }
        Vec::new()
    }

    fn answered(&mut self, answer: Result<Answer, Refusal>, context: &Context) -> Vec<Effect> {
        let Stage::Taking(stage) = &mut self.stage else { return Vec::new() };
        match answer {
            Ok(Answer::Jobs(response)) => match stage.answered(response, context) {
                Ok(Some(request)) => vec![Effect::Ask(JOB, request.into())],
                Ok(None) => vec![Effect::Pop(None), Effect::Refresh, Effect::Toast(Tone::Good, stage.report(context))],
                Err(why) => vec![Effect::Pop(None), Effect::Refresh, Effect::Toast(Tone::Danger, why)],
            },
            Ok(_) => Vec::new(),
            Err(refusal) => {
                let said = context.look.words.refusal(&refusal);
                vec![Effect::Pop(None), Effect::Refresh, Effect::Toast(Tone::Danger, said)]
            }
        }
    }
}

/// A file's name without its folder.
fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

impl Pane for ImportLayer {
    fn on(&mut self, input: Input, context: &Context) -> Vec<Effect> {
        match (input, &mut self.stage) {
            (Input::Key(key, _), _) => self.key(key, context),
            (Input::Paste(text), Stage::Naming(file)) => {
                file.paste(&text);
                Vec::new()
            }
            (Input::Reply(tag, Reply::Chosen(said) | Reply::Text(said)), _) => self.replied(tag, said, context),
            (Input::Answer(TRIAL, answer), _) => self.tried(*answer, context),
            (Input::Answer(JOB, answer), _) => self.answered(*answer, context),
            _ => Vec::new(),
        }
    }

    fn draw(&self, area: Rect, buf: &mut Buffer, context: &Context, focused: bool) -> Option<Position> {
        let look = &context.look;
        let inner = overlay(look.words.t("import-title"), SIZE, area, buf, look);
        match &self.stage {
            Stage::Naming(file) => file.draw(look.words.t("import-which-file"), inner, buf, look).filter(|_| focused),
            Stage::Mapping(stage) => {
                stage.draw(inner, buf, look);
                None
            }
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

#[cfg(test)]
mod tests;
