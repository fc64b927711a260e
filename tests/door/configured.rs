//! Dispositions, pipelines and scripts as a firm makes them its own.

use crate::support::{Store, blamed, edit, store};
use callsheet::domain::deal::pipeline;
use callsheet::domain::disposition;
use callsheet::domain::edit::diff;
use callsheet::domain::id::DealId;
use callsheet::domain::settings::Settings;
use callsheet::door::{Refusal, deals, interactions, system, undo};
use serde_json::json;

fn settings(store: &Store) -> Settings {
    let system::Response::Settings(settings) = store.ask(system::Request::Settings).unwrap() else { panic!() };
    *settings
}

fn configure(store: &Store, after: &Settings) -> Result<system::Response, Refusal> {
    store.ask(system::Request::Configure(diff(&settings(store), after)))
}

fn pipelines(store: &Store, text: &str) -> Result<system::Response, Refusal> {
    let all = pipeline::read(text).unwrap();
    configure(store, &settings(store).with_pipelines(all))
}

fn website(store: &Store) -> DealId {
    let anna = store.add(&[("name", json!("Anna"))]);
    store.deal(anna, &[("title", json!("Website"))])
}

fn stands(store: &Store, id: DealId) -> (String, String) {
    let deals::Response::Deal(row) = store.ask(deals::Request::Show(id)).unwrap() else { panic!() };
    (row.deal.pipeline, row.deal.stage)
}

fn moved(store: &Store, id: DealId, pipeline: &str, stage: &str) -> Result<deals::Response, Refusal> {
    store.ask(deals::Request::Move { id, pipeline: pipeline.into(), stage: stage.into() })
}

#[test]
fn a_stage_goes_only_when_no_deal_stands_in_it() {
    let store = store();
    let id = website(&store);
    let without_new = "[sales]\nproposal 50 7/9 : Our offer\nqualified 25";
    assert_eq!(blamed(pipelines(&store, without_new)), "pipelines");
    moved(&store, id, "", "proposal").unwrap();
    pipelines(&store, without_new).unwrap();
    let board = deals::Request::Board { pipeline: String::new(), query: String::new(), limit: 9 };
    let deals::Response::Board(board) = store.ask(board).unwrap() else { panic!() };
    let columns: Vec<_> = board.stages.iter().map(|column| (column.stage.as_str(), column.label.as_str())).collect();
    assert_eq!(columns, [("proposal", "Our offer"), ("qualified", "")]);
    assert_eq!(settings(&store).stage("sales", "new").map(|stage| stage.probability), Some(10), "old deals say so");
    store.undo().unwrap();
    assert_eq!(settings(&store).pipelines[0].stages.len(), 4);
}

#[test]
fn a_stage_is_not_undone_under_the_deals_that_stand_in_it() {
    let store = store();
    let id = website(&store);
    pipelines(&store, "[sales]\nnew 10\n[renewals] Renewals\ndue 30").unwrap();
    moved(&store, id, "renewals", "").unwrap();
    let undo::Response::List(steps) = store.ask(undo::Request::List { limit: 9 }).unwrap() else { panic!() };
    let configured = steps.iter().find(|step| step.request == "system-configure").unwrap().id;
    assert_eq!(blamed(store.ask::<undo::Response>(undo::Request::Undo(Some(configured)))), "pipelines");
}

#[test]
fn a_deal_is_not_won_back_into_a_stage_that_is_gone() {
    let store = store();
    let id = website(&store);
    let win = deals::Request::Win { id, reason: String::new(), competitors: Vec::new() };
    let _: deals::Response = store.ask(win).unwrap();
    let undo::Response::List(steps) = store.ask(undo::Request::List { limit: 1 }).unwrap() else { panic!() };
    let undo_win = || store.ask::<undo::Response>(undo::Request::Undo(Some(steps[0].id)));
    pipelines(&store, "[sales]\nproposal 50").unwrap();
    assert_eq!(blamed(undo_win()), "stage", "no board would show it");
    pipelines(&store, "[sales]\nnew 10\nproposal 50").unwrap();
    undo_win().unwrap();
    assert_eq!(stands(&store, id), ("sales".into(), "new".into()));
}

#[test]
fn a_deal_goes_to_another_pipeline_and_back_with_one_undo() {
    let store = store();
    let id = website(&store);
    pipelines(&store, "[sales]\nnew 10\nproposal 50\n[renewals] Renewals\nnew 30\nagreed 90 : Zugesagt").unwrap();
    moved(&store, id, "renewals", "").unwrap();
    assert_eq!(stands(&store, id), ("renewals".into(), "new".into()));
    moved(&store, id, "", "Zugesagt").unwrap();
    moved(&store, id, "sales", "Prop").unwrap();
    assert_eq!(stands(&store, id), ("sales".into(), "proposal".into()));
    store.undo().unwrap();
    assert_eq!(stands(&store, id), ("renewals".into(), "agreed".into()));
    assert_eq!(blamed(moved(&store, id, "nowhere", "")), "pipeline");
    assert_eq!(blamed(moved(&store, id, "", "proposal")), "stage", "that one is the other's");
}

#[test]
fn an_outcome_that_is_retired_is_chosen_no_more_and_stays_what_it_was() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna"))]);
    let all = disposition::read("1 reached reached\n71 reached/price reached : Too dear\n2 no-answer").unwrap();
    configure(&store, &settings(&store).with_dispositions(all)).unwrap();
    let call = store.log(anna, &[("disposition", json!("71"))]);
    let without = disposition::read("1 reached reached\n2 no-answer").unwrap();
    configure(&store, &settings(&store).with_dispositions(without)).unwrap();
    let after = settings(&store);
    assert_eq!(after.disposition_label("reached/price"), "Too dear");
    assert!(disposition::find(&after.dispositions, "71").is_none());
    assert_eq!(after.dispositions.len(), 2);
    let said = interactions::Request::Edit(edit(call, "text", json!(""), json!("said so")));
    assert!(store.ask::<interactions::Response>(said).is_ok(), "the old call can be edited");
}

#[test]
fn settings_nothing_could_be_done_with_are_refused() {
    let store = store();
    let sound = settings(&store);
    let mut bad = [sound.clone(), sound.clone(), sound.clone()];
    bad[0].dispositions[1].code = "1".into();
    bad[1].pipelines.clear();
    bad[2].scripts.inbound = "1 Yes -> nowhere".into();
    let blamed: Vec<_> = bad.iter().map(|bad| blamed(configure(&store, bad))).collect();
    assert_eq!(blamed, ["dispositions", "pipelines", "scripts"]);
}
