//! Settings of a store: what is configurable for everybody in it.

use super::calendar::Calendar;
use super::deal::{Pipeline, SALES};
use super::disposition::{self, Disposition};
use super::id::SettingsId;
use super::interaction::CHANNELS;
use super::money::Currency;
use serde::{Deserialize, Serialize};

/// What is configurable for everybody.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Always [`Settings::ID`].
    pub id: SettingsId,
    /// ISO 3166 region from which numbers without a country code are dialled.
    pub region: String,
    /// Currency of amounts without one.
    pub currency: Currency,
    /// Time zone, opening hours and holidays.
    pub calendar: Calendar,
    /// Channel slugs.
    pub channels: Vec<String>,
    /// Outcomes of contacts.
    pub dispositions: Vec<Disposition>,
    /// Ways deals go.
    pub pipelines: Vec<Pipeline>,
    /// Reasons for losing a deal, in words.
    pub lost_reasons: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            id: Self::ID,
            region: "US".to_owned(),
            currency: Currency::USD,
            calendar: Calendar::default(),
            channels: CHANNELS.iter().map(|&slug| slug.to_owned()).collect(),
            dispositions: disposition::defaults(),
            pipelines: vec![Pipeline::sales()],
            lost_reasons: ["price", "competitor", "no-need", "no-answer", "other"].map(str::to_owned).to_vec(),
        }
    }
}

impl Settings {
    /// The one settings record.
    pub const ID: SettingsId = SettingsId(1);

    /// The pipeline with this slug, or the first.
    pub fn pipeline(&self, slug: &str) -> Option<&Pipeline> {
        self.pipelines.iter().find(|p| p.slug == slug).or_else(|| self.pipelines.first())
    }

    /// The pipeline new deals go into.
    pub fn default_pipeline(&self) -> &str {
        self.pipelines.first().map_or(SALES, |p| &p.slug)
    }
}
