//! What is amiss with what is known of customers: each flaw is a query, counted as a view is.

use super::context::Context;
use super::{Crm, Sink, search};
use crate::domain::quality::Flaw;
use crate::domain::reason::reason;
use crate::door::quality::{Line, Request, Response};
use crate::door::{Part, Refusal};

/// Months without contact, at most.
const LONGEST: u32 = 1_200;

pub(super) fn handle(crm: &Crm, context: &Context, request: Request, sink: &mut dyn Sink) -> Result<Response, Refusal> {
    let Request::Report { stale_months } = request;
    if !(1..=LONGEST).contains(&stale_months) {
        return Err(Refusal::invalid("stale_months", reason("stale-months").with("most", LONGEST)));
    }
    let mut lines = Vec::new();
    for flaw in Flaw::ALL {
        let query = flaw.query(stale_months);
        let customers = search::count(crm, context, &query, &sink.stop())?;
        let line = Line { flaw: *flaw, customers, query };
        sink.part(Part::Flawed(line.clone()));
        lines.push(line);
    }
    Ok(Response::Report { customers: search::count(crm, context, "", &sink.stop())?, lines })
}
