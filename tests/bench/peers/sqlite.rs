//! SQLite as it is used where nothing may be lost: write-ahead log, synchronous=FULL, statements prepared once.

use crate::{Store, entries};
use rusqlite::{Connection, params};
use std::path::Path;
use std::sync::Mutex;

/// One connection behind a lock: many connections wait for each other in sleeps, which is slower.
pub struct Sqlite(Mutex<Connection>);

impl Sqlite {
    pub fn new(dir: &Path) -> Self {
        std::fs::create_dir(dir).unwrap();
        let connection = Connection::open(dir.join("db")).unwrap();
        connection.pragma_update(None, "journal_mode", "wal").unwrap();
        connection.pragma_update(None, "synchronous", "full").unwrap();
        connection.execute_batch("CREATE TABLE kv (k BLOB PRIMARY KEY, v BLOB) WITHOUT ROWID").unwrap();
        Self(Mutex::new(connection))
    }
}

impl Store for Sqlite {
    fn commit(&self, n: u64) {
        let mut connection = self.0.lock().unwrap();
        let transaction = connection.transaction().unwrap();
        let mut put = transaction.prepare_cached("INSERT OR REPLACE INTO kv VALUES (?, ?)").unwrap();
        for (key, value) in entries(n) {
            put.execute(params![key, value]).unwrap();
        }
        drop(put);
        transaction.commit().unwrap();
    }
}
