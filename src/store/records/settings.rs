//! The one settings record.

use super::{Index, Stored};
use crate::domain::settings::Settings;

impl Stored for Settings {
    fn index(&self, _keys: &mut Index) {}
}

#[cfg(test)]
mod tests {
    use super::super::{seal, unseal};
    use super::*;

    #[test]
    fn settings_come_back_as_they_were_kept() {
        let settings = Settings::default();
        assert_eq!(unseal::<Settings>(&seal(&settings).unwrap()).unwrap(), settings);
    }
}
