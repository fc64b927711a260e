//! Long jobs: import and demo.
//!
//! Every batch is a commit of its own under one undo entry: `undo::fresh` makes it at the start,
//! [`super::undo::UndoPlan::Part`] lets each commit add to it and hands it back grown.

use super::Crm;
use super::context::Context;
use crate::door::Refusal;
use crate::door::jobs::{Request, Response};

/// The jobs that are running.
#[derive(Default)]
pub struct Jobs;

pub(super) fn handle(_crm: &Crm, _context: &Context, _request: Request) -> Result<Response, Refusal> {
    Err(Refusal::Unavailable { why: "not yet".to_owned() })
}
