//! Opening the CRM over the store in a directory.

use super::{Crm, Founding, SystemClock, refuse};
use crate::door::Refusal;
use crate::store::sled::{Options, SledEngine, unwatched};
use std::path::Path;
use std::sync::Arc;

impl Crm {
    /// Opens the store in `dir`, or founds one there if there is none.
    pub fn open_in(dir: &Path, founding: &Founding) -> Result<Arc<Self>, Refusal> {
        let (engine, _) = SledEngine::open(dir, Options::default(), &mut unwatched).map_err(refuse)?;
        Self::open(Arc::new(engine), Arc::new(SystemClock), founding, dir.to_owned())
    }
}
