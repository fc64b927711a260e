//! `watch`: what happens, as it happens, one event a line; from a cursor on without a gap.

use super::error::{Failure, Outcome};
use super::session::Session;
use crate::domain::audit::AuditEntry;
use crate::domain::hook;
use crate::domain::reason::reason;
use crate::door::audit::{Line, Request, Response};
use crate::door::{Call, Delivery, Door, Refusal, Ticket};
use clap::Args;
use serde_json::{Value, json};

/// Entries asked for at a time.
const PAGE: usize = 500;

/// Stream what happens.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet watch --json --from 4711")]
pub struct Watch {
    /// Begin behind this cursor, as it stood in the last line that was dealt with; without it, with what comes next
    #[arg(long, value_name = "CURSOR")]
    from: Option<u64>,
    /// End after so many lines
    #[arg(long, value_name = "COUNT")]
    limit: Option<u64>,
}

impl Watch {
    /// Watches until somebody ends it, or nobody reads any more. A host that goes and comes back is waited for.
    pub fn run(self, session: &Session) -> Outcome {
        session.settings()?;
        let door = session.house.connect(session.config, true)?;
        let mut watching = Watching { session, door: &*door, cursor: self.from, left: self.limit };
        watching.follow()
    }
}

/// What is watched, and how far it was.
struct Watching<'a> {
    session: &'a Session<'a>,
    door: &'a dyn Door,
    /// The last entry told; nothing as long as the end of the log is not known.
    cursor: Option<u64>,
    left: Option<u64>,
}

impl Watching<'_> {
    fn follow(&mut self) -> Outcome {
        while self.left != Some(0) {
            let (answer, is_news) = self.answer(self.ask())?;
            let goes_on = match answer {
                Ok(lines) => self.tell(lines)? == PAGE,
                Err(refusal @ (Refusal::NotAllowed(_) | Refusal::Stranger { .. } | Refusal::Inactive { .. })) => {
                    return Err(refusal.into());
                }
                // The host is gone, or its store is shut for a while.
                Err(_) => false,
            };
            if !goes_on && !is_news {
                self.wait()?;
            }
        }
        Ok(())
    }

    fn ask(&self) -> Ticket {
        self.door.send(Call::by_person(Request::Follow { after: self.cursor, limit: PAGE }))
    }

    /// The entries, and whether something happened since they were asked for.
    fn answer(&self, ticket: Ticket) -> Result<(Result<Vec<Line>, Refusal>, bool), Failure> {
        let mut is_news = false;
        loop {
            match self.door.inbox().recv().map_err(|_| ended())? {
                Delivery::Done(to, answer) if to == ticket => {
                    let lines = answer.and_then(Response::try_from).map(|answer| match answer {
                        Response::Followed(lines) => lines,
                        _ => Vec::new(),
                    });
                    return Ok((lines, is_news));
                }
                delivery => is_news |= tells_news(&delivery),
            }
        }
    }

    /// Waits until something happened.
    fn wait(&self) -> Outcome {
        while !tells_news(&self.door.inbox().recv().map_err(|_| ended())?) {}
        Ok(())
    }

    /// Tells what was not told; how many entries there were. The first answer without a cursor only says where the
    /// log ends.
    fn tell(&mut self, lines: Vec<Line>) -> Result<usize, Failure> {
        let (count, is_beginning) = (lines.len(), self.cursor.is_none());
        if is_beginning {
            self.cursor = Some(lines.last().map_or(0, |line| line.number));
            return Ok(count);
        }
        for line in lines {
            if self.left == Some(0) {
                break;
            }
            self.left = self.left.map(|left| left - 1);
            self.cursor = Some(line.number);
            self.say(&line)?;
        }
        Ok(count)
    }

    fn say(&self, line: &Line) -> Outcome {
        if self.session.out.is_json() {
            return self.session.out.json(&document(line));
        }
        let AuditEntry { at, request, touched, .. } = &line.entry;
        let records: Vec<_> = touched.iter().map(|touched| format!("{} {}", touched.record, touched.fate)).collect();
        let clock = self.session.clock()?;
        let text =
            [line.number.to_string(), clock.moment(*at), line.login.clone(), request.clone(), records.join(", ")];
        self.session.out.line(&text.join("  "))
    }
}

/// One line for a script.
fn document(line: &Line) -> Value {
    let AuditEntry { at, actor, depth, request, touched, .. } = &line.entry;
    let events: Vec<_> = hook::events(&line.entry)
        .into_iter()
        .map(|(event, record)| json!({ "event": event, "record": record.to_string() }))
        .collect();
    let touched: Vec<_> = touched
        .iter()
        .map(|touched| {
            let (id, noun) = (touched.record.to_string(), touched.record.noun);
            json!({ "id": id, "noun": noun, "fate": touched.fate, "fields": touched.fields })
        })
        .collect();
    json!({
        "cursor": line.number,
        "at": at,
        "by": line.login,
        "actor": actor,
        "depth": depth,
        "request": request,
        "events": events,
        "touched": touched,
    })
}

/// Whether there may be more to read since.
fn tells_news(delivery: &Delivery) -> bool {
    matches!(delivery, Delivery::Event(_) | Delivery::Missed | Delivery::Back)
}

fn ended() -> Failure {
    Refusal::Unavailable { why: reason("session-ended") }.into()
}
