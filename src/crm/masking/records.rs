//! What there is to hide in records, and in the rows that show them.

use super::{Eyes, Mask};
use crate::domain::customer::Customer;
use crate::domain::deal::Deal;
use crate::domain::do_not_contact::DoNotContact;
use crate::domain::follow_up::FollowUp;
use crate::domain::interaction::Interaction;
use crate::domain::item::Item;
use crate::domain::mask;
use crate::domain::order::Order;
use crate::domain::phone::Phone;
use crate::domain::ticket::Ticket;
use crate::door::follow_ups::DealRow;
use crate::door::search::CustomerRow;

impl<T: Mask> Mask for Vec<T> {
    fn mask(&mut self, eyes: &mut Eyes) {
        for one in self {
            one.mask(eyes);
        }
    }
}

impl<T: Mask> Mask for Option<T> {
    fn mask(&mut self, eyes: &mut Eyes) {
        if let Some(one) = self {
            one.mask(eyes);
        }
    }
}

impl Mask for Customer {
    fn mask(&mut self, eyes: &mut Eyes) {
        let id = self.id;
        if eyes.hides(id) {
            self.phones = self.phones.iter().map(Phone::masked).collect();
            hide_answers(self, eyes);
        }
        for email in &mut self.emails {
            eyes.address(email, id);
        }
        eyes.texts([&mut self.name, &mut self.company, &mut self.source, &mut self.remarks], Some(id));
        eyes.texts(self.custom.iter_mut().map(|field| &mut field.value), Some(id));
        eyes.texts(self.external_ids.iter_mut().map(|external| &mut external.id), Some(id));
        eyes.texts(self.consents.iter_mut().map(|consent| &mut consent.source), Some(id));
        for change in self.taken.iter_mut().flat_map(|taken| &mut taken.changes) {
            eyes.change(change, id);
        }
    }
}

/// What callers are asked is not read out to them.
fn hide_answers(customer: &mut Customer, eyes: &Eyes) {
    if eyes.answers("birthday") {
        customer.birthday = None;
    }
    let texts = [("postal_code", &mut customer.postal_code), ("street", &mut customer.street)];
    let ids = customer.external_ids.iter_mut().map(|external| ("external_ids", &mut external.id));
    for (_, text) in texts.into_iter().chain(ids).filter(|(field, text)| eyes.answers(field) && !text.is_empty()) {
        *text = mask::whole();
    }
}

impl Mask for Interaction {
    fn mask(&mut self, eyes: &mut Eyes) {
        let of = self.party.customer();
        match of {
            Some(customer) => eyes.address(&mut self.number, customer),
            None => eyes.anyones(&mut self.number),
        }
        eyes.party(&mut self.party);
        eyes.texts([&mut self.text, &mut self.reason, &mut self.call_id, &mut self.recording, &mut self.verified], of);
    }
}

impl Mask for FollowUp {
    fn mask(&mut self, eyes: &mut Eyes) {
        let of = self.party.customer();
        eyes.party(&mut self.party);
        eyes.texts([&mut self.text, &mut self.goal, &mut self.outcome], of);
    }
}

impl Mask for Deal {
    fn mask(&mut self, eyes: &mut Eyes) {
        eyes.texts([&mut self.title, &mut self.reason, &mut self.remarks], Some(self.customer));
    }
}

impl Mask for Item {
    fn mask(&mut self, eyes: &mut Eyes) {
        match self {
            Self::Customer(customer) => customer.mask(eyes),
            Self::Interaction(interaction) => interaction.mask(eyes),
            Self::FollowUp(follow_up) => follow_up.mask(eyes),
            Self::Deal(deal) => deal.mask(eyes),
            Self::Ticket(ticket) => ticket.mask(eyes),
            Self::Order(order) => order.mask(eyes),
            Self::DoNotContact(suppressed) => suppressed.mask(eyes),
            // They hold no number of a customer's; a query stays as it was written: it is to be run again.
            Self::Product(_)
            | Self::List(_)
            | Self::Member(_)
            | Self::Attempt(_)
            | Self::User(_)
            | Self::Team(_)
            | Self::View(_)
            | Self::Settings(_) => {}
        }
    }
}

impl Mask for DealRow {
    fn mask(&mut self, eyes: &mut Eyes) {
        let Self { deal, customer_name, next_step: _ } = self;
        eyes.text(customer_name, Some(deal.customer));
        deal.mask(eyes);
    }
}

impl Mask for Ticket {
    fn mask(&mut self, eyes: &mut Eyes) {
        eyes.texts([&mut self.text, &mut self.resolution], Some(self.customer));
    }
}

impl Mask for Order {
    fn mask(&mut self, eyes: &mut Eyes) {
        eyes.text(&mut self.remarks, Some(self.customer));
    }
}

impl Mask for DoNotContact {
    fn mask(&mut self, eyes: &mut Eyes) {
        eyes.anyones(&mut self.address);
        eyes.text(&mut self.why, None);
    }
}

impl Mask for CustomerRow {
    fn mask(&mut self, eyes: &mut Eyes) {
        let Self { id, kind: _, name, company, city: _, phones, emails, tags: _, last_contact: _, highlights, note } =
            self;
        let id = *id;
        let fields = [("name", std::slice::from_mut(name)), ("company", std::slice::from_mut(company))];
        for (field, texts) in fields.into_iter().chain([("phones", &mut phones[..]), ("emails", &mut emails[..])]) {
            let shown = texts.to_vec();
            for text in &mut *texts {
                match field {
                    "phones" | "emails" => eyes.address(text, id),
                    _ => eyes.text(text, Some(id)),
                }
            }
            // What was marked is hidden now.
            highlights.retain(|mark| mark.field != field || *texts == shown);
        }
        if let Some(note) = note {
            let said = note.text.clone();
            eyes.text(&mut note.text, Some(id));
            if note.text != said {
                note.chars.clear();
            }
        }
    }
}
