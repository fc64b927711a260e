//! Durations, and what is said of them.

use std::time::{Duration, Instant};

/// The longest one thing is waited for: what has not come by then does not come.
pub const LIMIT: Duration = Duration::from_secs(30);

/// Durations of the same thing.
pub struct Sample {
    name: String,
    spans: Vec<Duration>,
}

impl Sample {
    pub fn header() {
        println!("{:<44} {:>10} {:>10} {:>10} {:>7}", "", "p50", "p99", "max", "n");
    }

    /// Runs `once` so many times, and the first tenth of that beforehand to warm up.
    pub fn of(name: &str, times: usize, mut once: impl FnMut(usize)) -> Self {
        for round in 0..times / 10 {
            once(round);
        }
        let spans = (0..times).map(|round| {
            let begun = Instant::now();
            once(round);
            begun.elapsed()
        });
        Self::from_spans(name, spans.collect())
    }

    pub fn from_spans(name: &str, mut spans: Vec<Duration>) -> Self {
        spans.sort_unstable();
        let sample = Self { name: name.to_owned(), spans };
        let (p50, p99, max) = (sample.percentile(50), sample.percentile(99), sample.percentile(100));
        println!(
            "{:<44} {:>10} {:>10} {:>10} {:>7}",
            sample.name,
            shown(p50),
            shown(p99),
            shown(max),
            sample.spans.len()
        );
        sample
    }

    /// Says of what did not all come within [`LIMIT`] that it did not.
    pub fn if_all(name: &str, spans: Option<Vec<Duration>>) {
        match spans {
            Some(spans) => drop(Self::from_spans(name, spans)),
            None => println!("{name:<44} did not come within {} s", LIMIT.as_secs()),
        }
    }

    /// By nearest rank.
    pub fn percentile(&self, percent: usize) -> Duration {
        let rank = (self.spans.len() * percent).div_ceil(100).max(1);
        self.spans[rank - 1]
    }

    /// How many times as long as another, at the median and at the 99th percentile.
    pub fn compare(&self, other: &Self) {
        let ratio = |percent| self.percentile(percent).as_secs_f64() / other.percentile(percent).as_secs_f64();
        println!("{:<44} {:>9.2}× {:>9.2}×", format!("  {} / {}", self.name, other.name), ratio(50), ratio(99));
    }
}

fn shown(span: Duration) -> String {
    match span.as_micros() {
        us @ 0..1_000 => format!("{us} µs"),
        us => format!("{:.1} ms", us as f64 / 1000.0),
    }
}
