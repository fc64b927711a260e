//! Waiting for work on the whole store: a bar on stderr says what is going on, where a person looks on.

use super::error::Failure;
use super::job::{bar, interrupted};
use crate::domain::reason::reason;
use crate::domain::upkeep;
use crate::door::jobs::Progress;
use crate::door::system::{self, Standing};
use crate::door::{Call, Door, Part, Refusal, Request, Response, ask_in_parts, ask_until};
use crate::i18n::I18n;
use indicatif::{ProgressBar, ProgressStyle};

/// Asks, and shows how far the answer is.
pub fn ask_watched<T>(door: &dyn Door, words: &I18n, request: impl Into<Request>) -> Result<T, Refusal>
where
    T: TryFrom<Response, Error = Refusal>,
{
    let mut shown = Shown { words, bar: None };
    let answer = ask_in_parts(door, Call::by_person(request), &mut |part| shown.show(part));
    shown.clear();
    answer?.try_into()
}

/// The same, given up at Ctrl-C: what is being made is not put in place then.
pub fn ask_stoppable<T>(door: &dyn Door, words: &I18n, request: impl Into<Request>) -> Result<T, Failure>
where
    T: TryFrom<Response, Error = Refusal>,
{
    let stop = interrupted()?;
    let mut shown = Shown { words, bar: None };
    let answer = ask_until(door, Call::by_person(request), &stop, &mut |part| shown.show(part));
    shown.clear();
    Ok(answer?.try_into()?)
}

/// How things stand once the store is open or cannot be opened.
pub fn settled(door: &dyn Door, words: &I18n) -> Result<Standing, Refusal> {
    match ask_watched(door, words, system::Request::Settled)? {
        system::Response::State(standing) => Ok(standing),
        _ => Err(Refusal::Unavailable { why: reason("answer-of-another-kind") }),
    }
}

/// The bar, once there is something to show.
struct Shown<'a> {
    words: &'a I18n,
    bar: Option<ProgressBar>,
}

impl Shown<'_> {
    fn show(&mut self, part: Part) {
        match part {
            Part::Upkeep(progress) => self.show_task(progress),
            Part::Progress(Progress { done, total: Some(total) }) => {
                let bar = self.bar.get_or_insert_with(|| bar(total));
                bar.set_position(done);
            }
            _ => {}
        }
    }

    fn show_task(&mut self, progress: upkeep::Progress) {
        if progress.total == 0 && self.bar.is_none() {
            // Most stores are open before there is anything to say.
            return;
        }
        let bar = self.bar.get_or_insert_with(|| {
            let bar = bar(progress.total);
            let style = ProgressStyle::with_template("{msg} {wide_bar} {percent:>3} %  {eta}");
            if let Ok(style) = style { bar.with_style(style) } else { bar }
        });
        bar.set_message(self.words.t(&format!("task-{}", progress.task)).to_owned());
        bar.set_length(progress.total);
        bar.set_position(progress.done);
    }

    fn clear(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}
