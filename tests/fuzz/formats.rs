//! A target a format: mutilated files are read to their end or refused, in bounded memory, each row whole or not at all.

use super::chance::Chance;
use super::corpus;
use super::readers::{Read, records, table};
use callsheet::domain::import::Target;
use callsheet::interop::columns::Columns;
use callsheet::interop::mapping::Mapping;
use std::fs;
use std::io::{Cursor, Read as _, Write};
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Files of a share, and of a campaign.
const SHARE: usize = 250;
const CAMPAIGN: usize = 100_000;

/// Memory this program may come to hold at its fullest, in KB: a part of a workbook is 512 MB at the most.
const MOST_KB: u64 = 1024 * 1024;

/// Mutilates files of a corpus and has them read; nothing else than being refused may happen.
fn campaign(
    format: &str,
    mutilated: impl Fn(&mut Chance, &[u8], &[Vec<u8>]) -> Vec<u8>,
    read: impl Fn(&mut Chance, &Path) -> Read,
) {
    let full = std::env::var("CALLSHEET_CAMPAIGN").is_ok_and(|size| size == "full");
    let seed = std::env::var("CALLSHEET_FUZZ_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(7);
    let (mut chance, rounds) = (Chance(seed), if full { CAMPAIGN } else { SHARE });
    let files = corpus::of(format);
    let others: Vec<Vec<u8>> = files.iter().map(|(_, bytes)| bytes.clone()).collect();
    let (mut whole, mut taken, mut refused) = (0, 0, 0);
    for round in 0..rounds {
        // Each file as it is first.
        let (name, bytes) = files.get(round).unwrap_or_else(|| chance.one(&files));
        let bytes = if round < files.len() { bytes.clone() } else { mutilated(&mut chance, bytes, &others) };
        let path = left_at(format, name);
        fs::write(&path, &bytes).unwrap();
        let came_of_it = read(&mut chance, &path);
        assert!(came_of_it.is_some() || round >= files.len(), "{name} of the corpus cannot be read");
        let (rows, faults) = came_of_it.unwrap_or_default();
        (whole, taken, refused) = (whole + u64::from(came_of_it.is_some()), taken + rows, refused + faults);
        let _ = fs::remove_file(&path);
    }
    let most = fullest_kb();
    println!(
        "{format}: {rounds} files, {whole} of them read: {taken} rows taken, {refused} refused; {most} KB at most"
    );
    assert!(taken > 0 && most < MOST_KB, "{format}: {most} KB");
}

/// Where the file lies that is read at present: one that breaks its reader stays there.
fn left_at(format: &str, name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{}", std::process::id())).join(format);
    fs::create_dir_all(&folder).unwrap();
    folder.join(name)
}

/// The most memory this program held so far.
fn fullest_kb() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}

fn raw(chance: &mut Chance, bytes: &[u8], others: &[Vec<u8>]) -> Vec<u8> {
    chance.mutilated(bytes, others)
}

/// Reads it as it says itself, or as whatever chance wants.
fn guessed(chance: &mut Chance, path: &Path) -> Read {
    let wanted = if chance.below(2) == 0 { None } else { Some(*chance.one(Target::ALL)) };
    table(path, wanted).or_else(|| table(path, None))
}

#[test]
fn csv_files_are_read_or_refused() {
    campaign("csv", raw, guessed);
}

#[test]
fn cards_are_read_or_refused() {
    campaign("vcard", raw, guessed);
}

#[test]
fn calendars_are_read_or_refused() {
    campaign("icalendar", raw, guessed);
}

#[test]
fn mail_is_read_or_refused() {
    campaign("mail", raw, guessed);
}

#[test]
fn workbooks_are_read_or_refused() {
    campaign("xlsx", in_a_part, guessed);
}

#[test]
fn records_are_read_or_refused() {
    campaign("json-lines", raw, |_, path| records(path));
}

#[test]
fn mappings_are_read_or_refused() {
    campaign("mapping", raw, |_, path| {
        let mapping = Mapping::parse(&fs::read_to_string(path).ok()?).ok()?;
        let headers = ["Name", "Phone 1 - Label", "Phone 1 - Value", ""].map(str::to_owned);
        let columns = Columns::as_they_are(&headers, None, &mapping.saved("x"));
        Some(columns.map_or((0, 1), |columns| {
            (Mapping::parse(&Mapping::written(&columns, Path::new("x.csv"))).is_ok().into(), 0)
        }))
    });
}

/// A workbook mutilated as it lies packed, or more often in one of its parts: packed again its sums are right.
fn in_a_part(chance: &mut Chance, bytes: &[u8], others: &[Vec<u8>]) -> Vec<u8> {
    if chance.below(4) == 0 {
        return chance.mutilated(bytes, others);
    }
    let mut parts = unpacked(bytes);
    let texts: Vec<Vec<u8>> = parts.iter().map(|(_, text)| text.clone()).collect();
    let at = chance.below(parts.len());
    parts[at].1 = chance.mutilated(&texts[at], &texts);
    let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        packed.start_file(name, SimpleFileOptions::default()).unwrap();
        packed.write_all(&text).unwrap();
    }
    packed.finish().unwrap().into_inner()
}

fn unpacked(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = Vec::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let mut text = Vec::new();
        part.read_to_end(&mut text).unwrap();
        parts.push((part.name().unwrap().into_owned(), text));
    }
    parts
}
