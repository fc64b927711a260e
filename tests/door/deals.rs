//! Deals: through the stages, won and lost, and the board.

use crate::support::{NOW, Store, blamed, edit, store};
use callsheet::domain::deal::DealState;
use callsheet::domain::id::{CustomerId, DealId};
use callsheet::domain::money::{Currency, Money};
use callsheet::door::Refusal;
use callsheet::door::deals::{Board, DealList, Request, Response};
use callsheet::door::follow_ups::DealRow;
use serde_json::json;

fn show(store: &Store, id: DealId) -> DealRow {
    let Response::Deal(row) = store.ask(Request::Show(id)).unwrap() else { panic!() };
    *row
}

fn moved(store: &Store, request: Request) -> Result<String, Refusal> {
    match store.ask(request)? {
        Response::Moved { stage, .. } => Ok(stage),
        other => panic!("{other:?}"),
    }
}

fn board(store: &Store) -> Board {
    let Response::Board(board) =
        store.ask(Request::Board { pipeline: String::new(), query: String::new(), limit: 2 }).unwrap()
    else {
        panic!()
    };
    board
}

fn website(store: &Store) -> DealId {
    let anna = store.add(&[("name", json!("Anna"))]);
    store.deal(anna, &[("title", json!("Website"))])
}

#[test]
fn steps_stop_at_the_first_and_the_last_stage() {
    let store = store();
    let id = website(&store);
    let step = |steps| moved(&store, Request::Step { id, steps }).unwrap();
    assert_eq!(step(-1), "new");
    let stages: Vec<_> = (0..5).map(|_| step(1)).collect();
    assert_eq!(stages, ["qualified", "proposal", "negotiation", "negotiation", "negotiation"]);
    assert_eq!(step(-2), "qualified");
    let history: Vec<_> = show(&store, id).deal.history.into_iter().map(|change| change.stage).collect();
    assert_eq!(history, ["new", "qualified", "proposal", "negotiation", "qualified"], "a step nowhere is no step");
}

#[test]
fn the_history_says_when_and_by_whom() {
    let store = store();
    let id = website(&store);
    store.pass(3 * 86_400);
    moved(&store, Request::Move { id, pipeline: String::new(), stage: "方案".into() }).unwrap();
    let deal = show(&store, id).deal;
    let entered = deal.history.last().unwrap();
    assert_eq!((entered.stage.as_str(), entered.at), ("proposal", NOW.plus(3 * 86_400)));
    assert_eq!(entered.by, Some(store.status().me.id));
    assert_eq!(deal.days_in_stage(NOW.plus(5 * 86_400)), 2);
}

#[test]
fn a_closed_deal_does_nothing_more() {
    let store = store();
    let id = website(&store);
    assert_eq!(
        blamed(store.ask::<Response>(Request::Lose { id, reason: " ".into(), competitors: Vec::new() })),
        "reason"
    );
    assert_eq!(moved(&store, Request::Win { id, reason: String::new(), competitors: Vec::new() }), Ok("won".into()));
    for request in [
        Request::Move { id, pipeline: String::new(), stage: "new".into() },
        Request::Step { id, steps: 1 },
        Request::Win { id, reason: String::new(), competitors: Vec::new() },
        Request::Lose { id, reason: "price".into(), competitors: Vec::new() },
    ] {
        assert_eq!(blamed(store.ask::<Response>(request)), "state");
    }
    let deal = show(&store, id).deal;
    assert_eq!((deal.state, deal.closed, deal.stage.as_str()), (DealState::Won, Some(NOW), "new"));
    assert_eq!(board(&store).stages[0].count, 0);
}

#[test]
fn stage_and_state_are_not_edited_by_hand() {
    let store = store();
    let id = website(&store);
    for (field, from, to) in [
        ("stage", json!("new"), json!("proposal")),
        ("state", json!("open"), json!("won")),
        ("pipeline", json!("sales"), json!("x")),
        ("history", json!([]), json!([])),
        ("closed", json!(null), json!(NOW.to_string())),
    ] {
        assert_eq!(blamed(store.ask::<Response>(Request::Edit(edit(id, field, from, to)))), field);
    }
}

#[test]
fn a_deal_comes_in_at_the_bottom_of_its_column() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna"))]);
    let [a, b, c] = ["A", "B", "C"].map(|title| store.deal(anna, &[("title", json!(title))]));
    for id in [b, a] {
        moved(&store, Request::Step { id, steps: 1 }).unwrap();
    }
    moved(&store, Request::Step { id: b, steps: -1 }).unwrap();
    let board = board(&store);
    let titles = |column: usize| board.stages[column].deals.iter().map(|row| row.deal.id).collect::<Vec<_>>();
    assert_eq!((titles(0), titles(1)), (vec![c, b], vec![a]));
}

#[test]
fn a_column_counts_all_shows_the_first_and_sums_by_currency() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna"))]);
    for (minor, currency) in [(100, "EUR"), (50, "USD"), (25, "EUR")] {
        let value = Money { minor, currency: currency.parse().unwrap() };
        store.deal(anna, &[("title", json!("x")), ("value", json!(value))]);
    }
    let column = board(&store).stages.remove(0);
    let (euro, dollar) = (Currency::EUR, Currency::USD);
    assert_eq!(column.values, [Money { minor: 125, currency: euro }, Money { minor: 50, currency: dollar }]);
    assert_eq!((column.count, column.deals.len()), (3, 2));
    assert_eq!(column.deals[0].customer_name, "Anna");
}

#[test]
fn what_a_deal_cannot_be_is_refused() {
    let store = store();
    let id = website(&store);
    let add = |fields: &[(&str, serde_json::Value)]| {
        let mut draft = crate::support::draft(fields);
        draft.set("customer", "1");
        store.ask::<Response>(Request::Add(draft))
    };
    assert_eq!(blamed(add(&[("title", json!(" "))])), "title");
    assert_eq!(blamed(add(&[("title", json!("x")), ("stage", json!("nowhere"))])), "stage");
    assert_eq!(blamed(add(&[("title", json!("x")), ("pipeline", json!("nowhere"))])), "pipeline");
    assert_eq!(blamed(add(&[("title", json!("x")), ("probability", json!(101))])), "probability");
    let negative = Money { minor: -1, currency: Currency::EUR };
    assert_eq!(blamed(add(&[("title", json!("x")), ("value", json!(negative))])), "value");
    assert_eq!(
        blamed(store.ask::<Response>(Request::Move { id, pipeline: String::new(), stage: "nowhere".into() })),
        "stage"
    );
    let unknown = Request::Board { pipeline: "nowhere".into(), query: String::new(), limit: 1 };
    assert_eq!(blamed(store.ask::<Response>(unknown)), "pipeline");
    assert!(matches!(store.ask::<Response>(Request::Show(DealId(9))), Err(Refusal::NotFound { .. })));
    let of_nobody = crate::support::draft(&[("customer", json!("99")), ("title", json!("x"))]);
    assert!(matches!(store.ask::<Response>(Request::Add(of_nobody)), Err(Refusal::NotFound { .. })));
    assert_eq!(store.card(CustomerId(1)).deals.len(), 1);
}

fn titles(store: &Store) -> Vec<String> {
    board(store).stages.remove(0).deals.into_iter().map(|row| row.deal.title).collect()
}

#[test]
fn a_card_moves_up_and_down_its_column_and_back_with_one_undo() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna"))]);
    let [a, b, _] = ["A", "B", "C"].map(|title| store.deal(anna, &[("title", json!(title))]));
    let rank = |id, steps| {
        store.ask::<Response>(Request::Rank { id, steps }).unwrap();
        titles(&store)
    };
    assert_eq!(rank(b, -1), ["B", "A"]);
    assert_eq!(rank(b, -1), ["B", "A"], "the top is the top");
    assert_eq!(rank(b, 5), ["A", "C"]);
    store.undo().unwrap();
    assert_eq!(titles(&store), ["B", "A"]);
    moved(&store, Request::Win { id: a, reason: String::new(), competitors: Vec::new() }).unwrap();
    assert_eq!(blamed(store.ask::<Response>(Request::Rank { id: a, steps: 1 })), "state");
}

fn found(store: &Store, query: &str) -> Vec<String> {
    let list = |store: &Store, query: &str| -> DealList {
        let request = Request::List { pipeline: String::new(), query: query.into(), state: None, limit: 99 };
        match store.ask(request).unwrap() {
            Response::List(list) => list,
            other => panic!("{other:?}"),
        }
    };
    list(store, query).rows.into_iter().map(|row| row.deal.title).collect()
}

#[test]
fn a_query_asks_the_deal_for_what_it_has_and_its_customer_for_the_rest() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna Meyer")), ("city", json!("Bonn"))]);
    let zhang = store.add(&[("name", json!("张伟")), ("tags", json!(["vip"]))]);
    let of = |customer, title: &str, minor: i64| {
        let value = Money { minor, currency: Currency::EUR };
        store.deal(customer, &[("title", json!(title)), ("value", json!(value))])
    };
    let website = of(anna, "Website", 1_200_000);
    of(anna, "Support", 90_000);
    of(zhang, "Tablets", 3_000_000);
    moved(&store, Request::Move { id: website, pipeline: String::new(), stage: "proposal".into() }).unwrap();
    for (query, titles) in [
        ("", &["Support", "Tablets", "Website"][..]),
        ("value>10k", &["Tablets", "Website"]),
        ("value>10k city:bonn", &["Website"]),
        ("-value>10k", &["Support"]),
        ("tag:vip", &["Tablets"]),
        ("stage:new anna", &["Support"]),
        ("阶段:方案", &["Website"]),
        ("zhangwei", &["Tablets"]),
        ("webs", &["Website"]),
        ("deal:d2", &["Support"]),
        ("owner:me", &["Support", "Tablets", "Website"]),
        ("pipeline:sales tag:none", &[]),
    ] {
        assert_eq!(found(&store, query), titles, "{query}");
    }
    let unknown = Request::Board { pipeline: String::new(), query: "stage:nowhere".into(), limit: 1 };
    assert_eq!(blamed(store.ask::<Response>(unknown)), "query");
    let narrowed = Request::Board { pipeline: String::new(), query: "value>10k".into(), limit: 9 };
    let Response::Board(board) = store.ask(narrowed).unwrap() else { panic!() };
    assert_eq!(board.stages.iter().map(|stage| stage.count).collect::<Vec<_>>(), [1, 0, 1, 0]);
}

#[test]
fn the_list_ends_with_the_deals_that_ended_and_says_who_competed() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna"))]);
    let [a, b, _] = ["A", "B", "C"].map(|title| store.deal(anna, &[("title", json!(title))]));
    let lost = Request::Lose { id: a, reason: "price".into(), competitors: vec!["Initech".into()] };
    moved(&store, lost).unwrap();
    store.pass(60);
    moved(&store, Request::Win { id: b, reason: String::new(), competitors: Vec::new() }).unwrap();
    assert_eq!(found(&store, ""), ["C", "B", "A"]);
    assert_eq!(show(&store, a).deal.competitors, ["Initech"]);
}
