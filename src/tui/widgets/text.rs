//! Text measured and cut in cells: a wide character is two, and is never split.

use crate::domain::text::safe;
use ratatui::buffer::CellWidth;
use std::borrow::Cow;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// The most characters one cluster shows: stacked marks without end would flood a thin line.
const MAX_CLUSTER: usize = 8;

/// What a person sees as one character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glyph<'a> {
    /// Its bytes in the text.
    pub bytes: Range<usize>,
    /// As it is shown: safe for a terminal.
    pub shown: Cow<'a, str>,
    /// The cells it takes.
    pub cells: usize,
}

/// Whether every byte is a glyph of one cell and shown as it is: so is most of what is drawn at every key, and need not
/// be taken apart by Unicode's rules.
pub fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}

/// The glyphs of a text, each safe to show.
pub fn glyphs(text: &str) -> impl DoubleEndedIterator<Item = Glyph<'_>> {
    let letters = is_plain(text).then(|| letters(text));
    let clusters = letters.is_none().then(|| clusters(text));
    letters.into_iter().flatten().chain(clusters.into_iter().flatten())
}

/// Of a plain text.
fn letters(text: &str) -> impl DoubleEndedIterator<Item = Glyph<'_>> {
    text.char_indices().map(|(start, _)| {
        let bytes = start..start + 1;
        Glyph { bytes: bytes.clone(), shown: Cow::Borrowed(text.get(bytes).unwrap_or_default()), cells: 1 }
    })
}

/// Of any text.
fn clusters(text: &str) -> impl DoubleEndedIterator<Item = Glyph<'_>> {
    text.grapheme_indices(true).map(|(start, cluster)| {
        let shown = match cluster.char_indices().nth(MAX_CLUSTER) {
            Some((end, _)) => Cow::Owned(safe(cluster.get(..end).unwrap_or_default()).into_owned() + "␦"),
            None => safe(cluster),
        };
        let cells = shown.graphemes(true).map(|part| usize::from(part.cell_width())).sum();
        Glyph { bytes: start..start + cluster.len(), shown, cells }
    })
}

/// The cells a text takes.
pub fn width(text: &str) -> usize {
    if is_plain(text) { text.len() } else { clusters(text).map(|glyph| glyph.cells).sum() }
}

/// At most `cells` cells of a text; `…` marks the cut.
pub fn cut(text: &str, cells: usize) -> String {
    let mut kept = String::new();
    let (mut used, mut room_before_mark) = (0, 0);
    for glyph in glyphs(text) {
        used += glyph.cells;
        if used > cells {
            kept.truncate(room_before_mark);
            kept.push_str(if cells > 0 { "…" } else { "" });
            return kept;
        }
        kept.push_str(&glyph.shown);
        if used < cells {
            room_before_mark = kept.len();
        }
    }
    kept
}

/// Exactly `cells` cells: cut, or filled with spaces behind.
pub fn pad(text: &str, cells: usize) -> String {
    let mut kept = cut(text, cells);
    kept.extend(std::iter::repeat_n(' ', cells.saturating_sub(width(&kept))));
    kept
}

/// As many parts as fit uncut, and whether there are others besides: `€16k $27k …`.
pub fn whole_ones(parts: &[String], cells: usize) -> String {
    let shown = |count: usize| {
        let more = (count < parts.len()).then(|| "…".to_owned());
        parts.iter().take(count).cloned().chain(more).collect::<Vec<_>>().join(" ")
    };
    let fitting = (1..=parts.len()).rev().map(shown).find(|said| width(said) <= cells);
    fitting.unwrap_or_else(|| parts.join(" "))
}

/// A text broken into rows of at most `cells` cells, between words where it can be.
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    let show = |row: Range<usize>| glyphs(text.get(row).unwrap_or_default()).map(|glyph| glyph.shown).collect();
    rows(text, cells).into_iter().map(show).map(|row: String| row.trim_end().to_owned()).collect()
}

/// The bytes of each row of a wrapped text, without its line break; at least one row.
///
/// Rows break after spaces, which may hang over the edge, and beside Chinese characters, but not in
/// front of closing punctuation. A longer word breaks where the row ends.
pub fn rows(text: &str, cells: usize) -> Vec<Range<usize>> {
    let mut rows = Vec::new();
    let mut start = 0;
    for paragraph in text.split('\n') {
        wrap_paragraph(text, start..start + paragraph.len(), cells.max(1), &mut rows);
        start += paragraph.len() + 1;
    }
    rows
}

fn wrap_paragraph(text: &str, paragraph: Range<usize>, cells: usize, rows: &mut Vec<Range<usize>>) {
    let mut start = paragraph.start;
    // The last place where the row may end, and the cells up to there and up to here.
    let (mut may_end, mut cells_to_end, mut used) = (start, 0, 0);
    let mut before: Option<Glyph<'_>> = None;
    for mut glyph in glyphs(text.get(paragraph.clone()).unwrap_or_default()) {
        glyph.bytes = glyph.bytes.start + paragraph.start..glyph.bytes.end + paragraph.start;
        if before.as_ref().is_some_and(|before| may_break(&before.shown, &glyph.shown)) {
            (may_end, cells_to_end) = (glyph.bytes.start, used);
        }
        // A second time where what follows the break is itself too wide with this one.
        while used + glyph.cells > cells && glyph.shown != " " && glyph.bytes.start > start {
            if may_end == start {
                (may_end, cells_to_end) = (glyph.bytes.start, used);
            }
            rows.push(start..may_end);
            start = may_end;
            used -= cells_to_end;
        }
        used += glyph.cells;
        before = Some(glyph);
    }
    rows.push(start..paragraph.end);
}

fn may_break(before: &str, after: &str) -> bool {
    let closes = |text: &str| text.starts_with(|c| "，。、；：？！）》】」』”’…,.;:?!)]}%".contains(c));
    let opens = |text: &str| text.starts_with(['（', '《', '【', '「', '『', '“', '‘']);
    let wide = |text: &str| text.chars().next().is_some_and(|c| c >= '\u{2e80}' && text.cell_width() == 2);
    match (before, after) {
        (_, " ") => false,
        (" ", _) => true,
        _ => (wide(before) || wide(after)) && !closes(after) && !opens(before),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_cut_marks_itself_and_never_splits_a_wide_character() {
        assert_eq!(cut("Anna Meyer", 10), "Anna Meyer");
        assert_eq!(cut("Anna Meyer", 6), "Anna …");
        assert_eq!(cut("张伟有限公司", 5), "张伟…");
        assert_eq!(cut("张伟有限公司", 4), "张…");
        assert_eq!(cut("张", 1), "…");
        assert_eq!(cut("张", 0), "");
        assert_eq!(pad("张", 4), "张  ");
    }

    #[test]
    fn hostile_text_is_safe_and_bounded() {
        assert_eq!(cut("\x1b[31mred", 20), "␛[31mred");
        let stacked = format!("e{}", "\u{301}".repeat(10_000));
        assert!(cut(&stacked, 5).len() < 64);
    }

    #[test]
    fn words_stay_whole_where_they_fit() {
        assert_eq!(wrap("wants the quote tomorrow", 10), ["wants the", "quote", "tomorrow"]);
        assert_eq!(wrap("unbreakable", 4), ["unbr", "eaka", "ble"]);
        assert_eq!(wrap("one\n\ntwo", 10), ["one", "", "two"]);
        assert_eq!(wrap("", 10), [""]);
        assert_eq!(wrap("a客:b", 2), ["a", "客", ":b"]);
    }

    #[test]
    fn chinese_breaks_anywhere_but_before_closing_punctuation() {
        assert_eq!(wrap("客户想要报价，明天下午", 12), ["客户想要报", "价，明天下午"]);
        assert_eq!(wrap("找Anna要报价", 6), ["找Anna", "要报价"]);
    }

    proptest! {
        #[test]
        fn a_cut_or_padded_text_fits(text in any::<String>(), cells in 0_usize..40) {
            prop_assert!(width(&cut(&text, cells)) <= cells);
            prop_assert_eq!(width(&pad(&text, cells)), cells);
        }

        #[test]
        fn a_plain_text_is_taken_apart_as_any_other(text in "[ -~]{0,30}") {
            prop_assert!(is_plain(&text) && glyphs(&text).eq(clusters(&text)));
            prop_assert_eq!(width(&text), clusters(&text).map(|glyph| glyph.cells).sum::<usize>());
        }

        #[test]
        fn rows_hold_every_byte_but_line_breaks(text in "[a-z 张。\u{301}\u{1f600}\n\t\u{200b}]{0,60}", cells in 0_usize..20) {
            let rows = rows(&text, cells);
            let held: String = rows.iter().map(|row| &text[row.clone()]).collect();
            prop_assert_eq!(held, text.replace('\n', ""));
        }

        #[test]
        fn no_wrapped_row_is_too_wide(text in any::<String>(), cells in 2_usize..20) {
            for (bytes, row) in rows(&text, cells).into_iter().zip(wrap(&text, cells)) {
                // As it was typed: what stands in for a character may part what was one.
                let single = glyphs(&text[bytes]).count() <= 1;
                prop_assert!(single || width(&row) <= cells, "{row:?}");
            }
        }
    }
}
