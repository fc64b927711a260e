//! A file comes in: one names it, sees how its columns are read and which of its first rows can be taken, says what is
//! meant otherwise, and brings it in with a bar and a key that stops it.
//!
//! The file is opened and decoded here in the session, on a thread of its own once rows go to the store.

mod dialect;
mod draw;
mod mapping;
mod meanings;
mod plan;
mod records;
mod taking;

use crate::door::jobs::Response;
use crate::door::{Refusal, Response as Answer};
use crate::interop::file::FileError;
use crate::interop::incoming::holds_records;
use crate::tui::keymap;
use crate::tui::layers::named_file::{NamedFile, Naming};
use crate::tui::layers::{MessageLayer, loading};
use crate::tui::pane::{Context, Effect, Input, Pane, Reply, Tag, Tone};
use crate::tui::widgets::form::DISCARD;
use crate::tui::widgets::frame::overlay;
use crate::tui::widgets::hints::{self, Hint};
use crossterm::event::{KeyCode, KeyEvent};
use mapping::MappingStage;
use plan::Plan;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use records::RecordsStage;
use std::path::{Path, PathBuf};
use taking::TakingStage;

const JOB: Tag = 1;
/// The first rows, tried at the store.
const TRIAL: Tag = 2;
const FIELD: Tag = 3;
const WORD: Tag = 4;
const MEANT: Tag = 5;
const SHEET: Tag = 6;
/// What came of it, to be read.
const REPORT: Tag = 7;
const ENCODING: Tag = 8;
const DELIMITER: Tag = 9;
/// Questions that a change waits for, which no letter by itself begins.
const IMPORT: Tag = 10;
const GO_ON: Tag = 11;
const SAVE: Tag = 12;
/// Whose ids the rows bring.
const SYSTEM: Tag = 13;

/// What the keys do while the file is named.
const NAMING: &[Hint<&str>] = &[("Enter", "does-go-on"), DISCARD, ("Esc", "does-leave-untouched")];

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
    /// Its records are looked at.
    Records(Box<RecordsStage>),
    /// Its rows go to the store; how it was looked at, where one comes back to after a dry run.
    Taking(Box<TakingStage>, Box<Stage>),
}

/// What a key asks of the layer.
enum Asked {
    /// Nothing: it was taken care of.
    Nothing,
    /// To leave.
    Leave,
    /// To let something be chosen or typed; under this tag it comes back.
    Reply(Tag, Box<dyn Pane>),
    /// To say something.
    Say(Tone, String),
    /// To see what would happen to all of the file, which changes nothing.
    Try,
}

impl Default for ImportLayer {
    /// A file that is not named yet.
    fn default() -> Self {
        Self { stage: Stage::Naming(NamedFile::default()) }
    }
}

impl Stage {
    /// Opens the file that was named.
    fn open(path: PathBuf, context: &Context) -> Result<Self, FileError> {
        if holds_records(&path) {
            RecordsStage::open(path, context).map(|stage| Self::Records(Box::new(stage)))
        } else {
            MappingStage::open(path, context).map(|stage| Self::Mapping(Box::new(stage)))
        }
    }

    fn on(&mut self, key: KeyEvent, context: &Context) -> Asked {
        match self {
            Self::Naming(file) => match file.on(key) {
                Naming::On => {}
                Naming::Leave => return Asked::Leave,
                Naming::Stay => return Asked::Say(Tone::Warning, context.look.words.t("typed-not-sent").to_owned()),
                Naming::Named(path) => match Self::open(path, context) {
                    Ok(stage) => *self = stage,
                    Err(error) => file.refuse(context.look.words.reason(&error.into())),
                },
            },
            Self::Mapping(stage) => return stage.on(key, context),
            Self::Records(stage) => return stage.on(key, &context.look.words),
            Self::Taking(stage, _) if key.code == KeyCode::Esc => stage.stop(),
            Self::Taking(..) => {}
        }
        Asked::Nothing
    }

    /// The file that is looked at as it shall be brought in.
    fn plan(&self, resume: bool) -> Option<Plan> {
        match self {
            Self::Mapping(stage) => Some(stage.plan(resume)),
            Self::Records(stage) => Some(stage.plan(resume)),
            Self::Naming(_) | Self::Taking(..) => None,
        }
    }
}

impl ImportLayer {
    fn key(&mut self, key: KeyEvent, context: &Context) -> Vec<Effect> {
        match self.stage.on(key, context) {
            Asked::Nothing => self.trial(),
            Asked::Leave => vec![Effect::Pop(None)],
            Asked::Reply(tag, layer) => vec![Effect::Push(tag, layer)],
            Asked::Say(tone, text) => vec![Effect::Toast(tone, text)],
            Asked::Try => self.begin(self.stage.plan(false), true, context),
        }
    }

    /// What was asked for by a letter is done now that it was confirmed.
    fn confirmed(&mut self, tag: Tag, context: &Context) -> Vec<Effect> {
        match (tag, &self.stage) {
            (IMPORT, _) => self.begin(self.stage.plan(false), false, context),
            (GO_ON, _) => self.begin(self.stage.plan(true), false, context),
            (SAVE, Stage::Mapping(stage)) => stage.save(&context.look.words).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    fn begin(&mut self, plan: Option<Plan>, dry_run: bool, context: &Context) -> Vec<Effect> {
        let Some(plan) = plan else { return Vec::new() };
        match TakingStage::begin(plan, dry_run, context) {
            Ok((taking, start)) => {
                let before = std::mem::replace(&mut self.stage, Self::default().stage);
                self.stage = Stage::Taking(Box::new(taking), Box::new(before));
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
            SYSTEM => stage.name_system(said, context),
            ENCODING => stage.read_as(dialect::encoded(stage.options.dialect, &said), context),
            DELIMITER => stage.read_as(dialect::delimited(stage.options.dialect, &said), context),
            WORD => {
                return stage.ask_meaning(said, context).map(|layer| Effect::Push(MEANT, layer)).into_iter().collect();
            }
            _ => {}
        }
        self.trial()
    }

    /// Has the first rows tried at the store where they are read otherwise than before.
    fn trial(&mut self) -> Vec<Effect> {
        let request = match &mut self.stage {
            Stage::Mapping(stage) => stage.trial(),
            Stage::Records(stage) => stage.trial(),
            Stage::Naming(_) | Stage::Taking(..) => None,
        };
        request.map(|request| Effect::Ask(TRIAL, request.into())).into_iter().collect()
    }

    fn tried(&mut self, answer: Result<Answer, Refusal>, context: &Context) -> Vec<Effect> {
        match (answer, &mut self.stage) {
            (Ok(Answer::Jobs(Response::Taken(taken))), Stage::Mapping(stage)) => stage.tried(taken.refused),
            (Ok(Answer::Jobs(Response::Taken(taken))), Stage::Records(stage)) => stage.tried(taken.refused),
            (Err(refusal), Stage::Mapping(_) | Stage::Records(_)) => {
                return vec![Effect::Toast(Tone::Danger, context.look.words.refusal(&refusal))];
            }
            _ => {}
        }
        Vec::new()
    }

    fn answered(&mut self, answer: Result<Answer, Refusal>, context: &Context) -> Vec<Effect> {
        let Stage::Taking(stage, _) = &mut self.stage else { return Vec::new() };
        let wrong = match answer {
            Ok(Answer::Jobs(response)) => match stage.answered(response, context) {
                Ok(Some(request)) => return vec![Effect::Ask(JOB, request.into())],
                Ok(None) => return self.ended(context),
                Err(why) => why,
            },
            Ok(_) => return Vec::new(),
            Err(refusal) => context.look.words.refusal(&refusal),
        };
        vec![Effect::Pop(None), Effect::Refresh, Effect::Toast(Tone::Danger, wrong)]
    }

    /// Shows what came of it; after a dry run the file is there as it was looked at.
    fn ended(&mut self, context: &Context) -> Vec<Effect> {
        let named = std::mem::replace(&mut self.stage, Self::default().stage);
        let Stage::Taking(taken, before) = named else { return Vec::new() };
        let report = MessageLayer::new(context.look.words.t("import-title"), taken.report(context));
        let report = Effect::Push(REPORT, Box::new(report));
        if taken.is_dry_run() {
            self.stage = *before;
            return vec![report];
        }
        vec![Effect::Pop(None), Effect::Refresh, report]
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
            (Input::Reply(tag, Reply::Yes), _) => self.confirmed(tag, context),
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
            Stage::Records(stage) => {
                stage.draw(inner, buf, look);
                None
            }
            Stage::Taking(stage, _) => {
                stage.draw(inner, buf, look);
                None
            }
        }
    }

    fn keys(&self) -> keymap::Context {
        match self.stage {
            Stage::Naming(..) => keymap::Context::Text,
            Stage::Mapping(_) | Stage::Records(_) | Stage::Taking(..) => keymap::Context::Own,
        }
    }

    fn hints(&self, _context: &Context) -> Vec<Hint> {
        match &self.stage {
            Stage::Naming(..) => hints::of(NAMING),
            Stage::Mapping(stage) => hints::of(&stage.keys()),
            Stage::Records(stage) => hints::of(&stage.keys()),
            Stage::Taking(..) => hints::of(loading::KEYS),
        }
    }
}

#[cfg(test)]
mod tests;
