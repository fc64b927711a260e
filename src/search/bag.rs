//! A bag of characters in 64 bits: what is not in a text's bag is not in the text.

/// Letters `a` to `z`, then the ten digits, then all other letters by hash.
const DIGITS: u32 = 26;
const OTHERS: u32 = 36;

/// The bag of a folded text. Punctuation and spaces weigh nothing.
pub(super) fn of(folded: &str) -> u64 {
    folded.chars().fold(0, |bag, c| bag | of_char(c))
}

/// The bag of one folded character.
pub(super) fn of_char(c: char) -> u64 {
    match c {
        'a'..='z' => 1 << (c as u32 - 'a' as u32),
        '0'..='9' => 1 << (c as u32 - '0' as u32 + DIGITS),
        _ if c.is_alphanumeric() => 1 << ((c as u32).wrapping_mul(0x9e37_79b1) % (64 - OTHERS) + OTHERS),
        _ => 0,
    }
}

/// How many of the wanted characters are missing, at least.
pub(super) fn missing(wanted: u64, bag: u64) -> u32 {
    (wanted & !bag).count_ones()
}
