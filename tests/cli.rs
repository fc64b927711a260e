//! The command line as a script meets it: the real binary, its output and its exit codes.

#![allow(clippy::unwrap_used, clippy::panic)]

mod cli {
    mod bad_input;
    mod cards;
    mod demo;
    mod desk;
    mod duplicates;
    mod export;
    mod formats;
    mod front_door;
    mod house;
    mod import;
    mod outgoing;
    mod presets;
    mod purchases;
    mod scripting;
    mod sealed;
    mod shapes;
    mod slips;
}
