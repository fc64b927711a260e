//! A socket is used only where nobody else could have put it.

use super::house::{House, PROGRAM, add, mode};
use callsheet::domain::reason::Reason;
use callsheet::door::Refusal;
use callsheet::link::Place;
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, chown, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;

/// Why a session is not begun.
fn refused(house: &House) -> Reason {
    match house.open() {
        Err(Refusal::Unreachable(why)) => why,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("a session began"),
    }
}

fn permit(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_directory_others_may_write_to_is_refused() {
    let house = House::new();
    fs::create_dir(house.data()).unwrap();
    for open in [0o720, 0o702, 0o777, 0o1777] {
        permit(&house.data(), open);
        assert_eq!(refused(&house).key(), "host-dir-open", "{open:o}");
    }
    permit(&house.data(), 0o700);
    add(&house.session(), "Anna").unwrap();
    permit(&house.data(), 0o777);
    assert_eq!(refused(&house).key(), "host-dir-open", "also while a host listens there");
    permit(&house.data(), 0o700);
}

#[test]
fn a_directory_of_somebody_else_is_refused() {
    if !rustix::process::geteuid().is_root() {
        println!("skipped: only the superuser can give a directory away");
        return;
    }
    let house = House::new();
    fs::create_dir(house.data()).unwrap();
    chown(house.data(), Some(12_345), None).unwrap();
    assert_eq!(refused(&house).key(), "host-dir-owner");
    chown(house.data(), Some(0), None).unwrap();
}

#[test]
fn what_is_in_the_place_of_the_socket_and_is_none_is_left_alone() {
    let house = House::new();
    fs::create_dir(house.data()).unwrap();
    permit(&house.data(), 0o700);
    let (socket, elsewhere) = (house.data().join("host"), house.path("elsewhere"));
    let _listener = UnixListener::bind(&elsewhere).unwrap();
    symlink(&elsewhere, &socket).unwrap();
    assert_eq!(refused(&house).key(), "host-in-the-way", "a link, even to a socket");
    fs::remove_file(&socket).unwrap();
    fs::write(&socket, "precious").unwrap();
    assert_eq!(refused(&house).key(), "host-in-the-way");
    assert_eq!(fs::read_to_string(&socket).unwrap(), "precious");
    fs::remove_file(&socket).unwrap();
}

#[test]
fn a_lock_that_is_a_link_is_not_followed() {
    let house = House::new();
    fs::create_dir(house.data()).unwrap();
    permit(&house.data(), 0o700);
    symlink(house.path("victim"), house.data().join("host.lock")).unwrap();
    assert!(house.open().is_err());
    assert!(!house.path("victim").exists());
}

#[test]
fn a_socket_nobody_listens_on_any_more_is_replaced() {
    let house = House::new();
    fs::create_dir(house.data()).unwrap();
    permit(&house.data(), 0o700);
    drop(UnixListener::bind(house.data().join("host")).unwrap());
    add(&house.session(), "Anna").unwrap();
}

#[test]
fn a_path_longer_than_an_address_will_do() {
    let house = House::new();
    let data = house.path(&"d".repeat(200)).join("e".repeat(100));
    let run = |args: &[&str]| {
        let output = Command::new(PROGRAM).args(args).arg("--data").arg(&data).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    run(&["add", "Anna"]);
    run(&["stop"]);
}

#[test]
fn what_a_host_makes_is_private_whatever_the_umask() {
    let house = House::new();
    let command = format!("umask 000; exec {PROGRAM} add Anna --data {}", house.data().display());
    assert!(Command::new("sh").args(["-c", &command]).status().unwrap().success());
    assert_eq!(mode(&house.data()), 0o700);
    for file in ["host", "host.lock", "host.starting"] {
        assert_eq!(mode(&house.data().join(file)), 0o600, "{file}");
    }
}

#[test]
fn the_socket_of_a_service_is_named_so_that_it_can_be_one() {
    let long = format!("/run/{}", "s".repeat(100));
    for path in ["relative/socket", "/", &long] {
        let refused = Place::service(Path::new(path), "root").unwrap_err();
        assert!(matches!(&refused, Refusal::Unreachable(why) if why.key() == "host-path"), "{path}: {refused}");
    }
}
