//! What may have been meant: the words one typo away from what was typed.

use super::find::Layered;
use super::fit::Tier;
use super::scan::misspelt;
use super::term::Term;
use super::work::Work;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// So many words are taken for what was meant.
const MOST_MEANT: usize = 4;

/// A value a word stands in: the layer, the column, the line.
type Place = (usize, usize, usize);

/// Notes the rows that hold one of the words most likely meant by a term: those that most rows hold.
pub(super) fn note(layers: &mut [Layered<'_>], at: usize, term: &Term, work: &Work<'_>) {
    if !term.misspelt {
        return;
    }
    let mut words: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    for (which, layer) in layers.iter().enumerate() {
        for (column, (name, values)) in layer.part().shared().into_iter().enumerate() {
            let found = if name.is_spoken() { misspelt(values, term, work) } else { Vec::new() };
            for (word, line) in found {
                words.entry(word.to_owned()).or_default().push((which, column, line));
            }
        }
    }
    for (which, column, line) in meant(words, layers).into_iter().flatten() {
        if let Some(layer) = layers.get_mut(which) {
            layer.note(at, column, line, Tier::Typo);
        }
    }
}

/// The places of the words that stand in most rows, of equals the first in alphabetical order.
fn meant(words: BTreeMap<String, Vec<Place>>, layers: &[Layered<'_>]) -> Vec<Vec<Place>> {
    let mut words: Vec<Vec<Place>> = words.into_values().collect();
    if words.len() > MOST_MEANT {
        let rows_of =
            |&(which, column, line): &Place| layers.get(which).map_or(0, |layer| layer.rows_with(column, line));
        words.sort_by_cached_key(|places| Reverse(places.iter().map(rows_of).sum::<usize>()));
        words.truncate(MOST_MEANT);
    }
    words
}
