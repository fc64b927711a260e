//! Users, teams and their views: few enough to be read whole.

use super::{Index, Stored};
use crate::domain::user::{Team, User};
use crate::domain::view::View;

impl Stored for User {
    fn index(&self, _keys: &mut Index) {}
}

impl Stored for Team {
    fn index(&self, _keys: &mut Index) {}
}

impl Stored for View {
    fn index(&self, _keys: &mut Index) {}
}

#[cfg(test)]
mod tests {
    use super::super::golden;
    use super::*;
    use crate::domain::id::{TeamId, UserId, ViewId};

    #[test]
    fn users_teams_and_views_are_kept_in_these_bytes() {
        golden(
            &User { id: UserId(3), name: "Anna".into(), login: "anna".into(), ..User::default() },
            "0c015723eb2a0304416e6e6104616e6e610000000000000100",
        );
        golden(&Team { id: TeamId(1), name: "Day".into() }, "0d01275d9e3a0103446179");
        golden(
            &View { id: ViewId(5), name: "VIP".into(), query: "tag:vip".into(), owner: None },
            "0e0155664b320503564950077461673a76697000",
        );
    }
}
