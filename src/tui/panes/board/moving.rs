//! A card on its way: keys say where to, Enter puts it there, any other key leaves it where it is. So whoever types
//! without looking moves nothing.

use crate::domain::deal::{Pipeline, Stage};
use crate::domain::id::DealId;
use crate::door::deals::Request;
use crate::door::follow_ups::DealRow;
use crate::tui::keymap::Command;
use crate::tui::layers::PickLayer;
use crate::tui::pane::Context;
use crate::tui::widgets::pick::Item;
use crate::tui::words;

/// A card on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moving {
    id: DealId,
    to: To,
}

/// How far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum To {
    /// So many stages on.
    Stages(i8),
    /// So many cards down.
    Cards(i8),
}

impl Moving {
    /// One step more of what is on its way, or the first one; nothing where the command moves no card.
    pub fn step(before: Option<Self>, id: DealId, command: Command) -> Option<Self> {
        let (stages, cards) = match before.filter(|moving| moving.id == id).map(|moving| moving.to) {
            Some(To::Stages(steps)) => (steps, 0),
            Some(To::Cards(steps)) => (0, steps),
            None => (0, 0),
        };
        let to = match command {
            Command::StageForward => To::Stages(stages.saturating_add(1)),
            Command::StageBack => To::Stages(stages.saturating_sub(1)),
            Command::Raise => To::Cards(cards.saturating_sub(1)),
            Command::Lower => To::Cards(cards.saturating_add(1)),
            _ => return None,
        };
        Some(Self { id, to })
    }

    /// What Enter asks for.
    pub fn request(self) -> Request {
        match self.to {
            To::Stages(steps) => Request::Step { id: self.id, steps },
            To::Cards(steps) => Request::Rank { id: self.id, steps },
        }
    }

    /// Where it would go, in words.
    pub fn question(self, row: &DealRow, context: &Context) -> String {
        let words = &context.look.words;
        let deal = &row.deal;
        let named = ("deal", format!("{} {}", deal.id, deal.title).into());
        match self.to {
            To::Stages(steps) => {
                let pipeline = context.settings.pipeline(&deal.pipeline);
                let stage = pipeline.and_then(|pipeline| pipeline.step(&deal.stage, steps.into()));
                let stage = stage.map_or(&deal.stage, |stage| &stage.slug);
                let stage = words::stage(words, &context.settings, &deal.pipeline, stage);
                words.tf("move-question", &[named, ("stage", stage.into())])
            }
            To::Cards(steps) => {
                let key = if steps < 0 { "raise-question" } else { "lower-question" };
                words.tf(key, &[named, ("count", steps.unsigned_abs().into())])
            }
        }
    }
}

/// Every stage of every pipeline, to choose from.
pub(super) fn stages(title: &str, context: &Context) -> PickLayer {
    let words = &context.look.words;
    let row = |(at, (pipeline, stage)): (usize, (&Pipeline, &Stage))| {
        let stage = words::label_or(words, &stage.label, "stage", &stage.slug);
        Item::new(at.to_string(), stage).aside(words::label_or(words, &pipeline.label, "pipeline", &pipeline.slug))
    };
    PickLayer::asking(title, all_stages(context).enumerate().map(row).collect())
}

/// What the chosen one of [`stages`] asks for.
pub(super) fn chosen(id: DealId, chosen: &str, context: &Context) -> Option<Request> {
    let (pipeline, stage) = all_stages(context).nth(chosen.parse().ok()?)?;
    Some(Request::Move { id, pipeline: pipeline.slug.clone(), stage: stage.slug.clone() })
}

fn all_stages(context: &Context) -> impl Iterator<Item = (&Pipeline, &Stage)> {
    let pipelines = &context.settings.pipelines;
    pipelines.iter().flat_map(|pipeline| pipeline.stages.iter().map(move |stage| (pipeline, stage)))
}
