//! What keys do where a person is: one table a place, which its last row and help both read.

use super::text::width;
use crate::i18n::I18n;

/// Keys as they stand on the keyboard (none for what is done by typing), and the key of the words for what they do.
pub type Hint<K = String> = (K, &'static str);

/// `Enter choose · Esc back`: the first ones, as many as fit.
pub fn line<K: AsRef<str>>(hints: &[Hint<K>], cells: u16, words: &I18n) -> String {
    let mut line = String::new();
    for (keys, label) in hints {
        let said = said(keys.as_ref(), words.t(label));
        let more = if line.is_empty() { said } else { format!(" · {said}") };
        if !line.is_empty() && width(&line) + width(&more) > usize::from(cells) {
            break;
        }
        line.push_str(&more);
    }
    line
}

/// The same in front of one that always stands there.
pub fn line_before<K: AsRef<str>>(hints: &[Hint<K>], last: &Hint<K>, cells: u16, words: &I18n) -> String {
    let last = said(last.0.as_ref(), words.t(last.1));
    if hints.is_empty() {
        return last;
    }
    let last = format!(" · {last}");
    line(hints, cells.saturating_sub(width(&last) as u16), words) + &last
}

/// All of them in rows, none of which breaks in the middle of one.
pub fn rows<K: AsRef<str>>(hints: &[Hint<K>], cells: u16, words: &I18n) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    for (keys, label) in hints {
        let said = said(keys.as_ref(), words.t(label));
        let more = format!(" · {said}");
        match rows.last_mut() {
            Some(row) if width(row) + width(&more) <= usize::from(cells) => row.push_str(&more),
            _ => rows.push(said),
        }
    }
    rows
}

fn said(keys: &str, what: &str) -> String {
    if keys.is_empty() { what.to_owned() } else { format!("{keys} {what}") }
}

/// The table of a widget, for a pane that has one.
pub fn of(table: &[Hint<&str>]) -> Vec<Hint> {
    table.iter().map(|(keys, label)| ((*keys).to_owned(), *label)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;

    #[test]
    fn as_many_hints_stand_in_a_line_as_fit_whole() {
        let words = I18n::new(Lang::En);
        let hints = [("", "does-filter"), ("Enter", "does-choose"), ("Esc", "does-back")];
        assert_eq!(line(&hints, 60, &words), "type to filter · Enter choose · Esc back");
        assert_eq!(line(&hints, 35, &words), "type to filter · Enter choose");
        assert_eq!(line(&hints, 3, &words), "type to filter", "the line that is drawn cuts it");
        assert_eq!(rows(&hints, 35, &words), ["type to filter · Enter choose", "Esc back"]);
        assert_eq!(line::<&str>(&[], 60, &words), "");
        assert_eq!(line_before(&hints[..2], &hints[2], 60, &words), "type to filter · Enter choose · Esc back");
        assert_eq!(line_before(&[], &hints[2], 60, &words), "Esc back");
        assert_eq!(line_before(&hints[..2], &hints[2], 37, &words), "type to filter · Esc back");
    }
}
