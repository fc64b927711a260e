//! One session's line at the host's end: greeted, heard and answered. Whatever somebody says or fails to say costs them
//! their line and nobody else anything.

use super::roster::Entry;
use super::{House, Word, spawn_small};
use crate::crm::{Identity, Session};
use crate::domain::reason::reason;
use crate::door::{Call, Delivery, Door, Refusal};
use crate::link::frame::Ear;
use crate::link::peer::{Peer, name_of};
use crate::link::wire::{
    Farewell, GREETING, Hello, TO_HOST, TO_SESSION, ToHost, ToSession, Welcome, Wish, greeted, greeting, message, read,
};
use crossbeam_channel::{Receiver, Sender, bounded};
use std::io::{self, ErrorKind, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::time::Duration;

/// How long a greeting may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// Calls of one session whose answers it has not taken yet. Who takes none is not heard further.
const UNANSWERED: usize = 256;
/// As much as is written at once, bytes, if there is more than one thing to say.
const AT_ONCE: usize = 64 * 1024;
/// The longest name of a terminal.
const ORIGIN: usize = 64;

/// The superuser may end whatever runs.
const ROOT: u32 = 0;

/// Receives somebody who has connected, and stays with them.
pub fn receive(house: &Arc<House>, stream: UnixStream) {
    // Whoever greets wrongly, slowly or not at all is let go without a word.
    let _ = greet(house, stream);
}

fn greet(house: &Arc<House>, stream: UnixStream) -> io::Result<()> {
    let peer = Peer::of(&stream)?;
    let frame = Ear::new(&stream).frame_within(PATIENCE, GREETING)?.ok_or(ErrorKind::UnexpectedEof)?;
    let hello: Hello = greeted(&frame)?;
    let stream = Arc::new(stream);
    match judge(house, &hello, peer, &stream) {
        Ok(number) => {
            let attended = attend(house, &stream, peer, hello.origin);
            house.roster.leave(number);
            attended
        }
        Err(welcome) => {
            say(&stream, welcome)?;
            if let (Welcome::Leaving, Some(stream)) = (welcome, Arc::into_inner(stream)) {
                house.roster.wait_for_end(stream);
            }
            Ok(())
        }
    }
}

/// The number under which somebody comes in, or what they are told instead.
fn judge(house: &House, hello: &Hello, peer: Peer, stream: &Arc<UnixStream>) -> Result<u64, Welcome> {
    let is_owner = peer.uid == house.owner;
    let is_theirs = is_owner || peer.uid == ROOT;
    let other = Welcome::Other(house.program);
    let end = match hello.wish {
        Wish::Stop if is_theirs => Farewell::Stopped,
        Wish::Stop => return Err(Welcome::NotTheirs),
        _ if hello.program == house.program => {
            return match house.roster.enter(peer.uid, stream) {
                Entry::In(number) => Ok(number),
                Entry::Leaving => Err(Welcome::Leaving),
                Entry::Full => Err(Welcome::Full),
            };
        }
        // Of two programs of the same version the one that was started later is the newer.
        Wish::Attach if house.is_personal && is_owner && hello.program.version >= house.program.version => {
            Farewell::Retired
        }
        Wish::Attach | Wish::Rejoin => return Err(other),
    };
    house.roster.end(end);
    let _ = house.words.send(Word::End(end));
    Err(Welcome::Leaving)
}

fn say(stream: &UnixStream, welcome: Welcome) -> io::Result<()> {
    stream.set_write_timeout(Some(PATIENCE))?;
    (&mut &*stream).write_all(&greeting(&welcome)?)?;
    stream.set_write_timeout(None)
}

/// A session, from its beginning to its end.
fn attend(house: &Arc<House>, stream: &Arc<UnixStream>, peer: Peer, origin: String) -> io::Result<()> {
    let identity = Identity {
        os_user: name_of(peer.uid),
        is_owner: peer.uid == house.owner,
        origin: origin.chars().filter(|c| !c.is_control()).take(ORIGIN).collect(),
        pid: peer.pid,
    };
    let session = Session::open(&house.keeper, identity).map_err(io::Error::other)?;
    say(stream, Welcome::In)?;
    let (unanswered, answered) = bounded(UNANSWERED);
    let (ends, ended) = bounded::<()>(0);
    let (deliveries, writer, last) = (session.inbox().clone(), Arc::clone(stream), Arc::clone(house));
    spawn_small("callsheet-pen", move || {
        let _ends = ends;
        deliver(&writer, &deliveries, &answered, &last);
    })?;
    let heard = listen(&session, stream, &unanswered);
    if heard.is_err() {
        let _ = stream.shutdown(Shutdown::Both);
    }
    drop(session);
    // Nothing is ever sent: it ends when the last answer is written.
    let _ = ended.recv();
    heard
}

/// Takes what a session says, until it has nothing more to say.
fn listen(session: &Session, stream: &UnixStream, unanswered: &Sender<()>) -> io::Result<()> {
    let mut ear = Ear::new(stream);
    let mut is_screen = false;
    while let Some(frame) = ear.frame(TO_HOST)? {
        match read(&frame)? {
            ToHost::Call(ticket, call) => {
                unanswered.send(()).map_err(|_| ErrorKind::BrokenPipe)?;
                // Whoever comes over a socket is a person, or a hook that says so, whatever they say.
                session.hand_in(ticket, Call { cause: call.cause.of_session(), ..call });
            }
            ToHost::Cancel(ticket) => session.cancel(ticket),
            ToHost::Listen => {
                if !std::mem::replace(&mut is_screen, true) {
                    session.listen();
                }
            }
        }
    }
    Ok(())
}

/// Writes what a session hears, until there is nothing more; then why, if it is the host that ends.
fn deliver(stream: &UnixStream, deliveries: &Receiver<Delivery>, answered: &Receiver<()>, house: &House) {
    while let Ok(first) = deliveries.recv() {
        let (mut bytes, mut answers, mut next) = (Vec::new(), 0, Some(first));
        while let Some(delivery) = next {
            answers += usize::from(matches!(delivery, Delivery::Done(..)));
            bytes.extend(framed(delivery));
            next = if bytes.len() < AT_ONCE { deliveries.try_recv().ok() } else { None };
        }
        if (&mut &*stream).write_all(&bytes).is_err() {
            // Whoever listens to it notices too.
            let _ = stream.shutdown(Shutdown::Both);
            return;
        }
        answered.try_iter().take(answers).for_each(drop);
    }
    if let Some(farewell) = house.roster.ending()
        && let Ok(frame) = message(&ToSession::Farewell(farewell), TO_SESSION)
    {
        let _ = (&mut &*stream).write_all(&frame);
    }
}

/// A delivery as a frame; one that does not fit says so.
fn framed(delivery: Delivery) -> Vec<u8> {
    let instead = match &delivery {
        Delivery::Done(ticket, _) => {
            Delivery::Done(*ticket, Err(Refusal::Unavailable { why: reason("answer-too-long") }))
        }
        _ => Delivery::Missed,
    };
    let frame = |delivery| message(&ToSession::Delivery(Box::new(delivery)), TO_SESSION);
    frame(delivery).or_else(|_| frame(instead)).unwrap_or_default()
}
