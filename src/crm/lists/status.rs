//! How far a list is, and what came of each customer on it.

use crate::crm::resolve::name_of;
use crate::crm::{Crm, refuse};
use crate::domain::call_list::{Attempt, CallList, ListMember, MemberState};
use crate::domain::id::{MemberId, UserId};
use crate::domain::time::Timestamp;
use crate::door::Refusal;
use crate::door::lists::{Outcome, Status};
use crate::store::engine::{Direction, Snapshot};
use crate::store::read;
use crate::store::records::lists::{attempts_of, members_of};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

pub(super) fn of(snapshot: &dyn Snapshot, list: &CallList, now: Timestamp) -> Result<Status, Refusal> {
    let mut status = Status {
        id: list.id,
        name: list.name.clone(),
        query: list.query.clone(),
        hours: list.hours.map_or_else(String::new, |hours| hours.to_string()),
        retry: list.retry.to_string(),
        ..Status::default()
    };
    for member in read::found::<ListMember>(snapshot, members_of(list.id), Direction::Forward) {
        let member = member.map_err(refuse)?;
        status.total += 1;
        status.due += usize::from(member.state == MemberState::Waiting && member.next_at <= now);
        *match member.state {
            MemberState::Waiting => &mut status.waiting,
            MemberState::Leased => &mut status.leased,
            MemberState::Reached => &mut status.reached,
            MemberState::Exhausted => &mut status.exhausted,
            MemberState::Skipped => &mut status.skipped,
        } += 1;
    }
    let mut outcomes: BTreeMap<String, usize> = BTreeMap::new();
    for attempt in read::found::<Attempt>(snapshot, attempts_of(list.id), Direction::Forward) {
        status.attempts += 1;
        *outcomes.entry(attempt.map_err(refuse)?.disposition).or_default() += 1;
    }
    status.outcomes = outcomes.into_iter().collect();
    status.outcomes.sort_by_key(|(_, count)| Reverse(*count));
    Ok(status)
}

pub(super) fn results(crm: &Crm, snapshot: &dyn Snapshot, list: &CallList) -> Result<Vec<Outcome>, Refusal> {
    let mut latest: HashMap<MemberId, Attempt> = HashMap::new();
    for attempt in read::found::<Attempt>(snapshot, attempts_of(list.id), Direction::Forward) {
        let attempt = attempt.map_err(refuse)?;
        latest.insert(attempt.member, attempt);
    }
    let users = crm.users();
    let login = |id: Option<UserId>| {
        let user = users.iter().find(|user| Some(user.id) == id);
        user.map_or_else(String::new, |user| user.login.clone())
    };
    let mut members: Vec<ListMember> =
        read::found(snapshot, members_of(list.id), Direction::Forward).collect::<Result<_, _>>().map_err(refuse)?;
    members.sort_by_key(|member| member.id);
    let outcome = |member: &ListMember| {
        let attempt = latest.get(&member.id);
        Ok(Outcome {
            member: member.id,
            customer: member.customer,
            name: name_of(snapshot, member.customer)?,
            state: member.state,
            skipped: member.skipped,
            attempts: member.attempts,
            disposition: attempt.map_or_else(String::new, |attempt| attempt.disposition.clone()),
            by: login(member.leased_to.or_else(|| attempt.and_then(|attempt| attempt.by))),
            at: attempt.map(|attempt| attempt.at),
            next_at: (member.state == MemberState::Waiting).then_some(member.next_at),
        })
    };
    members.iter().map(outcome).collect()
}
