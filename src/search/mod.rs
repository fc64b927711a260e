//! Finding a customer within a frame.
