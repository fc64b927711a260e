//! sled panics on damage. Every call into it goes through here, and a panic becomes an error.

use super::super::engine::{EngineError, disk_refuses, library_said};
use std::any::Any;
use std::cell::Cell;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is inside a guarded call: a panic hook has nothing to say about a panic that is caught.
pub fn is_guarded() -> bool {
    GUARDED.get()
}

/// sled panics on damage, also on threads of its own; that is caught and told as an error, so nothing is printed.
pub fn keep_caught_panics_quiet() {
    let tell = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if !is_guarded() {
            tell(info);
        }
    }));
}

/// Calls into sled; a panic or an error of its own becomes [`EngineError::Broken`], a disk that takes no more
/// [`EngineError::ReadOnly`].
pub fn guarded<T>(doing: &'static str, call: impl FnOnce() -> Result<T, sled::Error>) -> Result<T, EngineError> {
    caught(doing, || call().map_err(|error| refused(doing, &error)))
}

fn refused(doing: &'static str, error: &sled::Error) -> EngineError {
    let full = [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded, io::ErrorKind::ReadOnlyFilesystem];
    match error {
        sled::Error::Io(source) if full.contains(&source.kind()) => {
            EngineError::ReadOnly { why: disk_refuses(source, &source.to_string()) }
        }
        _ => EngineError::Broken { doing, why: library_said(error) },
    }
}

/// Does something that a panic must not get out of: it becomes [`EngineError::Broken`].
pub fn caught<T>(doing: &'static str, call: impl FnOnce() -> Result<T, EngineError>) -> Result<T, EngineError> {
    let before = GUARDED.replace(true);
    let answer = catch_unwind(AssertUnwindSafe(call));
    GUARDED.set(before);
    answer.unwrap_or_else(|panic| Err(EngineError::Broken { doing, why: library_said(words(&*panic)) }))
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("it panicked").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error_and_the_thread_goes_on() {
        let answer = guarded("testing", || -> Result<(), sled::Error> { panic!("torn page {}", 7) });
        let Err(EngineError::Broken { doing: "testing", why }) = answer else { panic!("{answer:?}") };
        assert_eq!(why, library_said("torn page 7"));
        assert!(!is_guarded());
    }
}
