//! `demo`: a store full of made-up customers.

use super::error::{Failure, Outcome};
use super::job::Job;
use super::session::{Session, unexpected};
use crate::domain::import::Target;
use crate::door::jobs::{Rows, Start};
use crate::door::system;
use crate::interop::demo;
use clap::Args;

/// Fill a store with made-up customers.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet demo --customers 100000 --seed 7 --data /tmp/demo")]
pub struct Demo {
    /// How many
    #[arg(long, default_value_t = 1_000)]
    customers: u64,
    /// The same seed makes the same customers
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Also where there are customers already
    #[arg(long, short)]
    yes: bool,
}

impl Demo {
    /// Makes them in batches, so that a million need no more memory than a thousand.
    pub fn run(self, session: &Session) -> Outcome {
        let system::Response::Status(status) = session.ask(system::Request::Status)? else {
            return Err(unexpected());
        };
        if status.customers > 0 && !self.yes {
            return Err(Failure::failed("demo-not-empty").with("customers", status.customers));
        }
        let start = Start::new("demo", Target::Customers);
        let job = Job::start(session, start, self.customers)?;
        if let Err(failure) = self.fill(session, &job) {
            return Err(job.abandon(failure));
        }
        let stopped = job.is_stopped();
        let summary = job.end(stopped)?;
        if session.out.is_json() {
            let (created, undo) = (summary.created, summary.undo);
            session.out.json(&serde_json::json!({ "created": created, "undo": undo, "stopped": stopped }))?;
        } else {
            let undo = summary.undo.map(|id| id.to_string()).unwrap_or_default();
            let args = [("customers", summary.created.into()), ("undo", undo.into())];
            session.out.line(&session.words.tf("cli-demo-made", &args))?;
        }
        if stopped { Err(Failure::failed("demo-stopped")) } else { Ok(()) }
    }

    fn fill(&self, session: &Session, job: &Job) -> Outcome {
        let mut customers = demo::Demo::new(self.seed, self.customers, session.now);
        let mut made = 0;
        while !job.is_stopped() {
            let bundles: Vec<_> = customers.by_ref().take(Rows::MOST).collect();
            if bundles.is_empty() {
                break;
            }
            made += bundles.len() as u64;
            job.batch(Rows::Bundles(bundles))?;
            job.at(made, made);
        }
        Ok(())
    }
}
