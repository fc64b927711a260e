//! Work in which a library may panic over what a disk or a file holds: caught, told as an error by whoever does it, and
//! not printed.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};

thread_local! {
    static CATCHES: Cell<bool> = const { Cell::new(false) };
}

/// Does it; where it panics, what the panic says. What it was about to change is not to be looked at any more.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    let before = CATCHES.replace(true);
    let done = catch_unwind(AssertUnwindSafe(work));
    CATCHES.set(before);
    done.map_err(|panic| words(&*panic))
}

/// Whether this thread is at such work: a panic hook has nothing to say about a panic that is caught.
pub fn is_caught() -> bool {
    CATCHES.get()
}

/// Has panics that are caught print nothing, on any thread.
pub fn keep_quiet() {
    let tell = take_hook();
    set_hook(Box::new(move |info| {
        if !is_caught() {
            tell(info);
        }
    }));
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("it panicked").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_what_it_says_and_the_thread_goes_on() {
        assert_eq!(caught(|| -> u8 { panic!("torn page {}", 7) }), Err("torn page 7".to_owned()));
        assert_eq!(caught(is_caught), Ok(true));
        assert!(!is_caught());
    }
}
