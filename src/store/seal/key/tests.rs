use super::*;
use proptest::prelude::*;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use tempfile::TempDir;

/// Cheap, so that the tests are.
const CHEAP: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };

fn disk() -> Disk {
    Disk::default()
}

fn passphrase(text: &str) -> Key {
    Key::Passphrase(Secret::from(text.to_owned()))
}

fn wrapped(data: &DataKey) -> WrappedKey {
    WrappedKey::wrap_at(&disk(), CHEAP, data, &passphrase("open sesame")).unwrap()
}

#[test]
fn only_the_passphrase_brings_the_data_key_out() {
    let data = DataKey::draw().unwrap();
    let wrapped = WrappedKey::from_bytes(&wrapped(&data).to_bytes().unwrap()).unwrap();
    assert_eq!(wrapped.unwrap(&disk(), Some(&passphrase("open sesame"))).unwrap(), data);

    let by = KeyKind::Passphrase;
    for wrong in ["", "open sesam", "Open sesame"] {
        let error = wrapped.unwrap(&disk(), Some(&passphrase(wrong))).unwrap_err();
        assert!(matches!(error, EngineError::WrongKey { by: kind } if kind == by), "{error}");
    }
    let other_kind = Key::File("/nowhere".into());
    for missing in [None, Some(&other_kind)] {
        let error = wrapped.unwrap(&disk(), missing).unwrap_err();
        assert!(matches!(error, EngineError::Sealed { by: kind } if kind == by), "{error}");
    }
}

#[test]
fn a_key_file_is_made_for_its_owner_and_opens_what_it_wrapped() {
    let dir = TempDir::new().unwrap();
    let [ours, other] = ["ours", "other"].map(|name| dir.path().join(name));
    for path in [&ours, &other] {
        make_key_file(&disk(), path).unwrap();
        assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let data = DataKey::draw().unwrap();
    let wrapped = WrappedKey::wrap(&disk(), &data, &Key::File(ours.clone())).unwrap();
    make_key_file(&disk(), &ours).unwrap();
    assert_eq!(wrapped.unwrap(&disk(), Some(&Key::File(ours.clone()))).unwrap(), data, "an existing key file is left");

    let wrong = wrapped.unwrap(&disk(), Some(&Key::File(other)));
    assert!(matches!(wrong, Err(EngineError::WrongKey { by: KeyKind::File })));
    fs::write(&ours, [7; KEY - 1]).unwrap();
    assert!(
        matches!(wrapped.unwrap(&disk(), Some(&Key::File(ours.clone()))), Err(EngineError::BadKeyFile { path }) if path == ours)
    );
    fs::remove_file(&ours).unwrap();
    assert!(
        matches!(wrapped.unwrap(&disk(), Some(&Key::File(ours.clone()))), Err(EngineError::Io { path, .. }) if path == ours)
    );
}

#[test]
fn a_manipulated_key_asks_for_no_terabytes() {
    let greedy = [
        Cost { memory_kib: u32::MAX, ..CHEAP },
        Cost { passes: u32::MAX, ..CHEAP },
        Cost { lanes: u32::MAX, ..CHEAP },
        Cost { memory_kib: 0, ..CHEAP },
        Cost { lanes: 0, ..CHEAP },
    ];
    for cost in greedy {
        let wrapping = Wrapping::Passphrase { cost, salt: [0; SALT] };
        let bytes = WrappedKey { wrapping, sealed: vec![0; 72] }.to_bytes().unwrap();
        assert!(matches!(WrappedKey::from_bytes(&bytes), Err(EngineError::KeyDamaged { .. })), "{cost:?}");
    }
    Cost::NOW.params().unwrap();
}

#[test]
fn a_wrapped_key_is_kept_in_these_bytes() {
    let wrapping = Wrapping::Passphrase { cost: Cost::NOW, salt: [1; SALT] };
    let bytes = WrappedKey { wrapping, sealed: vec![2; 3] }.to_bytes().unwrap();
    let shown = bytes.iter().fold(String::new(), |shown, byte| shown + &format!("{byte:02x}"));
    assert_eq!(shown, "a00160d5361a00fc0000010003040101010101010101010101010101010103020202");
}

proptest! {
    #[test]
    fn a_flipped_bit_in_a_wrapped_key_is_named(at in any::<prop::sample::Index>(), bit in 0_u32..8) {
        let mut bytes = WrappedKey { wrapping: Wrapping::File, sealed: vec![2; 72] }.to_bytes().unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        let error = WrappedKey::from_bytes(&bytes).unwrap_err();
        prop_assert!(error.to_string().contains("key"), "{}", error);
    }

    #[test]
    fn arbitrary_bytes_are_no_key(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(WrappedKey::from_bytes(&bytes).is_err());
    }
}
