//! Long work of panes and layers, each on a thread of its own. Whoever had it done hears when there is something to see.

use super::Cockpit;
use super::errands::Asker;
use crate::tui::pane::{Bell, Input, Tag, Work};
use crossbeam_channel::{Receiver, Sender, unbounded};
use std::thread;

/// Work has something new to see, for whoever had it done.
#[derive(Debug)]
pub struct News(Asker, Tag);

/// Where threads that work leave their news.
pub struct Working {
    to: Sender<News>,
    news: Receiver<News>,
}

impl Default for Working {
    fn default() -> Self {
        let (to, news) = unbounded();
        Self { to, news }
    }
}

impl Cockpit {
    /// Where news of work arrive, to be handed back as [`super::Wake::Worked`].
    pub fn news(&self) -> &Receiver<News> {
        &self.working.news
    }

    /// Has work done. Where there is no thread for it, its bell rings as it goes.
    pub(super) fn begin_work(&self, asker: Asker, tag: Tag, work: Work) {
        let to = self.working.to.clone();
        // Nobody listens any more once the screen is gone.
        let bell = Bell::new(move || drop(to.send(News(asker, tag))));
        let _ = thread::Builder::new().name("callsheet-work".to_owned()).spawn(move || work(bell));
    }

    pub(super) fn hear_of_work(&mut self, News(asker, tag): News) {
        self.tell(asker, Input::Worked(tag));
    }
}
