//! Tags added and removed in one go: `+vip -cold`.

use super::text::fold;
use serde::{Deserialize, Serialize};

/// Which tags come and which go; those others set meanwhile stay.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Retag {
    /// To be there.
    pub added: Vec<String>,
    /// Not to be there.
    pub removed: Vec<String>,
}

impl Retag {
    /// Reads `vip +fair -cold`: a bare word is added. Fails with the first sign that no tag follows.
    pub fn read<'a>(words: impl IntoIterator<Item = &'a str>) -> Result<Self, &'a str> {
        let mut retag = Self::default();
        for word in words {
            let removes = word.starts_with(['-', '－']);
            let tag = word.trim_start_matches(['+', '-', '＋', '－']).trim();
            if tag.is_empty() {
                return Err(word);
            }
            if removes { &mut retag.removed } else { &mut retag.added }.push(tag.to_owned());
        }
        Ok(retag)
    }

    /// Whether nothing comes and nothing goes.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty()
    }

    /// What becomes of the tags there are. Compared folded, as search compares them.
    pub fn of(&self, present: &[String]) -> Vec<String> {
        let among = |tags: &[String], tag: &str| tags.iter().any(|other| fold(other) == fold(tag));
        let mut tags: Vec<String> = present.iter().filter(|tag| !among(&self.removed, tag)).cloned().collect();
        for tag in &self.added {
            if !among(&tags, tag) {
                tags.push(tag.clone());
            }
        }
        tags
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_added_once_and_removed_however_they_are_written() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        for (present, signed, after) in [
            ("vip", "+fair -vip", "fair"),
            ("vip", "+VIP", "vip"),
            ("Vip fair", "－vip late", "fair late"),
            ("a", "-b", "a"),
        ] {
            assert_eq!(Retag::read(signed.split(' ')).unwrap().of(&words(present)), words(after), "{signed}");
        }
        assert_eq!(Retag::read(["vip", "+"]), Err("+"));
    }
}
