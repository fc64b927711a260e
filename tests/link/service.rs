//! A service is run by somebody else: sessions find it where they are told to, and never start one.

use super::house::{House, PATIENCE, PROGRAM, mode, wait_until};
use rustix::process::{Pid, Signal, kill_process};
use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixDatagram;
use std::path::PathBuf;
use std::process::{Child, Command, Output};

struct Service {
    house: House,
    child: Option<Child>,
    manager: UnixDatagram,
}

impl Service {
    fn new() -> Self {
        let house = House::new();
        fs::create_dir(house.path("run")).unwrap();
        let manager = UnixDatagram::bind(house.path("manager")).unwrap();
        manager.set_read_timeout(Some(PATIENCE)).unwrap();
        Self { house, child: None, manager }
    }

    fn socket(&self) -> PathBuf {
        self.house.path("run").join("callsheet.sock")
    }

    fn start(&mut self) {
        let mut command = Command::new(PROGRAM);
        command.args(["serve", "--data"]).arg(self.house.path("served"));
        command.env("CALLSHEET_SOCKET", self.socket()).env("NOTIFY_SOCKET", self.house.path("manager"));
        self.child = Some(command.spawn().unwrap());
        assert!(self.told().contains("READY=1"));
    }

    /// What the manager of services is told next.
    fn told(&self) -> String {
        let mut words = [0; 256];
        let count = self.manager.recv(&mut words).unwrap();
        String::from_utf8_lossy(&words[..count]).into_owned()
    }

    fn run(&self, args: &[&str]) -> Output {
        let mut command = Command::new(PROGRAM);
        command.args(args).arg("--data").arg(self.house.data()).env("CALLSHEET_SOCKET", self.socket());
        command.env("LANG", "C.UTF-8").output().unwrap()
    }

    fn refused(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stdout));
        String::from_utf8(output.stderr).unwrap()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

#[test]
fn a_service_is_used_where_it_is_and_never_started() {
    let mut service = Service::new();
    let said = service.refused(&["find", "anna"]);
    assert!(said.contains("the service does not listen"), "{said}");
    service.start();
    assert_eq!(mode(&service.socket()), 0o666, "who may do what is the roles' business");
    assert!(service.run(&["add", "Anna Meyer"]).status.success());
    let found = String::from_utf8(service.run(&["find", "anna"]).stdout).unwrap();
    assert!(found.contains("Anna Meyer"), "{found}");

    let mut child = service.child.take().unwrap();
    kill_process(Pid::from_child(&child), Signal::TERM).unwrap();
    assert!(child.wait().unwrap().success());
    assert!(service.told().contains("STOPPING=1"));
    let said = service.refused(&["find", "anna"]);
    assert!(said.contains("the service does not listen"), "{said}");
    assert!(!service.house.data().exists(), "nobody was given an empty store");

    service.start();
    let found = String::from_utf8(service.run(&["find", "anna"]).stdout).unwrap();
    assert!(found.contains("Anna Meyer"), "{found}");
    assert!(service.run(&["stop"]).status.success());
    wait_until("it has ended", || service.child.as_mut().unwrap().try_wait().unwrap().is_some());
}

#[test]
fn a_linked_directory_is_no_place_for_a_service() {
    let mut service = Service::new();
    service.start();
    symlink(service.house.path("run"), service.house.path("link")).unwrap();
    let output = Command::new(PROGRAM)
        .args(["find", "anna"])
        .env("CALLSHEET_SOCKET", service.house.path("link").join("callsheet.sock"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_listener_that_is_not_trusted_is_not_spoken_to() {
    if !rustix::process::geteuid().is_root() {
        println!("skipped: only the superuser can pose as somebody else");
        return;
    }
    let mut service = Service::new();
    service.start();
    std::os::unix::fs::chown(service.house.path("run"), Some(12_345), None).unwrap();
    let said = service.refused(&["find", "anna"]);
    assert!(said.contains("belongs to 12345"), "{said}");
}
