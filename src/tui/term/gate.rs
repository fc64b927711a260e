//! Nobody reads the terminal while another program has it.

use parking_lot::{Condvar, Mutex};
use signal_hook::consts::SIGWINCH;
use std::sync::Arc;
use std::time::Duration;

/// Nothing keeps a reader from coming to rest for so long but that it has nowhere to put what it read.
const PATIENCE: Duration = Duration::from_secs(1);

/// Between the thread that reads the terminal and the one that may give it away.
#[derive(Debug, Clone, Default)]
pub struct Gate(Arc<(Mutex<Reading>, Condvar)>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Reading {
    #[default]
    On,
    /// It is to stop.
    Ending,
    Off,
}

impl Gate {
    /// Runs something while nobody reads.
    pub fn closed<T>(&self, run: impl FnOnce() -> T) -> T {
        self.close();
        let done = run();
        self.set(Reading::On);
        done
    }

    /// Where the reader passes before it waits for the next key.
    pub(super) fn pass(&self) {
        let (reading, changed) = &*self.0;
        let mut reading = reading.lock();
        while *reading != Reading::On {
            *reading = Reading::Off;
            changed.notify_all();
            changed.wait(&mut reading);
        }
    }

    fn close(&self) {
        self.set(Reading::Ending);
        // The reader waits for a key or another size of the window: told of one, it comes by.
        let _ = signal_hook::low_level::raise(SIGWINCH);
        let (reading, changed) = &*self.0;
        let mut reading = reading.lock();
        while *reading == Reading::Ending && !changed.wait_for(&mut reading, PATIENCE).timed_out() {}
    }

    fn set(&self, to: Reading) {
        let (reading, changed) = &*self.0;
        *reading.lock() = to;
        changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    #[test]
    fn nothing_is_read_while_the_gate_is_closed() {
        let (gate, read) = (Gate::default(), Arc::new(AtomicUsize::new(0)));
        let reader = {
            let (gate, read) = (gate.clone(), Arc::clone(&read));
            thread::spawn(move || {
                while read.load(Ordering::SeqCst) < 1_000_000 {
                    gate.pass();
                    read.fetch_add(1, Ordering::SeqCst);
                }
            })
        };
        gate.closed(|| {
            let before = read.load(Ordering::SeqCst);
            thread::yield_now();
            assert_eq!(read.load(Ordering::SeqCst), before);
        });
        reader.join().unwrap();
    }
}
