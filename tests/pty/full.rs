//! A full disk, seen by who types: the screen says so and why, what was typed stays, and it is saved once there is room.

use super::house::{House, output};
use super::terminal::{ENTER, F2, F4};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

const CHILD_DIR: &str = "CALLSHEET_PTY_FULL_DIR";
const CHILD_LANG: &str = "CALLSHEET_PTY_FULL_LANG";
/// The small file system, bytes.
const SIZE: usize = 256 << 20;
/// What is left of it: less than a store wants to stay free, more than it needs to be read.
const LEFT: u64 = 32 << 20;

/// What the screen says, in the words of one language.
struct Words {
    lang: &'static str,
    card: &'static str,
    call: &'static str,
    note: &'static str,
    wrap_up: &'static str,
    badge: &'static str,
    why: &'static str,
    saved: &'static str,
}

const LANGS: [Words; 2] = [
    Words {
        lang: "C.UTF-8",
        card: "> Timeline",
        call: "Call Anna",
        note: "> Note",
        wrap_up: "> Wrap-up",
        badge: "READ-ONLY",
        why: "free on the disk",
        saved: "interaction I1",
    },
    Words {
        lang: "zh_CN.UTF-8",
        card: "> 时间线",
        call: "呼叫 Anna",
        note: "> 备注",
        wrap_up: "> 话后小结",
        badge: "只读",
        why: "磁盘只剩",
        saved: "互动 I1",
    },
];

#[test]
fn on_a_full_disk_a_wrap_up_is_kept_and_saved_once_there_is_room() {
    if !small_file_systems_permitted() {
        assert!(std::env::var_os("CALLSHEET_REQUIRE_PEERS").is_none(), "a small file system is not permitted here");
        println!("skipped: small file system not permitted");
        return;
    }
    for Words { lang, .. } in LANGS {
        let dir = tempfile::tempdir().unwrap();
        let mounted = format!("mount -t tmpfs -o size={SIZE} tmpfs \"$0\" && exec \"$@\"");
        let mut child = in_own_world(&mounted, &dir);
        child.arg(std::env::current_exe().unwrap()).args(["--exact", "full::child", "--nocapture"]);
        let child = output(child.env(CHILD_DIR, dir.path()).env(CHILD_LANG, lang));
        assert!(child.status.success() && told(&child).contains("saved after all"), "{}", told(&child));
    }
}

/// A shell with mounts of its own, and the right to make them.
fn in_own_world(script: &str, dir: &TempDir) -> Command {
    let mut command = Command::new("unshare");
    command.args(["--map-root-user", "--mount", "sh", "-c", script]).arg(dir.path());
    command
}

fn small_file_systems_permitted() -> bool {
    let dir = tempfile::tempdir().unwrap();
    let tried = in_own_world("mount -t tmpfs -o size=65536 tmpfs \"$0\"", &dir).output();
    tried.is_ok_and(|tried| tried.status.success())
}

fn told(child: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&child.stdout), String::from_utf8_lossy(&child.stderr))
}

/// Not a test of its own: what the test above runs on a small file system.
#[test]
fn child() {
    let (Some(dir), Ok(lang)) = (std::env::var_os(CHILD_DIR), std::env::var(CHILD_LANG)) else { return };
    let words = LANGS.into_iter().find(|words| words.lang == lang).unwrap();
    let place = Path::new(&dir);
    let house = House::within(place, words.lang);
    let anna = house.make(&["add", "Anna", "--phone", "+49 30 0074321"]);

    let mut screen = house.open();
    screen.wait_for("Anna").keys(ENTER).wait_for(words.card).keys(F2).wait_for(words.call).keys(ENTER);
    screen.wait_for(words.note).keys("asks for twelve cases").wait_for("asks for twelve cases");
    screen.keys(F4).wait_for(words.wrap_up).keys("1 by Thursday").wait_for("1 by Thursday");
    let ballast = place.join("ballast");
    fs::write(&ballast, vec![0; room(place).saturating_sub(LEFT) as usize]).unwrap();
    let badge = |screen: &str| screen.lines().last().is_some_and(|row| row.contains(words.badge));
    screen.keys(ENTER).wait_until("the badge is shown", badge).wait_for(words.why).wait_for("1 by Thursday");

    fs::remove_file(&ballast).unwrap();
    screen.wait_until("the badge is gone", |screen| !badge(screen)).wait_for("1 by Thursday");
    // The store is opened anew for that; a command waits until it is.
    house.ask(&["show", &anna]);
    screen.keys(ENTER).wait_for(words.saved);
    screen.quit();
    let card = house.ask(&["show", &anna]);
    let [call] = card["timeline"].as_array().unwrap().as_slice() else { panic!("not one interaction: {card}") };
    assert_eq!(call["text"], "asks for twelve cases\nby Thursday");
    println!("saved after all");
}

/// What fits the disk still, bytes.
fn room(place: &Path) -> u64 {
    let disk = rustix::fs::statvfs(place).unwrap();
    disk.f_bavail * disk.f_frsize
}
