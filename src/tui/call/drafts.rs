//! The open call as a draft: what the host keeps of it, going on with one from another screen, and giving one up to
//! another screen.

use super::desk::{Desk, Open, Writing, Written, ask_card};
use crate::door::CallId;
use crate::door::floor::{Draft, Typing};
use crate::tui::pane::{Effect, Subject};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::note::Note;

impl Desk {
    /// All that is written of the open call, and where it stands.
    pub fn draft(&self) -> Option<Draft> {
        let open = self.open.as_ref()?;
        Some(Draft {
            id: open.id,
            call: open.call.clone(),
            note: Typing { text: open.note.text().to_owned(), cursor: open.note.cursor() },
            line: Typing { text: open.line.text().to_owned(), cursor: open.line.cursor_byte() },
            closing: open.writing == Writing::Line,
        })
    }

    /// Goes on with a call from another screen as it stood there, the cursor included.
    pub fn take_over(&mut self, draft: Draft) -> Vec<Effect> {
        let customer = draft.call.customer;
        self.open(Open {
            id: draft.id,
            note: Note::at(&draft.note.text, draft.note.cursor),
            line: Field::at(&draft.line.text, draft.line.cursor),
            writing: if draft.closing { Writing::Line } else { Writing::Note },
            ..Open::new(draft.call)
        });
        let select = |customer| vec![Effect::Select(Subject::Customer(customer)), ask_card(customer)];
        customer.map_or_else(Vec::new, select)
    }

    /// Another screen goes on with the draft of this name: what was written of it here, if it was open here.
    pub fn give_up(&mut self, id: CallId) -> Option<String> {
        let Written { note, line } = self.open.take_if(|open| open.id == id)?.written();
        Some([note, line].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n"))
    }
}
