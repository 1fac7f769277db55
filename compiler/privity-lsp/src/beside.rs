//! The thread on which requests are answered that may take longer than a keystroke.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use crossbeam_channel::Sender;
use lsp_server::{Message, Request, RequestId};

use crate::STACK;
use crate::dispatch::{self, Feature, Subject};

/// How many requests are remembered that were taken back.
const MOST_CANCELLED: usize = 1_000;

struct Job {
    feature: Arc<Feature>,
    subject: Subject,
    request: Request,
}

/// The thread and what waits for it. It ends, after the work that it has, when this goes.
pub(crate) struct Beside {
    jobs: Option<Sender<Job>>,
    /// The requests that the editor wants no answer to any more.
    cancelled: Arc<Mutex<HashSet<RequestId>>>,
    thread: Option<JoinHandle<()>>,
}

impl Beside {
    /// A thread that sends its answers here.
    pub(crate) fn start(editor: Sender<Message>) -> std::io::Result<Self> {
        let (jobs, waiting) = crossbeam_channel::unbounded::<Job>();
        let cancelled = Arc::new(Mutex::new(HashSet::new()));
        let flags = Arc::clone(&cancelled);
        let work = move || {
            for job in waiting {
                let (response, told) = if is_cancelled(&flags, &job.request.id) {
                    (dispatch::cancelled(job.request.id), None)
                } else if job.subject.is_outdated() {
                    (dispatch::outdated(job.request.id), None)
                } else {
                    let id = job.request.id.clone();
                    let replied = job.feature.respond(&job.subject, job.request);
                    match job.subject.is_given_up() {
                        true => (dispatch::outdated(id), None),
                        false => replied,
                    }
                };
                let messages = told.map(Message::from).into_iter();
                for message in messages.chain([response.into()]) {
                    if editor.send(message).is_err() {
                        return;
                    }
                }
            }
        };
        let thread = std::thread::Builder::new()
            .name("requests".to_owned())
            .stack_size(STACK)
            .spawn(work)?;
        Ok(Self {
            jobs: Some(jobs),
            cancelled,
            thread: Some(thread),
        })
    }

    /// Lets a request be passed over, if it still waits.
    pub(crate) fn cancel(&self, id: RequestId) {
        let mut cancelled = self
            .cancelled
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        // Most of these are answered already, and nobody asks for them again.
        if cancelled.len() >= MOST_CANCELLED {
            cancelled.clear();
        }
        cancelled.insert(id);
    }

    /// Lets a request be answered, after those that wait.
    pub(crate) fn answer(&self, feature: Arc<Feature>, subject: Subject, request: Request) {
        let job = Job {
            feature,
            subject,
            request,
        };
        if let Some(jobs) = &self.jobs {
            // The thread lives as long as this does.
            let _ = jobs.send(job);
        }
    }
}

fn is_cancelled(flags: &Mutex<HashSet<RequestId>>, id: &RequestId) -> bool {
    let mut flags = flags.lock().unwrap_or_else(PoisonError::into_inner);
    flags.remove(id)
}

impl Drop for Beside {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
