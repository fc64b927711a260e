//! An encrypted store on the screen: its passphrase opens it, nothing else does, and nobody who looks on reads it.

use super::house::House;
use super::terminal::ENTER;
use std::fs;

const RIGHT: &str = "open sesame";
const WRONG: &str = "open barley!";

/// What the screen says, in the words of one language.
struct Words {
    lang: &'static str,
    asks: &'static str,
    refuses: &'static str,
    opens: &'static str,
}

const LANGS: [Words; 2] = [
    Words { lang: "C.UTF-8", asks: "Passphrase:", refuses: "That is not the passphrase", opens: "Customers 1" },
    Words { lang: "zh_CN.UTF-8", asks: "口令：", refuses: "口令不对", opens: "客户 1" },
];

#[test]
fn an_encrypted_store_is_unlocked_by_its_passphrase_only_and_shows_nothing_of_it() {
    for words in LANGS {
        let house = House::speaking(words.lang);
        house.make(&["add", "Anna Meyer"]);
        let phrase = house.path("phrase");
        fs::write(&phrase, format!("{RIGHT}\n")).unwrap();
        house.ask(&["config", "encrypt", "--passphrase-file", phrase.to_str().unwrap()]);
        house.stop();

        let mut screen = house.open();
        screen.wait_for(words.asks).keys(WRONG).wait_for(&"*".repeat(WRONG.len()));
        assert!(!screen.screen().contains("Anna"), "{}", screen.screen());
        screen.keys(ENTER).wait_for(words.refuses).wait_gone("***");
        screen.keys(RIGHT).wait_for(&"*".repeat(RIGHT.len())).keys(ENTER).wait_for(words.opens).wait_for("Anna Meyer");
        let sent = String::from_utf8_lossy(&screen.raw()).into_owned();
        for word in ["sesame", "barley"] {
            assert!(!sent.contains(word), "{word} was sent to the terminal");
        }
        screen.quit();
        house.stop();
        assert_eq!(house.ask(&["status"])["state"], "locked", "once it is closed it is locked again");
    }
}
