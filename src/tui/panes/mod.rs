//! The four panes of the base layer. None names another: what a person does in one reaches the
//! others as the subject.

pub mod board;
pub mod customers;
pub mod queue;
pub mod timeline;

use super::forms;
use super::keymap::Command;
use super::pane::{Context, Effect, Pane, Subject, Tag, Tone};
use crate::domain::audit::Touched;
use crate::domain::customer::Customer;
use crate::domain::id::CustomerId;
use crate::domain::noun::Noun;
use crate::domain::record::reference;

/// Of layers that send what they ask for themselves and leave no reply.
const LAYER: Tag = 0;

fn push(layer: Box<dyn Pane>) -> Vec<Effect> {
    vec![Effect::Push(LAYER, layer)]
}

/// What can be done with a customer from any pane.
fn on_customer(command: Command, customer: CustomerId, name: &str, context: &Context) -> Vec<Effect> {
    match command {
        Command::LogInteraction => vec![Effect::Log { customer, name: name.to_owned() }],
        Command::FollowUp | Command::PlanFollowUp => push(forms::follow_up::add(context, customer, name)),
        Command::Deal => push(forms::deal::add(context, customer, name, "")),
        Command::HandOver => push(forms::hand_over::record(context, reference::<Customer>(customer), name)),
        // The person chooses among the customer's numbers.
        Command::Call => {
            vec![Effect::Dial { customer: Some(customer), number: String::new(), name: name.to_owned() }]
        }
        _ => Vec::new(),
    }
}

/// The same where the cursor is on nobody: it is about the subject. Calls and logs are left to the
/// frame, which knows more of them.
fn on_subject(command: Command, context: &Context) -> Vec<Effect> {
    let plans = matches!(command, Command::FollowUp | Command::PlanFollowUp | Command::Deal | Command::HandOver);
    match context.subject.and_then(Subject::customer) {
        Some(customer) if plans => on_customer(command, customer, &customer.to_string(), context),
        None if plans => vec![Effect::Toast(Tone::Warning, context.look.words.t("no-customer").to_owned())],
        _ => Vec::new(),
    }
}

/// Sends a number to the clipboard and says so.
fn copy_phone(phone: Option<String>, context: &Context) -> Vec<Effect> {
    let words = &context.look.words;
    match phone {
        Some(phone) => {
            let said = words.tf("copied", &[("text", phone.as_str().into())]);
            vec![Effect::Copy(phone), Effect::Toast(Tone::Good, said)]
        }
        None => vec![Effect::Toast(Tone::Warning, words.t("no-phone").to_owned())],
    }
}

/// Whether any record of these kinds changed.
fn touches(touched: &[Touched], nouns: &[Noun]) -> bool {
    touched.iter().any(|touched| nouns.contains(&touched.record.noun))
}
