//! What happened with the demo's customers, and what is to happen.

use super::chance::Chance;
use super::phrases::Phrases;
use crate::domain::deal::{Deal, DealState, Pipeline, StageChange};
use crate::domain::follow_up::{FollowUp, FollowUpKind};
use crate::domain::interaction::{Direction, Interaction};
use crate::domain::money::{Currency, Money};
use crate::domain::ticket::{Ticket, TicketKind, TicketState, Urgency};
use crate::domain::time::Timestamp;

/// What everything here is made with.
pub struct Making<'a> {
    /// Chance.
    pub chance: &'a mut Chance,
    /// The customer's language.
    pub phrases: &'static Phrases,
    /// When the customer came to be.
    pub since: Timestamp,
    /// The present moment.
    pub now: Timestamp,
}

impl Making<'_> {
    fn say(&mut self, phrases: &[&'static str]) -> String {
        let number = (3 + self.chance.below(97)).to_string();
        self.chance.word(phrases).replace('#', &number)
    }

    /// A moment between the customer's first day and now, in the hours of work.
    fn past(&mut self) -> Timestamp {
        let days = self.now.seconds_since(self.since) / Timestamp::DAY;
        // The square of chance: more of it lately.
        let ago = self.chance.below(1_000).pow(2) as i64 * days / 1_000_000;
        let at = self.at_work(-ago);
        if at < self.now { at } else { at.plus(-Timestamp::DAY) }
    }

    /// A moment so many days from now, between 7:00 and 16:55 UTC.
    fn at_work(&mut self, days: i64) -> Timestamp {
        let today = Timestamp(self.now.0 - self.now.0.rem_euclid(Timestamp::DAY * 1_000));
        today.plus(days * Timestamp::DAY + 7 * Timestamp::HOUR + self.chance.between(0, 119) * 5 * Timestamp::MINUTE)
    }

    /// Up to six contacts, the newest first.
    pub fn interactions(&mut self) -> Vec<Interaction> {
        let mut made: Vec<Interaction> = (0..self.chance.below(7)).map(|_| self.interaction()).collect();
        made.sort_by_key(|interaction| std::cmp::Reverse(interaction.at));
        made
    }

    fn interaction(&mut self) -> Interaction {
        let at = self.past();
        let direction = if self.chance.percent(55) { Direction::In } else { Direction::Out };
        let channels = ["phone", "phone", "phone", "phone", "email", "chat", "sms", "meeting", "in-store"];
        let channel = self.chance.word(&channels);
        let missed = channel == "phone" && direction == Direction::Out && self.chance.percent(40);
        let (text, disposition) = if missed {
            (self.say(self.phrases.misses), self.chance.word(&["no-answer", "busy", "voicemail"]))
        } else {
            (self.say(self.phrases.talks), self.chance.word(&["reached", "reached", "callback", "resolved"]))
        };
        let talked = channel == "phone" && !missed;
        Interaction {
            channel: channel.to_owned(),
            direction,
            at,
            text,
            disposition: disposition.to_owned(),
            talk_s: if talked { self.chance.between(25, 900) as u32 } else { 0 },
            wrap_s: if talked { self.chance.between(5, 90) as u32 } else { 0 },
            ..Interaction::default()
        }
    }

    /// A deal somewhere on its way.
    pub fn deal(&mut self, currency: Currency, rank: i64) -> Deal {
        let pipeline = Pipeline::sales();
        let created = self.past();
        let mut at = created;
        let mut deal = Deal {
            title: self.say(self.phrases.deals),
            pipeline: pipeline.slug.clone(),
            rank,
            value: Money { minor: self.value(), currency },
            created,
            ..Deal::default()
        };
        for stage in pipeline.stages.iter().take(1 + self.chance.below(4) as usize) {
            deal.stage.clone_from(&stage.slug);
            deal.history.push(StageChange { stage: stage.slug.clone(), at, by: None });
            at = at.plus(self.now.seconds_since(at) / 3);
        }
        let days_to_close = self.chance.between(-10, 60);
        match self.chance.below(100) {
            0..60 => deal.expected_close = Some(self.at_work(days_to_close).utc().date_naive()),
            60..82 => close(&mut deal, DealState::Won, "", at),
            _ => {
                let reason = self.chance.word(&["price", "competitor", "no-need", "no-answer", "other"]);
                close(&mut deal, DealState::Lost, reason, at);
            }
        }
        deal
    }

    /// In minor units: mostly hundreds, seldom tens of thousands, never odd cents.
    fn value(&mut self) -> i64 {
        let size = self.chance.between(1, 30);
        size.pow(3) * self.chance.between(2, 9) * 1_000
    }

    /// A next step around now.
    pub fn follow_up(&mut self) -> FollowUp {
        let kinds = [
            FollowUpKind::Callback,
            FollowUpKind::Callback,
            FollowUpKind::Task,
            FollowUpKind::Promise,
            FollowUpKind::CareCall,
        ];
        let kind = self.chance.pick(&kinds).copied().unwrap_or(FollowUpKind::Task);
        let days = self.chance.between(-4, 12);
        FollowUp {
            kind,
            due: self.at_work(days),
            all_day: kind == FollowUpKind::Task,
            text: self.say(self.phrases.steps),
            method: if kind == FollowUpKind::Task { "email" } else { "phone" }.to_owned(),
            snoozed: if days < 0 { self.chance.below(3) as u16 } else { 0 },
            created: self.past(),
            ..FollowUp::default()
        }
    }

    /// Something asked for, broken or complained about.
    pub fn ticket(&mut self) -> Ticket {
        let complaint = self.chance.percent(30);
        let created = self.past();
        let open = self.chance.percent(40);
        let texts = if complaint { self.phrases.complaints } else { self.phrases.troubles };
        let kinds = [TicketKind::Request, TicketKind::Fault];
        let kind = self.chance.pick(&kinds).copied().unwrap_or(TicketKind::Request);
        let day_later = Timestamp(created.plus(Timestamp::DAY).0.min(self.now.0));
        Ticket {
            kind: if complaint { TicketKind::Complaint } else { kind },
            text: self.say(texts),
            urgency: if complaint { Urgency::High } else { Urgency::Normal },
            due: open.then(|| self.at_work(2)),
            state: if open { TicketState::Open } else { TicketState::Closed },
            resolution: if open { String::new() } else { self.say(self.phrases.resolutions) },
            created,
            closed: (!open).then_some(day_later),
            ..Ticket::default()
        }
    }
}

fn close(deal: &mut Deal, state: DealState, reason: &str, at: Timestamp) {
    // An open deal always closes.
    let _ = deal.close(state, reason, at, None);
}
