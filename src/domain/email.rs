//! E-mail addresses: kept as typed, compared folded.

/// Whether a text is an address one could write to (RFC 5321 in its everyday form).
pub fn is_valid(text: &str) -> bool {
    let options = email_address::Options::default().with_required_tld().without_display_text();
    email_address::EmailAddress::parse_with_options(text.trim(), options).is_ok()
}

/// The form in which addresses are compared.
pub fn key(text: &str) -> String {
    super::text::fold(text.trim())
}

#[cfg(test)]
mod tests {
    #[test]
    fn everyday_addresses_pass_and_slips_do_not() {
        for good in ["anna@meyer.de", "a.b+c@sub.example.cn"] {
            assert!(super::is_valid(good), "{good}");
        }
        for bad in ["anna", "anna@", "@x.de", "anna@x", "a b@x.de", ""] {
            assert!(!super::is_valid(bad), "{bad}");
        }
    }
}
