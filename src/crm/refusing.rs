//! What fails beneath the CRM, as a refusal: typed, so that each language says it.

use crate::domain::reason::{Reason, reason};
use crate::door::Refusal;
use crate::store::engine::EngineError;
use crate::store::read::ReadError;
use crate::store::value::ValueError;
use std::fmt::Display;
use std::io;

/// A failure of the store as a refusal.
pub(super) fn refuse(error: impl Into<ReadError>) -> Refusal {
    match error.into() {
        ReadError::Engine(error) => refuse_engine(error),
        ReadError::Value(ValueError::FromTheFuture { found, known, .. }) => {
            Refusal::FromTheFuture { found: found.into(), known: known.into() }
        }
        ReadError::Value(ValueError::TooLarge { .. }) => Refusal::invalid("", reason("record-too-large")),
        ReadError::Value(ValueError::Damaged { what, why }) => {
            Refusal::Unavailable { why: reason("record-damaged").with("what", what).with("said", why) }
        }
    }
}

fn refuse_engine(error: EngineError) -> Refusal {
    match error {
        EngineError::ReadOnly { why } => Refusal::ReadOnly { why },
        EngineError::InUse { pid, path } => Refusal::InUse { by: pid, path: path.display().to_string() },
        EngineError::Sealed { by } => Refusal::Locked { by },
        EngineError::WrongKey { by } => Refusal::WrongKey(by),
        EngineError::Stopped => Refusal::Cancelled,
        EngineError::FromTheFuture { found, known } => Refusal::FromTheFuture { found, known },
        error => Refusal::Unavailable { why: reason_of(error) },
    }
}

/// What failed. What a library or the system said of it stands behind as it was said.
fn reason_of(error: EngineError) -> Reason {
    match error {
        EngineError::Io { doing, path, source } => {
            let doing = doing.replace(' ', "-");
            reason("file-fails").with("doing", doing).with("path", path.display()).with("said", source)
        }
        EngineError::NotAStore { path, why } => reason("not-a-store").with("path", path.display()).because(why),
        EngineError::JournalDamaged { path, offset, why } => {
            reason("journal-damaged").with("path", path.display()).with("offset", offset).because(why)
        }
        EngineError::StoreDamaged { why } => reason("store-damaged").because(why),
        EngineError::ImageDamaged { path, why } => reason("image-damaged").with("path", path.display()).because(why),
        EngineError::ImageMissing { path, first } => {
            reason("image-missing").with("path", path.display()).with("first", first)
        }
        EngineError::NotAnImage { path } => reason("not-an-image").with("path", path.display()),
        EngineError::SnapshotTooOld { .. } => reason("view-too-old"),
        EngineError::FeedTooOld { first, .. } => reason("feed-too-old").with("first", first),
        EngineError::KeyDamaged { why } => reason("key-damaged").because(why),
        EngineError::FileDamaged { path, why } => reason("file-damaged").with("path", path.display()).because(why),
        EngineError::BadKeyFile { path } => reason("bad-key-file").with("path", path.display()),
        EngineError::NoRandomness { why } => reason("no-randomness").with("said", why),
        EngineError::Closed => reason("store-closed"),
        EngineError::Broken { why, .. } => broken(why),
        // Too large, reserved: a slip of ours, which a person can only report.
        other => broken(reason("slip-of-ours").with("said", other)),
    }
}

/// The store failed inside.
pub(super) fn broken(why: Reason) -> Reason {
    reason("store-failed").because(why)
}

/// The system gives no thread.
pub(super) fn no_thread(error: &io::Error) -> Refusal {
    Refusal::Unavailable { why: reason("no-thread").with("said", error) }
}

/// The system gives no random numbers.
pub(super) fn no_randomness(error: impl Display) -> Refusal {
    Refusal::Unavailable { why: reason("no-randomness").with("said", error) }
}
