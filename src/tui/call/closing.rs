//! The wrap-up line read against what is known of the customer: its echo in words, what is wrong
//! with it, and the one request that closes the contact.

use crate::domain::calendar::Calendar;
use crate::domain::call::Call;
use crate::domain::clocks::Clocks;
use crate::domain::customer::Gender;
use crate::domain::deal::Pipeline;
use crate::domain::disposition::{self, Disposition};
use crate::domain::id::DealId;
use crate::domain::interaction::{Direction, Interaction};
use crate::domain::text::half_width;
use crate::domain::time::Timestamp;
use crate::domain::typed::{Span, Typed};
use crate::domain::when::When;
use crate::domain::wrap_up::{self, DealMove, NextStep, WrapUp, WrapUpError};
use crate::door::calls;
use crate::door::customers::Card;
use crate::i18n::{I18n, clock, timer};
use crate::tui::pane::Context;
use crate::tui::words::{about, disposition as disposition_name, label, note_words, stage as stage_label};
use chrono_tz::Tz;

/// A wrap-up line that can be sent.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Closing {
    outcome: Option<Disposition>,
    talk_s: Option<u32>,
    note: String,
    next_step: Option<NextStep>,
    deal: Option<(DealId, String)>,
}

/// What is wrong with a line, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The word it is about, as bytes of the line; empty when it is about none.
    pub span: Span,
    /// Why, in the person's language.
    pub why: String,
}

impl Closing {
    /// Reads a line. Hours are the customer's where the card tells another time zone than ours.
    pub fn read(line: &str, card: Option<&Card>, context: &Context) -> Result<Self, Wrong> {
        let settings = &context.settings;
        let calendar = Calendar { zone: zone_of(card, context), ..settings.calendar.clone() };
        let codes: Vec<&str> =
            settings.dispositions.iter().flat_map(|known| [known.code.as_str(), known.slug.as_str()]).collect();
        let read = wrap_up::parse(line, context.now, &calendar, &codes);
        let WrapUp { code, talk_s, note, next_step, deal } =
            read.map_err(|error| in_words(&error, &context.look.words))?;
        let outcome = code.and_then(|code| disposition::find(&settings.dispositions, &code)).cloned();
        let deal = deal.map(|moved| stage_of(moved, line, card, context)).transpose()?;
        Ok(Self { outcome, talk_s, note, next_step, deal })
    }

    /// What will be stored, in words: `Inbound · Reached · callback Mon 24 Nov 15:00: call · D88 → Proposal`.
    pub fn echo(&self, call: &Call, card: Option<&Card>, context: &Context) -> String {
        let words = &context.look.words;
        let mut parts = vec![words.t(direction_key(call.direction)).to_owned()];
        if call.channel != "phone" {
            parts.push(label(words, "channel", &call.channel));
        }
        parts.push(match &self.outcome {
            Some(outcome) => disposition_name(words, &context.settings, &outcome.slug),
            None => words.t("wrap-up-no-outcome").to_owned(),
        });
        parts.extend(self.talk_s.map(|seconds| words.tf("echo-talked", &[("time", timer(seconds.into()).into())])));
        parts.extend(self.next_step.as_ref().map(|step| step_in_words(step, card, context)));
        parts.extend(
            self.deal.as_ref().map(|(deal, stage)| format!("{deal} → {}", stage_name(*deal, stage, card, context))),
        );
        parts.join(" · ")
    }

    /// What a person may have forgotten, each in a few words: with whom a call was, what came of it, and when to call back
    /// where that was agreed.
    pub fn doubts(&self, call: &Call, context: &Context) -> Vec<String> {
        if call.channel != "phone" {
            return Vec::new();
        }
        let words = &context.look.words;
        let nobody = match call.shown_number.as_str() {
            "" => words.t("doubt-nobody").to_owned(),
            number => words.tf("doubt-number", &[("number", number.into())]),
        };
        let is_agreed = self.outcome.as_ref().is_some_and(|outcome| outcome.first_level() == disposition::CALLBACK);
        let no_outcome = || words.t("doubt-outcome").to_owned();
        let no_time = || words.t("doubt-when").to_owned();
        let doubts = [
            call.customer.is_none().then_some(nobody),
            self.outcome.is_none().then(no_outcome),
            (is_agreed && self.next_step.is_none()).then(no_time),
        ];
        doubts.into_iter().flatten().collect()
    }

    /// Everything that closes the contact; the line's note stands below the one typed during it.
    pub fn request(&self, call: &Call, note: &str, now: Timestamp) -> calls::Request {
        let texts: Vec<&str> = [note.trim(), self.note.trim()].into_iter().filter(|text| !text.is_empty()).collect();
        let disposition = self.outcome.as_ref().map_or_else(String::new, |outcome| outcome.slug.clone());
        let next_step = self.next_step.as_ref().map(|step| calls::NextStep {
            due: step.when.at,
            all_day: step.when.time.is_none(),
            text: step.text.clone(),
            owner: None,
        });
        let record = call.record(now);
        let talk_s = self.talk_s.unwrap_or(record.talk_s);
        calls::Request::WrapUp(Box::new(calls::WrapUp {
            interaction: Interaction { text: texts.join("\n"), disposition, talk_s, ..record },
            next_step,
            deal: self.deal.clone(),
            list: call.list,
        }))
    }
}

/// The codes to choose from after what is typed of the line, each with its name: `1 Reached`.
pub fn codes(line: &str, context: &Context) -> Vec<String> {
    let named = |known: &Disposition| {
        let name = disposition_name(&context.look.words, &context.settings, &known.slug);
        format!("{} {name}", known.code)
    };
    let typed = line.split_whitespace().next().unwrap_or_default();
    disposition::offered(&context.settings.dispositions, typed).into_iter().map(named).collect()
}

/// The customer's time zone, known as for calling hours: set, by address, or by number. Where several may be meant, the
/// store's own.
pub fn zone_of(card: Option<&Card>, context: &Context) -> Tz {
    let house = context.settings.calendar.zone;
    card.map_or(house, |card| Clocks::meant(&card.customer, house))
}

/// The line with the stage behind its deal written out, where enough of it is typed.
pub fn completed(line: &str, card: Option<&Card>, context: &Context) -> Option<String> {
    let (at, last) = line.rsplit_once(['>', '＞', '》']).map(|(before, last)| (before.len(), last))?;
    let (deal, typed) = last.trim().split_once(char::is_whitespace)?;
    let deal = half_width(deal).parse::<DealId>().ok()?;
    let stage = find_stage(deal, typed, card, context)?;
    let label = stage_name(deal, &stage, card, context);
    let before = line.get(..line.len() - typed.len()).filter(|before| before.len() > at)?;
    (label != typed).then(|| format!("{before}{label}"))
}

fn direction_key(direction: Direction) -> &'static str {
    match direction {
        Direction::In => "direction-inbound",
        Direction::Out => "direction-outbound",
    }
}

/// `callback Mon 24 Nov 15:00 hers (14:00 yours): call with quote`.
fn step_in_words(step: &NextStep, card: Option<&Card>, context: &Context) -> String {
    let words = &context.look.words;
    // As the door will have it: an hour makes it a callback, a day a task.
    let kind = words.t(if step.when.time.is_some() { "follow-up-callback" } else { "follow-up-task" });
    let mut said = vec![format!("{kind} {}", moment_in_words(&step.when, card, context))];
    said.extend(step.when.notes.iter().map(|note| words.tf("bracketed", &[("text", note_words(words, *note).into())])));
    let said = said.join(" ");
    if step.text.is_empty() { said } else { about(words, &said, &step.text) }
}

fn moment_in_words(when: &When, card: Option<&Card>, context: &Context) -> String {
    let words = &context.look.words;
    let Some(time) = when.time else { return words.date_short(when.date) };
    let theirs = words.date_time(when.date.and_time(time));
    let ours = when.at.local(context.settings.calendar.zone);
    if zone_of(card, context) == context.settings.calendar.zone || ours.naive_local() == when.date.and_time(time) {
        return theirs;
    }
    let whose = match card.and_then(|card| card.customer.gender) {
        Some(Gender::Female) => "echo-hers",
        Some(Gender::Male) => "echo-his",
        Some(Gender::Other) | None => "echo-theirs",
    };
    let ours =
        if ours.date_naive() == when.date { clock(ours.naive_local()) } else { words.date_time(ours.naive_local()) };
    words.tf(whose, &[("theirs", theirs.into()), ("ours", ours.into())])
}

fn in_words(error: &WrapUpError, words: &I18n) -> Wrong {
    Wrong { span: error.span(), why: words.reason(&error.why.into()) }
}

/// The stage by its slug: the door knows no language.
fn stage_of(moved: DealMove, line: &str, card: Option<&Card>, context: &Context) -> Result<(DealId, String), Wrong> {
    let words = &context.look.words;
    let is_closed =
        |slug: &&str| moved.stage == *slug || moved.stage == words.t(&format!("stage-{slug}")).to_lowercase();
    if let Some(slug) = ["won", "lost"].iter().find(|slug| is_closed(slug)) {
        return Ok((moved.deal, (*slug).to_owned()));
    }
    find_stage(moved.deal, &moved.stage, card, context).map(|slug| (moved.deal, slug)).ok_or_else(|| {
        let typed = Typed::new(line);
        let at = typed.folded().rfind(&moved.stage).map(|at| typed.span(at..at + moved.stage.len()));
        Wrong { span: at.unwrap_or_default(), why: words.t("wrong-stage").to_owned() }
    })
}

/// The slug of the stage of a deal's pipeline a person means.
fn find_stage(deal: DealId, typed: &str, card: Option<&Card>, context: &Context) -> Option<String> {
    let pipeline = pipeline_of(deal, card, context)?;
    let keys: Vec<String> = pipeline.stages.iter().map(|stage| format!("stage-{}", stage.slug)).collect();
    let names: Vec<(&str, &str)> = pipeline
        .stages
        .iter()
        .zip(&keys)
        .map(|(stage, key)| (stage.slug.as_str(), context.look.words.t(key)))
        .collect();
    pipeline.find_stage(typed, &names).ok().map(|stage| stage.slug.clone())
}

fn pipeline_of<'a>(deal: DealId, card: Option<&Card>, context: &'a Context) -> Option<&'a Pipeline> {
    let known = card.and_then(|card| card.deals.iter().find(|known| known.id == deal));
    context.settings.pipeline(known.map_or("", |deal| &deal.pipeline))
}

fn stage_name(deal: DealId, slug: &str, card: Option<&Card>, context: &Context) -> String {
    let pipeline = pipeline_of(deal, card, context).map_or("", |pipeline| &pipeline.slug);
    stage_label(&context.look.words, &context.settings, pipeline, slug)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::phone::Phone;
    use crate::tui::fixtures::{card, english};

    #[test]
    fn a_date_is_by_the_customers_clock_however_that_is_known() {
        let (context, mut card) = (english(), card());
        let house = context.settings.calendar.zone;
        let mut zone = |set: &str, country: &str, number: &str| {
            card.customer.time_zone = set.to_owned();
            card.customer.country = country.to_owned();
            card.customer.phones = vec![Phone::read(number, "DE")];
            zone_of(Some(&card), &context)
        };
        assert_eq!(zone("Asia/Tokyo", "DE", "030 1234567"), Tz::Asia__Tokyo);
        assert_eq!(zone("", "CN", "030 1234567"), Tz::Asia__Shanghai);
        assert_eq!(zone("", "", "+81 3 1234 5678"), Tz::Asia__Tokyo);
        assert_eq!(zone("", "US", ""), house, "several clocks: one does not guess");
        assert_eq!(zone_of(None, &context), house);
    }

    #[test]
    fn tab_writes_the_stage_of_a_deal_out() {
        let (context, card) = (english(), card());
        for (line, completed_line) in [
            ("1 wants it > D88 prop", Some("1 wants it > D88 Proposal")),
            ("1 wants it ＞ ｄ８８ neg", Some("1 wants it ＞ ｄ８８ Negotiation")),
            ("1 > tomorrow call > D88 q", Some("1 > tomorrow call > D88 Qualified")),
            ("1 > D88 n", None),
            ("1 > D88 Proposal", None),
            ("1 D88 prop", None),
            ("1 > tomorrow pr", None),
        ] {
            assert_eq!(completed(line, Some(&card), &context).as_deref(), completed_line, "{line}");
        }
    }
}
