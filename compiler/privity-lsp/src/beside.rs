//! The thread on which requests are answered that may take longer than a keystroke.

use std::sync::Arc;
use std::thread::JoinHandle;

use crossbeam_channel::Sender;
use lsp_server::{Message, Request};

use crate::dispatch::{Feature, Subject};

struct Job {
    feature: Arc<Feature>,
    subject: Subject,
    request: Request,
}

/// The thread and what waits for it. It ends, after the work that it has, when this goes.
pub(crate) struct Beside {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Beside {
    /// A thread that sends its answers here.
    pub(crate) fn new(editor: Sender<Message>) -> Self {
        let (jobs, waiting) = crossbeam_channel::unbounded::<Job>();
        let work = move || {
            for job in waiting {
                let response = job.feature.respond(&job.subject, job.request);
                if editor.send(response.into()).is_err() {
                    return;
                }
            }
        };
        Self {
            jobs: Some(jobs),
            thread: Some(std::thread::spawn(work)),
        }
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

impl Drop for Beside {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
