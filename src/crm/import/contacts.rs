//! People at organisations that are already there.

use super::{Fate, Intake, customers, text, without};
use crate::crm::resolve;
use crate::domain::customer::Customer;
use crate::domain::edit::Draft;
use crate::door::Refusal;

pub(super) fn row(intake: &mut Intake, draft: &Draft) -> Result<Fate, Refusal> {
    let given = text(draft, "organisation");
    let organisation = resolve::customer(intake.change.crm(), intake.change.snapshot(), given)
        .map_err(|refusal| Refusal::invalid("organisation", refusal))?;
    if !intake.change.get::<Customer>(organisation)?.is_organisation() {
        return Err(Refusal::invalid("organisation", format!("`{given}` is a person")));
    }
    let own = customers::own(intake, &without(draft, &["organisation"]))?;
    customers::employ(intake, organisation, &own, text(draft, "external_id"), text(draft, "contact_title"))
}
