//! The one table of commands: keymap, help, palette and documentation all read it.

/// Everything a key can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Command {
    /// Answer what rings, else dial the selected customer.
    CallAnswer,
    /// Go to the search box, also from inside a text.
    Find,
    /// End the call and write its wrap-up line.
    WrapUp,
    /// Take the next customer of the call list.
    NextInList,
    /// Put the call on hold, or take it back.
    CallHold,
    /// Park the open call and go on with the one that waits.
    SwapCalls,
    /// Throw away a call that was begun by mistake.
    DiscardCall,
    /// Plan a follow-up, also from inside a text.
    PlanFollowUp,
    /// Show the live call to the supervisor on duty.
    AskSupervisor,
    /// Hand the call on to a colleague, or take one that is handed on.
    Transfer,
    /// Lock the screen until one's PIN is typed.
    Lock,
    /// Leave a shared seat to the next one.
    LeaveSeat,
    /// Write the long text in one's own editor.
    Editor,
    /// Paint the whole screen afresh.
    Redraw,
    /// Open the search box.
    Search,
    /// Focus the next pane.
    NextPane,
    /// Focus the previous pane.
    PreviousPane,
    /// Focus the customers.
    GoCustomers,
    /// Focus the timeline.
    GoTimeline,
    /// Focus the board.
    GoPipeline,
    /// Focus the queue.
    GoFollowUps,
    /// Go to the next follow-up whose time has passed.
    GoOverdue,
    /// Show what the last days came to.
    GoDashboard,
    /// Show how the floor stands.
    GoFloor,
    /// Show the audit log.
    GoAudit,
    /// Show how far the call lists are.
    GoLists,
    /// Customers that are there twice.
    GoDuplicates,
    /// Choose another call list to work through.
    OtherList,
    /// Make a call list of the marked customers, or of all that are found.
    MakeList,
    /// Give the keys to the script of the call, or take them back.
    Script,
    /// Select the first row.
    Top,
    /// Select the last row.
    Bottom,
    /// Select the next row.
    Down,
    /// Select the previous row.
    Up,
    /// Select to the left.
    Left,
    /// Select to the right.
    Right,
    /// A page further.
    PageDown,
    /// A page back.
    PageUp,
    /// Open what is selected.
    Open,
    /// Leave what is open. Never destroys anything.
    Back,
    /// Open the next record of the view.
    NextRecord,
    /// Open the previous record of the view.
    PreviousRecord,
    /// Go back to the customer visited before.
    JumpBack,
    /// Go forward again.
    JumpForward,
    /// Show the saved view of this digit.
    SavedView(u8),
    /// Choose a saved view, and see how many each finds.
    Views,
    /// Keep the query in the search box as a view.
    SaveView,
    /// Give the pane the whole screen, or take it back.
    Zoom,
    /// Make a new record.
    New,
    /// Edit the selected record.
    Edit,
    /// Log an interaction with the selected customer.
    LogInteraction,
    /// Give the selected or marked work to others.
    HandOver,
    /// Dial the selected customer.
    Call,
    /// Plan a follow-up for the selected customer.
    FollowUp,
    /// Make a deal for the selected customer.
    Deal,
    /// Move the deal to the stage before.
    StageBack,
    /// Move the deal to the next open stage.
    StageForward,
    /// Move the deal up in its column.
    Raise,
    /// Move the deal down in its column.
    Lower,
    /// Type a query that says which deals are shown.
    Filter,
    /// Show the deals as a list, or as a board again.
    AsList,
    /// Show the next pipeline.
    NextPipeline,
    /// Move the deal to any stage, also of another pipeline.
    MoveDeal,
    /// Close the deal as won.
    Win,
    /// Close the deal as lost, with a reason.
    Lose,
    /// Put the follow-up off.
    Snooze,
    /// Close the follow-up: asks the outcome, then the next step.
    Done,
    /// Give shared work back that was taken.
    GiveBack,
    /// Show why the follow-up stands where it does, and where the briefing on the card comes from.
    Why,
    /// Mark or unmark the selected row.
    Mark,
    /// Change the tags of the selected customer.
    Tags,
    /// Bring a file in.
    Import,
    /// Take what is marked, or all that is found, out to a file.
    Export,
    /// Show what is amiss with customers.
    GoQuality,
    /// Write names, numbers and addresses of who is marked, or of all that are found, as they should be.
    Clean,
    /// Change all marked customers alike, or all that are found.
    BulkEdit,
    /// Merge two customers.
    Merge,
    /// Take one that was merged out again.
    Unmerge,
    /// Show the masked numbers and addresses of the customer.
    Reveal,
    /// Copy the selected value to the clipboard.
    Copy,
    /// Undo the last change, named and confirmed.
    Undo,
    /// Redo what was undone.
    Redo,
    /// Take calls from now on.
    Ready,
    /// Have a break; its reason is asked.
    Break,
    /// Learn, or teach.
    Training,
    /// Sign off for the day.
    SignOff,
    /// Go on with what was left open at another screen.
    TakeOver,
    /// Speak the other language from here on.
    Language,
    /// Find a command by its name.
    Palette,
    /// Show the keys that work here.
    Help,
    /// Give the shell its terminal back until `fg`.
    Suspend,
    /// Leave Callsheet; refused while on a call.
    Quit,
}

/// A pane that keys can mean something of their own in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pane {
    /// Search box and results.
    Customers,
    /// Card and interactions.
    Timeline,
    /// The pipeline.
    Board,
    /// Follow-ups.
    Queue,
    /// Any other list.
    List,
}

/// Where a command's keys act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    /// Everywhere, also while a text is typed: there by those keys that print nothing.
    Anywhere,
    /// In command mode, in every pane.
    Command,
    /// In command mode, in these panes.
    In(&'static [Pane]),
}

/// A command with all that is said about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// What it does.
    pub command: Command,
    /// Its name in a keymap file: `call-answer`.
    pub slug: &'static str,
    /// The key of its words: `command-call-answer`.
    pub label: &'static str,
    /// Its default keys, alternatives parted by ` | `; empty for what the palette alone offers.
    pub keys: &'static str,
    /// Where they act.
    pub place: Where,
}

const fn row(command: Command, slug: &'static str, label: &'static str, keys: &'static str, place: Where) -> Row {
    Row { command, slug, label, keys, place }
}

/// Every command, in the order help shows them.
#[rustfmt::skip]
pub const TABLE: &[Row] = &[
    row(Command::CallAnswer, "call-answer", "command-call-answer", "f2 | ctrl-r", Where::Anywhere),
    row(Command::Find, "find", "command-find", "f3 | ctrl-f", Where::Anywhere),
    row(Command::WrapUp, "wrap-up", "command-wrap-up", "f4 | ctrl-x", Where::Anywhere),
    row(Command::NextInList, "next-in-list", "command-next-in-list", "f5 | ctrl-n", Where::Anywhere),
    row(Command::CallHold, "call-hold", "command-call-hold", "f6 | ctrl-p", Where::Anywhere),
    row(Command::SwapCalls, "swap-calls", "command-swap-calls", "f11 | ctrl-v", Where::Anywhere),
    row(Command::PlanFollowUp, "plan-follow-up", "command-plan-follow-up", "f7 | ctrl-t", Where::Anywhere),
    row(Command::AskSupervisor, "ask-supervisor", "command-ask-supervisor", "f8 | ctrl-g", Where::Anywhere),
    row(Command::Transfer, "transfer", "command-transfer", "f12 | ctrl-q", Where::Anywhere),
    row(Command::Script, "script", "command-script", "f10 | ctrl-b", Where::Anywhere),
    row(Command::Lock, "lock", "command-lock", "f9 | ctrl-4", Where::Anywhere),
    row(Command::LeaveSeat, "leave-seat", "command-leave-seat", "shift-o", Where::Command),
    row(Command::Editor, "editor", "command-editor", "alt-e", Where::Anywhere),
    row(Command::Redraw, "redraw", "command-redraw", "ctrl-l", Where::Anywhere),
    row(Command::Search, "search", "command-search", "/", Where::Command),
    row(Command::NextPane, "next-pane", "command-next-pane", "tab", Where::Command),
    row(Command::PreviousPane, "previous-pane", "command-previous-pane", "shift-tab", Where::Command),
    row(Command::GoCustomers, "go-customers", "command-go-customers", "g c", Where::Command),
    row(Command::GoTimeline, "go-timeline", "command-go-timeline", "g t", Where::Command),
    row(Command::GoPipeline, "go-pipeline", "command-go-pipeline", "g p", Where::Command),
    row(Command::GoFollowUps, "go-follow-ups", "command-go-follow-ups", "g f", Where::Command),
    row(Command::GoOverdue, "go-overdue", "command-go-overdue", "g o", Where::Command),
    row(Command::GoDashboard, "go-dashboard", "command-go-dashboard", "g d", Where::Command),
    row(Command::GoFloor, "go-floor", "command-go-floor", "g s", Where::Command),
    row(Command::GoAudit, "go-audit", "command-go-audit", "g a", Where::Command),
    row(Command::GoLists, "go-lists", "command-go-lists", "g l", Where::Command),
    row(Command::GoDuplicates, "go-duplicates", "command-go-duplicates", "g m", Where::Command),
    row(Command::GoQuality, "go-quality", "command-go-quality", "g w", Where::Command),
    row(Command::Export, "export", "command-export", "g x", Where::Command),
    row(Command::Top, "top", "command-top", "g g | home", Where::Command),
    row(Command::Bottom, "bottom", "command-bottom", "shift-g | end", Where::Command),
    row(Command::Down, "down", "command-down", "j | down", Where::Command),
    row(Command::Up, "up", "command-up", "k | up", Where::Command),
    row(Command::Left, "left", "command-left", "h | left", Where::Command),
    row(Command::Right, "right", "command-right", "l | right", Where::Command),
    row(Command::PageDown, "page-down", "command-page-down", "pgdn", Where::Command),
    row(Command::PageUp, "page-up", "command-page-up", "pgup", Where::Command),
    row(Command::Open, "open", "command-open", "enter", Where::Command),
    row(Command::Back, "back", "command-back", "esc", Where::Command),
    row(Command::NextRecord, "next-record", "command-next-record", "shift-j", Where::Command),
    row(Command::PreviousRecord, "previous-record", "command-previous-record", "shift-k", Where::Command),
    row(Command::JumpBack, "jump-back", "command-jump-back", "(", Where::Command),
    row(Command::JumpForward, "jump-forward", "command-jump-forward", ")", Where::Command),
    row(Command::SavedView(0), "saved-view", "command-saved-view", "v digit", Where::Command),
    row(Command::Views, "views", "command-views", "v v", Where::Command),
    row(Command::SaveView, "save-view", "command-save-view", "shift-v", Where::In(&[Pane::Customers])),
    row(Command::Zoom, "zoom", "command-zoom", "z", Where::Command),
    row(Command::New, "new", "command-new", "n", Where::Command),
    row(Command::Edit, "edit", "command-edit", "e", Where::Command),
    row(Command::LogInteraction, "log-interaction", "command-log-interaction", "i", Where::Command),
    row(Command::HandOver, "hand-over", "command-hand-over", "o", Where::Command),
    row(Command::Call, "call", "command-call", "c", Where::Command),
    row(Command::FollowUp, "follow-up", "command-follow-up", "f", Where::Command),
    row(Command::Deal, "deal", "command-deal", "d", Where::Command),
    row(Command::StageBack, "stage-back", "command-stage-back", "<", Where::In(&[Pane::Board])),
    row(Command::StageForward, "stage-forward", "command-stage-forward", ">", Where::In(&[Pane::Board])),
    row(Command::Raise, "raise", "command-raise", "[", Where::In(&[Pane::Board])),
    row(Command::Lower, "lower", "command-lower", "]", Where::In(&[Pane::Board])),
    row(Command::Filter, "filter", "command-filter", "shift-f", Where::In(&[Pane::Board])),
    row(Command::AsList, "as-list", "command-as-list", "b", Where::In(&[Pane::Board])),
    row(Command::NextPipeline, "next-pipeline", "command-next-pipeline", "p", Where::In(&[Pane::Board])),
    row(Command::MoveDeal, "move-deal", "command-move-deal", "shift-p", Where::In(&[Pane::Board])),
    row(Command::Win, "win", "command-win", "shift-w", Where::In(&[Pane::Board])),
    row(Command::Lose, "lose", "command-lose", "shift-l", Where::In(&[Pane::Board])),
    row(Command::Snooze, "snooze", "command-snooze", "s", Where::In(&[Pane::Queue, Pane::Timeline])),
    row(Command::Done, "done", "command-done", "x", Where::In(&[Pane::Queue, Pane::Timeline])),
    row(Command::GiveBack, "give-back", "command-give-back", "shift-r", Where::In(&[Pane::Queue])),
    row(Command::Why, "why", "command-why", "w", Where::In(&[Pane::Queue, Pane::Timeline])),
    row(Command::Mark, "mark", "command-mark", "space", Where::In(&[Pane::Customers, Pane::Queue])),
    row(Command::Tags, "tags", "command-tags", "t", Where::In(&[Pane::Customers, Pane::Timeline])),
    row(Command::BulkEdit, "bulk-edit", "command-bulk-edit", "shift-e", Where::In(&[Pane::Customers])),
    row(Command::Clean, "clean", "command-clean", "shift-c", Where::In(&[Pane::Customers])),
    row(Command::MakeList, "make-list", "command-make-list", "shift-m", Where::In(&[Pane::Customers])),
    row(Command::Merge, "merge", "command-merge", "m", Where::In(&[Pane::Customers, Pane::Timeline])),
    row(Command::Unmerge, "unmerge", "command-unmerge", "g u", Where::Command),
    row(Command::Reveal, "reveal", "command-reveal", "r", Where::In(&[Pane::Timeline])),
    row(Command::Copy, "copy", "command-copy", "y", Where::In(&[Pane::Customers, Pane::Timeline])),
    row(Command::Undo, "undo", "command-undo", "u", Where::Command),
    row(Command::Redo, "redo", "command-redo", "shift-u", Where::Command),
    row(Command::Ready, "ready", "command-ready", "", Where::Command),
    row(Command::Break, "break", "command-break", "", Where::Command),
    row(Command::Training, "training", "command-training", "", Where::Command),
    row(Command::SignOff, "sign-off", "command-sign-off", "", Where::Command),
    row(Command::Import, "import", "command-import", "", Where::Command),
    row(Command::OtherList, "other-list", "command-other-list", "", Where::Command),
    row(Command::DiscardCall, "discard-call", "command-discard-call", "", Where::Command),
    row(Command::TakeOver, "take-over", "command-take-over", "", Where::Command),
    row(Command::Language, "language", "command-language", "g z", Where::Command),
    row(Command::Palette, "palette", "command-palette", ":", Where::Command),
    row(Command::Help, "help", "command-help", "? | f1 | ctrl-7", Where::Anywhere),
    row(Command::Suspend, "suspend", "command-suspend", "ctrl-z", Where::Command),
    row(Command::Quit, "quit", "command-quit", "q", Where::Command),
];

impl Command {
    /// This command's row. A saved view's row is the same for each digit.
    pub fn row(self) -> &'static Row {
        let same = |row: &&Row| std::mem::discriminant(&row.command) == std::mem::discriminant(&self);
        TABLE.iter().find(same).unwrap_or(&TABLE[0])
    }

    /// The command of this name in a keymap file.
    pub fn of_slug(slug: &str) -> Option<Self> {
        TABLE.iter().find(|row| row.slug == slug).map(|row| row.command)
    }

    /// The command with the digit its keys ended in, where it takes one.
    pub(super) fn with_digit(self, digit: Option<u8>) -> Self {
        match (self, digit) {
            (Self::SavedView(_), Some(digit)) => Self::SavedView(digit),
            (other, _) => other,
        }
    }
}

impl Where {
    /// Whether one key press can fall to both places.
    pub(super) fn overlaps(self, other: Self) -> bool {
        match (self, other) {
            (Self::In(a), Self::In(b)) => a.iter().any(|pane| b.contains(pane)),
            _ => true,
        }
    }
}
