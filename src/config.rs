//! Configuration: default < file < environment < flag.
