//! What a check of the store finds: typed, so that each language says it and says what to do.

use super::choice::choice;
use super::id::UndoId;
use super::noun::RecordRef;
use super::reason::Reason;
use serde::{Deserialize, Serialize};
use std::fmt;

choice! {
    /// How grave a finding is.
    Severity {
        /// Looked at and well.
        Fine = "fine",
        /// Worth knowing; nothing is lost or wrong.
        Note = "note",
        /// Something is not as it was written.
        Damage = "damage",
    }
}

choice! {
    /// What a check looks at.
    Area {
        /// The entries of the store against their count and set hash; counted in entries.
        Store = "store",
        /// The journal from the last image to its end; counted in commits.
        Journal = "journal",
        /// The images; counted in files.
        Images = "images",
        /// Permissions and owners; counted in files.
        Files = "files",
        /// Every stored value; counted in values.
        Values = "values",
        /// Index keys against records; counted in keys.
        Indexes = "indexes",
        /// What ids are handed out from; counted in sequences.
        Sequences = "sequences",
        /// The chain of the audit log; counted in entries.
        Audit = "audit",
        /// What can be taken back; counted in undo entries.
        Undo = "undo",
        /// What records say of other records; counted in references.
        References = "references",
    }
}

/// Something kept in the store.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Place {
    /// A record.
    Record(RecordRef),
    /// An undo entry, or one of its steps.
    Undo(UndoId),
    /// An entry of the audit log, by its number.
    Audit(u64),
    /// Anything else, by its key in hexadecimal.
    Key(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Record(record) => record.fmt(f),
            Self::Undo(id) => id.fmt(f),
            Self::Audit(number) => number.fmt(f),
            Self::Key(key) => f.pad(key),
        }
    }
}

/// One finding. Sizes are in bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Finding {
    /// An area was looked at whole.
    Looked {
        /// Which.
        area: Area,
        /// How much there was, in the units of the area.
        count: u64,
    },

    /// The store does not hold what was written to it.
    StoreDiffers {
        /// Its directory.
        file: String,
        /// Entries that were written.
        written: u64,
        /// Entries that are there.
        found: u64,
    },
    /// The journal cannot be read on.
    JournalDamaged {
        /// The segment.
        file: String,
        /// Where in it.
        offset: u64,
    },
    /// Neither image nor journal holds these commits: the store could not be rebuilt.
    JournalGap {
        /// The last revision an image holds.
        image: u64,
        /// The first revision in the journal.
        first: u64,
    },
    /// An image cannot be restored from.
    ImageDamaged {
        /// The image.
        file: String,
    },
    /// The image that was due could not be taken; it is tried again.
    ImageNotTaken {
        /// What failed.
        why: Reason,
    },
    /// A file or directory can be used by others.
    OpenToOthers {
        /// Which.
        file: String,
        /// Its permission bits, octal.
        mode: String,
    },
    /// A file or directory belongs to somebody else.
    ForeignOwner {
        /// Which.
        file: String,
        /// The number of its owner.
        owner: u32,
    },
    /// The disk may be full soon.
    LittleSpace {
        /// What is free.
        free: u64,
        /// What the next image needs.
        needed: u64,
    },
    /// A store that was moved aside, or a half one; no longer used.
    Leftover {
        /// Which.
        file: String,
        /// How large.
        bytes: u64,
    },

    /// A value cannot be read.
    ValueDamaged {
        /// Of what.
        place: Place,
        /// What is wrong.
        why: Reason,
    },
    /// A value was written by a newer Callsheet.
    ValueTooNew {
        /// Of what.
        place: Place,
        /// Its version.
        found: u8,
        /// The newest version known here.
        known: u8,
    },
    /// Damaged values that a repair put aside.
    Quarantined {
        /// How many.
        count: u64,
    },
    /// A record is not found under one of its index keys.
    IndexLacks {
        /// The index.
        index: String,
        /// The record.
        place: Place,
    },
    /// An index key belongs to no record.
    IndexStray {
        /// The index.
        index: String,
        /// The key in hexadecimal.
        key: String,
    },
    /// New ids would be ids that are taken.
    SequenceBehind {
        /// Of what: a noun's slug, or `change` for what can be taken back.
        of: String,
        /// The next id.
        next: u64,
        /// The highest id there is.
        highest: u64,
    },
    /// The audit log is not what was written.
    AuditBroken {
        /// The entry.
        at: u64,
        /// What is wrong.
        why: Reason,
    },
    /// A change cannot be taken back: not all of its steps are there.
    StepsLacking {
        /// The undo entry.
        undo: UndoId,
    },
    /// Steps of a change that nobody can ask for.
    StepsStray {
        /// The undo entry they name.
        undo: UndoId,
    },
    /// A record names another one that is not there.
    Dangling {
        /// The record.
        record: RecordRef,
        /// What it names.
        to: RecordRef,
    },

    /// More findings of a kind than are told one by one.
    More {
        /// The code of the kind.
        like: String,
        /// How grave they are.
        severity: Severity,
        /// How many more, at least.
        count: u64,
    },
}

impl Finding {
    /// The code in `--json`, and the locale key behind `finding-`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Looked { .. } => "looked",
            Self::StoreDiffers { .. } => "store-differs",
            Self::JournalDamaged { .. } => "journal-damaged",
            Self::JournalGap { .. } => "journal-gap",
            Self::ImageDamaged { .. } => "image-damaged",
            Self::ImageNotTaken { .. } => "image-not-taken",
            Self::OpenToOthers { .. } => "open-to-others",
            Self::ForeignOwner { .. } => "foreign-owner",
            Self::LittleSpace { .. } => "little-space",
            Self::Leftover { .. } => "leftover",
            Self::ValueDamaged { .. } => "value-damaged",
            Self::ValueTooNew { .. } => "value-too-new",
            Self::Quarantined { .. } => "quarantined",
            Self::IndexLacks { .. } => "index-lacks",
            Self::IndexStray { .. } => "index-stray",
            Self::SequenceBehind { .. } => "sequence-behind",
            Self::AuditBroken { .. } => "audit-broken",
            Self::StepsLacking { .. } => "steps-lacking",
            Self::StepsStray { .. } => "steps-stray",
            Self::Dangling { .. } => "dangling",
            Self::More { .. } => "more",
        }
    }

    /// What it concerns: a record, a file, an index …
    pub fn concerns(&self) -> String {
        match self {
            Self::Looked { area, .. } => area.to_string(),
            Self::JournalGap { .. } => Area::Journal.to_string(),
            Self::ImageNotTaken { .. } => Area::Images.to_string(),
            Self::LittleSpace { .. } => Area::Files.to_string(),
            Self::StoreDiffers { file, .. }
            | Self::JournalDamaged { file, .. }
            | Self::ImageDamaged { file }
            | Self::OpenToOthers { file, .. }
            | Self::ForeignOwner { file, .. }
            | Self::Leftover { file, .. } => file.clone(),
            Self::ValueDamaged { place, .. } | Self::ValueTooNew { place, .. } | Self::IndexLacks { place, .. } => {
                place.to_string()
            }
            Self::Quarantined { .. } => Area::Values.to_string(),
            Self::IndexStray { index, .. } => index.clone(),
            Self::SequenceBehind { of, .. } => of.clone(),
            Self::AuditBroken { at, .. } => at.to_string(),
            Self::StepsLacking { undo } | Self::StepsStray { undo } => undo.to_string(),
            Self::Dangling { record, .. } => record.to_string(),
            Self::More { like, .. } => like.clone(),
        }
    }

    /// How grave it is.
    pub fn severity(&self) -> Severity {
        match self {
            Self::Looked { .. } => Severity::Fine,
            Self::ImageNotTaken { .. }
            | Self::OpenToOthers { .. }
            | Self::ForeignOwner { .. }
            | Self::LittleSpace { .. }
            | Self::Leftover { .. }
            | Self::ValueTooNew { .. }
            | Self::Quarantined { .. }
            | Self::Dangling { .. } => Severity::Note,
            Self::More { severity, .. } => *severity,
            Self::StoreDiffers { .. }
            | Self::JournalDamaged { .. }
            | Self::JournalGap { .. }
            | Self::ImageDamaged { .. }
            | Self::ValueDamaged { .. }
            | Self::IndexLacks { .. }
            | Self::IndexStray { .. }
            | Self::SequenceBehind { .. }
            | Self::AuditBroken { .. }
            | Self::StepsLacking { .. }
            | Self::StepsStray { .. } => Severity::Damage,
        }
    }
}
