//! Dispositions as a text file: a line each, `CODE SLUG`, what it means, and behind a colon what people read.
//!
//! ```text
//! 1    reached               reached
//! 2    no-answer
//! 7    not-interested        reached
//! 71   not-interested/price  reached : Too expensive
//! 9    do-not-call           reached do-not-contact
//! ```
//!
//! A slug with a slash is one of the second level. `#` begins a comment.

use super::{Disposition, check};
use crate::domain::reason::{Reason, reason};
use crate::domain::text::{half_width, half_width_char};

const IS_REACHED: &str = "reached";
const IS_DO_NOT_CONTACT: &str = "do-not-contact";

/// Reads such a file; what is wrong names the line.
pub fn read(text: &str) -> Result<Vec<Disposition>, Reason> {
    let lines = (1..).zip(text.lines().map(str::trim));
    let meant = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    let all = meant.map(|(number, line)| one(line, number)).collect::<Result<Vec<_>, _>>()?;
    check(&all).map(|()| all)
}

fn one(line: &str, number: usize) -> Result<Disposition, Reason> {
    let wrong = |given: &str| reason("disposition-line").with("line", number).with("given", given);
    let (meant, label) = line.split_once([':', '：']).unwrap_or((line, ""));
    let meant: String = half_width(meant).chars().map(half_width_char).collect();
    let mut words = meant.split_whitespace();
    let (Some(code), Some(slug)) = (words.next(), words.next()) else { return Err(wrong(line)) };
    let (code, slug, label) = (code.to_owned(), slug.to_lowercase(), label.trim().to_owned());
    let mut read = Disposition { code, slug, label, reached: false, do_not_contact: false };
    for word in words {
        match word {
            IS_REACHED => read.reached = true,
            IS_DO_NOT_CONTACT => read.do_not_contact = true,
            _ => return Err(wrong(word)),
        }
    }
    Ok(read)
}

/// The text `read` makes these of.
pub fn written(all: &[Disposition]) -> String {
    let widest = all.iter().map(|known| known.slug.chars().count()).max().unwrap_or(0);
    let line = |known: &Disposition| {
        let Disposition { code, slug, label, reached, do_not_contact } = known;
        let flags = [(*reached, IS_REACHED), (*do_not_contact, IS_DO_NOT_CONTACT)];
        let flags: Vec<&str> = flags.into_iter().filter(|(is_so, _)| *is_so).map(|(_, word)| word).collect();
        let label = if label.is_empty() { String::new() } else { format!(" : {label}") };
        let line = format!("{code:<4} {slug:<widest$} {}{label}", flags.join(" "));
        format!("{}\n", line.trim_end())
    };
    all.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::super::defaults;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_file_is_read_as_people_write_it() {
        let text = "# ours\n1 reached reached\n\n１２ Reached/Sold reached：签约\n9 stop do-not-contact : No: never\n";
        let read = read(text).unwrap();
        let said: Vec<_> = read.iter().map(|d| (d.code.as_str(), d.slug.as_str(), d.label.as_str())).collect();
        assert_eq!(said, [("1", "reached", ""), ("12", "reached/sold", "签约"), ("9", "stop", "No: never")]);
        assert!(read[2].do_not_contact && !read[2].reached);
        for (bad, line) in [("1", "1"), ("\n1 reached maybe", "2")] {
            let why = super::read(bad).unwrap_err();
            assert_eq!(why.args().find(|(name, _)| *name == "line").map(|(_, line)| line), Some(line), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(labels in proptest::collection::vec("([a-zé汉]{1,3}( [a-z:]{1,3})?)?", 9)) {
            let mut all = defaults();
            for (known, label) in all.iter_mut().zip(labels) {
                known.label = label;
            }
            prop_assert_eq!(read(&written(&all)).unwrap(), all);
        }

        #[test]
        fn no_text_makes_it_stumble(text in any::<String>()) {
            let _ = read(&text);
        }
    }
}
