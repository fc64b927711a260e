//! Small pictures of numbers, in block characters or in ASCII; none for a screen reader, which has the numbers.

use crate::tui::term::Borders;

/// A part of a whole as a bar of at most so many cells; what is not nothing is seen.
pub fn bar(borders: Borders, cells: usize, part: u64, whole: u64) -> String {
    if part == 0 || whole == 0 || cells == 0 {
        return String::new();
    }
    let eighths = (u128::from(part.min(whole)) * cells as u128 * 8 / u128::from(whole)) as usize;
    match borders {
        Borders::Unicode => {
            let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"].get(eighths.max(1) % 8).copied().unwrap_or_default();
            "█".repeat(eighths / 8) + rest
        }
        Borders::Ascii | Borders::None => "#".repeat((eighths / 8).max(1)),
        Borders::Linear => String::new(),
    }
}

/// A row of numbers, a cell each, the highest as high as it goes; nothing is a dot on the ground.
pub fn sparkline(borders: Borders, values: &[u64]) -> String {
    let steps: &[char] = match borders {
        Borders::Unicode => &['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
        Borders::Ascii | Borders::None => &['-', '=', '+', '*', '#'],
        Borders::Linear => return String::new(),
    };
    let most = values.iter().copied().max().unwrap_or(0).max(1);
    let cell = |value: &u64| {
        let step = (u128::from(*value) * (steps.len() as u128 - 1)).div_ceil(u128::from(most)) as usize;
        if *value == 0 { '.' } else { steps.get(step).copied().unwrap_or('.') }
    };
    values.iter().map(cell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::widgets::text::width;
    use proptest::prelude::*;

    #[test]
    fn bars_and_lines_in_both_ways_of_drawing() {
        assert_eq!(bar(Borders::Unicode, 4, 5, 8), "██▌");
        assert_eq!(bar(Borders::Ascii, 4, 5, 8), "##");
        assert_eq!(bar(Borders::Ascii, 4, 1, 1_000), "#", "little is not nothing");
        assert_eq!(bar(Borders::Unicode, 4, 0, 8), "");
        assert_eq!(sparkline(Borders::Unicode, &[0, 1, 4, 8]), ".▂▅█");
        assert_eq!(sparkline(Borders::None, &[0, 1, 4, 8]), ".=+#");
    }

    proptest! {
        #[test]
        fn no_number_breaks_a_picture(cells in 0_usize..80, part: u64, whole: u64, values in proptest::collection::vec(any::<u64>(), 0..40)) {
            for borders in [Borders::Unicode, Borders::Ascii, Borders::None] {
                prop_assert!(width(&bar(borders, cells, part, whole)) <= cells);
                prop_assert_eq!(sparkline(borders, &values).chars().count(), values.len());
            }
        }
    }
}
