use super::*;
use proptest::prelude::*;

const PLACE: Place = Place::Value { key: b"customer 7", rev: Rev(3) };

fn cipher() -> Cipher {
    Cipher::lost()
}

#[test]
fn what_is_sealed_opens_in_its_place_and_nowhere_else() {
    let cipher = cipher();
    let places = [
        PLACE,
        Place::Value { key: b"customer 8", rev: Rev(3) },
        Place::Value { key: b"customer 7", rev: Rev(2) },
        Place::Frame(Rev(3)),
        Place::Image { rev: Rev(3), part: 0 },
        Place::Image { rev: Rev(3), part: 1 },
        Place::File("drafts"),
        Place::DataKey,
    ];
    for sealed_for in places {
        let sealed = cipher.seal(sealed_for, b"Anna Meyer".to_vec()).unwrap();
        for opened_at in places {
            let wanted = if opened_at == sealed_for { Ok(b"Anna Meyer".to_vec()) } else { Err(Tampered) };
            assert_eq!(cipher.open(opened_at, sealed.clone()), wanted, "{sealed_for:?} at {opened_at:?}");
        }
    }
}

#[test]
fn another_key_opens_nothing() {
    let sealed = cipher().seal(PLACE, b"Anna Meyer".to_vec()).unwrap();
    assert_eq!(cipher().open(PLACE, sealed), Err(Tampered));
}

#[test]
fn the_same_text_is_never_sealed_alike() {
    let cipher = cipher();
    let mut seen: Vec<_> = (0..100).map(|_| cipher.seal(PLACE, b"yes".to_vec()).unwrap()).collect();
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 100);
}

proptest! {
    #[test]
    fn sealing_loses_nothing_and_no_flipped_bit_goes_unseen(
        plain in proptest::collection::vec(any::<u8>(), 1..100),
        at in any::<prop::sample::Index>(),
        bit in 0_u32..8,
    ) {
        let cipher = cipher();
        let mut sealed = cipher.seal(PLACE, plain.clone()).unwrap();
        prop_assert_eq!(cipher.open(PLACE, sealed.clone()), Ok(plain));
        let at = at.index(sealed.len());
        sealed[at] ^= 1 << bit;
        prop_assert_eq!(cipher.open(PLACE, sealed), Err(Tampered));
    }

    #[test]
    fn arbitrary_bytes_do_not_open(bytes in proptest::collection::vec(any::<u8>(), 1..100)) {
        prop_assert_eq!(cipher().open(PLACE, bytes), Err(Tampered));
    }
}
