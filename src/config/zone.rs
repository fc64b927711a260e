//! The time zone a new store keeps.

use chrono_tz::Tz;

/// The zone `TZ` names, else the machine's, else UTC. A person's own goes first: over SSH, they may sit elsewhere.
pub fn zone(own: Option<&str>) -> Tz {
    let named = |name: &str| name.trim_start_matches(':').parse().ok();
    own.and_then(named).or_else(|| named(&iana_time_zone::get_timezone().ok()?)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ones_own_zone_goes_before_the_machines_where_it_has_a_name() {
        for own in ["Asia/Shanghai", ":Asia/Shanghai"] {
            assert_eq!(zone(Some(own)), Tz::Asia__Shanghai);
        }
        for unnamed in ["", "CST-8", "/etc/localtime"] {
            assert_eq!(zone(Some(unnamed)), zone(None), "{unnamed}");
        }
    }
}
