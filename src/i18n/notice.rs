//! What happened to a store when it was opened, in words.

use super::I18n;
use crate::door::system::Notice;
use chrono_tz::Tz;

impl I18n {
    /// What happened, what was recovered and what to do, by the clock of the firm.
    pub fn notice(&self, notice: &Notice, zone: Tz) -> String {
        match notice {
            Notice::Replayed { commits } => self.tf("notice-replayed", &[("count", (*commits).into())]),
            Notice::Amiss(finding) => self.tf("notice-amiss", &[("finding", self.finding(finding).into())]),
            Notice::ImageRenewed => self.t("notice-image-renewed").to_owned(),
            Notice::Torn { .. } => self.t("notice-torn").to_owned(),
            Notice::Rebuilt { why, revision, at, aside } => {
                let until = match at {
                    Some(at) => self.date_time_full(at.local(zone).naive_local()),
                    None => self.tf("notice-until-revision", &[("revision", revision.to_string().into())]),
                };
                let rebuilt = self.tf("notice-rebuilt", &[("why", self.reason(why).into()), ("until", until.into())]);
                let aside = aside.as_ref().map(|path| path.display().to_string());
                let kept = aside.map(|path| self.tf("notice-aside", &[("path", path.into())]));
                rebuilt + &kept.unwrap_or_default()
            }
        }
    }
}
