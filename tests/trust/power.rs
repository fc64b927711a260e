//! A power cut at any moment loses nothing that was acknowledged and leaves no half commit: what was synced is kept, what
//! was not is kept by the sector, by chance.

use crate::campaign::{Dice, campaign};
use crate::place::{Written, open_with, scratch};
use crate::platter::{Camera, Cut};
use crate::workload::{assert_kept, commit};
use callsheet::store::engine::Engine;
use callsheet::store::sled::{BootId, Options};
use std::path::Path;
use std::sync::Arc;

/// Moments of one store's life, and what each may leave.
const MOMENTS: usize = 4;
const CUTS: u64 = 10;

#[test]
fn an_acknowledged_commit_survives_a_power_cut() {
    campaign("power", 250, |seed, tally| {
        let mut dice = Dice::new(seed);
        let written = Written::of(seed);
        for Cut { acknowledged, moment } in film(written, &mut dice) {
            for _ in 0..CUTS {
                let dir = scratch();
                moment.lay_out(dir.path(), &mut dice);
                let (engine, opened) = open_with(dir.path(), &after_the_cut(written));
                let known = assert_kept(&engine, &acknowledged).history().len() as u64;
                commit(&engine, u64::MAX).unwrap();
                engine.close().unwrap();
                drop(engine);
                tally.one("cuts");
                tally.add("acknowledged", acknowledged.len() as u64);
                tally.add("beyond", known - acknowledged.len() as u64);
                tally.add("rebuilt", u64::from(opened.rebuilt.is_some()));
                tally.add("verified", u64::from(opened.verified));
                tally.add("lost", 0);
            }
        }
    });
}

/// The machine was started anew.
fn after_the_cut(written: Written) -> Options {
    Options { boot: BootId::named("after the cut"), ..written.options() }
}

/// Films the life of a store: opened, written by several threads, closed or left, a few times over.
fn film(written: Written, dice: &mut Dice) -> Vec<Cut> {
    let dir = scratch();
    let camera = Arc::new(Camera::new(dir.path(), MOMENTS, Dice::new(dice.next())));
    let mut next = 0;
    for _ in 0..=dice.below(3) {
        live(dir.path(), written, &camera, next, dice);
        next += 1_000_000;
    }
    camera.develop()
}

fn live(dir: &Path, written: Written, camera: &Arc<Camera>, first: u64, dice: &mut Dice) {
    let filmed = Options { gate: Some(camera.clone()), boot: BootId::named("before the cut"), ..written.options() };
    let (engine, _) = open_with(dir, &filmed);
    let writers = 1 + dice.below(3);
    // Now and then so many that sled uses its segments again.
    let commits = if dice.once_in(10) { 900 } else { dice.below(90) };
    std::thread::scope(|scope| {
        for writer in 0..writers {
            let (engine, camera) = (&engine, &camera);
            scope.spawn(move || {
                for n in (first + writer..first + commits).step_by(writers as usize) {
                    camera.acknowledge(commit(engine, n).unwrap());
                }
            });
        }
    });
    if dice.once_in(2) {
        engine.close().unwrap();
    }
}
