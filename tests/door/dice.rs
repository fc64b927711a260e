//! Random records of every noun, drawn from bytes, so that a failing case shrinks with them.

use callsheet::domain::calendar::{Calendar, Hours};
use callsheet::domain::call_list::{Attempt, CallList, ListMember, MemberState, RetryRule, Skip, Wait};
use callsheet::domain::calling_hours::CallingHours;
use callsheet::domain::customer::{
    Birthday, Consent, CustomField, Customer, CustomerKind, DealRole, ExternalId, Gender, Position, Taken,
};
use callsheet::domain::deal::{Deal, DealContact, DealState, Pipeline, Stage, StageChange};
use callsheet::domain::disposition::Disposition;
use callsheet::domain::do_not_contact::DoNotContact;
use callsheet::domain::edit::Change;
use callsheet::domain::follow_up::{FollowUp, FollowUpKind, FollowUpState, Lease};
use callsheet::domain::id::{
    AttemptId, CustomerId, DealId, DoNotContactId, FollowUpId, Id, InteractionId, ListId, MemberId, OrderId, ProductId,
    TeamId, TicketId, UserId, ViewId,
};
use callsheet::domain::interaction::{Direction, Interaction};
use callsheet::domain::item::Item;
use callsheet::domain::money::{Currency, Money};
use callsheet::domain::order::{Order, OrderLine, Product};
use callsheet::domain::party::{Owner, Party};
use callsheet::domain::phone::Phone;
use callsheet::domain::role::Role;
use callsheet::domain::settings::{Scripts, Settings};
use callsheet::domain::ticket::{Ticket, TicketKind, TicketState, Urgency};
use callsheet::domain::time::Timestamp;
use callsheet::domain::user::{Team, User};
use callsheet::domain::verification::Question;
use callsheet::domain::view::View;
use callsheet::domain::when::recurrence::{Recurrence, Unit};
use chrono::{Days, Duration, NaiveDate, NaiveTime};
use chrono_tz::Tz;
use rust_decimal::Decimal;
use serde_json::json;
use std::collections::BTreeMap;

struct Dice<'a>(std::slice::Iter<'a, u8>);

/// Records, no two of a noun with one id; the bytes say how many and what is in them.
pub fn items(bytes: &[u8]) -> Vec<Item> {
    let mut dice = Dice(bytes.iter());
    let mut all = BTreeMap::new();
    for round in 0_u64.. {
        if dice.0.as_slice().is_empty() {
            break;
        }
        let item = dice.item(round % 15);
        all.entry(item.reference()).or_insert(item);
    }
    all.into_values().collect()
}

impl Dice<'_> {
    /// The next byte; 0 when there are none left.
    fn byte(&mut self) -> u8 {
        self.0.next().copied().unwrap_or_default()
    }

    fn number(&mut self) -> u64 {
        u64::from(self.byte()) << 8 | u64::from(self.byte())
    }

    fn flip(&mut self) -> bool {
        self.byte() % 2 == 1
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[usize::from(self.byte()) % all.len()]
    }

    fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.flip().then(|| make(self))
    }

    fn some<T>(&mut self, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let count = self.byte() % 3;
        (0..count).map(|_| make(self)).collect()
    }

    fn id<I: Id>(&mut self) -> I {
        I::new(1 + u64::from(self.byte() % 40))
    }

    fn text(&mut self) -> String {
        const PIECES: [&str; 12] =
            ["", "a", "Meyer ", "汉字", "\"", "\\", "\n", ",;", "=1+2", "\u{202e}", "e\u{301}", "😀"];
        let pieces = self.some(|dice| dice.one_of(&PIECES));
        pieces.concat()
    }

    fn name(&mut self) -> String {
        format!("N{}", self.text())
    }

    fn time(&mut self) -> Timestamp {
        Timestamp(self.number() as i64 * 97_654_321 - 2_000_000_000_000 + i64::from(self.byte()))
    }

    fn date(&mut self) -> NaiveDate {
        NaiveDate::from_ymd_opt(1900, 2, 28).unwrap() + Days::new(self.number())
    }

    fn currency(&mut self) -> Currency {
        self.one_of(&["EUR", "JPY", "KWD", "CNY"]).parse().unwrap()
    }

    fn money(&mut self) -> Money {
        Money { minor: self.number() as i64 - 3_000, currency: self.currency() }
    }

    fn decimal(&mut self) -> Decimal {
        Decimal::new(self.number() as i64, u32::from(self.byte() % 4))
    }

    fn party(&mut self) -> Party {
        match self.byte() % 3 {
            0 => Party::Withheld,
            1 => Party::Number(format!("+4930{}", self.number())),
            _ => Party::Customer(self.id()),
        }
    }

    fn owner(&mut self) -> Owner {
        match self.byte() % 3 {
            0 => Owner::Anyone,
            1 => Owner::Team(self.id()),
            _ => Owner::User(self.id()),
        }
    }

    fn phone(&mut self) -> Phone {
        let typed = format!("030 {}{}", self.number(), self.text());
        Phone::read(&typed, "DE").labelled(self.one_of(&["", "mobile", "工作"]))
    }

    fn item(&mut self, kind: u64) -> Item {
        match kind {
            0 => self.customer().into(),
            1 => self.interaction().into(),
            2 => self.follow_up().into(),
            3 => self.deal().into(),
            4 => self.ticket().into(),
            5 => self.order().into(),
            6 => self.product().into(),
            7 => self.suppression().into(),
            8 => self.list().into(),
            9 => self.member().into(),
            10 => self.attempt().into(),
            11 => self.user().into(),
            12 => Team { id: self.id::<TeamId>(), name: self.name() }.into(),
            13 => {
                let (id, owner) = (self.id::<ViewId>(), self.maybe(Self::id));
                View { id, name: self.name(), query: self.text(), owner }.into()
            }
            _ => self.settings().into(),
        }
    }
}

/// Every field of every noun is named: one that comes later does not compile before it is drawn, too.
impl Dice<'_> {
    fn customer(&mut self) -> Customer {
        Customer {
            id: self.id(),
            kind: self.one_of(CustomerKind::ALL),
            name: self.name(),
            salutation: self.text(),
            gender: self.maybe(|dice| dice.one_of(Gender::ALL)),
            occupation: self.text(),
            company: self.text(),
            positions: self.some(Self::position),
            phones: self.some(Self::phone),
            emails: self.some(|dice| format!("a{}@firma.de", dice.number())),
            street: self.text(),
            city: self.text(),
            region: self.text(),
            postal_code: self.text(),
            country: self.text(),
            preferred_channel: self.text(),
            preferred_hours: self.text(),
            time_zone: self.text(),
            language: self.text(),
            birthday: self.maybe(|dice| Birthday {
                year: dice.maybe(|dice| 1900 + i32::from(dice.byte())),
                month: 1 + u32::from(dice.byte() % 12),
                day: 1 + u32::from(dice.byte() % 28),
                lunar: dice.flip(),
            }),
            source: self.text(),
            owner: self.maybe(Self::id),
            team: self.maybe(Self::id),
            service_agent: self.maybe(Self::id),
            tags: self.some(Self::name),
            external_ids: self.some(|dice| ExternalId { system: dice.text(), id: dice.name() }),
            custom: self.some(|dice| CustomField { name: dice.name(), value: dice.text() }),
            consents: self.some(|dice| Consent {
                purpose: dice.text(),
                source: dice.text(),
                given: dice.date(),
                withdrawn: dice.maybe(Self::date),
            }),
            remarks: self.text(),
            archived: self.flip(),
            members: self.some(Self::id),
            merged_into: self.maybe(Self::id),
            created: self.time(),
            taken: self.some(|dice| Taken { from: dice.id(), changes: dice.some(Self::change) }),
            apart: self.some(Self::id),
        }
    }

    fn change(&mut self) -> Change {
        let (from, to) = (json!(self.text()), json!(self.some(Self::text)));
        Change { field: self.one_of(&["city", "tags"]).to_owned(), from, to }
    }

    fn position(&mut self) -> Position {
        Position {
            organisation: self.id(),
            title: self.text(),
            role: self.maybe(|dice| dice.one_of(DealRole::ALL)),
            from: self.maybe(Self::date),
            to: self.maybe(Self::date),
        }
    }

    fn interaction(&mut self) -> Interaction {
        Interaction {
            id: self.id::<InteractionId>(),
            party: self.party(),
            channel: self.text(),
            direction: self.one_of(Direction::ALL),
            at: self.time(),
            by: self.maybe(Self::id),
            text: self.text(),
            disposition: self.text(),
            reason: self.text(),
            talk_s: self.number() as u32,
            hold_s: self.number() as u32,
            wrap_s: self.number() as u32,
            number: self.text(),
            line: self.text(),
            call_id: self.text(),
            recording: self.text(),
            verified: self.text(),
            ticket: self.maybe(Self::id),
            deal: self.maybe(Self::id),
            follow_up: self.maybe(Self::id),
            list: self.maybe(Self::id),
        }
    }

    fn follow_up(&mut self) -> FollowUp {
        FollowUp {
            id: self.id::<FollowUpId>(),
            kind: self.one_of(FollowUpKind::ALL),
            party: self.party(),
            due: self.time(),
            all_day: self.flip(),
            text: self.text(),
            method: self.text(),
            goal: self.text(),
            recurrence: self.maybe(|dice| Recurrence {
                every: 1 + u16::from(dice.byte()),
                unit: dice.one_of(&[Unit::Day, Unit::Week, Unit::Month, Unit::Year]),
                until: dice.maybe(Self::date),
            }),
            began: self.maybe(Self::date),
            owner: self.owner(),
            state: self.one_of(FollowUpState::ALL),
            outcome: self.text(),
            done_at: self.maybe(Self::time),
            done_by: self.maybe(Self::id),
            snoozed: self.number() as u16,
            deal: self.maybe(Self::id),
            ticket: self.maybe(Self::id),
            agreed_in: self.maybe(Self::id),
            created: self.time(),
            created_by: self.maybe(Self::id),
            lease: self.maybe(|dice| Lease { to: dice.id(), until: dice.time() }),
        }
    }

    fn deal(&mut self) -> Deal {
        Deal {
            id: self.id::<DealId>(),
            title: self.text(),
            customer: self.id(),
            contacts: self
                .some(|dice| DealContact { customer: dice.id(), role: dice.maybe(|dice| dice.one_of(DealRole::ALL)) }),
            pipeline: self.text(),
            stage: self.text(),
            state: self.one_of(DealState::ALL),
            rank: self.number() as i64 - 500,
            value: self.money(),
            probability: self.maybe(Self::byte),
            expected_close: self.maybe(Self::date),
            competitors: self.some(Self::text),
            owner: self.owner(),
            reason: self.text(),
            remarks: self.text(),
            created: self.time(),
            closed: self.maybe(Self::time),
            history: self.some(|dice| StageChange { stage: dice.text(), at: dice.time(), by: dice.maybe(Self::id) }),
        }
    }

    fn ticket(&mut self) -> Ticket {
        Ticket {
            id: self.id::<TicketId>(),
            customer: self.id(),
            kind: self.one_of(TicketKind::ALL),
            text: self.text(),
            urgency: self.one_of(Urgency::ALL),
            owner: self.owner(),
            due: self.maybe(Self::time),
            state: self.one_of(TicketState::ALL),
            resolution: self.text(),
            created: self.time(),
            created_by: self.maybe(Self::id),
            closed: self.maybe(Self::time),
        }
    }

    fn order(&mut self) -> Order {
        Order {
            id: self.id::<OrderId>(),
            external_id: self.text(),
            customer: self.id(),
            at: self.time(),
            channel: self.text(),
            currency: self.currency(),
            lines: self.some(|dice| OrderLine {
                product: dice.maybe(Self::id),
                name: dice.text(),
                quantity: dice.decimal(),
                unit_price: dice.money(),
                discount: dice.decimal(),
            }),
            charges: self.money(),
            remarks: self.text(),
        }
    }

    fn product(&mut self) -> Product {
        Product {
            id: self.id::<ProductId>(),
            external_id: self.text(),
            name: self.text(),
            category: self.text(),
            unit: self.text(),
            price: self.money(),
            discontinued: self.flip(),
        }
    }

    fn suppression(&mut self) -> DoNotContact {
        DoNotContact {
            id: self.id::<DoNotContactId>(),
            address: format!("+4930{}", self.number()),
            channel: self.text(),
            why: self.text(),
            at: self.time(),
            by: self.maybe(Self::id),
        }
    }

    fn list(&mut self) -> CallList {
        CallList {
            id: self.id::<ListId>(),
            name: self.name(),
            query: self.text(),
            script: self.text(),
            hours: self.maybe(Self::calling_hours),
            retry: RetryRule { attempts: self.byte().max(1), wait: self.wait() },
            created: self.time(),
            created_by: self.maybe(Self::id),
        }
    }

    fn wait(&mut self) -> Wait {
        if self.flip() { Wait::OtherDaypart } else { Wait::Hours(self.number() as u16) }
    }

    fn calling_hours(&mut self) -> CallingHours {
        ["8-21", "mon-fri 9-20, sat 10-16", "sun 20-24"].map(|text| text.parse().unwrap())[usize::from(self.byte()) % 3]
    }

    fn member(&mut self) -> ListMember {
        ListMember {
            id: self.id::<MemberId>(),
            list: self.id(),
            customer: self.id::<CustomerId>(),
            state: self.one_of(MemberState::ALL),
            attempts: self.byte(),
            next_at: self.time(),
            leased_to: self.maybe(Self::id),
            leased_until: self.time(),
            skipped: self.maybe(|dice| dice.one_of(Skip::ALL)),
        }
    }

    fn attempt(&mut self) -> Attempt {
        Attempt {
            id: self.id::<AttemptId>(),
            member: self.id(),
            list: self.id(),
            by: self.maybe(Self::id),
            at: self.time(),
            disposition: self.text(),
            interaction: self.maybe(Self::id),
        }
    }

    /// The first one is whoever brings the records in, who stays who they are.
    fn user(&mut self) -> User {
        let id = self.id::<UserId>();
        let is_first = id == UserId(1);
        let (role, active) = (self.one_of(Role::ALL), self.flip());
        User {
            id,
            name: self.name(),
            login: format!("{id}{}", self.text()),
            os_user: if is_first { "root".to_owned() } else { self.maybe(|_| format!("os{id}")).unwrap_or_default() },
            role: if is_first { Role::Admin } else { role },
            team: self.maybe(Self::id),
            extension: self.text(),
            email: self.text(),
            external_id: self.text(),
            active: is_first || active,
            // What people prove themselves with is in no file.
            pin: None,
        }
    }

    fn settings(&mut self) -> Settings {
        let usual = Settings::default();
        Settings {
            id: Settings::ID,
            region: self.one_of(&["DE", "CN", "US"]).to_owned(),
            currency: self.currency(),
            calendar: Calendar {
                zone: self.one_of(&[Tz::UTC, Tz::Asia__Shanghai]),
                hours: [self.flip().then_some(Hours::OFFICE); 7],
                holidays: self.some(Self::date).into_iter().collect(),
                working_days: self.some(Self::date).into_iter().collect(),
            },
            calling_hours: self.calling_hours(),
            channels: self.some(Self::name),
            dispositions: usual.dispositions,
            retired_dispositions: self.some(|dice| Disposition {
                code: dice.byte().to_string(),
                slug: dice.name(),
                label: dice.text(),
                reached: dice.flip(),
                do_not_contact: dice.flip(),
            }),
            scripts: Scripts {
                inbound: self.script(),
                outbound: self.script(),
                sets: self.some(|dice| ("not-interested".to_owned(), dice.script())).into_iter().collect(),
            },
            pipelines: usual.pipelines,
            retired_pipelines: self.some(|dice| Pipeline {
                slug: dice.name(),
                label: dice.text(),
                stages: dice.some(Self::stage),
                retired: dice.some(Self::stage),
            }),
            lost_reasons: self.some(Self::text),
            day_starts: NaiveTime::MIN + Duration::minutes(i64::from(self.byte())),
            mask_phones: self.flip(),
            verification: self.some(|dice| dice.one_of(Question::ALL)),
            seats: self.some(Self::name),
            lock_after_min: u16::from(self.byte()),
        }
    }

    fn stage(&mut self) -> Stage {
        Stage {
            slug: self.name(),
            label: self.text(),
            probability: self.byte() % 101,
            ageing: self.number() as u16,
            stale: self.number() as u16,
        }
    }

    fn script(&mut self) -> String {
        self.one_of(&["", "Good morning {customer}.\n1 Yes -> bye\n\n[bye] = reached\nThank you.\n"]).to_owned()
    }
}
