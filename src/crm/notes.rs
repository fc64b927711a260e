//! The words of what was said, for `note:refund`: built when notes are first asked for, then followed commit by commit.
//!
//! They are a cache in memory and in a file beside the store. In the store they would be a key for every word of every
//! interaction: several times what the interactions themselves take, in the journal and with every call that is logged.

mod kept;

use super::customers::everyone;
use super::interactions::timeline;
use super::kept::Stamp;
use super::{Crm, no_thread, refuse};
use crate::domain::audit::{Fate, Touched};
use crate::domain::customer::Customer;
use crate::domain::id::{CustomerId, InteractionId};
use crate::domain::interaction::Interaction;
use crate::domain::noun::Noun;
use crate::domain::party::Party;
use crate::domain::text::fold;
use crate::domain::typed::Typed;
use crate::door::Refusal;
use crate::door::search::NoteLine;
use crate::search::notes::Notes;
use crate::store::engine::{Direction, Snapshot};
use crate::store::key::{Key, Table, last_number, number_at};
use crate::store::read;
use crate::store::records::interaction::timeline as timeline_key;
use parking_lot::{Condvar, Mutex, RwLock};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Customers taken in under one lock.
const CHUNK: usize = 500;
/// Customers whose notes changed before it is better to begin anew than to keep the changes aside.
const MANY: usize = 100_000;
/// Customers whose notes changed before the words are kept anew.
const SOME: usize = 2_000;
/// Interactions of a customer that are looked through for the line to show, newest first.
const LOOKED_THROUGH: usize = 100;
/// Characters of a line in front of what was found, at most.
const BEFORE: usize = 6;

/// The words, and how far they are read.
#[derive(Default)]
pub struct NoteBook {
    notes: RwLock<Notes>,
    reading: Mutex<Reading>,
    grown: Condvar,
    reader: Mutex<Option<JoinHandle<()>>>,
    stopped: AtomicBool,
    /// How many customers' notes had changed when the words were kept last.
    kept: AtomicUsize,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Reading {
    #[default]
    NotBegun,
    Running,
    Done,
}

impl NoteBook {
    /// Whether every interaction is in it.
    pub fn is_whole(&self) -> bool {
        *self.reading.lock() == Reading::Done
    }

    /// Waits until it is whole, for `span` at most.
    pub fn wait(&self, span: Duration) {
        let mut reading = self.reading.lock();
        if *reading == Reading::Running {
            self.grown.wait_for(&mut reading, span);
        }
    }

    /// Stops reading, and waits for that. It may begin again.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Release);
        if let Some(reader) = self.reader.lock().take() {
            // A reader that panicked has read nothing more; there is nothing else to know.
            let _ = reader.join();
        }
    }

    /// Whether so much changed since they were kept that the next start would read long.
    fn is_worth_keeping(&self) -> bool {
        self.notes.read().changed() > self.kept.load(Ordering::Acquire) + SOME
    }

    /// Forgets everything: it is read anew when somebody asks.
    pub fn forget(&self) {
        let mut reading = self.reading.lock();
        match *reading {
            Reading::Running => self.stopped.store(true, Ordering::Release),
            _ => *reading = Reading::NotBegun,
        }
    }

    /// Customers whose notes hold the words of a folded text, as far as they are read.
    pub fn find(&self, text: &str) -> BTreeSet<CustomerId> {
        self.notes.read().find(text)
    }
}

/// Begins to read all interactions on a thread of its own, unless that was done before.
pub(super) fn build(crm: &Crm) -> Result<(), Refusal> {
    let mut reading = crm.notes.reading.lock();
    let Some(crm) = crm.me.upgrade().filter(|_| *reading == Reading::NotBegun) else { return Ok(()) };
    let reader = Arc::clone(&crm);
    let work = move || {
        // What changes from here on comes by itself; it waits until reading has begun.
        drop(reader.notes.reading.lock());
        let was_kept = fill_from_kept(&reader).is_some();
        let read = (was_kept || fill(&reader).is_ok()) && !reader.notes.stopped.load(Ordering::Acquire);
        *reader.notes.reading.lock() = if read { Reading::Done } else { Reading::NotBegun };
        reader.notes.grown.notify_all();
        if read && (!was_kept || reader.notes.is_worth_keeping()) {
            keep(&reader);
        }
    };
    let thread = thread::Builder::new().name("callsheet-notes".to_owned()).spawn(work);
    let thread = thread.map_err(|error| no_thread(&error))?;
    *reading = Reading::Running;
    crm.notes.stopped.store(false, Ordering::Release);
    *crm.notes.notes.write() = Notes::default();
    *crm.notes.reader.lock() = Some(thread);
    Ok(())
}

/// Takes over the words that are kept beside the store, brought up to now; None if there are none that can be used.
fn fill_from_kept(crm: &Crm) -> Option<()> {
    let kept = kept::read(crm)?;
    crm.notes.kept.store(kept.notes.changed(), Ordering::Release);
    {
        let mut notes = crm.notes.notes.write();
        let later = std::mem::replace(&mut *notes, kept.notes);
        notes.follow(later);
    }
    kept.changed.into_iter().try_for_each(|id| read_anew(crm, id)).ok()
}

/// Lets go of the words, here and beside the store: they are read anew when somebody asks.
pub(super) fn forget(crm: &Crm) {
    kept::forget(crm);
    crm.notes.forget();
}

/// Keeps the words as they are now, while searches and changes go on.
fn keep(crm: &Crm) {
    let (stamp, notes) = {
        // With no change on its way the words are all there are at the snapshot's revision.
        let _quiet = crm.finder.quiet();
        let stamp = crm.snapshot().and_then(|snapshot| Stamp::new(&*snapshot));
        (stamp, crm.notes.notes.read().clone())
    };
    crm.notes.kept.store(notes.changed(), Ordering::Release);
    if let Ok(stamp) = stamp {
        kept::keep(crm, &stamp, &notes);
    }
}

/// Keeps the words on a thread of its own.
fn keep_aside(crm: &Crm) {
    let Some(crm) = crm.me.upgrade() else { return };
    crm.notes.kept.store(crm.notes.notes.read().changed(), Ordering::Release);
    // Without a thread they are kept after as many changes again.
    let _ = thread::Builder::new().name("callsheet-notes".to_owned()).spawn(move || keep(&crm));
}

/// Takes in all of a customer's notes as they are now.
fn read_anew(crm: &Crm, id: CustomerId) -> Result<(), Refusal> {
    // Read under the lock: what another commit adds meanwhile comes after it.
    let mut notes = crm.notes.notes.write();
    let snapshot = crm.snapshot()?;
    let texts = texts_of(crm, &*snapshot, id).collect::<Result<Vec<_>, _>>()?;
    notes.replace(id, texts.iter().map(String::as_str));
    Ok(())
}

/// Reads along the timelines, as the notes of one customer lie together there.
fn fill(crm: &Crm) -> Result<(), Refusal> {
    *crm.notes.notes.write() = Notes::default();
    let snapshot = crm.snapshot()?;
    let prefix = Key::of(Table::Timeline).byte(1).bytes();
    let mut chunk: Vec<(CustomerId, Vec<String>)> = Vec::with_capacity(CHUNK);
    for found in snapshot.scan_prefix(&prefix, Direction::Forward) {
        let (key, _) = found.map_err(refuse)?;
        let (Some(customer), Some(id)) = (number_at(&key, prefix.len()), last_number(&key)) else { continue };
        let Some((interaction, _)) = read::get::<Interaction>(&*snapshot, InteractionId(id)).map_err(refuse)? else {
            continue;
        };
        if let Some((_, notes)) = chunk.last_mut().filter(|(last, _)| last.0 == customer) {
            notes.push(interaction.text);
            continue;
        }
        if chunk.len() == CHUNK {
            take_in(crm, &mut chunk);
            if crm.notes.stopped.load(Ordering::Acquire) {
                break;
            }
        }
        chunk.push((CustomerId(customer), vec![interaction.text]));
    }
    take_in(crm, &mut chunk);
    if crm.notes.stopped.load(Ordering::Acquire) { Err(Refusal::Cancelled) } else { Ok(()) }
}

fn take_in(crm: &Crm, chunk: &mut Vec<(CustomerId, Vec<String>)>) {
    let mut notes = crm.notes.notes.write();
    for (customer, texts) in chunk.drain(..) {
        notes.append(customer, texts.iter().map(String::as_str));
    }
}

/// Brings the words up to a commit, which `met` these customers. Nothing is done before somebody asked for notes.
pub(super) fn follow(
    crm: &Crm,
    snapshot: &dyn Snapshot,
    touched: &[Touched],
    met: &BTreeSet<CustomerId>,
) -> Result<(), Refusal> {
    let reading = *crm.notes.reading.lock();
    if reading == Reading::NotBegun || met.is_empty() {
        return Ok(());
    }
    if reading == Reading::Done && crm.notes.notes.read().changed() > MANY {
        crm.notes.forget();
        return Ok(());
    }
    if reading == Reading::Done && crm.notes.is_worth_keeping() {
        keep_aside(crm);
    }
    let interactions = touched.iter().filter(|touched| touched.record.noun == Noun::Interaction);
    if interactions.clone().all(|touched| touched.fate == Fate::Created) {
        for touched in interactions {
            let found = read::get::<Interaction>(snapshot, InteractionId(touched.record.id)).map_err(refuse)?;
            if let Some((Party::Customer(id), text)) =
                found.map(|(interaction, _)| (interaction.party, interaction.text))
            {
                crm.notes.notes.write().add(id, &text);
            }
        }
        return Ok(());
    }
    met.iter().try_for_each(|id| read_anew(crm, *id))
}

/// The texts of a customer's own interactions, newest first.
pub(super) fn texts_of<'a>(
    crm: &Crm,
    snapshot: &'a dyn Snapshot,
    id: CustomerId,
) -> impl Iterator<Item = Result<String, Refusal>> + 'a {
    let key = timeline_key(&Party::Customer(id), &crm.hasher);
    read::found::<Interaction>(snapshot, key, Direction::Forward)
        .map(|found| found.map(|interaction| interaction.text).map_err(refuse))
}

/// The newest line of what was said with a customer that holds one of the folded `words`.
pub(super) fn line(
    crm: &Crm,
    snapshot: &dyn Snapshot,
    id: CustomerId,
    words: &[String],
) -> Result<Option<NoteLine>, Refusal> {
    let Some((customer, _)) = read::get::<Customer>(snapshot, id).map_err(refuse)? else { return Ok(None) };
    let (newest, _) = timeline(crm, snapshot, &everyone(&customer), None, LOOKED_THROUGH)?;
    let found = newest.iter().find_map(|interaction| {
        let line = interaction.text.lines().find_map(|line| Some((line, words.iter().find(|word| holds(line, word))?)));
        line.map(|(line, word)| shown(interaction, line, word))
    });
    Ok(found)
}

/// Whether a text holds a folded word.
pub(super) fn holds(text: &str, word: &str) -> bool {
    fold(text).contains(word)
}

/// The line from a little before the word on, with the word's characters marked.
fn shown(interaction: &Interaction, line: &str, word: &str) -> NoteLine {
    let typed = Typed::new(line);
    let found = typed.folded().find(word).map_or(0..0, |at| typed.span(at..at + word.len()));
    let chars_to = |byte: usize| line.get(..byte).map_or(0, |before| before.chars().count());
    let (from, to) = (chars_to(found.start), chars_to(found.end));
    let cut = match from.saturating_sub(BEFORE) {
        0 => 0,
        // Where there are words, with a whole one.
        cut => cut + line.chars().skip(cut).take(from - cut).position(char::is_whitespace).map_or(0, |space| space + 1),
    };
    let lead = if cut > 0 { "…" } else { "" };
    let text: String = lead.chars().chain(line.chars().skip(cut)).collect();
    let shift = cut - lead.chars().count();
    let chars = (from - shift..to.max(from) - shift).map(|at| at as u32).collect();
    NoteLine { interaction: interaction.id, at: interaction.at, text, chars }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_begins_a_little_before_the_word_and_marks_it() {
        let shown = |line: &str, word: &str| {
            let line = shown(&Interaction::default(), line, word);
            let marked: String = line.chars.iter().filter_map(|at| line.text.chars().nth(*at as usize)).collect();
            (line.text, marked)
        };
        assert_eq!(shown("Wants a Refund", "refund"), ("…a Refund".into(), "Refund".into()));
        assert_eq!(shown("客户要求退款", "退款"), ("客户要求退款".into(), "退款".into()));
        let (text, marked) = shown("Rang twice on Monday, then asked for a Rückruf", "ruckruf");
        assert_eq!((text.as_str(), marked.as_str()), ("…a Rückruf", "Rückruf"));
    }
}
