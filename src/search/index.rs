//! The customers search knows.

use super::part::Part;
use super::phones::{self, PhoneHit, SIMILAR};
use super::row::{Row, RowView};
use super::rows::Rows;
use crate::domain::id::CustomerId;
use crate::domain::phone::Phone;
use std::sync::Arc;

/// Every customer, ready to be found. In memory only, and a cache: the store is what holds.
///
/// Its rows lie in layers that never change. What is entered becomes a layer of its own, the row it
/// replaces is marked as gone; small layers are merged at once, all of them now and then by [`Index::merge`].
#[derive(Debug, Clone)]
pub struct Index {
    pub(super) layers: Vec<Layer>,
    /// So many of the first layers are being merged elsewhere and must stay as they are.
    held: usize,
    pub(super) threads: usize,
}

/// Rows, and which of them are gone.
#[derive(Debug, Clone)]
pub(super) struct Layer {
    pub part: Arc<Part>,
    gone: Rows,
    left: usize,
}

/// Layers of fewer rows than this are merged as they come: nobody waits for that.
const SMALL: usize = 1_024;

/// So many rows outside the first layer, or gone from it, are worth a merge.
const MANY: usize = 8_192;

/// So many layers are too many, whatever their size.
const MOST_LAYERS: usize = 32;

/// More bytes than this are not merged into one part: places in its texts are counted in 32 bits.
const LARGEST: usize = u32::MAX as usize;

impl Default for Index {
    fn default() -> Self {
        Self { layers: Vec::new(), held: 0, threads: 2 }
    }
}

impl Index {
    /// An index of nobody.
    pub fn new() -> Self {
        Self::default()
    }

    /// Searches on so many threads at most.
    pub fn on_threads(self, threads: usize) -> Self {
        Self { threads, ..self }
    }

    /// How many customers it knows.
    pub fn len(&self) -> usize {
        self.layers.iter().map(|layer| layer.left).sum()
    }

    /// Whether it knows nobody.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Enters a customer, in place of an earlier row of the same one.
    pub fn put(&mut self, row: Row) {
        self.append(Part::new(vec![row]));
    }

    /// Enters customers, in place of earlier rows of theirs.
    pub fn append(&mut self, part: Part) {
        self.fill(part, &|_| false);
    }

    /// Enters customers but those of whom more is known already.
    pub fn fill(&mut self, part: Part, is_known: &dyn Fn(CustomerId) -> bool) {
        let part = Arc::new(part);
        let mut layer = Layer::new(Arc::clone(&part));
        for id in part.ids() {
            if is_known(*id) {
                layer.remove(*id);
            } else {
                self.remove(*id);
            }
        }
        self.layers.push(layer);
        while let [.., a, b] = &self.layers[..]
            && self.layers.len() - 2 >= self.held
            && a.left <= 2 * b.left
            && a.left + b.left < SMALL
        {
            let merged = merged(&[a, b]);
            self.layers.truncate(self.layers.len() - 2);
            self.layers.push(Layer::new(Arc::new(merged)));
        }
    }

    /// Forgets a customer, who need not be known.
    pub fn remove(&mut self, id: CustomerId) {
        self.layers.iter_mut().for_each(|layer| layer.remove(id));
    }

    /// The row of a customer.
    pub fn get(&self, id: CustomerId) -> Option<RowView<'_>> {
        let mut rows = self.layers.iter().filter_map(|layer| {
            let place = layer.part.place(id).filter(|place| layer.is_left(*place))?;
            Some(RowView { part: &layer.part, place })
        });
        rows.next()
    }

    /// Everyone who may be calling from a number in any format, dialled from `region` (ISO 3166,
    /// `DE`): exact matches first, then those with more last digits alike, then by recency of contact.
    pub fn by_phone(&self, number: &str, region: &str) -> Vec<PhoneHit> {
        self.by_last_digits(&Phone::read(number, region).key(), SIMILAR)
    }

    /// Everyone one of whose numbers ends like this one in at least so many digits, ordered as by
    /// [`Index::by_phone`]; nobody twice.
    pub fn by_last_digits(&self, number: &str, digits: u32) -> Vec<PhoneHit> {
        let wanted = phones::key(number);
        if wanted == 0 {
            return Vec::new();
        }
        let mut hits = Vec::new();
        for layer in &self.layers {
            let ending = layer.part.book.ending(wanted, digits).filter(|(_, place)| layer.is_left(*place));
            hits.extend(ending.map(|(key, place)| Caller::new(wanted, key, layer, place)));
        }
        hits.sort_unstable_by_key(|caller| (caller.id, caller.order));
        hits.dedup_by_key(|caller| caller.id);
        hits.sort_unstable_by_key(|caller| (caller.order, caller.id));
        hits.into_iter().map(|caller| PhoneHit { id: caller.id, exact: caller.exact }).collect()
    }

    /// Whether so much lies outside the first layer, or is gone from it, that a merge pays.
    pub fn is_merge_due(&self) -> bool {
        let left = self.layers.first().map_or(0, |first| first.left);
        self.held == 0 && (self.loose() > MANY.max(left / 16) || self.layers.len() > MOST_LAYERS)
    }

    /// Rows outside the first layer, or gone from it.
    fn loose(&self) -> usize {
        let rows: usize = self.layers.iter().map(|layer| layer.part.len()).sum();
        self.layers.first().map_or(0, |first| rows - first.left)
    }

    /// What a merge of all layers would be made of, if it is due, or `always` if there are any.
    /// Run it where nobody waits, then give it to [`Index::adopt`]; there is one at a time.
    pub fn merge(&mut self, always: bool) -> Option<Merge> {
        let wanted = self.is_merge_due() || always && self.held == 0 && !self.layers.is_empty();
        if !wanted || self.layers.iter().map(|layer| layer.part.bytes()).sum::<usize>() > LARGEST {
            return None;
        }
        self.held = self.layers.len();
        Some(Merge { layers: self.layers.clone() })
    }

    /// Takes over a merge. What was entered or removed since it began stays so. What it replaces is
    /// handed back, to be dropped where nobody waits.
    pub fn adopt(&mut self, merged: Merged) -> Merge {
        let Merged { from, part } = merged;
        let mut layer = Layer::new(part);
        let rest = self.layers.split_off(from.len().min(self.layers.len()));
        for (was, is) in from.iter().zip(&self.layers) {
            for place in is.gone_since(was) {
                layer.remove(was.part.id(place));
            }
        }
        let replaced = std::mem::replace(&mut self.layers, vec![layer]);
        self.layers.extend(rest);
        self.held = 0;
        Merge { layers: replaced }
    }

    /// Bytes of memory it takes, about; what the allocator adds is not counted.
    pub fn bytes(&self) -> usize {
        self.layers.iter().map(|layer| layer.part.bytes() + layer.gone.bytes()).sum()
    }
}

/// Someone who may be calling.
struct Caller {
    /// Who is likeliest comes first: the same number, then more last digits alike, then who was last in contact.
    order: u64,
    id: CustomerId,
    exact: bool,
}

impl Caller {
    fn new(wanted: u64, key: u64, layer: &Layer, place: usize) -> Self {
        let different = u64::from(u64::BITS - phones::alike(key, wanted));
        let order = different << 32 | u64::from(u32::MAX - layer.part.recency(place));
        Self { order, id: layer.part.id(place), exact: key == wanted }
    }
}

impl Layer {
    fn new(part: Arc<Part>) -> Self {
        let (gone, left) = (Rows::none(part.len()), part.len());
        Self { part, gone, left }
    }

    /// Whether a row is not gone.
    pub(super) fn is_left(&self, place: usize) -> bool {
        place < self.part.len() && !self.gone.has(place)
    }

    /// The rows that are not gone.
    pub(super) fn rows(&self) -> Rows {
        let mut rows = Rows::all(self.part.len());
        rows.leave_out(&self.gone);
        rows
    }

    /// The rows that were left in an earlier state of the layer and are gone now.
    fn gone_since<'a>(&'a self, earlier: &'a Self) -> impl Iterator<Item = usize> + 'a {
        self.gone.within(0..self.part.len()).filter(|place| earlier.is_left(*place))
    }

    fn remove(&mut self, id: CustomerId) {
        let Some(place) = self.part.place(id).filter(|place| self.is_left(*place)) else { return };
        self.gone.add(place);
        self.left -= 1;
    }
}

/// Layers to be merged, as they were when the merge began.
#[derive(Debug)]
pub struct Merge {
    layers: Vec<Layer>,
}

/// A merge that was run.
#[derive(Debug)]
pub struct Merged {
    from: Vec<Layer>,
    part: Arc<Part>,
}

impl Merged {
    /// What came of it: all rows that were left when it began.
    pub fn part(&self) -> Arc<Part> {
        Arc::clone(&self.part)
    }
}

impl Merge {
    /// Merges the layers: about a second for a million customers.
    pub fn run(self) -> Merged {
        let layers: Vec<&Layer> = self.layers.iter().collect();
        let part = Arc::new(merged(&layers));
        Merged { from: self.layers, part }
    }
}

fn merged(layers: &[&Layer]) -> Part {
    let left: Vec<_> = layers.iter().map(|layer| |place| layer.is_left(place)).collect();
    let parts: Vec<(&Part, &dyn Fn(usize) -> bool)> =
        layers.iter().zip(&left).map(|(layer, left)| (&*layer.part, left as &dyn Fn(usize) -> bool)).collect();
    Part::merged(&parts)
}
