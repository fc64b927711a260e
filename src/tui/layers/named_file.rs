//! The file a person names in a layer.

use std::path::PathBuf;

/// The file meant, a home directory written as `~` included.
pub fn path(typed: &str) -> PathBuf {
    let typed = typed.trim();
    let home = typed.strip_prefix("~/").zip(std::env::home_dir());
    home.map_or_else(|| PathBuf::from(typed), |(rest, home)| home.join(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_home_directory_is_meant_only_at_the_front() {
        let home = std::env::home_dir().unwrap_or_default();
        assert_eq!(path(" ~/a b.csv "), home.join("a b.csv"));
        assert_eq!(path("/tmp/~/a.csv"), PathBuf::from("/tmp/~/a.csv"));
        assert_eq!(path("~a.csv"), PathBuf::from("~a.csv"));
    }
}
