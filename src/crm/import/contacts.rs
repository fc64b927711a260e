//! People at organisations that are already there.

use super::{Fate, Intake, blaming, customers, text, without};
use crate::crm::resolve;
use crate::domain::customer::Customer;
use crate::domain::edit::Draft;
use crate::domain::reason::reason;
use crate::door::Refusal;

pub(super) fn row(intake: &mut Intake, draft: &Draft) -> Result<Fate, Refusal> {
    let given = text(draft, "organisation");
    let organisation = match customers::by_id_elsewhere(intake, given)? {
        Some(known) => known.id,
        None => resolve::customer(intake.change.crm(), intake.change.snapshot(), given)
            .map_err(|refusal| blaming("organisation", refusal))?,
    };
    if !intake.change.get::<Customer>(organisation)?.is_organisation() {
        return Err(Refusal::invalid("organisation", reason("is-a-person").with("given", given)));
    }
    let own = customers::own(intake, &without(draft, &["organisation"]))?;
    customers::employ(intake, organisation, &own, text(draft, "external_id"), text(draft, "contact_title"))
}
