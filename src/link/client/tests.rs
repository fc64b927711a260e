use super::line::{Line, Out};
use crate::domain::edit::Draft;
use crate::domain::id::CustomerId;
use crate::door::system::{Response as Said, Standing, State};
use crate::door::{Call, Delivery, Refusal, Response, customers, system};
use crate::link::wire::{ToHost, read};
use crossbeam_channel::{Receiver, unbounded};
use std::os::unix::net::UnixStream;
use std::sync::Arc;

/// A line, and what is written on it.
struct Bench {
    line: Line,
    written: Receiver<Out>,
    host: Arc<UnixStream>,
}

impl Bench {
    /// A session that is attached to a host.
    fn attached() -> Self {
        let (pen, written) = unbounded();
        let host = Arc::new(UnixStream::pair().unwrap().0);
        let mut bench = Self { line: Line::new(pen, None, Arc::clone(&host)), written, host };
        assert_eq!(bench.take_up(), []);
        bench
    }

    fn take_up(&mut self) -> Vec<Delivery> {
        self.line.take_up(&Arc::clone(&self.host))
    }

    /// What the host was told since this was asked last.
    fn told(&self) -> Vec<ToHost> {
        let frames = self.written.try_iter().filter_map(|out| match out {
            Out::Say(frame) => Some(read(&frame[4..]).unwrap()),
            Out::To(_) => None,
        });
        frames.collect()
    }

    /// The host is lost and there is another one, whose store is open.
    fn loses_and_finds(&mut self) -> Vec<Delivery> {
        assert_eq!(self.line.lose(), Some(Delivery::Lost));
        self.told();
        assert_eq!(self.take_up(), []);
        let told = self.told();
        let [ToHost::Call(first, call)] = &told[..] else { panic!("{told:?}") };
        assert_eq!(call.request, system::Request::Settled.into());
        self.line.hear(Delivery::Done(*first, Ok(ready())))
    }
}

fn ready() -> Response {
    Said::State(Standing { state: State::Ready, notices: Vec::new() }).into()
}

fn look() -> Call {
    Call::by_person(customers::Request::Card(CustomerId(7)))
}

fn change() -> Call {
    Call::by_person(customers::Request::Add(Draft::default()))
}

#[test]
fn what_only_looks_is_asked_again_of_the_next_host() {
    let mut bench = Bench::attached();
    let (ticket, _) = bench.line.take(look());
    assert_eq!(bench.loses_and_finds(), [Delivery::Back]);
    assert!(matches!(&bench.told()[..], [ToHost::Call(again, _)] if *again == ticket));
}

#[test]
fn a_change_is_made_again_only_if_it_never_took_place() {
    for took_place in [None, Some(41)] {
        let mut bench = Bench::attached();
        let call = change();
        let (ticket, _) = bench.line.take(call.clone());
        assert_eq!(bench.loses_and_finds(), [Delivery::Back]);
        let told = bench.told();
        let [ToHost::Call(asking, outcome)] = &told[..] else { panic!("{told:?}") };
        assert_eq!(outcome.request, system::Request::Outcome(call.id).into());
        let heard = bench.line.hear(Delivery::Done(*asking, Ok(Said::Outcome(took_place).into())));
        if let Some(revision) = took_place {
            assert_eq!(heard, [Delivery::Done(ticket, Err(Refusal::AlreadyDone { revision }))]);
            assert_eq!(bench.told(), []);
        } else {
            assert_eq!(heard, []);
            assert_eq!(bench.told(), [ToHost::Call(ticket, call)]);
        }
    }
}

#[test]
fn what_is_asked_while_there_is_no_host_waits_for_one_and_is_asked_once() {
    let mut bench = Bench::attached();
    bench.line.lose();
    let (ticket, refused) = bench.line.take(change());
    assert_eq!((refused, bench.told().len()), (None, 0));
    bench.take_up();
    let told = bench.told();
    let [ToHost::Call(first, _)] = &told[..] else { panic!("{told:?}") };
    let (state, _) = bench.line.take(Call::by_person(system::Request::State));
    assert!(matches!(&bench.told()[..], [ToHost::Call(asked, _)] if *asked == state), "the state is told at any time");
    assert_eq!(bench.line.hear(Delivery::Done(*first, Ok(ready()))), [Delivery::Back]);
    let told = bench.told();
    assert!(matches!(&told[..], [ToHost::Call(asked, call)] if *asked == ticket && call.request.about().changes));
}

#[test]
fn without_a_host_everything_is_refused_until_there_is_one() {
    let mut bench = Bench::attached();
    let (waiting, _) = bench.line.take(look());
    bench.told();
    bench.line.lose();
    assert_eq!(bench.line.give_up(&Refusal::Cancelled), [Delivery::Done(waiting, Err(Refusal::Cancelled))]);
    let (ticket, refused) = bench.line.take(look());
    assert_eq!(refused, Some(Delivery::Done(ticket, Err(Refusal::Cancelled))));
    assert_eq!(bench.line.lose(), None, "a loss is told once");
    assert_eq!(bench.take_up(), []);
    let told = bench.told();
    assert!(matches!(&told[..], [ToHost::Call(..)]), "nothing that was refused is asked: {told:?}");
}

#[test]
fn a_call_that_was_given_up_while_there_is_no_host_is_over_unless_it_may_have_taken_place() {
    let mut bench = Bench::attached();
    let ((looked, _), (changed, _)) = (bench.line.take(look()), bench.line.take(change()));
    bench.line.lose();
    assert_eq!(bench.line.cancel(looked), Some(Delivery::Done(looked, Err(Refusal::Cancelled))));
    assert_eq!(bench.line.cancel(changed), None);
    let (later, _) = bench.line.take(change());
    assert_eq!(bench.line.cancel(later), Some(Delivery::Done(later, Err(Refusal::Cancelled))));
}

#[test]
fn a_screen_is_one_for_the_next_host_too_and_opens_its_store_as_before() {
    let mut bench = Bench::attached();
    bench.line.listen();
    let key = crate::domain::secret::Key::Passphrase("sesame".to_owned().into());
    let unlock = system::Request::Unlock(key);
    let (ticket, _) = bench.line.take(Call::by_person(unlock.clone()));
    assert_eq!(bench.line.hear(Delivery::Done(ticket, Ok(ready()))).len(), 1);
    bench.line.lose();
    bench.told();
    bench.take_up();
    let told = bench.told();
    assert_eq!(told[0], ToHost::Listen);
    assert!(matches!(&told[1], ToHost::Call(_, call) if call.request == unlock.clone().into()));
}
