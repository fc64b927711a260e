//! From the configuration to the screen.

use super::cockpit::{Sample, Slots};
use super::layers::LoadingLayer;
use super::panes::{board::Board, customers::Customers, queue::Queue, timeline::Timeline};
use super::run::{Options, env, run};
use super::term::{Borders, Charset, Depth};
use super::theme::{BUILT_IN, Theme};
use crate::config::Config;
use crate::door::Door;
use anyhow::Context as _;
use std::fs;
use std::sync::Arc;

/// Opens the screen as the configuration says, and stays until the person leaves.
pub fn open(door: Arc<dyn Door>, config: &Config) -> anyhow::Result<()> {
    let slots = Slots {
        customers: Box::new(Customers::new()),
        timeline: Box::new(Timeline::new()),
        pipeline: Box::new(Board::new()),
        follow_ups: Box::new(Queue::new()),
    };
    let sample: Sample = Box::new(|context| Box::new(LoadingLayer::new(context)));
    let charset = Charset::of_locale(env);
    let options = Options {
        lang: config.lang,
        theme: theme(config)?,
        charset,
        mouse: config.mouse,
        keymap: keymap(config)?,
        dial: config.dial.clone().unwrap_or_default(),
        slots,
        sample,
    };
    run(door, options)
}

fn theme(config: &Config) -> anyhow::Result<Theme> {
    let depth = config.depth.as_deref().map(str::parse::<Depth>).transpose()?;
    let borders = config.borders.as_deref().map(str::parse::<Borders>).transpose()?;
    let (depth, borders) = (Depth::choose(depth, env), Borders::choose(borders, env));
    let name = config.theme.as_deref().unwrap_or("dark");
    if BUILT_IN.iter().any(|(built_in, _)| *built_in == name) {
        return Ok(Theme::named(name, depth, borders));
    }
    let text = fs::read_to_string(name).with_context(|| format!("the theme {name}: no built-in one, nor a file"))?;
    Theme::read(&text, depth, borders).with_context(|| format!("the theme file {name}"))
}

fn keymap(config: &Config) -> anyhow::Result<String> {
    match &config.keymap {
        Some(path) => fs::read_to_string(path).with_context(|| format!("the keymap file {}", path.display())),
        None => Ok(String::new()),
    }
}
