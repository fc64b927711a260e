//! Names people are called by and names they are entered under.

use std::collections::HashMap;
use std::sync::OnceLock;

/// Forms of one given name, folded; each finds the others. Usual English, German, French and Spanish ones.
const NICKNAMES: &[&[&str]] = &[
    &["alexander", "alexandra", "alex", "sascha", "sandra", "xander"],
    &["andreas", "andrew", "andy", "drew"],
    &["anna", "anne", "annie", "ann", "anni", "anja"],
    &["anthony", "antonio", "anton", "tony", "toni"],
    &["barbara", "barb", "babs", "baerbel", "barbel"],
    &["benjamin", "ben", "benny"],
    &["catherine", "katherine", "katharina", "cathy", "kathy", "kate", "katie", "kathi", "cate"],
    &["charles", "karl", "carl", "charlie", "chuck", "carlos"],
    &["christian", "christopher", "christoph", "chris", "kris"],
    &["christina", "christine", "tina", "chris"],
    &["daniel", "dan", "danny", "dani"],
    &["david", "dave"],
    &["edward", "eduard", "ed", "eddie", "ted"],
    &["elizabeth", "elisabeth", "liz", "lizzy", "beth", "betty", "lisa", "elsa", "sissi"],
    &["francis", "francisco", "frank", "franz", "paco", "frankie"],
    &["frederick", "friedrich", "fred", "fritz", "freddy"],
    &["georg", "george", "jorge", "schorsch"],
    &["gerhard", "gerd", "gert"],
    &["heinrich", "henry", "harry", "heinz", "hank", "henri"],
    &["jakob", "jacob", "jack", "jake"],
    &["james", "jim", "jimmy", "jamie"],
    &["jennifer", "jenny", "jen"],
    &["jessica", "jess", "jessie"],
    &["johannes", "johann", "john", "johnny", "hans", "hannes", "jack", "juan", "jean"],
    &["jonathan", "jon", "john"],
    &["joseph", "josef", "jose", "joe", "sepp", "pepe", "joey"],
    &["kenneth", "ken", "kenny"],
    &["laurence", "lawrence", "larry", "lorenz"],
    &["margaret", "margarete", "maggie", "meg", "peggy", "grete", "greta"],
    &["maria", "mary", "marie", "mia", "mitzi"],
    &["matthew", "matthias", "matt", "matze"],
    &["maximilian", "max"],
    &["michael", "mike", "mick", "michel", "michi", "miguel", "mickey"],
    &["nicholas", "nikolaus", "nick", "nico", "niko", "klaus"],
    &["patrick", "pat", "paddy"],
    &["patricia", "pat", "patty", "trish"],
    &["peter", "pete", "pedro", "pierre"],
    &["philip", "philipp", "phil", "felipe"],
    &["rebecca", "becky", "becca"],
    &["richard", "rick", "dick", "rich", "ricky", "ricardo"],
    &["robert", "bob", "rob", "bobby", "robbie", "roberto", "bert"],
    &["samuel", "sam", "sammy"],
    &["sebastian", "basti", "bastian"],
    &["stefan", "stephan", "steven", "stephen", "steve", "steffen"],
    &["susan", "susanne", "sue", "susi", "suzy"],
    &["theodor", "theodore", "theo", "ted", "teddy"],
    &["thomas", "tom", "tommy"],
    &["timothy", "tim", "timmy"],
    &["ulrich", "uli", "ulli"],
    &["victoria", "vicky", "vicki"],
    &["walter", "walt", "wally"],
    &["wilhelm", "william", "will", "bill", "billy", "willy", "willi", "guillermo", "guillaume"],
    &["wolfgang", "wolf", "wolfi"],
];

/// The other forms of a given name.
pub fn of(name: &str) -> Vec<&'static str> {
    let groups = NICKNAMES.iter().filter(|group| group.contains(&name));
    let mut others: Vec<&str> = groups.flat_map(|group| group.iter().copied()).filter(|other| *other != name).collect();
    others.sort_unstable();
    others.dedup();
    others
}

/// Whether two given names, folded, are forms of one.
pub fn are_forms(one: &str, other: &str) -> bool {
    let known = groups();
    let groups = |name| known.get(name).map_or(&[][..], Vec::as_slice);
    groups(one).iter().any(|group| groups(other).contains(group))
}

/// The groups each name is in.
fn groups() -> &'static HashMap<&'static str, Vec<usize>> {
    static GROUPS: OnceLock<HashMap<&str, Vec<usize>>> = OnceLock::new();
    GROUPS.get_or_init(|| {
        let mut groups: HashMap<&str, Vec<usize>> = HashMap::new();
        for (number, group) in NICKNAMES.iter().enumerate() {
            for name in *group {
                groups.entry(name).or_default().push(number);
            }
        }
        groups
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nickname_and_the_name_find_each_other() {
        assert!(of("bob").contains(&"robert") && of("robert").contains(&"bob"));
        assert!(of("ted").contains(&"edward") && of("ted").contains(&"theodor"));
        assert!(of("zhang").is_empty());
        assert!(are_forms("bob", "robert") && !are_forms("bob", "edward") && !are_forms("zhang", "zhang"));
    }
}
