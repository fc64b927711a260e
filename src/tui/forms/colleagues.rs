//! Colleagues as one types them, which is how the door knows them too: users by their login, teams by their name.

use crate::door::users::Response;
use crate::tui::widgets::form::Form;

/// Names of users and teams by their ids; none until they are read.
#[derive(Default)]
pub struct Colleagues(Vec<(String, String)>);

impl Colleagues {
    /// Those of an answer.
    pub fn of(answer: Response) -> Self {
        Self(answer.names())
    }

    /// What one types for an id; the id itself where it is nobody's we know.
    pub fn typed<'a>(&'a self, id: &'a str) -> &'a str {
        self.0.iter().find(|(known, _)| known == id).map_or(id, |(_, name)| name)
    }

    /// Has fields that hold ids show names instead.
    pub fn show_in(&self, form: &mut Form, names_one: impl Fn(&str) -> bool) {
        let held = form.values().filter(|(key, _)| names_one(key));
        let shown: Vec<_> = held.map(|(key, id)| (key.to_owned(), self.typed(id).to_owned())).collect();
        for (key, name) in shown {
            form.reword(&key, &name);
        }
    }
}
