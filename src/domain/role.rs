//! Who may do what: one table, role × action.

use super::choice::choice;

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
        /// Users, roles and teams.
        ManageUsers = "manage-users",
        /// Pipelines, dispositions, channels, hours.
        Configure = "configure",
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
    (Action::ManageUsers, "--x--"),
    (Action::Configure, "--x--"),
    (Action::Maintain, "--x--"),
];

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
    fn an_auditor_changes_nothing_and_an_admin_may_do_everything() {
        let changing = Action::ALL
            .iter()
            .filter(|a| !matches!(a, Action::Read | Action::Audit | Action::Export | Action::Supervise));
        for action in changing {
            assert!(!Role::Auditor.may(*action), "{action}");
        }
        assert!(Action::ALL.iter().all(|action| Role::Admin.may(*action)));
    }
}
