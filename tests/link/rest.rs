//! A full floor at rest costs the host little.

use super::house::{House, add, memory};
use callsheet::link::Client;

const SESSIONS: u64 = 200;
/// What a session may cost the host, KiB.
const EACH: u64 = 200;

#[test]
fn two_hundred_sessions_at_rest_cost_the_host_little() {
    let house = House::new();
    let first = house.session();
    add(&first, "Anna").unwrap();
    let host = house.host();
    let before = memory(host);
    let sessions: Vec<Client> = (0..SESSIONS).map(|_| house.session()).collect();
    sessions.iter().for_each(Client::listen);
    add(&first, "Ben").unwrap();
    let each = memory(host).saturating_sub(before) / SESSIONS;
    println!("rest: {SESSIONS} sessions take {each} KiB each in the host, which took {before} KiB before");
    assert!(each <= EACH, "{each} KiB a session");
    drop(sessions);
    add(&first, "Cem").unwrap();
}
