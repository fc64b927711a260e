//! Users.

use super::{Fate, Intake, text, without};
use crate::crm::change::made;
use crate::crm::users::check;
use crate::domain::edit::Draft;
use crate::domain::text::fold;
use crate::domain::user::{Team, User};
use crate::door::Refusal;
use serde_json::json;

/// A user: the one with this id in the system they came from, else with this login, else of this name.
pub(super) fn row(intake: &mut Intake, draft: &Draft) -> Result<Fate, Refusal> {
    let draft = with_team(intake, draft)?;
    let everybody = intake.change.all::<User>()?;
    let id = text(&draft, "external_id");
    let by = |field: &str, of: fn(&User) -> &str| {
        let wanted = fold(text(&draft, field));
        let another = |user: &User| field != "external_id" && !user.external_id.is_empty() && !id.is_empty();
        everybody.iter().find(|user| !wanted.is_empty() && fold(of(user)) == wanted && !another(user))
    };
    let present = by("external_id", |user| &user.external_id)
        .or_else(|| by("login", |user| &user.login))
        .or_else(|| by("name", |user| &user.name));
    if let Some(present) = present {
        return intake.update(present, &draft, |user| check(user, &everybody));
    }
    let mut user = made::<User>(&draft)?;
    if user.login.is_empty() {
        user.login = free_login(&user.name, &everybody);
    }
    check(&user, &everybody)?;
    intake.add(user).map(|_| Fate::Created)
}

/// The draft with its team's name made the team, which is founded where it is not there.
fn with_team(intake: &mut Intake, draft: &Draft) -> Result<Draft, Refusal> {
    let given = text(draft, "team");
    let mut draft = without(draft, &["team"]);
    if !given.is_empty() {
        let team = intake.change.all::<Team>()?.into_iter().find(|team| fold(&team.name) == fold(given));
        let id = match team {
            Some(team) => team.id,
            None => intake.add(Team { name: given.to_owned(), ..Team::default() })?,
        };
        draft.set("team", json!(id));
    }
    Ok(draft)
}

/// `nancy.davolio` for Nancy Davolio, with a number behind it where that is taken.
fn free_login(name: &str, everybody: &[User]) -> String {
    let folded = fold(name);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let plain = words.collect::<Vec<_>>().join(".");
    let taken = |login: &str| everybody.iter().any(|user| fold(&user.login) == login);
    let numbered = (2..).map(|number| format!("{plain}{number}"));
    std::iter::once(plain.clone()).chain(numbered).find(|login| !taken(login)).unwrap_or_default()
}
