//! Entries of the audit log as rows of a file.

use crate::domain::audit::{AuditEntry, Exported, Touched};
use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// The columns of the file.
pub const HEADS: [&str; 10] =
    ["number", "at", "user", "login", "os_user", "origin", "actor", "request", "records", "exported"];

/// An entry by its number in the log and the login of who did it.
pub fn row(number: u64, login: &str, entry: &AuditEntry) -> Vec<String> {
    let AuditEntry { at, user, os_user, origin, actor, depth: _, request, touched, exported } = entry;
    vec![
        number.to_string(),
        at.to_string(),
        user.map_or_else(String::new, |user| user.to_string()),
        login.to_owned(),
        os_user.clone(),
        origin.clone(),
        actor.to_string(),
        request.clone(),
        touched.iter().map(record).collect::<Vec<_>>().join("; "),
        exported.iter().map(taken_out).collect::<Vec<_>>().join("; "),
    ]
}

/// `D88 edited stage,probability`
fn record(touched: &Touched) -> String {
    format!("{} {} {}", touched.record, touched.fate, touched.fields.join(",")).trim_end().to_owned()
}

/// `customer 128`
fn taken_out(exported: &Exported) -> String {
    format!("{} {}", exported.noun, exported.count)
}

/// A file that entries are written to, for its owner's eyes only.
pub struct AuditFile(csv::Writer<File>);

impl AuditFile {
    /// A new file that holds the heads; one that is there already is left as it is and refused.
    pub fn create(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        let mut writer = csv::Writer::from_writer(file);
        writer.write_record(HEADS)?;
        Ok(Self(writer))
    }

    /// One more row.
    pub fn write(&mut self, row: Vec<String>) -> io::Result<()> {
        Ok(self.0.write_record(row)?)
    }

    /// All rows are written and safe.
    pub fn finish(mut self) -> io::Result<()> {
        self.0.flush()?;
        self.0.get_ref().sync_all()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::audit::{Actor, Fate};
    use crate::domain::id::UserId;
    use crate::domain::noun::{Noun, RecordRef};
    use crate::domain::time::Timestamp;
    use std::os::unix::fs::PermissionsExt;

    fn entry() -> AuditEntry {
        let record = RecordRef { noun: Noun::Deal, id: 88 };
        AuditEntry {
            at: Timestamp(0),
            user: Some(UserId(3)),
            os_user: "lena".into(),
            origin: "pts/3".into(),
            actor: Actor::User,
            depth: 0,
            request: "deals-edit".into(),
            touched: vec![Touched { record, fate: Fate::Edited, fields: vec!["value".into(), "owner".into()] }],
            exported: vec![Exported { noun: Noun::Customer, count: 128 }],
        }
    }

    #[test]
    fn a_file_says_who_did_what_and_what_was_taken_out() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("audit.csv");
        let mut file = AuditFile::create(&path).unwrap();
        file.write(row(12, "lena", &entry())).unwrap();
        file.finish().unwrap();
        let written = std::fs::read_to_string(&path).unwrap();
        assert_eq!(
            written.lines().nth(1),
            Some("12,1970-01-01T00:00:00Z,U3,lena,lena,pts/3,user,deals-edit,\"D88 edited value,owner\",customer 128")
        );
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(AuditFile::create(&path).is_err(), "what is there is not overwritten");
    }
}
