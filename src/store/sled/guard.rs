//! sled panics on damage. Every call into it goes through here, and a panic becomes an error.

use super::super::engine::{EngineError, disk_refuses, library_said};
use crate::domain::caught;
use std::io;

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
    caught::caught(call).unwrap_or_else(|said| Err(EngineError::Broken { doing, why: library_said(said) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error() {
        let answer = guarded("testing", || -> Result<(), sled::Error> { panic!("torn page {}", 7) });
        let Err(EngineError::Broken { doing: "testing", why }) = answer else { panic!("{answer:?}") };
        assert_eq!(why, library_said("torn page 7"));
    }
}
