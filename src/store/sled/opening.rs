//! Opening a store: is the truth there, can the view be trusted, and if it cannot, is it made anew.
//!
//! | how the view was left | what is done before it is used |
//! |---|---|
//! | closed cleanly, nobody touched its files | nothing: it was durable |
//! | in use, same start of the machine | opened in a child first |
//! | anything else | every entry counted and hashed in that child |

use super::super::disk::{Disk, DiskFile};
use super::super::engine::stage::Group;
use super::super::engine::{EngineError, Rev};
use super::super::image::{Header, check_lightly};
use super::super::progress::Watch;
use super::super::seal::Cipher;
use super::applier::Applier;
use super::holder::Holder;
use super::home::Home;
use super::imager::Imager;
use super::journal::{Journal, Recovered, Replay};
use super::layout::Layout;
use super::mark::{Mark, fingerprint};
use super::probe::{Care, examine};
use super::rebuild::rebuild;
use super::renewal::{finish_sealing, upgrade};
use super::segment::Segment;
use super::shared::Shared;
use super::tree::Tree;
use super::upgrade::newest;
use super::writer::Writer;
use super::{Doubt, ImageFault, Opened, Options, SledEngine};
use crate::domain::reason::reason;
use std::path::Path;
use std::sync::Arc;

/// What the journal holds is brought into sled in portions of this weight, bytes.
const GATHERED: usize = 4 << 20;

/// Opens the store in `dir`, or makes an empty one if there is none. One of an older format is brought up first.
pub fn open(dir: &Path, options: &Options, watch: &mut Watch) -> Result<(SledEngine, Opened), EngineError> {
    let disk = Disk::behind(options.gate.clone());
    let home = Home::new(&disk, dir, newest(options.upgrades));
    let lock = Arc::new(home.lock()?);
    if !home.is_whole()? {
        return found(&home, disk, lock, options, watch);
    }
    let layout = home.current()?;
    let cipher = layout.cipher(options.key.as_ref())?;
    home.sweep()?;
    finish_sealing(&home, &cipher, options, watch)?;
    let is_old = layout.format() < newest(options.upgrades);
    let opening = Opening { disk, layout, cipher, lock, options };
    let (engine, opened) = opening.open(watch)?;
    if !is_old {
        return Ok((engine, opened));
    }
    let upgraded = upgrade(engine, &home, options, watch)?;
    let (engine, _) = Opening { layout: home.current()?, ..opening }.open(watch)?;
    Ok((engine, Opened { upgraded: Some(upgraded), ..opened }))
}

/// Makes an empty store.
fn found(
    home: &Home,
    disk: Disk,
    lock: Arc<DiskFile>,
    options: &Options,
    watch: &mut Watch,
) -> Result<(SledEngine, Opened), EngineError> {
    let key = options.key.as_ref();
    let cipher = key.map_or_else(|| Ok(Cipher::plain()), |key| Cipher::under(&disk, key))?;
    let layout = home.found(&cipher, options.segment_bytes)?;
    let opening = Opening { disk, layout, cipher, lock, options };
    let (engine, opened) = opening.assemble(true, watch)?;
    home.switch(&opening.layout)?;
    Ok((engine, Opened { created: true, ..opened }))
}

struct Opening<'a> {
    disk: Disk,
    layout: Layout,
    cipher: Cipher,
    lock: Arc<DiskFile>,
    options: &'a Options,
}

impl Opening<'_> {
    fn open(&self, watch: &mut Watch) -> Result<(SledEngine, Opened), EngineError> {
        let first = self.first_in_journal()?;
        let (doubt, verified) = self.look(watch)?;
        let assembled = doubt.map_or_else(|| self.assemble(false, watch), |doubt| Err(Setback::Doubt(doubt)));
        let (engine, opened) = match assembled {
            Ok(whole) => whole,
            Err(Setback::Doubt(why)) => self.rebuild(why, watch)?,
            Err(Setback::Error(error)) => return Err(error),
        };
        let verified = verified && opened.rebuilt.is_none();
        let image_fault = self.image_fault(first)?;
        if image_fault.is_some() || self.image_opens_otherwise()? {
            engine.imager.wake();
        }
        Ok((engine, Opened { verified, image_fault, ..opened }))
    }

    /// Why the view is not to be trusted, and whether everything was verified.
    fn look(&self, watch: &mut Watch) -> Result<(Option<Doubt>, bool), EngineError> {
        let store = self.layout.store();
        if !self.layout.has_sled()? {
            return Ok((Some(Doubt::Missing), false));
        }
        let care = match self.layout.mark()? {
            Some(Mark::Clean { files, .. }) if files == fingerprint(&self.disk, &store)? => return Ok((None, false)),
            Some(Mark::Open(boot)) if boot.is_same_as(&self.options.boot) => Care::Light,
            _ => Care::Thorough,
        };
        let doubt = examine(&store, &self.cipher, self.options, care, watch)?;
        Ok((doubt, care == Care::Thorough))
    }

    fn rebuild(&self, why: Doubt, watch: &mut Watch) -> Result<(SledEngine, Opened), EngineError> {
        let rebuilt = rebuild(&self.disk, &self.layout, &self.cipher, self.options, why, watch)?;
        let (engine, opened) = self.assemble(true, watch)?;
        Ok((engine, Opened { rebuilt: Some(rebuilt), ..opened }))
    }

    /// Opens the view, brings it up to the journal's end, and lets commits in.
    fn assemble(&self, fresh: bool, watch: &mut Watch) -> Result<(SledEngine, Opened), Setback> {
        let Self { disk, layout, cipher, options, .. } = self;
        layout.set_mark(&Mark::Open(options.boot.clone()))?;
        let holder = Holder::new(disk.clone(), layout.clone(), Arc::clone(&self.lock));
        let tree = Tree::open(&layout.store(), options.cache_bytes, cipher.clone())?;
        let shared = Arc::new(Shared::new(tree, options.view_bytes, holder)?);
        if shared.views.published().next() < self.first_in_journal()? {
            return Err(Setback::Doubt(Doubt::Outdated));
        }
        let (recovered, replayed) = recover(&shared, options, watch)?;
        shared.settle(fresh)?;
        let Recovered { journal, last, torn } = recovered;
        // First, as it may fail: an applier that was started must be stopped.
        let imager = Imager::start(Arc::clone(&shared), options.image_bytes)?;
        let starting = |error| EngineError::io("starting a thread for", layout.dir())(error);
        let applier = Applier::start(Arc::clone(&shared), options.fresh_bytes).map_err(starting)?;
        let writer = Writer::new(Arc::clone(&shared), applier, journal, last, options.reserve_bytes);
        Ok((SledEngine { shared, writer, imager }, Opened { replayed, torn, ..Opened::default() }))
    }

    /// The revision the journal begins with.
    fn first_in_journal(&self) -> Result<Rev, EngineError> {
        let segments = Segment::list(&self.disk, &self.layout.journal())?;
        segments.first().map(|segment| segment.first).ok_or_else(|| {
            let (path, why) = (self.layout.dir().to_owned(), reason("journal-empty"));
            EngineError::NotAStore { path, why }
        })
    }

    /// Whether the last image still brings its key out for a passphrase that was replaced.
    fn image_opens_otherwise(&self) -> Result<bool, EngineError> {
        let Some(image) = self.layout.kept_images()?.pop() else { return Ok(false) };
        let kept = self.cipher.kept()?;
        Ok(Header::read(&self.disk, &image.path).is_ok_and(|header| header.kept != kept))
    }

    /// What is wrong with the last image before a journal that begins with `first`, as far as its own beginning
    /// and end tell.
    fn image_fault(&self, first: Rev) -> Result<Option<ImageFault>, EngineError> {
        let Some(image) = self.layout.kept_images()?.pop() else {
            return Ok((first > Rev(1)).then_some(ImageFault::Missing));
        };
        match check_lightly(&self.disk, &image.path) {
            Ok(manifest) if manifest.rev == image.rev && image.rev.next() >= first => Ok(None),
            Ok(_) => Ok(Some(ImageFault::Missing)),
            Err(_) => Ok(Some(ImageFault::Damaged)),
        }
    }
}

/// Why a view could not be opened.
enum Setback {
    /// It cannot be trusted, and is made anew.
    Doubt(Doubt),
    /// Making it anew would not help.
    Error(EngineError),
}

impl From<EngineError> for Setback {
    fn from(error: EngineError) -> Self {
        Doubt::of(error).map_or_else(Self::Error, Self::Doubt)
    }
}

impl From<Setback> for EngineError {
    fn from(setback: Setback) -> Self {
        match setback {
            Setback::Error(error) => error,
            Setback::Doubt(doubt) => Self::StoreDamaged { why: reason("still-not-right").because(doubt.reason()) },
        }
    }
}

/// Brings sled up to the journal's end; tells how many commits it lacked.
fn recover(shared: &Shared, options: &Options, watch: &mut Watch) -> Result<(Recovered, u64), EngineError> {
    let (mut replayed, mut gathered, mut weight) = (0, Vec::new(), 0);
    let mut apply = |group: Group| {
        replayed += group.commits.len() as u64;
        weight += group.weight();
        gathered.push(group);
        if weight < GATHERED {
            return Ok(());
        }
        weight = 0;
        bring(shared, &std::mem::take(&mut gathered))
    };
    let replay = Replay { applied: shared.views.published(), apply: &mut apply, watch };
    let Shared { disk, layout, tree, .. } = shared;
    let recovered = Journal::recover(disk, &tree.cipher, &layout.journal(), options.segment_bytes, replay)?;
    bring(shared, &gathered)?;
    Ok((recovered, replayed))
}

/// Brings groups into sled as one: what they all overwrite is written once, and neighbours together.
fn bring(shared: &Shared, groups: &[Group]) -> Result<(), EngineError> {
    let Some(last) = groups.last().map(Group::last) else { return Ok(()) };
    shared.bring(&groups.iter().collect::<Vec<_>>())?;
    shared.views.publish(last);
    Ok(())
}
