//! What the tests of panes and forms share: a Wednesday, an agent, and customers in two languages.

use super::keymap::{self, Command, Keymap, Pending, Resolved};
use super::pane::{Context, Effect, Input, Pane, Tag};
use super::term::{Borders, Depth};
use super::theme::Theme;
use super::widgets::Look;
use super::widgets::testing::{buffer, ctrl, key, rows_of, typed};
use crate::domain::calendar::Calendar;
use crate::domain::customer::{Customer, CustomerKind};
use crate::domain::deal::{Deal, DealState, StageChange};
use crate::domain::do_not_contact::DoNotContact;
use crate::domain::follow_up::{FollowUp, FollowUpKind, FollowUpState, Lane};
use crate::domain::id::{CustomerId, DealId, FollowUpId, InteractionId, OrderId, TicketId, UserId};
use crate::domain::interaction::{Direction, Interaction};
use crate::domain::money::{Currency, Money};
use crate::domain::order::{Order, OrderLine};
use crate::domain::party::{Owner, Party};
use crate::domain::phone::Phone;
use crate::domain::settings::Settings;
use crate::domain::ticket::{Ticket, TicketKind};
use crate::domain::time::Timestamp;
use crate::domain::user::User;
use crate::door::customers::{Card, Relation};
use crate::door::deals::{Board, Column, DealList};
use crate::door::follow_ups::{DealRow, Queue, QueueItem};
use crate::door::search::{CustomerRow, Found, Highlight};
use crate::door::{Request, Response};
use crate::i18n::{I18n, Lang};
use chrono_tz::Tz;
use crossterm::event::{KeyCode, KeyEvent};
use std::rc::Rc;

/// Wednesday 18 November 2026, 14:05 in Berlin.
pub fn now() -> Timestamp {
    Timestamp(1_795_007_100_000)
}

pub fn context(lang: Lang) -> Context {
    let calendar = Calendar { zone: Tz::Europe__Berlin, ..Calendar::default() };
    let settings = Settings { region: "DE".to_owned(), currency: Currency::EUR, calendar, ..Settings::default() };
    let theme = Theme::named("dark", Depth::Mono, Borders::Unicode);
    Context {
        look: Rc::new(Look { theme, words: I18n::new(lang) }),
        keymap: Rc::new(Keymap::default()),
        store: crate::door::system::State::Ready,
        settings: Rc::new(settings),
        me: User { id: UserId(3), login: "lena".into(), name: "Lena Vogt".into(), ..User::default() },
        now: now(),
        hasty: false,
        subject: None,
        also_open: Vec::new(),
        caller: None,
    }
}

pub fn english() -> Context {
    context(Lang::En)
}

/// Presses keys as the frame would hand them on; `esc`, `enter` and the like by code.
pub fn press(pane: &mut dyn Pane, code: KeyCode, context: &Context) -> Vec<Effect> {
    press_key(pane, key(code), context)
}

pub fn press_key(pane: &mut dyn Pane, event: KeyEvent, context: &Context) -> Vec<Effect> {
    let resolved = context.keymap.resolve(&mut Pending::default(), event, pane.keys());
    pane.on(Input::Key(event, resolved), context)
}

/// Saves a form.
pub fn submit(form: &mut dyn Pane, context: &Context) -> Vec<Effect> {
    press_key(form, ctrl('s'), context)
}

/// Types a text letter by letter; the effects of the last one.
pub fn type_text(pane: &mut dyn Pane, text: &str, context: &Context) -> Vec<Effect> {
    typed(text).fold(Vec::new(), |_, event| press_key(pane, event, context))
}

pub fn command(pane: &mut dyn Pane, command: Command, context: &Context) -> Vec<Effect> {
    pane.on(Input::Key(key(KeyCode::Null), Resolved::Command(command)), context)
}

pub fn answer(pane: &mut dyn Pane, tag: Tag, response: impl Into<Response>, context: &Context) -> Vec<Effect> {
    pane.on(Input::Answer(tag, Box::new(Ok(response.into()))), context)
}

/// The one request among the effects.
pub fn asked(effects: &[Effect]) -> Option<(Tag, &Request)> {
    effects.iter().find_map(|effect| match effect {
        Effect::Ask(tag, request) | Effect::AskFirst(tag, request) => Some((*tag, request)),
        _ => None,
    })
}

/// The layer among the effects.
pub fn pushed(effects: Vec<Effect>) -> Box<dyn Pane> {
    let layer = effects.into_iter().find_map(|effect| match effect {
        Effect::Push(_, layer) => Some(layer),
        _ => None,
    });
    layer.unwrap_or_else(|| panic!("no layer"))
}

/// What a person sees.
pub fn screen(pane: &dyn Pane, width: u16, height: u16, context: &Context) -> String {
    let mut buf = buffer(width, height);
    pane.draw(buf.area, &mut buf, context, true);
    rows_of(&buf).join("\n")
}

/// Draws at a size where anything may be cut.
pub fn draw_at(pane: &dyn Pane, width: u16, height: u16, context: &Context) {
    let mut buf = buffer(width, height);
    let area = buf.area;
    if let Some(cursor) = pane.draw(area, &mut buf, context, true) {
        assert!(area.contains(cursor), "cursor {cursor} outside {area}");
    }
}

pub fn in_command_mode(pane: &dyn Pane) -> bool {
    matches!(pane.keys(), keymap::Context::Command(_))
}

pub fn euros(text: &str) -> Money {
    Money::read(text, Currency::EUR).unwrap()
}

pub fn rows() -> Vec<CustomerRow> {
    let row = |id, name: &str, company: &str, city: &str, phone: &str, kind| CustomerRow {
        id: CustomerId(id),
        kind,
        name: name.into(),
        company: company.into(),
        city: city.into(),
        phones: vec![phone.into()],
        emails: Vec::new(),
        tags: vec!["vip".into()],
        last_contact: Some(now().plus(-3 * Timestamp::DAY)),
        highlights: Vec::new(),
        note: None,
    };
    let person = CustomerKind::Person;
    vec![
        row(10_432, "Anna Meyer", "Alfreds Futterkiste", "Berlin", "+49 30 0074321", person),
        row(10_433, "张伟", "上海远大贸易有限公司", "上海", "+86 138 0013 8000", person),
        row(10_434, "Around the Horn", "", "London", "+44 171 555 7788", CustomerKind::Organisation),
    ]
}

pub fn found(matched: usize, rows: Vec<CustomerRow>) -> Found {
    Found { matched, rows, paint_us: 400, elapsed_us: 900, ..Found::default() }
}

pub fn highlighted() -> CustomerRow {
    let highlights = vec![
        Highlight { field: "name".into(), index: 0, chars: vec![0, 1, 2, 3] },
        Highlight { field: "phones".into(), index: 0, chars: vec![7, 8, 9] },
    ];
    CustomerRow { highlights, ..rows().remove(0) }
}

pub fn anna() -> Customer {
    let phones = [("030-0074321", "work"), ("0171 2345678", "mobile")];
    Customer {
        id: CustomerId(10_432),
        name: "Anna Meyer".into(),
        salutation: "Ms".into(),
        phones: phones.iter().map(|(number, label)| Phone::read(number, "DE").labelled(label)).collect(),
        emails: vec!["anna@alfreds.de".into()],
        street: "Obere Str. 57".into(),
        postal_code: "12209".into(),
        city: "Berlin".into(),
        country: "DE".into(),
        time_zone: "Europe/London".into(),
        tags: vec!["vip".into(), "fair".into()],
        owner: Some(UserId(3)),
        ..Customer::default()
    }
}

pub fn zhang() -> Customer {
    Customer {
        id: CustomerId(10_433),
        name: "张伟".into(),
        occupation: "采购经理".into(),
        company: "上海远大贸易有限公司".into(),
        phones: vec![Phone::read("138 0013 8000", "CN").labelled("mobile")],
        street: "南京东路100号".into(),
        city: "上海".into(),
        country: "CN".into(),
        time_zone: "Asia/Shanghai".into(),
        tags: vec!["重点客户".into()],
        ..Customer::default()
    }
}

pub fn interaction(id: u64, hours_ago: i64, channel: &str, text: &str) -> Interaction {
    Interaction {
        id: InteractionId(id),
        party: Party::Customer(CustomerId(10_432)),
        channel: channel.into(),
        direction: if id.is_multiple_of(2) { Direction::In } else { Direction::Out },
        at: now().plus(-hours_ago * Timestamp::HOUR),
        by: Some(UserId(if id.is_multiple_of(3) { 3 } else { 4 })),
        text: text.into(),
        disposition: if channel == "phone" { "reached".into() } else { String::new() },
        ..Interaction::default()
    }
}

pub fn follow_up(id: u64, kind: FollowUpKind, hours: i64, text: &str) -> FollowUp {
    FollowUp {
        id: FollowUpId(id),
        kind,
        party: Party::Customer(CustomerId(10_432)),
        due: now().plus(hours * Timestamp::HOUR),
        text: text.into(),
        owner: Owner::User(UserId(3)),
        ..FollowUp::default()
    }
}

pub fn deal(id: u64, title: &str, value: &str, stage: &str) -> Deal {
    let entered = StageChange { stage: stage.into(), at: now().plus(-5 * Timestamp::DAY), by: Some(UserId(3)) };
    Deal {
        id: DealId(id),
        title: title.into(),
        customer: CustomerId(10_432),
        value: euros(value),
        stage: stage.into(),
        history: vec![entered],
        ..Deal::default()
    }
}

fn card_of(customer: Customer) -> Card {
    Card {
        customer,
        relations: Vec::new(),
        members: Vec::new(),
        timeline: Vec::new(),
        more: false,
        deals: Vec::new(),
        follow_ups: Vec::new(),
        tickets: Vec::new(),
        orders: Vec::new(),
        do_not_contact: Vec::new(),
        last_contact: None,
    }
}

/// A full card.
pub fn card() -> Card {
    let works_at = Relation {
        id: CustomerId(10_431),
        kind: CustomerKind::Organisation,
        name: "Alfreds Futterkiste".into(),
        title: "Sales Representative".into(),
        phone: "+49 30 0074321".into(),
        former: false,
    };
    let done_at = Some(now().plus(-50 * Timestamp::HOUR));
    let outcome = "sent by mail".to_owned();
    let done = follow_up(5, FollowUpKind::Promise, -60, "send the price list");
    let done = FollowUp { state: FollowUpState::Done, done_at, outcome, done_by: Some(UserId(3)), ..done };
    let closed = Some(now().plus(-240 * Timestamp::HOUR));
    let won = Deal { state: DealState::Won, closed, reason: "service".into(), ..deal(70, "Pilot", "900", "proposal") };
    let line = OrderLine {
        product: None,
        name: "Chai".into(),
        quantity: 12.into(),
        unit_price: euros("18"),
        discount: rust_decimal::Decimal::ZERO,
    };
    let order = Order {
        id: OrderId(31),
        customer: CustomerId(10_432),
        at: now().plus(-300 * Timestamp::HOUR),
        currency: Currency::EUR,
        lines: vec![line],
        charges: euros("20"),
        ..Order::default()
    };
    Card {
        relations: vec![works_at],
        timeline: vec![
            interaction(
                90,
                3,
                "phone",
                "wants the quote for forty units by Friday, and asks whether the blue ones are back in stock; call her assistant if she is out",
            ),
            interaction(89, 30, "email", "sent the catalogue"),
            interaction(88, 100, "visit", "met at the fair 张伟也在"),
        ],
        deals: vec![deal(88, "Website relaunch", "12000", "proposal"), won],
        follow_ups: vec![follow_up(7, FollowUpKind::Callback, 1, "call with quote"), done],
        tickets: vec![Ticket {
            id: TicketId(512),
            customer: CustomerId(10_432),
            kind: TicketKind::Complaint,
            text: "delivery came damaged".into(),
            created: now().plus(-26 * Timestamp::HOUR),
            ..Ticket::default()
        }],
        orders: vec![order],
        do_not_contact: vec![DoNotContact {
            address: "anna@alfreds.de".into(),
            channel: "email".into(),
            why: "asked for it".into(),
            ..DoNotContact::default()
        }],
        last_contact: Some(now().plus(-3 * Timestamp::HOUR)),
        ..card_of(anna())
    }
}

/// A card in Chinese, with little on it.
pub fn short_card() -> Card {
    let party = Party::Customer(CustomerId(10_433));
    let talk = interaction(91, 2, "wechat", "客户想要四十台的报价，周五前回复；另外询问蓝色款是否到货");
    Card { timeline: vec![Interaction { party, ..talk }], ..card_of(zhang()) }
}

pub fn deal_row(deal: Deal, customer_name: &str, next_step: bool) -> DealRow {
    DealRow { deal, customer_name: customer_name.into(), next_step: next_step.then(|| now().plus(3600)) }
}

/// Deals of every age and end.
pub fn deals() -> DealList {
    let aged = |days: i64, deal: Deal| {
        let at = now().plus(-days * Timestamp::DAY);
        Deal { history: vec![StageChange { stage: deal.stage.clone(), at, by: None }], ..deal }
    };
    let lost = Deal {
        state: DealState::Lost,
        reason: "competitor".into(),
        competitors: vec!["Initech".into()],
        closed: Some(now().plus(-9 * Timestamp::DAY)),
        ..deal(70, "Pilot", "900", "proposal")
    };
    let rows = vec![
        deal_row(aged(2, deal(88, "Website relaunch", "12000", "new")), "Anna Meyer", true),
        deal_row(aged(14, deal(89, "四十台平板电脑采购", "¥80000", "new")), "上海远大贸易有限公司", false),
        deal_row(aged(40, deal(91, "Fleet", "40000", "negotiation")), "Anna Meyer", true),
        deal_row(lost, "Around the Horn", false),
    ];
    DealList { count: 4, rows }
}

pub fn board() -> Board {
    let column = |stage: &str, probability, deals: Vec<DealRow>| Column {
        stage: stage.into(),
        label: String::new(),
        probability,
        count: deals.len(),
        values: if deals.is_empty() { Vec::new() } else { vec![euros("13250"), euros("¥80000")] },
        deals,
    };
    let cards = vec![
        deal_row(deal(88, "Website relaunch", "12000", "new"), "Anna Meyer", true),
        deal_row(deal(89, "四十台平板电脑采购", "¥80000", "new"), "上海远大贸易有限公司", false),
        deal_row(deal(90, "Support contract", "1250", "new"), "Around the Horn", true),
    ];
    let negotiated = vec![deal_row(deal(91, "Fleet", "40000", "negotiation"), "Anna Meyer", true)];
    Board {
        pipeline: "sales".into(),
        stages: vec![
            column("new", 10, cards),
            column("qualified", 25, Vec::new()),
            column("proposal", 50, Vec::new()),
            column("negotiation", 75, negotiated),
        ],
    }
}

pub fn queue() -> Queue {
    let item = |follow_up: FollowUp, name: &str, lane, owner: &str| QueueItem {
        score: follow_up.score(now()),
        follow_up,
        customer_name: name.into(),
        lane,
        owner_name: owner.into(),
        leased_to: None,
    };
    let care = FollowUp { all_day: true, ..follow_up(10, FollowUpKind::CareCall, 24, "回访使用情况") };
    let number = Party::Number("+493012345678".into());
    let bare = FollowUp { party: number, ..follow_up(8, FollowUpKind::Callback, 2, "call back about the ad") };
    Queue {
        items: vec![
            item(follow_up(7, FollowUpKind::Callback, -1, "call with quote"), "Anna Meyer", Lane::Callback, "lena"),
            item(bare, "+49 30 12345678", Lane::Callback, "anyone"),
            item(follow_up(9, FollowUpKind::Promise, -30, "send samples"), "Around the Horn", Lane::Overdue, "support"),
            item(care, "张伟", Lane::Later, "lena"),
        ],
        no_next_step: vec![deal_row(deal(89, "四十台平板电脑采购", "¥80000", "new"), "上海远大贸易有限公司", false)],
        more: false,
    }
}

/// What nobody should be able to do to a screen.
pub const HOSTILE: [&str; 5] = [
    "\u{1b}[2J\u{1b}]0;x\u{7}",
    "a\u{202e}b\u{200b}c",
    "line\nbreak\ttab\0nul",
    "👩‍👩‍👧‍👦é\u{301}\u{301}\u{301}",
    "张张张张张张张张张张张张张张张张张张张张张张",
];
