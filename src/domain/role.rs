//! Who may do what: one table, role × action, and the fields that need an action of their own.

use super::choice::choice;
use super::noun::Noun;

choice! {
    /// What a user is.
    Role {
        /// Takes calls.
        Agent = "agent",
        /// Leads agents.
        Supervisor = "supervisor",
        /// Keeps the store.
        Admin = "admin",
        /// Reads everything, changes nothing.
        Auditor = "auditor",
        /// A program, such as a telephone system.
        Service = "service",
    }
}

choice! {
    /// What a request does, as far as permission goes.
    Action {
        /// Look at customers and what hangs on them.
        Read = "read",
        /// Add and edit customers, interactions, follow-ups, deals, tickets.
        Write = "write",
        /// Merge, un-merge and archive customers.
        Reshape = "reshape",
        /// See the numbers and addresses of customers that are not theirs, where those are masked.
        SeeMasked = "see-masked",
        /// Have a masked number or address shown, which is audited.
        Reveal = "reveal",
        /// Give a colleague's customer to somebody else.
        Reassign = "reassign",
        /// Undo what one did oneself.
        UndoOwn = "undo-own",
        /// Undo what a colleague did.
        UndoOthers = "undo-others",
        /// Suppress a number.
        Suppress = "suppress",
        /// Lift a suppression.
        Unsuppress = "unsuppress",
        /// Make and change call lists.
        RunLists = "run-lists",
        /// Announce calls.
        Ring = "ring",
        /// Bring files in.
        Import = "import",
        /// Take data out.
        Export = "export",
        /// Read the audit log.
        Audit = "audit",
        /// See what each colleague does: presence, counts, reports.
        Supervise = "supervise",
        /// See the live call a colleague asks about, and say what to do.
        Advise = "advise",
        /// Give oneself another PIN.
        OwnPin = "own-pin",
        /// Users, roles and teams.
        ManageUsers = "manage-users",
        /// Pipelines, dispositions, channels, hours.
        Configure = "configure",
        /// Commands of one's own that the host runs.
        ManageHooks = "manage-hooks",
        /// Backups, restoring, checking, sealing: the store as a whole.
        Maintain = "maintain",
    }
}

impl Role {
    /// Whether this role may do `action`.
    pub fn may(self, action: Action) -> bool {
        let column = match self {
            Self::Agent => 0,
            Self::Supervisor => 1,
            Self::Admin => 2,
            Self::Auditor => 3,
            Self::Service => 4,
        };
        TABLE.iter().find(|(row, _)| *row == action).is_some_and(|(_, may)| may.as_bytes()[column] == b'x')
    }
}

/// A column a role, in the order of [`Role`]: agent, supervisor, admin, auditor, service.
const TABLE: &[(Action, &str)] = &[
    (Action::Read, "xxxxx"),
    (Action::Write, "xxx-x"),
    (Action::Reshape, "xxx--"),
    (Action::SeeMasked, "-xxxx"),
    (Action::Reveal, "xxxx-"),
    (Action::Reassign, "-xx--"),
    (Action::UndoOwn, "xxx--"),
    (Action::UndoOthers, "-xx--"),
    (Action::Suppress, "xxx-x"),
    (Action::Unsuppress, "-xx--"),
    (Action::RunLists, "-xx--"),
    (Action::Ring, "xxx-x"),
    (Action::Import, "-xx--"),
    (Action::Export, "-xxx-"),
    (Action::Audit, "--xx-"),
    (Action::Supervise, "-xxx-"),
    (Action::Advise, "-xx--"),
    (Action::OwnPin, "xxxx-"),
    (Action::ManageUsers, "--x--"),
    (Action::Configure, "--x--"),
    (Action::ManageHooks, "--x--"),
    (Action::Maintain, "--x--"),
];

/// What is done with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// It is read.
    Read,
    /// It is given another value.
    Write,
}

/// Fields that need more than their record does, on a customer that is not theirs.
const FIELDS: &[(Noun, &str, Use, Action)] = &[
    (Noun::Customer, "phones", Use::Read, Action::SeeMasked),
    (Noun::Customer, "emails", Use::Read, Action::SeeMasked),
    (Noun::Customer, "owner", Use::Write, Action::Reassign),
    (Noun::Customer, "team", Use::Write, Action::Reassign),
    (Noun::Customer, "service_agent", Use::Write, Action::Reassign),
];

/// The action a field needs on a record of somebody else's; nothing where whoever may use the record may use it.
pub fn needed(noun: Noun, field: &str, how: Use) -> Option<Action> {
    let row = FIELDS.iter().find(|(of, name, used, _)| *of == noun && *name == field && *used == how);
    row.map(|(.., action)| *action)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_one_row_with_a_cell_for_every_role() {
        for action in Action::ALL {
            let rows: Vec<_> = TABLE.iter().filter(|(row, _)| row == action).collect();
            assert_eq!(rows.len(), 1, "{action}");
            assert_eq!(rows[0].1.len(), Role::ALL.len(), "{action}");
        }
    }

    #[test]
    fn an_auditor_changes_nothing_but_their_pin_and_an_admin_may_do_everything() {
        const ITS_OWN: [Action; 7] = [
            Action::Read,
            Action::SeeMasked,
            Action::Reveal,
            Action::OwnPin,
            Action::Audit,
            Action::Export,
            Action::Supervise,
        ];
        let changing = Action::ALL.iter().filter(|action| !ITS_OWN.contains(action));
        for action in changing {
            assert!(!Role::Auditor.may(*action), "{action}");
        }
        assert!(Action::ALL.iter().all(|action| Role::Admin.may(*action)));
    }
}
