//! Numbers of customers that are not theirs: hidden from agents in every answer, told on request, never lost.

use crate::roles::samples;
use crate::support::{NOW, Store, ask, blamed, draft, edit, new_list, session, store};
use callsheet::crm::{Identity, Session};
use callsheet::domain::audit::{Fate, Touched};
use callsheet::domain::edit::Change;
use callsheet::domain::id::{CustomerId, InteractionId, UserId};
use callsheet::domain::interaction::Interaction;
use callsheet::domain::noun::{Noun, RecordRef};
use callsheet::domain::party::Party;
use callsheet::domain::phone::digits;
use callsheet::domain::role::{Action, Role};
use callsheet::domain::secret::Key;
use callsheet::door::customers::{Card, Masked, Revealed};
use callsheet::door::event::{Ring, RingPhase};
use callsheet::door::{
    Call, Delivery, Door, Edit, Event, Refusal, Request, Response, ask_in_parts, calls, customers, do_not_contact,
    floor, follow_ups, interactions, lists, search, system, users,
};
use serde_json::{Value, json};
use std::time::Duration;

const NUMBER: &str = "030 74185296";
const MASKED: &str = "+49 30 ****96";
const ADDRESS: &str = "planted@firma.de";

fn masking() -> Store {
    let store = store();
    let change = Change { field: "mask_phones".into(), from: json!(false), to: json!(true) };
    let _: system::Response = store.ask(system::Request::Configure(vec![change])).unwrap();
    store
}

fn phone(typed: &str) -> Value {
    json!([{ "typed": typed, "e164": "+493074185296", "extension": "", "label": "" }])
}

/// Customer 1, of whom the number and the address are told in every place that can hold them.
fn plant(store: &Store) -> CustomerId {
    let said = format!("call {NUMBER} or +49 (30) 741-85296, mail {ADDRESS}");
    let text = || json!(said);
    let fields =
        [("name", json!("Anna")), ("phones", phone(NUMBER)), ("emails", json!([ADDRESS])), ("remarks", text())];
    let anna = store.add(&fields);
    let position = json!([{ "organisation": "1", "title": "", "role": null, "from": null, "to": null }]);
    let fields = [("name", json!(NUMBER)), ("phones", phone("+493074185296")), ("positions", position)];
    let bea = store.add(&fields);
    let cid = store.add(&[("name", json!("Cid")), ("emails", json!([ADDRESS])), ("company", text())]);
    for customer in [anna, bea, cid] {
        store.deal(customer, &[("title", text()), ("remarks", text())]);
    }
    store.follow_up(anna, NOW.plus(3600), &[("text", text()), ("goal", text())]);
    let bare = draft(&[("party", json!({ "number": "+493074185296" })), ("due", json!(NOW.plus(60).to_string()))]);
    let _: follow_ups::Response = store.ask(follow_ups::Request::Add(bare)).unwrap();
    store.ticket(anna, &[("text", text())]);
    store.log(anna, &[("text", text()), ("number", json!(NUMBER)), ("recording", text())]);
    let suppressed = |address: &str| do_not_contact::Request::Add {
        address: address.into(),
        channel: "letter".into(),
        why: said.clone(),
    };
    let _: do_not_contact::Response = store.ask(suppressed(NUMBER)).unwrap();
    let _: do_not_contact::Response = store.ask(suppressed(ADDRESS)).unwrap();
    anna
}

fn reveals(session: &dyn Door, request: Request) -> Option<String> {
    let mut said = String::new();
    let mut parts = |part| said.push_str(&serde_json::to_string(&part).unwrap());
    let answer = ask_in_parts(session, Call::by_person(request), &mut parts);
    said.push_str(&serde_json::to_string(&answer).unwrap());
    let told = digits(&said).contains("74185296") || said.contains(ADDRESS);
    told.then_some(said)
}

#[test]
fn no_answer_an_agent_can_get_holds_the_number_of_somebody_elses_customer() {
    let store = masking();
    plant(&store);
    let bo = store.colleague("bo", Role::Agent);
    let create = lists::Request::Create(Box::new(new_list("Autumn", "anna")));
    let _: lists::Response = store.ask(create).unwrap();
    let mut more: Vec<Request> = ["74185296", "planted", "note:call", "\"030 74185296\""]
        .map(|query| search::Request::Find { query: query.into(), offset: 0, limit: 9, around: None }.into())
        .into();
    more.push(calls::Request::CallerId(NUMBER.into()).into());
    more.push(customers::Request::Card(CustomerId(2)).into());
    more.push(interactions::Request::Timeline { party: Party::Customer(CustomerId(1)), before: None, limit: 9 }.into());
    // Somebody changed the texts meanwhile: a conflict shows what is there now.
    more.push(interactions::Request::Edit(edit(InteractionId(1), "number", json!("x"), json!("y"))).into());
    more.push(customers::Request::Edit(edit(CustomerId(1), "remarks", json!("x"), json!("y"))).into());
    for request in more.into_iter().chain(samples()).filter(|request| !tells_on_purpose(request)) {
        let told = reveals(&bo, request.clone());
        assert_eq!(told, None, "{request:?}");
    }
}

fn tells_on_purpose(request: &Request) -> bool {
    matches!(request, Request::Customers(customers::Request::Reveal(..)))
}

#[test]
fn whoever_it_belongs_to_and_whoever_leads_sees_the_number() {
    let store = masking();
    let anna = plant(&store);
    let team = |name: &str| -> Vec<(&str, Value)> {
        vec![("name", json!(name)), ("login", json!(name)), ("os_user", json!(name)), ("team", json!("North"))]
    };
    let _: users::Response = store.ask(users::Request::AddTeam("North".into())).unwrap();
    for name in ["mia", "max"] {
        let _: users::Response = store.ask(users::Request::Add(draft(&team(name)))).unwrap();
    }
    let bo = store.colleague("bo", Role::Agent);
    let (mia, max) = (session(&store.keeper, "mia"), session(&store.keeper, "max"));
    store.edit(anna, "owner", json!(null), json!("mia")).unwrap();
    for (who, sees) in [(&mia, true), (&max, true), (&bo, false)] {
        let shown = card(who, anna).customer.phones[0].to_string();
        assert_eq!(shown, if sees { "+49 30 74185296" } else { MASKED });
    }
    for role in [Role::Supervisor, Role::Admin, Role::Auditor, Role::Service] {
        let session = store.colleague(role.slug(), role);
        assert_eq!(card(&session, anna).customer.emails, [ADDRESS], "{role}");
    }
}

#[test]
fn without_the_setting_everybody_sees_every_number() {
    let store = store();
    let anna = plant(&store);
    let bo = store.colleague("bo", Role::Agent);
    assert_eq!(card(&bo, anna).customer, store.card(anna).customer);
}

#[test]
fn digits_read_out_find_a_masked_number_and_mark_nothing_in_it() {
    let store = masking();
    let anna = plant(&store);
    let bo = store.colleague("bo", Role::Agent);
    let request = search::Request::Find { query: "74185296".into(), offset: 0, limit: 9, around: None };
    let search::Response::Found(found) = ask(&bo, request).unwrap();
    let row = found.rows.iter().find(|row| row.id == anna).unwrap();
    assert_eq!((row.phones[0].as_str(), row.highlights.len()), (MASKED, 0));
}

#[test]
fn a_masked_value_that_comes_back_overwrites_no_number() {
    let store = masking();
    let anna = plant(&store);
    let bo = store.colleague("bo", Role::Agent);
    let seen = serde_json::to_value(card(&bo, anna).customer.phones).unwrap();
    let change = |to: &[Value]| -> Result<customers::Response, Refusal> {
        ask(&bo, customers::Request::Edit(edit(anna, "phones", seen.clone(), Value::from(to.to_vec()))))
    };
    let numbers = || {
        store
            .card(anna)
            .customer
            .phones
            .iter()
            .map(|phone| (phone.to_string(), phone.label.clone()))
            .collect::<Vec<_>>()
    };
    let second = json!({ "typed": "030 7654321", "e164": "+49307654321", "extension": "", "label": "" });
    change(&[seen[0].clone(), second.clone()]).unwrap();
    assert_eq!(numbers().len(), 2);
    assert_eq!(numbers()[0].0, "+49 30 74185296");
    // Another label, the number being what it was.
    let mut labelled = seen[0].clone();
    labelled["label"] = json!("work");
    change(&[labelled]).unwrap();
    assert!(numbers().contains(&("+49 30 74185296".to_owned(), "work".to_owned())), "{:?}", numbers());
    // A masked number that is none of theirs.
    let strange = json!([{ "typed": "+49 30 ****99", "e164": "", "extension": "", "label": "" }]);
    let added =
        ask::<customers::Response>(&bo, customers::Request::Edit(edit(anna, "phones", json!([]), strange.clone())));
    assert_eq!(blamed(added), "phones");
    let fresh = draft(&[("name", json!("Copy")), ("phones", strange)]);
    assert_eq!(blamed(ask::<customers::Response>(&bo, customers::Request::Add(fresh))), "phones");
    // The text of a note, as this agent saw it.
    let Response::Interactions(interactions::Response::Interaction(note)) =
        ask_in_parts(&bo, Call::by_person(interactions::Request::Show(InteractionId(1))), &mut |_| {}).unwrap()
    else {
        panic!()
    };
    let mended = edit(InteractionId(1), "text", json!(note.text), json!(format!("{} soon", note.text)));
    assert_eq!(blamed(ask::<interactions::Response>(&bo, interactions::Request::Edit(mended))), "text");
}

#[test]
fn a_colleagues_number_is_not_had_by_merging_their_customer_into_ones_own() {
    let store = masking();
    let bo = store.colleague("bo", Role::Agent);
    for login in ["mia", "max"] {
        store.colleague(login, Role::Agent);
    }
    let owned = |owner: Value, typed: &str| {
        let phones = json!([{ "typed": typed, "e164": typed, "extension": "", "label": "" }]);
        store.add(&[("name", json!("Anna")), ("owner", owner), ("phones", phones)])
    };
    let (mine, nobodys) = (owned(json!("bo"), "+493011111111"), owned(json!(null), "+493022222222"));
    let (mias, maxs) = (owned(json!("mia"), "+493074185296"), owned(json!("max"), "+493033333333"));
    let merge = |who: &Session, keep, other, take: &[&str]| {
        let take = take.iter().map(|field| (*field).to_owned()).collect();
        ask::<customers::Response>(who, customers::Request::Merge { keep, other, take })
    };
    for keep in [mine, nobodys] {
        for take in [&["phones"][..], &[]] {
            assert_eq!(blamed(merge(&bo, keep, mias, take)), "other");
        }
    }
    merge(&bo, maxs, mias, &["phones"]).unwrap();
    assert_eq!(reveals(&bo, customers::Request::Card(maxs).into()), None, "what stays hidden may be joined");
    merge(&bo, mine, nobodys, &["phones"]).unwrap();
    merge(&store.admin, mine, maxs, &["phones"]).unwrap();
    assert_eq!(card(&bo, mine).customer.phones.len(), 4, "whoever may see both decides");
}

#[test]
fn a_reveal_tells_the_whole_value_and_is_audited_and_reading_a_list_is_not() {
    let store = masking();
    let anna = plant(&store);
    let bo = store.colleague("bo", Role::Agent);
    let before = store.audit().len();
    card(&bo, anna);
    assert!(
        reveals(&bo, search::Request::Find { query: "anna".into(), offset: 0, limit: 9, around: None }.into())
            .is_none()
    );
    assert_eq!(store.audit().len(), before);
    let told: customers::Response = ask(&bo, customers::Request::Reveal(anna, Masked::Phones)).unwrap();
    let customers::Response::Revealed(Revealed::Phones(phones)) = told else { panic!("{told:?}") };
    assert_eq!(phones[0].to_string(), "+49 30 74185296");
    let entry = store.audit().pop().unwrap();
    let record = RecordRef { noun: Noun::Customer, id: anna.0 };
    assert_eq!(entry.touched, [Touched { record, fate: Fate::Revealed, fields: vec!["phones".into()] }]);
    assert_eq!(
        (entry.os_user.as_str(), entry.user, entry.request.as_str()),
        ("bo", Some(UserId(2)), "customers-reveal")
    );
    let service = store.colleague("pbx", Role::Service);
    let refused = ask::<customers::Response>(&service, customers::Request::Reveal(anna, Masked::Emails));
    assert_eq!(refused, Err(Refusal::NotAllowed(Action::Reveal)));
}

#[test]
fn a_masked_number_can_be_dialled_and_that_it_was_told_is_audited() {
    let store = masking();
    let anna = plant(&store);
    let bo = store.colleague("bo", Role::Agent);
    let dial = |customer| -> Result<calls::Response, Refusal> {
        ask(&bo, calls::Request::Dial(calls::ToDial { number: MASKED.into(), customer, list: None }))
    };
    assert_eq!(dial(Some(anna)), Ok(calls::Response::Dial { number: "+493074185296".into() }));
    assert_eq!(store.audit().pop().unwrap().touched[0].fields, ["phones"]);
    assert_eq!(blamed(dial(None)), "number");
    assert_eq!(blamed(dial(Some(CustomerId(3)))), "number");
}

/// The next call that rings at this session, as it is told of.
fn heard(session: &Session) -> Ring {
    loop {
        let heard = session.inbox().recv_timeout(Duration::from_mins(3)).expect("nothing rings");
        if let Delivery::Event(Event::Ring(ring)) = heard {
            return ring;
        }
    }
}

#[test]
fn a_call_that_rings_shows_its_number_to_those_it_is_shown_to_and_can_be_taken_and_stored_by_all() {
    let store = masking();
    let anna = plant(&store);
    let (bo, lea) = (store.colleague("bo", Role::Agent), store.colleague("lea", Role::Supervisor));
    for session in [&bo, &lea] {
        let _: system::Response = ask(session, system::Request::Status).unwrap();
    }
    let ring = |number: &str| {
        let (call_id, line, callers) = Default::default();
        let ring = Ring { number: number.into(), call_id, line, phase: RingPhase::Ringing, callers };
        let _: calls::Response = store.ask(calls::Request::Ring { ring, to: String::new() }).unwrap();
        (heard(&bo), heard(&lea))
    };
    let (shown, whole) = ring(NUMBER);
    assert_eq!((shown.number.as_str(), whole.number.as_str()), (MASKED, NUMBER));
    assert_eq!((shown.name(), shown.callers.len()), (whole.name(), whole.callers.len()));
    assert!(!digits(&format!("{shown:?}")).contains("74185296"), "{shown:?}");
    let taken: floor::Response = ask(&bo, floor::Request::Take(shown.name())).unwrap();
    assert_eq!(taken, floor::Response::Done);
    let party = Party::Customer(anna);
    let interaction = Interaction { party, at: NOW, number: shown.number, ..Interaction::default() };
    let wrap_up = calls::WrapUp { interaction, next_step: None, deal: None, list: None };
    let saved: calls::Response = ask(&bo, calls::Request::WrapUp(Box::new(wrap_up))).unwrap();
    let calls::Response::WrappedUp { saved, .. } = saved else { panic!("{saved:?}") };
    let interactions::Response::Interaction(stored) = store.ask(interactions::Request::Show(saved.id)).unwrap() else {
        panic!()
    };
    assert_eq!(stored.number, "+493074185296");
    assert_eq!(ring("030 5550000").0.number, "030 5550000", "a number that is nobody's is hidden from nobody");
}

#[test]
fn only_whose_store_it_is_may_have_the_host_read_a_key_file() {
    let store = store();
    let bo = store.colleague("bo", Role::Admin);
    let unlock = || system::Request::Unlock(Key::File("/etc/shadow".into()));
    assert_eq!(ask::<system::Response>(&bo, unlock()), Err(Refusal::NotAllowed(Action::Maintain)));
    let owner = Session::open(&store.keeper, Identity::in_process("root", "test")).unwrap();
    assert!(ask::<system::Response>(&owner, unlock()).is_ok());
}

#[test]
fn an_agent_takes_a_customer_nobody_looks_after_and_gives_away_only_their_own() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna"))]);
    let (bo, eva) = (store.colleague("bo", Role::Agent), store.colleague("eva", Role::Agent));
    let give = |who: &Session, from: Value, to: &str, field: &str| -> Result<customers::Response, Refusal> {
        let change = Change { field: field.into(), from, to: json!(to) };
        ask(who, customers::Request::Edit(Edit { id: anna, changes: vec![change] }))
    };
    for field in ["owner", "service_agent"] {
        give(&bo, json!(null), "bo", field).unwrap();
        assert_eq!(give(&eva, json!("U2"), "eva", field), Err(Refusal::NotAllowed(Action::Reassign)), "{field}");
        let tagged = customers::Request::Edit(edit(anna, "city", json!(""), json!("")));
        assert!(ask::<customers::Response>(&eva, tagged).is_ok(), "everything else stays everybody's work");
    }
    give(&bo, json!("U2"), "eva", "owner").unwrap();
    give(&store.admin, json!("U3"), "bo", "owner").unwrap();
}

#[test]
fn a_stranger_is_told_whom_to_ask_and_the_owner_is_always_let_in() {
    let store = store();
    let stranger = Identity { is_owner: false, ..Identity::in_process("mallory", "test") };
    let mallory = Session::open(&store.keeper, stranger).unwrap();
    let status = |session: &Session| ask::<system::Response>(session, system::Request::Status);
    let refused = Refusal::Stranger { os_user: "mallory".into(), ask: "root".into() };
    assert_eq!(status(&mallory), Err(refused));
    let fields = [("name", json!("Mallory")), ("login", json!("mallory")), ("os_user", json!("mallory"))];
    let _: users::Response = store.ask(users::Request::Add(draft(&fields))).unwrap();
    assert!(status(&mallory).is_ok(), "from the next call on");
    let _: users::Response =
        store.ask(users::Request::Edit(edit(UserId(2), "active", json!(true), json!(false)))).unwrap();
    let owner = Session::open(&store.keeper, Identity::in_process("mallory", "test")).unwrap();
    let system::Response::Status(standing) = status(&owner).unwrap() else { panic!() };
    assert_eq!((standing.me.role, standing.me.active), (Role::Admin, true));
}

#[test]
fn a_right_taken_away_ends_with_the_next_call_of_an_open_session() {
    let store = store();
    let bo = store.colleague("bo", Role::Supervisor);
    let create = |name: &str| -> Result<lists::Response, Refusal> {
        ask(&bo, lists::Request::Create(Box::new(new_list(name, ""))))
    };
    create("Spring").unwrap();
    let _: users::Response = store.ask(users::Request::SetRole { login: "bo".into(), role: Role::Agent }).unwrap();
    assert_eq!(create("Autumn"), Err(Refusal::NotAllowed(Action::RunLists)));
}

fn card(session: &dyn Door, id: CustomerId) -> Card {
    match ask(session, customers::Request::Card(id)).unwrap() {
        customers::Response::Card(card) => *card,
        other => panic!("{other:?}"),
    }
}
