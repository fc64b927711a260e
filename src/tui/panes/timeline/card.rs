//! The card: the briefing, and who the customer is.

use super::{Timeline, briefing};
use crate::domain::customer::Customer;
use crate::domain::text::is_han;
use crate::domain::time::Timestamp;
use crate::door::customers::{Card, Masked};
use crate::i18n::I18n;
use crate::tui::pane::{Context, Subject};
use crate::tui::theme::Role;
use crate::tui::widgets::Look;
use crate::tui::widgets::chart;
use crate::tui::widgets::line::Line;
use crate::tui::words;

/// The lines of the card, what matters most first; nothing is said of what is not known.
pub(super) fn lines(pane: &Timeline, card: &Card, context: &Context, cells: usize) -> Vec<Line> {
    let told = briefing::lines(card, context, cells);
    let mut lines = told.complaints;
    lines.push(name(&card.customer, context));
    lines.extend(also_open(&card.customer, context));
    lines.extend(to_verify(&card.customer, context));
    lines.extend(told.lines);
    lines.extend(work(card, context));
    lines.extend(numbers(&card.customer, context));
    lines.extend(place(&card.customer, context));
    lines.extend(tags(pane, &card.customer, context));
    lines.extend(contacts(pane, card, context));
    lines
}

fn name(customer: &Customer, context: &Context) -> Line {
    let look: &Look = &context.look;
    let called = [customer.salutation.as_str(), customer.name.as_str()];
    let called: Vec<_> = called.into_iter().filter(|part| !part.is_empty()).collect();
    let kind = words::label(&look.words, "kind", customer.kind.slug());
    let about = format!("  {} · {kind}", customer.id);
    let line = Line::of(&called.join(" "), look.style(Role::Title)).add(&about, look.style(Role::Dim));
    if !customer.archived {
        return line;
    }
    line.add(&format!(" · {}", look.words.t("archived")), look.style(Role::Warning))
}

/// Who else has this customer open.
fn also_open(customer: &Customer, context: &Context) -> Option<Line> {
    let is_shown = context.subject.and_then(Subject::customer) == Some(customer.id) && !context.also_open.is_empty();
    let look: &Look = &context.look;
    let who = context.also_open.iter().map(|other| words::aside(&look.words, &other.name, &other.origin));
    let said = || look.words.tf("also-open", &[("who", words::listed(&look.words, who).into())]);
    is_shown.then(|| Line::of(&said(), look.style(Role::Warning)))
}

/// What a caller has to be asked before more is shown.
fn to_verify(customer: &Customer, context: &Context) -> Option<Line> {
    let look: &Look = &context.look;
    let questions = context.settings.verification.iter();
    let questions: Vec<_> = questions.map(|asked| words::label(&look.words, "verify", asked.slug())).collect();
    let is_hidden = !Masked::of(customer).is_empty() && !questions.is_empty();
    let said = || look.words.tf("verify-first", &[("questions", words::listed(&look.words, questions).into())]);
    is_hidden.then(|| Line::of(&said(), look.style(Role::Warning)))
}

/// A person's title and firm, or an organisation's people.
fn work(card: &Card, context: &Context) -> Option<Line> {
    let look: &Look = &context.look;
    let customer = &card.customer;
    let one = |relation: &crate::door::customers::Relation| match relation.title.as_str() {
        "" => relation.name.clone(),
        title if customer.is_organisation() => words::aside(&look.words, &relation.name, title),
        title => format!("{title}, {}", relation.name),
    };
    let mut parts: Vec<_> = card.relations.iter().filter(|relation| !relation.former).map(one).collect();
    let said = [customer.occupation.as_str(), customer.company.as_str()];
    parts.extend(said.into_iter().filter(|part| !part.is_empty()).map(str::to_owned));
    (!parts.is_empty()).then(|| Line::of(&parts.join(" · "), look.style(Role::Text)))
}

fn numbers(customer: &Customer, context: &Context) -> Vec<Line> {
    let look: &Look = &context.look;
    let (text, dim) = (look.style(Role::Text), look.style(Role::Dim));
    let mut phones = Line::new();
    for (index, phone) in customer.phones.iter().enumerate() {
        let gap = if index > 0 { " · " } else { "" };
        let label = words::label(&look.words, "phone", &phone.label);
        let label = if phone.label.is_empty() { String::new() } else { format!("{label} ") };
        phones = phones.add(gap, dim).add(&label, dim).add(&phone.to_string(), text);
    }
    let phones = (!customer.phones.is_empty()).then_some(phones);
    let emails = (!customer.emails.is_empty()).then(|| Line::of(&customer.emails.join(" · "), text));
    phones.into_iter().chain(emails).collect()
}

fn place(customer: &Customer, context: &Context) -> Option<Line> {
    let text = if customer.street.chars().chain(customer.city.chars()).any(is_han) {
        place_from_large_to_small(customer, &context.look.words)
    } else {
        place_from_small_to_large(customer)
    };
    (!text.is_empty()).then(|| Line::of(&text, context.look.style(Role::Dim)))
}

/// As an address is written in Chinese: `中国 北京市 建国路88号（100022）`.
fn place_from_large_to_small(customer: &Customer, words: &I18n) -> String {
    let key = format!("country-{}", customer.country.to_lowercase());
    let country = if words.has(&key) { words.t(&key) } else { &customer.country };
    let parts = [country, &customer.region, &customer.city, &customer.street];
    let mut parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.dedup();
    let text = parts.join(" ");
    if customer.postal_code.is_empty() { text } else { words::aside(words, &text, &customer.postal_code) }
}

fn place_from_small_to_large(customer: &Customer) -> String {
    let town = [customer.postal_code.as_str(), customer.city.as_str()];
    let town: Vec<_> = town.into_iter().filter(|part| !part.is_empty()).collect();
    let town = town.join(" ");
    let parts = [customer.street.as_str(), &town, &customer.region, &customer.country];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn tags(pane: &Timeline, customer: &Customer, context: &Context) -> Option<Line> {
    let look: &Look = &context.look;
    let tags: Vec<_> = customer.tags.iter().map(|tag| format!("#{tag}")).collect();
    let said = |name: String| look.words.tf("owned-by", &[("name", name.into())]);
    let owner = pane.owner_name(customer.owned_by(), context).map(said);
    if tags.is_empty() && owner.is_none() {
        return None;
    }
    let owner = owner.map_or_else(String::new, |owner| if tags.is_empty() { owner } else { format!(" · {owner}") });
    Some(Line::of(&tags.join(" "), look.style(Role::Accent)).add(&owner, look.style(Role::Dim)))
}

/// How often there was contact, week by week, as far back as it is read.
fn contacts(pane: &Timeline, card: &Card, context: &Context) -> Option<Line> {
    const WEEKS: usize = 26;
    let look: &Look = &context.look;
    let read: Vec<Timestamp> = card.timeline.iter().chain(&pane.older).map(|contact| contact.at).collect();
    let reaches_back = if pane.more { read.last().copied() } else { None };
    let weeks = weekly(&read, context.now, WEEKS, reaches_back);
    let picture = chart::sparkline(look.theme.borders(), &weeks);
    let said = ("weeks", weeks.len().into());
    let is_worth_it = weeks.iter().any(|week| *week > 0);
    is_worth_it.then(|| {
        Line::of(&picture, look.style(Role::Accent))
            .add(&look.words.tf("contacts-weekly", &[said]), look.style(Role::Dim))
    })
}

/// Contacts a week, the present week last; only weeks of which all is known where what is read `reaches_back` so far.
fn weekly(contacts: &[Timestamp], now: Timestamp, weeks: usize, reaches_back: Option<Timestamp>) -> Vec<u64> {
    const WEEK: i64 = 7 * Timestamp::DAY;
    let ago = |at: Timestamp| usize::try_from(now.seconds_since(at).max(0) / WEEK).unwrap_or(usize::MAX);
    let mut counts = vec![0; reaches_back.map_or(weeks, |oldest| ago(oldest).clamp(1, weeks))];
    for at in contacts {
        if let Some(count) = counts.get_mut(ago(*at)) {
            *count += 1;
        }
    }
    counts.reverse();
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_are_counted_as_far_back_as_all_is_known() {
        let now = Timestamp(0).plus(1000 * Timestamp::DAY);
        let at = |days: i64| now.plus(-days * Timestamp::DAY);
        let read = [at(0), at(6), at(7), at(20), at(200)];
        assert_eq!(weekly(&read, now, 4, None), [0, 1, 1, 2]);
        assert_eq!(weekly(&read[..4], now, 26, Some(at(20))), [1, 2]);
        assert_eq!(weekly(&[at(-3)], now, 26, Some(at(-3))), [1], "what is planned counts as now");
    }
}
