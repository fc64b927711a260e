//! What is done with many customers at once: those who are marked, else everyone the query finds.

use crate::domain::cleaning::Cleaning;
use crate::door::bulk::{BulkEdit, Whom};
use crate::door::export::What;
use crate::tui::forms;
use crate::tui::keymap::Command;
use crate::tui::layers::{BulkLayer, ExportLayer};
use crate::tui::pane::{Context, Pane};

/// The layer in which it is done; nothing for what is done with one.
pub fn layer(command: Command, whom: Whom, context: &Context) -> Option<Box<dyn Pane>> {
    Some(match command {
        Command::MakeList => forms::list::make(context, whom),
        Command::BulkEdit => forms::bulk::edit(context, whom),
        Command::Clean => Box::new(BulkLayer::new(BulkEdit { clean: Cleaning::ALL.to_vec(), ..BulkEdit::of(whom) })),
        Command::Export => {
            let said = forms::bulk::said(&whom, context);
            Box::new(ExportLayer::new(what(whom), said))
        }
        _ => return None,
    })
}

fn what(whom: Whom) -> What {
    match whom {
        Whom::Query(query) if query.trim().is_empty() => What::Everything,
        Whom::Query(query) => What::Query(query),
        Whom::These(customers) => What::These(customers),
    }
}
