//! The one door, its words only.
