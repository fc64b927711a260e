//! The role table, cell by cell, and what every request says of itself.

use crate::support::{NOW, Store, answer, ask, draft, edit, new_list, store};
use callsheet::domain::call as telephone;
use callsheet::domain::customer::Customer;
use callsheet::domain::edit::{Change, Draft};
use callsheet::domain::hook::HookEvent;
use callsheet::domain::id::{
    CustomerId, DealId, DoNotContactId, FollowUpId, HookId, InteractionId, MemberId, TicketId, UndoId, UserId, ViewId,
};
use callsheet::domain::import::{Row, Target};
use callsheet::domain::interaction::{Direction, Interaction};
use callsheet::domain::noun::Noun;
use callsheet::domain::party::Party;
use callsheet::domain::phone::Phone;
use callsheet::domain::presence::Presence;
use callsheet::domain::record::reference;
use callsheet::domain::role::{Action, Role};
use callsheet::domain::secret::Key;
use callsheet::door::assignment::{Heir, Work};
use callsheet::door::bulk::{self, BulkEdit, Whom};
use callsheet::door::calls::WrapUp;
use callsheet::door::completion::Named;
use callsheet::door::customers::Masked;
use callsheet::door::event::{Ring, RingName, RingPhase};
use callsheet::door::export::{ExportId, Mark};
use callsheet::door::follow_ups::QueueFilter;
use callsheet::door::jobs::{JobId, Rows, Start};
use callsheet::door::{
    CallId, Refusal, Request, assignment, audit, calls, completion, consult, customers, deals, do_not_contact,
    duplicates, export, floor, follow_ups, hooks, interactions, jobs, lists, maintenance, orders, quality, reports,
    search, seat, system, tickets, transfer, undo, users, views,
};
use callsheet::i18n::{I18n, Lang};
use serde_json::json;
use std::collections::BTreeSet;
use std::fs;

/// Records the samples are about: customers 1 to 3, deals D1 to D3, follow-ups F1 and F2, ticket T1, interaction I1.
fn furnished() -> Store {
    let store = store();
    let phones = json!([Phone::read("030 9000001", "DE")]);
    let customers = ["Anna", "Bea", "Cid"].map(|name| store.add(&[("name", json!(name)), ("phones", phones.clone())]));
    for (number, customer) in customers.into_iter().enumerate() {
        store.deal(customer, &[("title", json!(format!("Deal {number}")))]);
    }
    for _ in 0..2 {
        store.follow_up(customers[0], NOW.plus(3600), &[("text", json!("call"))]);
    }
    store.ticket(customers[0], &[("text", json!("late"))]);
    store.log(customers[0], &[("text", json!("hello"))]);
    store
}

/// Bea gets a city.
fn bea_in_bonn() -> BulkEdit {
    let whom = Whom::These(vec![CustomerId(2)]);
    BulkEdit { set: draft(&[("city", json!("Bonn"))]), ..BulkEdit::of(whom) }
}

/// Eva, who is entered twice.
fn eva() -> Draft {
    let phones = json!([Phone::read("030 9000002", "DE")]);
    draft(&[("name", json!("Eva Meyer")), ("phones", phones), ("emails", json!(["eva@example.com"]))])
}

/// One request of every variant, in an order in which an admin is refused none.
pub fn samples() -> Vec<Request> {
    let (anna, bea, cid) = (CustomerId(1), CustomerId(2), CustomerId(3));
    let of_anna = |field: &str, value: &str| draft(&[("customer", json!("1")), (field, json!(value))]);
    let ring = Ring {
        number: String::new(),
        call_id: String::new(),
        line: String::new(),
        phase: RingPhase::Ringing,
        callers: Vec::new(),
    };
    let interaction =
        Interaction { party: Party::Customer(anna), at: NOW, text: "talked".into(), ..Interaction::default() };
    let to_dial = |number: &str| calls::ToDial { number: number.into(), ..calls::ToDial::default() };
    // Where it is late in the evening.
    let in_china = to_dial("+8613800138000");
    let wrap_up = WrapUp { interaction, next_step: None, deal: None, list: None };
    let follow_up = draft(&[("customer", json!("1")), ("due", json!(NOW.plus(60).to_string()))]);
    let user = draft(&[("name", json!("New")), ("login", json!("new"))]);
    let row = Row::new(2, draft(&[("name", json!("Zed"))]));
    let start = || Start::new("x.csv", Target::Customers);
    let region = Change { field: "region".into(), from: json!("DE"), to: json!("AT") };
    let list = || "Autumn".to_owned();
    vec![
        audit::Request::Verify { head: None }.into(),
        audit::Request::Read { after: 0, limit: 1 }.into(),
        audit::Request::Find(audit::Look { limit: 1, ..audit::Look::default() }).into(),
        audit::Request::Feed { cursor: "hook".into(), limit: 1 }.into(),
        audit::Request::Follow { after: None, limit: 1 }.into(),
        audit::Request::Advance { cursor: "hook".into(), seen: 1 }.into(),
        calls::Request::CallerId("030 1234567".into()).into(),
        calls::Request::Dial(to_dial("030 1234567")).into(),
        calls::Request::DialNevertheless { to_dial: in_china, why: "asked for it".into() }.into(),
        calls::Request::Ring { ring, to: String::new() }.into(),
        calls::Request::WrapUp(Box::new(wrap_up)).into(),
        customers::Request::Add(draft(&[("name", json!("Dan"))])).into(),
        customers::Request::Edit(edit(anna, "city", json!(""), json!("Bonn"))).into(),
        bulk::Request::Preview(bea_in_bonn()).into(),
        bulk::Request::Make(bea_in_bonn()).into(),
        customers::Request::Archive(cid, true).into(),
        customers::Request::Merge { keep: anna, other: bea, take: Vec::new() }.into(),
        customers::Request::Unmerge { keep: anna, other: bea }.into(),
        customers::Request::Resolve("Anna".into()).into(),
        customers::Request::Card(anna).into(),
        customers::Request::Reveal(anna, Masked::Phones).into(),
        customers::Request::Verify { id: anna, answers: Vec::new(), otherwise: String::new() }.into(),
        customers::Request::Add(eva()).into(),
        customers::Request::Add(eva()).into(),
        duplicates::Request::Find.into(),
        duplicates::Request::List { from: 0, limit: 9, least: 60 }.into(),
        duplicates::Request::Of(anna).into(),
        duplicates::Request::Like(eva()).into(),
        duplicates::Request::Compare(anna, bea).into(),
        duplicates::Request::KeepApart(anna, bea).into(),
        duplicates::Request::PreviewMerge(85).into(),
        duplicates::Request::MergeAll(85).into(),
        deals::Request::Add(of_anna("title", "New deal")).into(),
        deals::Request::Edit(edit(DealId(1), "remarks", json!(""), json!("x"))).into(),
        deals::Request::Rank { id: DealId(1), steps: 1 }.into(),
        deals::Request::Move { id: DealId(1), pipeline: String::new(), stage: "proposal".into() }.into(),
        deals::Request::Step { id: DealId(1), steps: 1 }.into(),
        deals::Request::Win { id: DealId(2), reason: String::new(), competitors: Vec::new() }.into(),
        deals::Request::Lose { id: DealId(3), reason: "price".into(), competitors: Vec::new() }.into(),
        deals::Request::Show(DealId(1)).into(),
        deals::Request::Board { pipeline: String::new(), query: String::new(), limit: 9 }.into(),
        deals::Request::List { pipeline: String::new(), query: String::new(), state: None, limit: 9 }.into(),
        do_not_contact::Request::Add { address: "030 99".into(), channel: String::new(), why: String::new() }.into(),
        do_not_contact::Request::Remove(DoNotContactId(1)).into(),
        do_not_contact::Request::List { limit: 9 }.into(),
        quality::Request::Report { stale_months: 12 }.into(),
        export::Request::Start(export::What::Everything).into(),
        export::Request::Page { export: ExportId(1), of: Noun::Customer, mark: Mark::default() }.into(),
        export::Request::Finish(ExportId(1)).into(),
        floor::Request::Present.into(),
        floor::Request::Mine.into(),
        floor::Request::Open(Some(anna)).into(),
        floor::Request::Take(RingName("c1".into())).into(),
        floor::Request::Keep(Box::new(draft_of_a_call())).into(),
        floor::Request::TakeOver(CallId([8; 16])).into(),
        floor::Request::Give { call: CallId([8; 16]), to: UserId(1) }.into(),
        consult::Request::Ask(CallId([8; 16])).into(),
        consult::Request::Open.into(),
        consult::Request::Look(CallId([8; 16])).into(),
        consult::Request::Reply { call: CallId([8; 16]), text: "offer five per cent".into() }.into(),
        consult::Request::Close(CallId([8; 16])).into(),
        transfer::Request::Colleagues.into(),
        transfer::Request::Offer { call: CallId([8; 16]), to: UserId(1) }.into(),
        transfer::Request::Open.into(),
        transfer::Request::Accept(CallId([8; 16])).into(),
        transfer::Request::Decline(CallId([8; 16])).into(),
        floor::Request::Discard { call: CallId([8; 16]), customer: Some(anna) }.into(),
        floor::Request::Drop(CallId([8; 16])).into(),
        floor::Request::SetState { presence: Presence::Break, reason: "lunch".into() }.into(),
        follow_ups::Request::Add(follow_up).into(),
        follow_ups::Request::Edit(edit(FollowUpId(1), "goal", json!(""), json!("x"))).into(),
        follow_ups::Request::Edit(edit(FollowUpId(2), "owner", json!({ "user": "U1" }), json!("anyone"))).into(),
        follow_ups::Request::Take(FollowUpId(2)).into(),
        follow_ups::Request::GiveBack(FollowUpId(2)).into(),
        follow_ups::Request::Snooze { ids: vec![FollowUpId(1)], until: NOW.plus(7200) }.into(),
        follow_ups::Request::Done { ids: vec![FollowUpId(1)], outcome: String::new(), next: None }.into(),
        follow_ups::Request::Show(FollowUpId(1)).into(),
        follow_ups::Request::Queue(QueueFilter::default()).into(),
        hooks::Request::Add { event: HookEvent::DealWon, command: "true".into(), limit_s: 1 }.into(),
        hooks::Request::List.into(),
        hooks::Request::Try(HookId(1)).into(),
        hooks::Request::Remove(HookId(1)).into(),
        interactions::Request::Log(of_anna("text", "hello again")).into(),
        interactions::Request::Edit(edit(InteractionId(1), "text", json!("hello"), json!("hullo"))).into(),
        interactions::Request::Move { id: InteractionId(1), to: bea }.into(),
        interactions::Request::Show(InteractionId(1)).into(),
        interactions::Request::Timeline { party: Party::Customer(anna), before: None, limit: 9 }.into(),
        jobs::Request::Try { start: start(), rows: Rows::Drafts(vec![row.clone()]) }.into(),
        jobs::Request::Start(start()).into(),
        jobs::Request::Batch { job: JobId(1), rows: Rows::Drafts(vec![row]) }.into(),
        jobs::Request::Finish(JobId(1)).into(),
        jobs::Request::Start(start()).into(),
        jobs::Request::Cancel(JobId(2)).into(),
        lists::Request::Create(Box::new(new_list(&list(), "anna"))).into(),
        lists::Request::Next(list()).into(),
        lists::Request::Attempt { member: MemberId(1), disposition: "2".into() }.into(),
        lists::Request::Status(list()).into(),
        lists::Request::Results(list()).into(),
        lists::Request::All.into(),
        orders::Request::List { customer: anna, limit: 9 }.into(),
        orders::Request::Products { limit: 9 }.into(),
        completion::Request::Offer { query: "ta".into(), cursor: 2 }.into(),
        completion::Request::Known { of: Named::Tag, beginning: "v".into() }.into(),
        reports::Request::Day { date: None, team: None }.into(),
        reports::Request::Floor.into(),
        reports::Request::Dashboard { days: 14 }.into(),
        search::Request::Find { query: "anna".into(), offset: 0, limit: 9, around: None }.into(),
        system::Request::State.into(),
        system::Request::Settled.into(),
        system::Request::Host.into(),
        system::Request::Unlock(Key::Passphrase("any".to_owned().into())).into(),
        system::Request::Status.into(),
        system::Request::Settings.into(),
        system::Request::Configure(vec![region]).into(),
        system::Request::Outcome(CallId([7; 16])).into(),
        tickets::Request::Add(of_anna("text", "broken")).into(),
        tickets::Request::Edit(edit(TicketId(1), "text", json!("late"), json!("too late"))).into(),
        tickets::Request::Close { id: TicketId(1), resolution: String::new() }.into(),
        tickets::Request::Show(TicketId(1)).into(),
        tickets::Request::List { customer: None, limit: 9 }.into(),
        users::Request::Add(user).into(),
        users::Request::Edit(edit(UserId(1), "extension", json!(""), json!("17"))).into(),
        users::Request::SetRole { login: "new".into(), role: Role::Auditor }.into(),
        users::Request::SetPin { login: "me".into(), pin: "4711".to_owned().into() }.into(),
        users::Request::SetSeat { os_user: "desk7".into(), shared: true }.into(),
        users::Request::AddTeam("North".into()).into(),
        users::Request::List.into(),
        views::Request::Save { name: "Bonn".into(), query: "city:bonn".into() }.into(),
        views::Request::Remove(ViewId(1)).into(),
        views::Request::List.into(),
        views::Request::Count.into(),
        assignment::Request::HandOver {
            what: Work::Records(vec![reference::<Customer>(anna)]),
            to: Heir::Owner("anyone".into()),
            note: "x".into(),
        }
        .into(),
        undo::Request::List { limit: 9 }.into(),
        undo::Request::Peek.into(),
        undo::Request::Undo(None).into(),
        undo::Request::PeekRedo.into(),
        undo::Request::Redo.into(),
    ]
}

fn draft_of_a_call() -> floor::Draft {
    let call = telephone::Call::begin(Direction::In, "030 1234567", "DE", NOW);
    let (note, line) = (floor::Typing::default(), floor::Typing::default());
    let open = floor::OpenCall { call, note, line, closing: false, script: None };
    floor::Draft { id: CallId([8; 16]), content: floor::Content::Call(Box::new(open)) }
}

/// What is answered before anybody is known: `tests/door/seat.rs` holds it to its promises.
fn seated() -> Vec<Request> {
    let pin = || "4711".to_owned().into();
    vec![
        seat::Request::SignOn { login: "root".into(), pin: pin() }.into(),
        seat::Request::SignOff.into(),
        seat::Request::Lock.into(),
        seat::Request::Unlock(pin()).into(),
    ]
}

/// What is asked of whoever keeps the store as a whole: `tests/keeper.rs` holds it to its promises.
fn upkeep() -> Vec<Request> {
    let key = || Key::Passphrase("a long passphrase".to_owned().into());
    vec![
        maintenance::Request::BackUp { to: "backup".into(), keep: None }.into(),
        maintenance::Request::Restore { from: "backup".into(), key: None }.into(),
        maintenance::Request::Compact.into(),
        maintenance::Request::Check.into(),
        maintenance::Request::Repair.into(),
        maintenance::Request::Encrypt(key()).into(),
        maintenance::Request::Decrypt(key()).into(),
        maintenance::Request::ChangeKey { from: key(), to: key() }.into(),
    ]
}

#[test]
fn the_samples_hold_every_name_a_request_has() {
    let mut declared = BTreeSet::new();
    for file in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/door")).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        let lines = text.lines().filter(|line| line.contains("About::") && line.contains('"'));
        declared.extend(lines.filter_map(|line| line.split('"').nth(1)).map(str::to_owned));
    }
    let sampled: BTreeSet<_> =
        samples().iter().chain(&upkeep()).chain(&seated()).map(|request| request.about().name.to_owned()).collect();
    assert_eq!(sampled, declared);
}

#[test]
fn every_role_may_exactly_what_the_table_says() {
    for &role in Role::ALL {
        let store = furnished();
        let session = store.colleague("colleague", role);
        for request in samples().into_iter().chain(upkeep()) {
            let (about, before) = (request.about(), store.status().revision);
            let answer = answer(&session, request.clone());
            if role.may(about.action) {
                assert_ne!(answer, Err(Refusal::NotAllowed(about.action)), "{role}: {request:?}");
            } else {
                assert_eq!(answer, Err(Refusal::NotAllowed(about.action)), "{role}: {request:?}");
                assert_eq!(store.status().revision, before, "{role}: {request:?}");
            }
        }
    }
}

/// What looks only, and is written down all the same.
const LEAVES_A_TRACE: [&str; 8] = [
    "audit-advance",
    "customers-reveal",
    "export-start",
    "export-finish",
    "floor-discard",
    "hooks-add",
    "hooks-remove",
    "hooks-try",
];

#[test]
fn what_changes_is_in_the_audit_log_and_what_looks_writes_nothing() {
    let store = furnished();
    let mut changing = BTreeSet::new();
    for request in samples() {
        let (about, before) = (request.about(), store.status().revision);
        let answer = answer(&store.admin, request.clone());
        assert!(answer.is_ok(), "{request:?}: {answer:?}");
        if about.changes {
            changing.insert(about.name.to_owned());
        } else if !LEAVES_A_TRACE.contains(&about.name) {
            // A cursor is the reader's own bookmark, no record of the CRM; the others are none either, and leave their trace.
            assert_eq!(store.status().revision, before, "{request:?}");
        }
    }
    let audited: BTreeSet<_> = store.audit().into_iter().map(|entry| entry.request).collect();
    assert_eq!(changing.difference(&audited).collect::<Vec<_>>(), Vec::<&String>::new());
    let strangers: Vec<_> = audited.difference(&changing).collect();
    assert_eq!(
        strangers,
        [
            "customers-reveal",
            "export-finish",
            "export-start",
            "floor-discard",
            "hooks-add",
            "hooks-remove",
            "hooks-try",
            "system-found"
        ],
        "nothing is audited under a name no request has"
    );
}

#[test]
fn every_change_has_words_in_both_languages() {
    let args = [("what", "D1 Website".into()), ("count", 3.into())];
    for lang in Lang::ALL {
        let words = I18n::new(lang);
        for name in samples().iter().map(Request::about).filter(|about| about.changes).map(|about| about.name) {
            let key = format!("did-{name}");
            assert_ne!(words.tf(&key, &args), key, "{lang:?}");
        }
    }
}

#[test]
fn a_user_who_is_no_longer_active_is_let_in_nowhere() {
    let store = store();
    let bo = store.colleague("bo", Role::Agent);
    let _: users::Response =
        store.ask(users::Request::Edit(edit(UserId(2), "active", json!(true), json!(false)))).unwrap();
    let status: Result<system::Response, _> = ask(&bo, system::Request::Status);
    assert_eq!(status, Err(Refusal::Inactive { login: "bo".into(), ask: "root".into() }));
}

/// What was done last.
fn last(store: &Store) -> UndoId {
    let undo::Response::Peek(Some(entry)) = store.ask(undo::Request::Peek).unwrap() else { panic!("nothing done") };
    entry.id
}

#[test]
fn an_undo_never_gives_back_a_right_that_was_taken_away() {
    let store = store();
    let bo = store.colleague("bo", Role::Agent);
    let set_role = |login: &str, role| users::Request::SetRole { login: login.into(), role };
    let _: users::Response = store.ask(set_role("bo", Role::Admin)).unwrap();
    let promoted = last(&store);
    let _: users::Response = store.ask(users::Request::AddTeam("North".into())).unwrap();
    let team = last(&store);
    let _: users::Response = ask(&bo, set_role("root", Role::Agent)).unwrap();
    for change in [promoted, team] {
        let refused = store.ask::<undo::Response>(undo::Request::Undo(Some(change)));
        assert_eq!(refused, Err(Refusal::NotAllowed(Action::ManageUsers)), "root is an agent now");
    }
    let _: users::Response = ask(&bo, set_role("root", Role::Admin)).unwrap();
    let _: users::Response =
        ask(&bo, users::Request::Edit(edit(UserId(1), "active", json!(true), json!(false)))).unwrap();
    assert!(ask::<undo::Response>(&bo, undo::Request::Undo(None)).is_ok());
}
