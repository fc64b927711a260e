//! Verbs against a door that answers from a script.

use super::Cli;
use super::testing::{FakeDoor, run};
use crate::domain::customer::Customer;
use crate::domain::deal::Deal;
use crate::domain::follow_up::{FollowUp, FollowUpKind, Lane};
use crate::domain::id::{CustomerId, DealId, FollowUpId, InteractionId, UndoId};
use crate::domain::import::RefusedRow;
use crate::domain::money::{Currency, Money};
use crate::domain::party::Party;
use crate::domain::reason::none_of;
use crate::domain::settings::Settings;
use crate::domain::undo::UndoEntry;
use crate::door::jobs::{self, JobId, Summary, Taken};
use crate::door::refusal::Candidate;
use crate::door::search::{CustomerRow, Found};
use crate::door::{
    Refusal, Request, Response, Saved, customers, deals, follow_ups, interactions, search, system, undo,
};
use crate::i18n::{I18n, Lang};
use clap::CommandFactory;
use serde_json::{Value, json};
use std::sync::Arc;

fn anna() -> Customer {
    Customer { id: CustomerId(10432), name: "Anna Meyer".into(), tags: vec!["cold".into()], ..Customer::default() }
}

/// Knows Anna, saves whatever it is told, and answers the rest from `more`.
fn door_with(more: impl Fn(&Request) -> Option<Result<Response, Refusal>> + Send + Sync + 'static) -> Arc<FakeDoor> {
    FakeDoor::new(move |request| {
        if let Some(answer) = more(request) {
            return answer;
        }
        Ok(match request {
            Request::System(system::Request::Settings) => system::Response::Settings(Box::default()).into(),
            Request::Customers(customers::Request::Resolve(_)) => {
                customers::Response::Resolved(CustomerId(10432)).into()
            }
            Request::Customers(customers::Request::Card(_)) => customers::Response::Card(Box::new(card())).into(),
            Request::Customers(_) => customers::Response::Saved(saved(CustomerId(10432))).into(),
            Request::Interactions(_) => interactions::Response::Saved(saved(InteractionId(90))).into(),
            Request::FollowUps(_) => follow_ups::Response::Saved(saved(FollowUpId(7))).into(),
            Request::Deals(_) => deals::Response::Saved(saved(DealId(88))).into(),
            other => return Err(Refusal::NotFound { noun: "customer".into(), given: format!("{other:?}") }),
        })
    })
}

fn saved<I>(id: I) -> Saved<I> {
    Saved { id, revision: 5 }
}

fn card() -> customers::Card {
    customers::Card {
        customer: anna(),
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

fn json_of(line: &[&str], door: &Arc<FakeDoor>) -> Value {
    let line: Vec<_> = line.iter().copied().chain(["--json"]).collect();
    let (code, out, complaint) = run(&line, door);
    assert_eq!(code, 0, "{line:?}: {complaint}");
    serde_json::from_str(&out).unwrap()
}

/// The one change a command sent.
fn change_of(line: &[&str]) -> Request {
    let door = door_with(|_| None);
    let (code, _, complaint) = run(line, &door);
    assert_eq!(code, 0, "{line:?}: {complaint}");
    door.changes().pop().unwrap()
}

#[test]
fn the_grammar_holds_together() {
    Cli::command().debug_assert();
}

#[test]
fn every_command_shows_one_example_in_its_help() {
    fn leaves<'a>(command: &'a clap::Command, found: &mut Vec<&'a clap::Command>) {
        if command.get_subcommands().next().is_none() {
            found.push(command);
        }
        command.get_subcommands().for_each(|sub| leaves(sub, found));
    }
    let cli = Cli::command();
    let mut found = Vec::new();
    leaves(&cli, &mut found);
    assert!(found.len() > 30);
    for command in found {
        let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        assert!(help.starts_with("Example: callsheet "), "{}", command.get_name());
    }
}

#[test]
fn command_lines_are_read_as_the_design_writes_them() {
    for line in [
        "find 1234 --limit 5",
        "show 10432",
        "add Anna --organisation --phone 030 --phone 031 --email a@b.de --company ACME --tag vip --set city=Berlin",
        "edit 10432 --set city=Berlin",
        "edit --query tag:vip --set owner=ben --add-tag key --remove-tag cold --dry-run",
        "tag 10432 +vip -cold --json",
        "archive 10432",
        "merge 1 2",
        "merge 1 2 --take city preferred-hours",
        "merge 1 2 --complete",
        "duplicates --of 1 --json",
        "duplicates --merge-certain --dry-run",
        "duplicates --not-same 1 2",
        "unmerge 1 2",
        "log 10432 --channel phone --direction in --outcome 1 --minutes 4 --at yesterday wants the quote",
        "log --number 030 wants the quote",
        "interaction edit I90 --set text=x",
        "interaction move I90 10433",
        "follow-up 10432 tomorrow call --kind callback --owner team",
        "queue --owner anna --overdue",
        "done F7 accepted",
        "snooze F7 +2wd",
        "deal add 10432 Website --value 12000 --currency EUR --stage new --close friday",
        "deal move D88 proposal",
        "deal win D88",
        "deal lose D88 --reason price",
        "board",
        "ticket add 10432 broken --kind complaint --urgency high --due tomorrow",
        "ticket close T5 mended",
        "tickets",
        "list create Fair --query tag:fair --script FILE --retry 3x2h",
        "list next Fair",
        "list status Fair",
        "dnc add 030 --why asked",
        "dnc list",
        "undo X5",
        "undo --list",
        "ring - --to anna --event ended --call-id 7 --line sales",
        "status",
        "audit verify --head 3f",
        "audit list --by anna --customer 10432 --since yesterday",
        "audit export --until today",
        "user add anna",
        "user list",
        "user role anna supervisor",
        "config set zone Europe/Berlin",
        "hand-over 10432 D88 F7 --to bo --note hello",
        "hand-over --query owner:anna --among North --least-loaded",
        "report day --team North --date yesterday --csv",
        "completions bash",
        "man",
    ] {
        let args = std::iter::once("callsheet").chain(line.split(' ')).map(Into::into);
        assert!(Cli::read(args).is_ok_and(|cli| cli.into_command().is_some()), "{line}");
    }
    for line in [
        "find",
        "show",
        "add",
        "edit 10432",
        "edit 10432 --query tag:vip --set city=Berlin",
        "edit 10432 --set city=Berlin --dry-run",
        "edit --query tag:vip",
        "edit 10432 --set city",
        "deal lose D88",
        "dnc add 030",
        "done D88",
        "log --number 1 --withheld x",
        "ticket add 1 x --kind wish",
        "undo X1 --list",
        "nonsense",
        "hand-over 10432",
        "hand-over --to bo",
        "find x --limit -1",
    ] {
        let args = std::iter::once("callsheet").chain(line.split(' ')).map(Into::into);
        assert_eq!(Cli::read(args).map(|_| ()), Err(2), "{line}");
    }
}

#[test]
fn find_prints_the_names_scripts_rely_on() {
    let row = CustomerRow {
        id: CustomerId(7),
        kind: crate::domain::customer::CustomerKind::Person,
        name: "张伟".into(),
        company: String::new(),
        city: String::new(),
        phones: vec!["+86 138".into()],
        emails: Vec::new(),
        tags: vec!["vip".into()],
        last_contact: None,
        highlights: Vec::new(),
        note: None,
    };
    let found = Found { matched: 9, rows: vec![row], paint_us: 4, elapsed_us: 9, ..Found::default() };
    let door = door_with(move |request| match request {
        Request::Search(_) => Some(Ok(search::Response::Found(found.clone()).into())),
        _ => None,
    });
    let answer = json_of(&["find", "zw"], &door);
    assert_eq!((&answer["matched"], &answer["elapsed_us"], &answer["paint_us"]), (&json!(9), &json!(9), &json!(4)));
    let row = &answer["rows"][0];
    assert_eq!((&row["id"], &row["kind"], &row["phones"]), (&json!("7"), &json!("person"), &json!(["+86 138"])));
    let (_, human, _) = run(&["find", "zw"], &door);
    assert!(human.contains("张伟") && human.ends_with("1 of 9\n"), "{human}");
}

#[test]
fn show_prints_the_card_and_its_lists() {
    let answer = json_of(&["show", "anna"], &door_with(|_| None));
    assert_eq!(answer["customer"]["id"], "10432");
    for list in ["timeline", "deals", "follow_ups", "tickets", "orders"] {
        assert!(answer[list].is_array(), "{list}");
    }
}

#[test]
fn queue_and_board_print_the_names_scripts_rely_on() {
    let follow_up = FollowUp {
        id: FollowUpId(7),
        kind: FollowUpKind::Callback,
        party: Party::Customer(CustomerId(10432)),
        ..FollowUp::default()
    };
    let value = Money { minor: 1_200_000, currency: Currency::EUR };
    let deal = Deal { id: DealId(88), customer: CustomerId(10432), value, ..Deal::default() };
    let row = follow_ups::DealRow { deal, customer_name: "Anna".into(), next_step: None };
    let item = follow_ups::QueueItem {
        follow_up,
        customer_name: "Anna".into(),
        lane: Lane::Callback,
        score: 3,
        owner_name: "me".into(),
        leased_to: None,
    };
    let door = door_with(move |request| match request {
        Request::FollowUps(follow_ups::Request::Queue(_)) => {
            let queue = follow_ups::Queue { items: vec![item.clone()], no_next_step: vec![row.clone()], more: false };
            Some(Ok(follow_ups::Response::Queue(queue).into()))
        }
        Request::Deals(deals::Request::Board { .. }) => {
            let column = deals::Column {
                stage: "new".into(),
                label: String::new(),
                probability: 10,
                count: 1,
                values: vec![value],
                deals: vec![row.clone()],
            };
            Some(Ok(deals::Response::Board(deals::Board { pipeline: "sales".into(), stages: vec![column] }).into()))
        }
        _ => None,
    });
    let row = &json_of(&["queue"], &door)["follow_ups"][0];
    for (name, value) in [("id", "F7"), ("kind", "callback"), ("customer", "10432"), ("customer_name", "Anna")] {
        assert_eq!(row[name], value);
    }
    assert_eq!((&row["due"], &row["score"]), (&json!("1970-01-01T00:00:00Z"), &json!(3)));
    let board = json_of(&["board"], &door);
    let stage = &board["stages"][0];
    assert_eq!((&board["pipeline"], &stage["name"], &stage["count"]), (&json!("sales"), &json!("new"), &json!(1)));
    assert_eq!(stage["values"][0], json!({ "amount": "12000.00", "currency": "EUR" }));
    assert_eq!((&stage["deals"][0]["id"], &stage["deals"][0]["value"]["amount"]), (&json!("D88"), &json!("12000.00")));
    assert_eq!((run(&["queue"], &door).0, run(&["board"], &door).0), (0, 0));
}

#[test]
fn what_was_stored_is_answered_with_its_id_and_revision() {
    for (line, id) in [
        (&["add", "Anna"][..], "10432"),
        (&["log", "anna", "wants", "the", "quote"], "I90"),
        (&["deal", "add", "anna", "Website", "--value", "12000"], "D88"),
        (&["done", "F7"], "F7"),
    ] {
        assert_eq!(json_of(line, &door_with(|_| None)), json!({ "id": id, "revision": 5 }));
    }
}

#[test]
fn a_draft_holds_what_was_typed() {
    let Request::Customers(customers::Request::Add(draft)) =
        change_of(&["add", "Anna", "--phone", "(206) 555-9857", "--phone", "mobile: 206 555 1234", "--tag", "vip"])
    else {
        panic!()
    };
    let phones = draft.get("phones").unwrap();
    assert_eq!((&phones[0]["e164"], &phones[1]["label"]), (&json!("+12065559857"), &json!("mobile")));
    assert_eq!(draft.get("tags"), Some(&json!(["vip"])));

    let Request::Interactions(interactions::Request::Log(draft)) =
        change_of(&["log", "--number", "(206) 555-9857", "--minutes", "4", "--outcome", "1", "called", "back"])
    else {
        panic!()
    };
    assert_eq!(draft.get("party"), Some(&json!({ "number": "+12065559857" })));
    assert_eq!((draft.get("talk_s"), draft.get("text")), (Some(&json!(240)), Some(&json!("called back"))));
}

#[test]
fn an_edit_names_what_it_saw() {
    let Request::Customers(customers::Request::Edit(edit)) = change_of(&["tag", "anna", "+vip", "-cold"]) else {
        panic!()
    };
    let change = &edit.changes[0];
    assert_eq!((&change.from, &change.to), (&json!(["cold"]), &json!(["vip"])));
    let door = door_with(|_| None);
    let (code, _, complaint) = run(&["edit", "anna", "--set", "name=Anna Meyer"], &door);
    assert_eq!((code, complaint.as_str()), (1, "callsheet: Nothing would change"));
    assert!(door.changes().is_empty());
}

#[test]
fn slips_are_refused_with_what_to_do_and_change_nothing() {
    for (line, code, said) in [
        (&["edit", "anna", "--set", "nmae=x"][..], 2, "no field `nmae`; there are name, kind,"),
        (&["add", "Anna", "--email", "nobody"], 1, "E-mails: `nobody` is not an e-mail address"),
        (&["deal", "add", "anna", "x", "--value", "-5"], 1, "negative"),
        (&["log"], 2, "name a customer"),
        (&["log", "--number", "nobody", "x"], 1, "has no digits"),
        (&["follow-up", "anna", "someday", "call"], 1, "`someday`: cannot be read as a date"),
        (&["merge", "anna", "10432"], 1, "Both are customer 10432"),
        (&["tag", "anna", "+"], 2, "names no tag"),
    ] {
        let door = door_with(|_| None);
        let (exit, out, complaint) = run(line, &door);
        assert_eq!((exit, out.as_str()), (code, ""), "{line:?}: {complaint}");
        assert!(complaint.starts_with("callsheet: ") && complaint.contains(said), "{line:?}: {complaint}");
        assert_eq!(complaint.lines().count(), 1, "{complaint}");
        assert!(door.changes().is_empty());
    }
}

#[test]
fn an_ambiguous_name_lists_who_could_be_meant() {
    let door = door_with(|request| match request {
        Request::Customers(customers::Request::Resolve(given)) => Some(Err(Refusal::Ambiguous {
            given: given.clone(),
            candidates: vec![Candidate { id: CustomerId(7), name: "张伟".into(), hint: "上海".into() }],
        })),
        _ => None,
    });
    let (code, out, complaint) = run(&["show", "张伟", "--json"], &door);
    let error: Value = serde_json::from_str(&complaint).unwrap();
    assert_eq!((code, out.as_str()), (1, ""));
    assert_eq!((&error["error"]["code"], &error["error"]["candidates"][0]["id"]), (&json!("ambiguous"), &json!("7")));
}

#[test]
fn undo_names_what_it_took_back() {
    let entry = UndoEntry { id: UndoId(12), request: "deals-win".into(), what: "D88".into(), ..UndoEntry::default() };
    let door = door_with(move |request| match request {
        Request::Undo(undo::Request::Peek) => Some(Ok(undo::Response::Peek(Some(entry.clone())).into())),
        Request::Undo(undo::Request::Undo(None)) => {
            Some(Ok(undo::Response::Undone { entry: entry.clone(), revision: 6, reopened: None }.into()))
        }
        Request::Undo(_) => Some(Ok(undo::Response::Peek(None).into())),
        _ => None,
    });
    assert_eq!(run(&["undo", "--yes"], &door).1, "Taken back: won deal D88\n");
    assert_eq!(run(&["redo"], &door).0, 1);
}

#[test]
fn every_word_the_source_names_is_there() {
    let known = |key: &str| {
        Lang::ALL.iter().all(|lang| {
            let words = I18n::new(*lang);
            words.has(key) || words.tf(key, &ARGS.map(|name| (name, 1.into()))) != key
        })
    };
    let mut missing = Vec::new();
    let sources = ["src/cli", "src/cli/import", "src/cli/export"]
        .into_iter()
        .flat_map(|folder| std::fs::read_dir(folder).unwrap());
    for path in sources.map(|file| file.unwrap().path()) {
        if path.is_dir() || path.ends_with("tests.rs") {
            continue;
        }
        let source = std::fs::read_to_string(&path).unwrap();
        for (mark, family) in [("\"cli-", "cli-"), ("failed(\"", "failure-"), ("usage(\"", "failure-")] {
            let named = source.split(mark).skip(1).filter_map(|rest| rest.split('"').next());
            let keys = named.filter(|key| !key.contains(' ')).map(|key| format!("{family}{key}"));
            missing.extend(keys.filter(|key| !known(key)));
        }
    }
    assert!(missing.is_empty(), "no words for {missing:?}");
}

/// Every argument that a message of the command line takes.
const ARGS: [&str; 36] = [
    "most",
    "rate",
    "pid",
    "since",
    "found",
    "by",
    "refused",
    "unchanged",
    "changed",
    "data",
    "taken",
    "read",
    "all",
    "id",
    "what",
    "stage",
    "customers",
    "done",
    "sessions",
    "entries",
    "head",
    "shown",
    "matched",
    "count",
    "field",
    "known",
    "undo",
    "why",
    "given",
    "file",
    "at",
    "revision",
    "size",
    "before",
    "after",
    "steps",
];

#[test]
fn words_may_begin_with_a_dash_and_options_may_follow_them() {
    let door = door_with(|request| match request {
        Request::Search(search::Request::Find { query, limit, .. }) => {
            assert_eq!((query.as_str(), *limit), ("-tag:lost meyer -city:köln", 3));
            Some(Ok(search::Response::Found(Found::default()).into()))
        }
        _ => None,
    });
    let answer = json_of(&["find", "-tag:lost", "meyer", "-city:köln", "--limit", "3"], &door);
    assert_eq!(answer["matched"], 0);
}

#[test]
fn settings_are_asked_for_once_and_change_as_a_whole_field() {
    let door = door_with(|request| match request {
        Request::System(system::Request::Configure(_)) => Some(Ok(system::Response::Configured { revision: 3 }.into())),
        _ => None,
    });
    assert_eq!(json_of(&["config", "set", "region", "de"], &door), json!({ "revision": 3 }));
    let Some(Request::System(system::Request::Configure(changes))) = door.changes().pop() else { panic!() };
    assert_eq!(
        (changes.len(), &changes[0].from, &changes[0].to),
        (1, &json!(Settings::default().region), &json!("DE"))
    );
}

/// A door that takes three rows and refuses the one on line 3.
fn door_for_imports() -> Arc<FakeDoor> {
    door_with(|request| {
        let Request::Jobs(request) = request else { return None };
        Some(Ok(match request {
            jobs::Request::Start(_) => jobs::Response::Started(JobId(1)),
            jobs::Request::Try { .. } | jobs::Request::Batch { .. } => jobs::Response::Taken(Taken {
                created: 1,
                refused: vec![RefusedRow { line: 3, field: "owner".into(), why: none_of("nobody", &["anna", "bert"]) }],
                ..Taken::default()
            }),
            jobs::Request::Finish(_) | jobs::Request::Cancel(_) => jobs::Response::Finished(Summary {
                created: 1,
                refused: 1,
                undo: Some(UndoId(4)),
                ..Summary::default()
            }),
        }
        .into()))
    })
}

#[test]
fn an_import_reports_what_it_did_and_keeps_what_was_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("people.csv");
    std::fs::write(&path, "姓名,Phone,Shoe\n张伟,13800138000,43\nBob,030 1,\nEve,nonsense,\n").unwrap();
    let file = path.to_str().unwrap();
    let answer = json_of(&["import", file], &door_for_imports());
    let counts = ["read", "created", "updated", "unchanged", "refused"].map(|name| answer[name].as_u64().unwrap());
    assert_eq!(counts, [3, 1, 0, 0, 2]);
    assert_eq!(answer["columns"], json!({ "姓名": "name", "Phone": "phones", "Shoe": null }));
    assert_eq!(answer["undo"], "X4");
    let rejected = std::fs::read_to_string(answer["reject_file"].as_str().unwrap()).unwrap();
    assert_eq!(rejected.lines().count(), 3, "{rejected}");
    assert!(rejected.contains("Bob,030 1,,3,owner,\"`nobody` is none of anna, bert\""), "{rejected}");

    let (code, out, complaint) = run(&["import", file, "--strict", "--dry-run"], &door_for_imports());
    assert_eq!((code, complaint.as_str()), (1, "callsheet: 2 rows were refused"));
    assert!(out.starts_with("Nothing was changed") && out.contains("Shoe"), "{out}");
}

#[test]
fn a_wrong_file_never_reaches_the_store() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = dir.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    for (file, said) in [
        (dir.path().to_str().unwrap().to_owned(), "is not a file"),
        (dir.path().join("missing.csv").to_str().unwrap().to_owned(), "No such file"),
        (write("empty.csv", ""), "is empty"),
        (write("shoes.csv", "shoe,size\n1,2\n"), "none of the columns is known"),
    ] {
        let door = door_for_imports();
        let (code, _, complaint) = run(&["import", &file], &door);
        assert_eq!(code, 1, "{complaint}");
        assert!(complaint.contains(said), "{complaint}");
        assert!(door.changes().is_empty());
    }
}
