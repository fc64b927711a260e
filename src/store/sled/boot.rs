//! Which start of the machine this is. What a process wrote survives its own death, but what was never synced does
//! not survive the machine's. Linux only, here and nowhere else.

use std::path::Path;

/// Where Linux tells the id of this start.
const BOOT_ID: &str = "/proc/sys/kernel/random/boot_id";

/// Names one start of the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BootId(Option<String>);

impl BootId {
    /// This start of this machine.
    pub fn of_this_machine() -> Self {
        let text = std::fs::read_to_string(Path::new(BOOT_ID)).unwrap_or_default();
        Self::named(text.trim())
    }

    /// A start by its name; one without a name is never the same as another.
    pub fn named(name: &str) -> Self {
        Self(Some(name.to_owned()).filter(|name| !name.is_empty()))
    }

    /// Whether both are known, and the same.
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.0.is_some() && self == other
    }

    /// Its name; empty if it is not known.
    pub fn name(&self) -> &str {
        self.0.as_deref().unwrap_or_default()
    }
}
