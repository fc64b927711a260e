//! Whatever somebody says on the socket, or fails to say, costs them their line and nobody else anything.

use super::house::{Dice, House, PATIENCE, add, is_full, wait_until};
use callsheet::domain::edit::Draft;
use callsheet::domain::secret::Key;
use callsheet::door::calls;
use callsheet::door::event::{Ring, RingPhase};
use callsheet::door::{Call, Delivery, Door, Refusal, Ticket, ask, customers, search, system};
use callsheet::link;
use callsheet::link::wire::{
    GREETING, Hello, Program, TO_HOST, ToHost, ToSession, Welcome, Wish, greeted, greeting, message, read,
};
use std::fs;
use std::io::{Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::thread;

fn hello(program: Program, wish: Wish) -> Vec<u8> {
    greeting(&Hello { program, wish, origin: "pts/9".into() }).unwrap()
}

/// What a well-behaved session says, frame by frame: the seeds that are mutilated.
fn seeds() -> Vec<Vec<u8>> {
    let mut draft = Draft::default();
    draft.set("name", "Anna Meyer");
    let find = search::Request::Find { query: "tag:vip meyer".into(), offset: 0, limit: 50, around: None };
    let unlock = system::Request::Unlock(Key::Passphrase("sesame".to_owned().into()));
    let said = [
        ToHost::Call(Ticket(1), Call::by_person(system::Request::State)),
        ToHost::Call(Ticket(2), Call::by_person(find)),
        ToHost::Call(Ticket(3), Call::by_person(customers::Request::Add(draft))),
        ToHost::Call(Ticket(4), Call::by_person(unlock)),
        ToHost::Cancel(Ticket(2)),
        ToHost::Listen,
    ];
    said.iter().map(|said| message(said, TO_HOST).unwrap()).collect()
}

fn mutilated(mut bytes: Vec<u8>, dice: &mut Dice) -> Vec<u8> {
    for _ in 0..=dice.below(4) {
        let at = dice.below(bytes.len().max(1) as u64) as usize;
        match dice.below(5) {
            0 if !bytes.is_empty() => bytes[at] ^= 1 << dice.below(8),
            1 => bytes.truncate(at),
            2 => bytes.insert(at.min(bytes.len()), dice.below(256) as u8),
            3 => bytes.extend(bytes.clone()),
            4 if !bytes.is_empty() => bytes[at] = 0xff,
            _ => {}
        }
    }
    bytes
}

#[test]
fn no_mutilated_message_does_more_than_be_refused() {
    let rounds = if is_full() { 1_000_000 } else { 40_000 };
    let (mut dice, seeds) = (Dice(1), seeds());
    let mut understood = 0;
    for _ in 0..rounds {
        let seed = seeds[dice.below(seeds.len() as u64) as usize].clone();
        let bytes = mutilated(seed[4..].to_vec(), &mut dice);
        understood += u64::from(read::<ToHost>(&bytes).is_ok());
        let _ = greeted::<Hello>(&mutilated(hello(Program::this(), Wish::Attach)[4..].to_vec(), &mut dice));
        let _ = read::<ToSession>(&bytes);
    }
    println!("hostile: {rounds} mutilated messages, {understood} of them still a message");
}

fn connect(house: &House) -> UnixStream {
    let stream = UnixStream::connect(house.data().join("host")).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// What a host says to somebody who has just connected and said this; nothing if it hangs up.
fn welcome(stream: &mut UnixStream, said: &[u8]) -> Option<Welcome> {
    let _ = stream.write_all(said);
    let mut length = [0; 4];
    stream.read_exact(&mut length).ok()?;
    let mut frame = vec![0; u32::from_be_bytes(length) as usize];
    stream.read_exact(&mut frame).ok()?;
    Some(greeted(&frame).unwrap())
}

/// Somebody who was let in; whoever greeted too late for the host's patience comes again.
fn attached(house: &House) -> UnixStream {
    loop {
        let mut stream = connect(house);
        if let Some(welcome) = welcome(&mut stream, &hello(Program::this(), Wish::Attach)) {
            assert_eq!(welcome, Welcome::In);
            return stream;
        }
    }
}

fn hangs_up(stream: &mut UnixStream) -> bool {
    let mut rest = Vec::new();
    match stream.read_to_end(&mut rest) {
        Ok(_) => true,
        Err(error) => error.kind() == std::io::ErrorKind::ConnectionReset,
    }
}

#[test]
fn whoever_speaks_wrongly_loses_their_line_and_nobody_else_theirs() {
    let house = House::new();
    let good = house.session();
    let too_long = u32::MAX.to_be_bytes().to_vec();
    let wrong = [b"GET / HTTP/1.1\r\n\r\n".to_vec(), too_long.clone(), vec![0; 64], message(&7_u64, GREETING).unwrap()];
    for said in &wrong {
        assert_eq!(welcome(&mut connect(&house), said), None, "{said:?}");
    }
    for said in [too_long, message(&u64::MAX, TO_HOST).unwrap(), vec![0, 0, 0, 0]] {
        let mut stream = attached(&house);
        stream.write_all(&said).unwrap();
        assert!(hangs_up(&mut stream), "{said:?}");
    }
    let (mut dice, seeds) = (Dice(2), seeds());
    for _ in 0..300 {
        let mut stream = attached(&house);
        for seed in &seeds {
            if stream.write_all(&mutilated(seed.clone(), &mut dice)).is_err() {
                break;
            }
        }
    }
    add(&good, "Anna").unwrap();
}

#[test]
fn whoever_says_nothing_is_let_go_while_everybody_else_works() {
    let house = House::new();
    let good = house.session();
    let (mut silent, mut slow) = (connect(&house), connect(&house));
    slow.write_all(&hello(Program::this(), Wish::Attach)[..7]).unwrap();
    for n in 0..20 {
        add(&good, &format!("Customer {n}")).unwrap();
    }
    assert!(hangs_up(&mut silent) && hangs_up(&mut slow));
}

#[test]
fn a_session_that_reads_nothing_misses_events_and_costs_no_memory() {
    let house = House::new();
    let (good, mut deaf) = (house.session(), attached(&house));
    deaf.write_all(&message(&ToHost::Listen, TO_HOST).unwrap()).unwrap();
    let ring = |n: u32| {
        let (number, call_id) = ("+49 30 1234567".to_owned(), format!("{n:0>400}"));
        let ring = Ring { number, call_id, line: "sales".into(), phase: RingPhase::Ended, callers: Vec::new() };
        calls::Request::Ring { ring, to: String::new() }
    };
    // Until the socket is full, and the inbox behind it.
    for n in 0..3_000 {
        let _: calls::Response = ask(&good, ring(n)).unwrap();
    }
    let mut missed = false;
    let mut next = || {
        let mut length = [0; 4];
        deaf.read_exact(&mut length).unwrap();
        let mut frame = vec![0; u32::from_be_bytes(length) as usize];
        deaf.read_exact(&mut frame).unwrap();
        read::<ToSession>(&frame).unwrap()
    };
    for n in 3_000..6_000 {
        missed |= matches!(next(), ToSession::Delivery(delivery) if *delivery == Delivery::Missed);
        if missed {
            break;
        }
        let _: calls::Response = ask(&good, ring(n)).unwrap();
    }
    assert!(missed, "it was told that it missed something");
    assert_eq!(good.inbox().len(), 0);
}

#[test]
fn an_older_host_of_ones_own_retires_for_a_newer_program_and_no_other() {
    let house = House::new();
    let session = house.session();
    let this = Program::this();
    let (major, minor, patch) = this.version;
    let newer = Program { version: (major, minor + 1, patch), words: 1 };
    let older = Program { version: (0, 0, 1), words: 2 };
    for (program, wish) in [(older, Wish::Attach), (older, Wish::Rejoin), (newer, Wish::Rejoin)] {
        assert_eq!(welcome(&mut connect(&house), &hello(program, wish)), Some(Welcome::Other(this)));
    }
    add(&session, "Anna").unwrap();
    let mut heir = connect(&house);
    assert_eq!(welcome(&mut heir, &hello(newer, Wish::Attach)), Some(Welcome::Leaving));
    assert!(hangs_up(&mut heir), "its line ends when the host is gone");
    assert!(house.place().connect().unwrap().is_none());
}

#[test]
fn a_session_whose_host_was_replaced_by_another_program_says_so() {
    let house = House::new();
    let session = house.session();
    link::stop(house.place()).unwrap();
    let newer = Program { words: 1, ..Program::this() };
    // Nobody leaves a socket behind that is still listened at.
    let _ = fs::remove_file(house.data().join("host"));
    let listener = UnixListener::bind(house.data().join("host")).unwrap();
    let heir = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.write_all(&greeting(&Welcome::Other(newer)).unwrap()).unwrap();
        stream
    });
    wait_until("it says what is there now", || {
        let asked = ask::<system::Response>(&session, system::Request::Status);
        matches!(asked, Err(Refusal::Unreachable(why)) if why.key() == "host-newer")
    });
    drop(heir.join());
}
