//! The command line as a script meets it: the real binary, its output and its exit codes.

mod cli {
    mod front_door;
    mod house;
}
