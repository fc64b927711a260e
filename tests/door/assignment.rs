//! Handing work over: whose it becomes, what comes along, and one undo for all of it.

use crate::support::{NOW, Store, ask, edit, session, store};
use callsheet::crm::Session;
use callsheet::domain::assignment::Sharing;
use callsheet::domain::customer::Customer;
use callsheet::domain::deal::Deal;
use callsheet::domain::follow_up::FollowUp;
use callsheet::domain::id::{CustomerId, TeamId, UserId};
use callsheet::domain::interaction::Interaction;
use callsheet::domain::noun::RecordRef;
use callsheet::domain::party::Owner;
use callsheet::domain::presence::Presence;
use callsheet::domain::record::reference;
use callsheet::domain::role::{Action, Role};
use callsheet::door::assignment::{Heir, Request, Response, Work};
use callsheet::door::{Refusal, floor, interactions, system, undo, users};
use serde_json::json;

/// Root's customers Anna, Bea and Cid, and a team North with the agents bo and cy.
fn furnished() -> (Store, [CustomerId; 3], [Session; 2]) {
    let store = store();
    let _: users::Response = store.ask(users::Request::AddTeam("North".into())).unwrap();
    let seats = ["bo", "cy"].map(|login| store.colleague(login, Role::Agent));
    for id in [UserId(2), UserId(3)] {
        let _: users::Response = store.ask(users::Request::Edit(edit(id, "team", json!(null), json!("G1")))).unwrap();
    }
    for seat in &seats {
        let _: system::Response = ask(seat, system::Request::Status).unwrap();
    }
    let customers = ["Anna", "Bea", "Cid"].map(|name| store.add(&[("name", json!(name)), ("owner", json!("root"))]));
    (store, customers, seats)
}

fn hand_over(store: &Store, what: Work, to: Heir, note: &str) -> Result<Vec<(String, usize)>, Refusal> {
    let Response::HandedOver { shares, .. } = store.ask(Request::HandOver { what, to, note: note.into() })?;
    Ok(shares.into_iter().map(|share| (share.name, share.count)).collect())
}

fn customers(ids: &[CustomerId]) -> Work {
    Work::Records(ids.iter().map(|id| reference::<Customer>(*id)).collect())
}

fn to(owner: &str) -> Heir {
    Heir::Owner(owner.into())
}

#[test]
fn a_customer_takes_along_what_is_open_and_was_the_former_owners() {
    let (store, [anna, ..], _) = furnished();
    let mine = store.follow_up(anna, NOW.plus(60), &[("owner", json!("root"))]);
    let cys = store.follow_up(anna, NOW.plus(60), &[("owner", json!("cy"))]);
    let deal = store.deal(anna, &[("title", json!("Website"))]);
    assert_eq!(hand_over(&store, customers(&[anna]), to("bo"), "knows her well"), Ok(vec![("bo".into(), 1)]));
    let card = store.card(anna);
    let owner_of = |id| card.follow_ups.iter().find(|step| step.id == id).unwrap().owner;
    assert_eq!(card.customer.owned_by(), Owner::User(UserId(2)));
    assert_eq!((owner_of(mine), owner_of(cys)), (Owner::User(UserId(2)), Owner::User(UserId(3))));
    assert_eq!((card.deals[0].id, card.deals[0].owner), (deal, Owner::User(UserId(2))));
    assert_eq!((card.timeline[0].text.as_str(), card.timeline[0].channel.as_str()), ("knows her well", "note"));
}

#[test]
fn marked_work_of_every_kind_is_handed_over_under_one_undo() {
    let (store, [anna, bea, _], _) = furnished();
    let step = store.follow_up(bea, NOW.plus(60), &[("text", json!("call")), ("owner", json!("root"))]);
    let deal = store.deal(bea, &[("title", json!("Website"))]);
    let records: Vec<RecordRef> =
        vec![reference::<Customer>(anna), reference::<FollowUp>(step), reference::<Deal>(deal)];
    hand_over(&store, Work::Records(records), to("North"), "on leave").unwrap();
    let card = store.card(bea);
    assert_eq!(store.card(anna).customer.owned_by(), Owner::Team(TeamId(1)));
    assert_eq!(card.follow_ups[0].owner, Owner::Team(TeamId(1)));
    assert_eq!(card.follow_ups[0].text, "call\non leave", "what the new owner reads");
    assert_eq!((card.deals[0].owner, card.timeline.len()), (Owner::Team(TeamId(1)), 1));
    let _: undo::Response = store.undo().unwrap();
    let card = store.card(bea);
    assert_eq!(store.card(anna).customer.owned_by(), Owner::User(UserId(1)));
    assert_eq!((card.follow_ups[0].text.as_str(), card.timeline.len()), ("call", 0));
}

#[test]
fn a_whole_view_is_shared_out_in_turn_among_those_who_are_ready() {
    let (store, ids, [bo, _cy]) = furnished();
    let among = || Heir::Among { team: "North".into(), sharing: Sharing::InTurn };
    let all = || Work::Found("owner:root".into());
    assert_eq!(hand_over(&store, all(), among(), ""), Ok(vec![("bo".into(), 2), ("cy".into(), 1)]));
    let owners = ids.map(|id| store.card(id).customer.owner.unwrap().0);
    assert_eq!(owners, [2, 3, 2]);
    hand_over(&store, customers(&ids[..1]), among(), "").unwrap();
    assert_eq!(store.card(ids[0]).customer.owner, Some(UserId(3)), "the turn goes on behind bo");
    let pause = floor::Request::SetState { presence: Presence::Break, reason: String::new() };
    let _: floor::Response = ask(&bo, pause).unwrap();
    hand_over(&store, customers(&ids), among(), "").unwrap();
    assert!(ids.iter().all(|id| store.card(*id).customer.owner == Some(UserId(3))), "bo has a break");
}

#[test]
fn by_load_whoever_has_the_least_to_do_gets_the_next() {
    let (store, [anna, bea, cid], _seats) = furnished();
    for _ in 0..2 {
        store.follow_up(anna, NOW.plus(60), &[("owner", json!("bo"))]);
    }
    let among = Heir::Among { team: "North".into(), sharing: Sharing::LeastLoaded };
    let steps = [anna, bea, cid].map(|id| store.follow_up(id, NOW.plus(60), &[("owner", json!("root"))]));
    let work = Work::Records(steps.map(reference::<FollowUp>).to_vec());
    assert_eq!(hand_over(&store, work, among, ""), Ok(vec![("cy".into(), 2), ("bo".into(), 1)]));
}

#[test]
fn nothing_is_handed_over_when_some_of_it_cannot_be() {
    let (store, [anna, ..], seats) = furnished();
    let stranger = Work::Records(vec![reference::<Customer>(anna), reference::<Customer>(CustomerId(99))]);
    assert!(matches!(hand_over(&store, stranger, to("bo"), "x"), Err(Refusal::NotFound { .. })));
    assert!(matches!(hand_over(&store, customers(&[anna]), to("zoe"), ""), Err(Refusal::NotFound { .. })));
    assert!(matches!(hand_over(&store, customers(&[]), to("bo"), ""), Err(Refusal::Invalid { .. })));
    drop(seats);
    let _late = session(&store.keeper, "root");
    let among = Heir::Among { team: "North".into(), sharing: Sharing::InTurn };
    let refused = hand_over(&store, customers(&[anna]), among, "");
    assert!(matches!(&refused, Err(Refusal::Invalid { why, .. }) if why.key() == "nobody-ready"), "{refused:?}");
    let card = store.card(anna);
    assert_eq!((card.customer.owner, card.timeline.len()), (Some(UserId(1)), 0));
}

#[test]
fn a_call_nobody_wrapped_up_becomes_the_colleagues_and_stands_in_their_queue() {
    let (store, [anna, ..], [_, cy]) = furnished();
    let call = store.log(anna, &[("channel", json!("phone")), ("text", json!("wants the quote"))]);
    let work = || Work::Records(vec![reference::<Interaction>(call)]);
    assert_eq!(hand_over(&store, work(), to("bo"), "please"), Ok(vec![("bo".into(), 1)]));
    let card = store.card(anna);
    assert_eq!(card.timeline[0].by, Some(UserId(2)));
    let [step] = &card.follow_ups[..] else { panic!("{:?}", card.follow_ups) };
    assert_eq!((step.owner, step.text.as_str()), (Owner::User(UserId(2)), "wants the quote\nplease"));
    assert_eq!(step.agreed_in, Some(call));
    let taken = ask::<Response>(&cy, Request::HandOver { what: work(), to: to("cy"), note: String::new() });
    assert_eq!(taken, Err(Refusal::NotAllowed(Action::Reassign)), "an agent takes no colleague's call away");
    let outcome = edit(call, "disposition", json!(""), json!("reached"));
    let _: interactions::Response = store.ask(interactions::Request::Edit(outcome)).unwrap();
    let refused = hand_over(&store, work(), to("cy"), "");
    assert!(matches!(&refused, Err(Refusal::Invalid { why, .. }) if why.key() == "no-open-call"), "{refused:?}");
}
