//! What one does, as another's screen shows it: from its being asked for to the bytes that show it; and what screens
//! cost that are only there.

use crate::BINARY;
use crate::sample::Sample;
use crate::screen::Terminal;
use crate::socket::session;
use callsheet::domain::edit::{Change, Draft};
use callsheet::domain::id::CustomerId;
use callsheet::door::event::{Ring, RingPhase};
use callsheet::door::{Door, Edit, ask, calls, customers};
use callsheet::link::Client;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

/// Times each is done.
const TIMES: usize = 50;
/// Sessions of a full floor at rest.
const SESSIONS: usize = 200;

pub fn measure(data: &Path) {
    let changer = session(data);
    let mut screen = Terminal::open(data);
    screen.wait(|shown| shown.contains("Customers"));
    Sample::if_all("a change, on another's open card", changes(&changer, &mut screen));
    Sample::if_all("a ring, on a screen", rings(&changer, &mut screen));
    Sample::if_all("a ring, from the command to a screen", rings_by_command(&changer, &mut screen, data));
    println!("{:<44} {:>7.1} MB", "a screen, at rest", memory(screen.pid()) as f64 / 1024.0);
    drop(screen);
    rest(data);
}

/// A colleague moves the customer whose card is open, again and again.
fn changes(changer: &Client, screen: &mut Terminal) -> Option<Vec<Duration>> {
    let name = format!("Livia {}", unheard_of());
    let mut draft = Draft::default();
    draft.set("name", name.as_str());
    let answer: customers::Response = ask(changer, customers::Request::Add(draft)).unwrap();
    let customers::Response::Saved(saved) = answer else { panic!("{answer:?}") };
    screen.keys(&format!("/{name}"));
    screen
        .wait(|shown| shown.split("Customers 1").skip(1).any(|rest| !rest.starts_with(|c: char| c.is_ascii_digit())))?;
    screen.keys("\r");
    screen.wait(|shown| shown.contains("COMMAND"))?;
    screen.keys("\r");
    screen.wait(|shown| shown.contains("> Timeline"))?;
    let mut from = String::new();
    let round = |round| {
        let to = format!("Moved{round}x");
        let begun = Instant::now();
        move_to(changer, saved.id, &from, &to);
        from.clone_from(&to);
        Some(screen.wait(|shown| shown.contains(&to))? - begun)
    };
    (0..TIMES).map(round).collect()
}

fn move_to(door: &dyn Door, id: CustomerId, from: &str, to: &str) {
    let change = Change { field: "city".into(), from: from.into(), to: to.into() };
    let _: customers::Response = ask(door, customers::Request::Edit(Edit { id, changes: vec![change] })).unwrap();
}

/// A name nobody has, not even by a typing error.
fn unheard_of() -> String {
    let moment = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_nanos();
    (0..20).map(|at| char::from(b'a' + (moment >> (3 * at)) as u8 % 26)).collect()
}

/// Calls ring and end, announced through the door.
fn rings(door: &dyn Door, screen: &mut Terminal) -> Option<Vec<Duration>> {
    (0..TIMES).map(|round| ring(door, screen, round, |number| announce(door, number, RingPhase::Ringing))).collect()
}

/// The same, announced by the command, from its start on.
fn rings_by_command(door: &dyn Door, screen: &mut Terminal, data: &Path) -> Option<Vec<Duration>> {
    let announced = |number: &str| {
        let mut command = Command::new(BINARY);
        command.args(["ring", number, "--call-id", number, "--data"]).arg(data).stdout(Stdio::null());
        assert!(command.status().unwrap().success());
    };
    (TIMES..2 * TIMES).map(|round| ring(door, screen, round, announced)).collect()
}

/// From the announcement of a number that nobody called from before to the screen that shows it; the call ends then.
fn ring(door: &dyn Door, screen: &mut Terminal, round: usize, announced: impl FnOnce(&str)) -> Option<Duration> {
    let moment = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_millis();
    let number = format!("+4930{:06}{round:02}", moment % 1_000_000);
    let is_shown = |shown: &str| shown.chars().filter(|c| !c.is_whitespace()).collect::<String>().contains(&number);
    let begun = Instant::now();
    announced(&number);
    let shown = screen.wait(is_shown);
    announce(door, &number, RingPhase::Ended);
    Some(shown? - begun)
}

fn announce(door: &dyn Door, number: &str, phase: RingPhase) {
    let ring = Ring { number: number.into(), call_id: number.into(), line: String::new(), phase, callers: Vec::new() };
    let _: calls::Response = ask(door, calls::Request::Ring { ring, to: String::new() }).unwrap();
}

/// Many sessions that do nothing.
fn rest(data: &Path) {
    let first = session(data);
    // The host has signed its lock.
    let host = std::fs::read_to_string(data.join("lock")).unwrap().trim().parse().unwrap();
    let before = memory(host);
    let sessions: Vec<Client> = (0..SESSIONS).map(|_| session(data)).collect();
    sessions.iter().for_each(Client::listen);
    add_nora(&first);
    let each = memory(host).saturating_sub(before) as f64 / SESSIONS as f64;
    println!("{:<44} {:>7.1} KB", format!("a session of {SESSIONS} at rest, in the host"), each);
    println!("{:<44} {:>7.1} MB", "the host, before them", before as f64 / 1024.0);
}

/// Everybody hears of somebody new.
fn add_nora(door: &dyn Door) {
    let mut draft = Draft::default();
    draft.set("name", "Nora Neu");
    let _: customers::Response = ask(door, customers::Request::Add(draft)).unwrap();
}

/// The memory a process really takes, KiB.
fn memory(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.split_whitespace().next().unwrap().parse().unwrap()
}
