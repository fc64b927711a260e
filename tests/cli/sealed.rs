//! An encrypted store, from the command line.

use super::house::House;

#[test]
fn a_store_made_with_a_passphrase_opens_with_it_only() {
    let house = House::new();
    let (right, wrong) = (house.file("right", "open sesame\n"), house.file("wrong", "open barley\n"));
    let with = |file: &str, args: &[&str]| {
        let output = house.command(args).env("CALLSHEET_PASSPHRASE_FILE", file).output().unwrap();
        let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
        (output.status.code().unwrap(), said)
    };
    assert_eq!(with(&right, &["add", "Anna Marker"]).0, 0);
    let (code, found) = with(&right, &["find", "marker"]);
    assert!(code == 0 && found.contains("Anna Marker"), "{found}");

    let (code, said) = house.refused(&["find", "marker"]);
    assert_eq!(code, 1);
    for way in ["the passphrase opens it", "terminal", "CALLSHEET_PASSPHRASE_FILE", "CALLSHEET_KEY_FILE"] {
        assert!(said.contains(way), "{said}");
    }
    let (code, said) = with(&wrong, &["find", "marker"]);
    assert_eq!(code, 1);
    assert!(said.contains("That is not the passphrase") && !said.contains("barley"), "{said}");
    assert_eq!(house.json(&["status"])["state"], "locked");
}

#[test]
fn a_new_passphrase_is_not_taken_from_where_nobody_types() {
    let house = House::new();
    let (code, said) = house.refused(&["config", "encrypt"]);
    assert_eq!(code, 2);
    assert!(said.contains("--passphrase-file"), "{said}");
}
