//! The thread that looks for everything that is wrong with a package while nothing else is to be done, and leaves off when the text changes.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender};
use rayon::ThreadPool;
use thread_priority::{ThreadPriority, set_current_thread_priority};

use crate::STACK;
use crate::features::diagnostics;
use crate::snapshot::Snapshot;

/// How long nothing may have been typed before a package is looked at that takes long.
const PAUSE: Duration = Duration::from_millis(150);

/// How eagerly a package is looked at, from 0 to 99: a tenth of a processor is left to it while the rest is busy, so that it ends on a machine
/// that builds something meanwhile.
const LOW: u8 = 22;

/// What waits to be looked at.
#[derive(Default)]
struct Waiting {
    snapshots: VecDeque<Snapshot>,
    /// What is being looked at.
    at: Option<Snapshot>,
    is_over: bool,
}

#[derive(Default)]
struct Queue {
    waiting: Mutex<Waiting>,
    changed: Condvar,
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        // Whoever panicked left a list behind that is whole.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next state that is still the newest of its package; `None` when all is over.
    fn next(&self) -> Option<Snapshot> {
        let mut waiting = self.lock();
        waiting.at = None;
        loop {
            if waiting.is_over {
                return None;
            }
            match waiting.snapshots.pop_front() {
                Some(snapshot) if snapshot.is_outdated() => {}
                Some(snapshot) => {
                    waiting.at = Some(snapshot.clone());
                    return Some(snapshot);
                }
                None => {
                    waiting = self
                        .changed
                        .wait(waiting)
                        .unwrap_or_else(PoisonError::into_inner);
                }
            }
        }
    }

    /// Waits for a while, and says whether the state is still the newest one then. Who types on shares the processor with nobody.
    fn is_quiet(&self, snapshot: &Snapshot) -> bool {
        let end = Instant::now() + PAUSE;
        let mut waiting = self.lock();
        loop {
            let left = end.saturating_duration_since(Instant::now());
            if waiting.is_over || snapshot.is_outdated() {
                return false;
            }
            if left.is_zero() {
                return true;
            }
            let waited = self.changed.wait_timeout(waiting, left);
            waiting = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

/// The thread and what waits for it. When this goes, the thread leaves off.
pub(crate) struct Analysis {
    queue: Arc<Queue>,
    /// The states about which more is known now.
    pub(crate) known: Receiver<Snapshot>,
    thread: Option<JoinHandle<()>>,
}

impl Analysis {
    /// Starts the thread.
    pub(crate) fn start() -> std::io::Result<Self> {
        let queue = Arc::new(Queue::default());
        let (tell, known) = crossbeam_channel::unbounded();
        let pool = rayon::ThreadPoolBuilder::new()
            .thread_name(|at| format!("analysis-{at}"))
            .stack_size(STACK)
            .start_handler(|_| step_back())
            .build()
            .map_err(std::io::Error::other)?;
        let work = {
            let queue = queue.clone();
            move || work(&queue, &pool, &tell)
        };
        let thread = std::thread::Builder::new()
            .name("analysis".to_owned())
            .spawn(work)?;
        Ok(Self {
            queue,
            known,
            thread: Some(thread),
        })
    }

    /// Lets a state be looked at, after those that wait.
    pub(crate) fn look_at(&self, snapshot: Snapshot) {
        let mut waiting = self.queue.lock();
        // The thread may take a while to leave off, and whoever types does not wait: what is over by then is not kept.
        let all = std::mem::take(&mut waiting.snapshots).into_iter();
        let (over, newest): (VecDeque<_>, VecDeque<_>) = all.partition(Snapshot::is_outdated);
        waiting.snapshots = newest;
        over.into_iter().for_each(Snapshot::let_go);
        let mut known = waiting.snapshots.iter().chain(&waiting.at);
        if !known.any(|known| known.is_same(&snapshot)) {
            waiting.snapshots.push_back(snapshot);
            self.queue.changed.notify_one();
        }
    }
}

impl Drop for Analysis {
    fn drop(&mut self) {
        let mut waiting = self.queue.lock();
        waiting.is_over = true;
        // Nobody is left who wants to know.
        waiting.at.iter().for_each(Snapshot::outdate);
        drop(waiting);
        self.queue.changed.notify_one();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Lets the thread that talks with the editor go first, so that even a machine with one processor answers its user at once. Where the system
/// does not allow it, the work is done all the same.
fn step_back() {
    if let Ok(low) = LOW.try_into() {
        let _ = set_current_thread_priority(ThreadPriority::Crossplatform(low));
    }
}

/// Lets a pool of threads look at one state after the other. This thread itself has no low priority: the conversation would have to wait for it
/// while it holds the queue.
fn work(queue: &Queue, pool: &ThreadPool, tell: &Sender<Snapshot>) {
    while let Some(snapshot) = queue.next() {
        if !snapshot.is_small() && !queue.is_quiet(&snapshot) {
            continue;
        }
        // First what is wrong with words, which is soon known.
        for look in [Snapshot::check, Snapshot::compile] {
            if snapshot.is_outdated() {
                break;
            }
            if snapshot.is_settled() {
                // Somebody else has looked; who waits for it is to know.
                let _ = tell.send(snapshot.clone());
                break;
            }
            // A mistake of the compiler's own is no reason to leave the editor alone.
            let looked = catch_unwind(AssertUnwindSafe(|| {
                pool.install(|| {
                    look(&snapshot);
                    diagnostics::prepare(&snapshot);
                });
            }));
            if looked.is_err() {
                snapshot.give_up();
            }
            if tell.send(snapshot.clone()).is_err() || looked.is_err() {
                break;
            }
        }
    }
}
