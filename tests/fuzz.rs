//! Files as nobody writes them on purpose: what each format's reader does with the files of a corpus, mutilated.
//!
//! Each reads a share; `CALLSHEET_CAMPAIGN=full cargo test --test fuzz -- --nocapture` reads 100,000 a format and says
//! what came of them. `CALLSHEET_FUZZ_SEED` begins elsewhere. A file that breaks its reader is left where the test says;
//! it belongs into `tests/fuzz/corpus`. What is said on the socket is mutilated in the same way in `tests/link/hostile.rs`.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod fuzz {
    mod chance;
    mod corpus;
    mod formats;
    mod readers;
}
