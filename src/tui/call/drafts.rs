//! Open and parked calls as drafts: what the host keeps of them, going on with one from another screen, and giving one
//! up to another screen.

use super::desk::{Desk, Open, Writing, Written};
use crate::domain::time::Timestamp;
use crate::door::CallId;
use crate::door::floor::{Content, Draft, OpenCall, Typing};
use crate::tui::pane::Effect;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::note::Note;

impl Desk {
    /// All that is written of the open call and of those parked, and where they stand; the open one first.
    pub fn drafts(&self) -> Vec<Draft> {
        self.open.iter().chain(&self.parked).map(Open::draft).collect()
    }

    /// What the open call is kept under.
    pub fn name(&self) -> Option<CallId> {
        self.open.as_ref().map(|open| open.id)
    }

    /// Goes on with a call from another screen as it stood there, the cursor included.
    pub fn take_over(&mut self, id: CallId, left: OpenCall, now: Timestamp) -> Vec<Effect> {
        let OpenCall { call, note, line, closing, script } = left;
        self.park(now);
        self.open(Open {
            id,
            note: Note::at(&note.text, note.cursor),
            line: Field::at(&line.text, line.cursor),
            writing: if closing { Writing::Line } else { Writing::Note },
            script,
            ..Open::new(call)
        });
        self.show_the_call()
    }

    /// Another screen goes on with the draft of this name: what was written of it here, if it was open here.
    pub fn give_up(&mut self, id: CallId) -> Option<String> {
        let is_open = self.open.as_ref().is_some_and(|open| open.id == id);
        let given = if is_open { self.close() } else { self.parked.extract_if(.., |open| open.id == id).next() };
        let Written { note, line } = given?.written();
        Some([note, line].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n"))
    }
}

impl Open {
    fn draft(&self) -> Draft {
        let open = OpenCall {
            call: self.call.clone(),
            note: Typing { text: self.note.text().to_owned(), cursor: self.note.cursor() },
            line: Typing { text: self.line.text().to_owned(), cursor: self.line.cursor_byte() },
            closing: self.writing == Writing::Line,
            script: self.script.clone(),
        };
        Draft { id: self.id, content: Content::Call(Box::new(open)) }
    }
}
