//! One connection: the handle that speaks to its task, and its resource at the server. Never decides what is sent.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use serde_json::Value;
use str0m::Candidate;
use str0m::change::SdpAnswer;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinHandle;

use crate::limits::{COMMANDS_MAX, EVENTS_MAX};
use crate::link::{Link, Transport};
use crate::setup::{Channel, Plan, engine, engine_fault, local_address, offer, tcp_stream};
use crate::signal::{self, Fault, Resource};
use crate::tally::{Counters, SeenFrame, Tally};
use crate::worker::{Command, Over, Standing, Worker, lock};

pub(crate) struct Leg {
    commands: mpsc::Sender<Command>,
    pub(crate) standing: watch::Receiver<Standing>,
    pub(crate) messages: mpsc::Receiver<Value>,
    pub(crate) frames: mpsc::Receiver<SeenFrame>,
    tally: Arc<Mutex<Tally>>,
    task: JoinHandle<()>,
    http: reqwest::Client,
    token: String,
    resource: Resource,
}

impl Drop for Leg {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Leg {
    pub(crate) async fn connect(plan: Plan) -> Result<Self, Fault> {
        let deadline = plan.deadline;
        let wants_channel = plan.channel != Channel::None;
        let mut leg = Self::start(plan).await?;
        let up = leg
            .standing
            .wait_for(|s| s.over.is_some() || (s.connected && (s.channel_open || !wants_channel)));
        let standing = match tokio::time::timeout(deadline, up).await {
            Ok(Ok(standing)) => *standing,
            Ok(Err(_)) => return Err(Fault::Over),
            Err(_) => return Err(Fault::NotConnected(deadline)),
        };
        match standing.over {
            None => Ok(leg),
            Some(_) => Err(Fault::Over),
        }
    }

    async fn start(plan: Plan) -> Result<Self, Fault> {
        let http = plan.http.clone().unwrap_or_else(signal::shared_http);
        let mut rtc = engine(&plan);
        let udp = match plan.transport {
            Transport::Udp => {
                let link = Link::udp(local_address(&plan).await?).await?;
                rtc.add_local_candidate(
                    Candidate::host(link.local(), "udp").map_err(|e| engine_fault(&e))?,
                );
                Some(link)
            }
            Transport::Tcp => None,
        };
        let (offer, pending, mid, channel) = offer(&mut rtc, &plan)?;
        let resource = signal::post(&http, &plan.url, &plan.token, offer).await?;
        let answer = SdpAnswer::from_sdp_string(&resource.answer).map_err(|e| engine_fault(&e))?;
        rtc.sdp_api()
            .accept_answer(pending, answer)
            .map_err(|e| engine_fault(&e))?;
        let link = match udp {
            Some(link) => link,
            None => Link::tcp(tcp_stream(&mut rtc, &resource.answer).await?)?,
        };
        let (commands, from_handle) = mpsc::channel(COMMANDS_MAX);
        let (standing_out, standing) = watch::channel(Standing::default());
        let (messages_out, messages) = mpsc::channel(EVENTS_MAX);
        let (frames_out, frames) = mpsc::channel(EVENTS_MAX);
        let tally = Arc::new(Mutex::new(Tally::default()));
        let worker = Worker {
            rtc,
            link,
            mid,
            channel,
            behaviour: plan.channel,
            answer: resource.answer.clone(),
            restart: None,
            frozen: false,
            sequence: 1_000,
            started: Instant::now(),
            payload_types: HashMap::new(),
            standing: standing_out,
            messages: messages_out,
            frames: frames_out,
            tally: Arc::clone(&tally),
        };
        let task = tokio::spawn(worker.run(from_handle));
        Ok(Self {
            commands,
            standing,
            messages,
            frames,
            tally,
            task,
            http,
            token: plan.token,
            resource,
        })
    }

    pub(crate) async fn order(&self, command: Command) -> Result<(), Fault> {
        self.commands.send(command).await.map_err(|_| Fault::Over)
    }

    pub(crate) async fn ask<T>(
        &self,
        command: impl FnOnce(oneshot::Sender<Result<T, Fault>>) -> Command,
    ) -> Result<T, Fault> {
        let (reply, answer) = oneshot::channel();
        self.order(command(reply)).await?;
        answer.await.map_err(|_| Fault::Over)?
    }

    pub(crate) fn counters(&self) -> Counters {
        lock(&self.tally).counters()
    }

    pub(crate) fn delays_us(&self) -> Vec<u64> {
        lock(&self.tally).delays_us()
    }

    pub(crate) fn resource_url(&self) -> &str {
        self.resource.url.as_str()
    }

    pub(crate) fn etag(&self) -> Option<&str> {
        self.resource.etag.as_deref()
    }

    pub(crate) fn answer(&self) -> &str {
        &self.resource.answer
    }

    pub(crate) async fn over(&mut self) -> Over {
        match self.standing.wait_for(|s| s.over.is_some()).await {
            Ok(standing) => standing.over.unwrap_or(Over::Lost),
            Err(_) => Over::ByUs,
        }
    }

    pub(crate) async fn delete(self) -> Result<u16, Fault> {
        let status = signal::delete(&self.http, &self.resource, &self.token).await?;
        Ok(status)
    }

    pub(crate) async fn hang_up(mut self) -> Result<(), Fault> {
        self.order(Command::HangUp).await?;
        self.over().await;
        Ok(())
    }

    /// An ICE restart by PATCH (RFC 9725 section 4.3.3).
    pub(crate) async fn restart_ice(&self) -> Result<(), Fault> {
        let fragment = self.ask(Command::RestartOffer).await?;
        let answer = signal::patch(&self.http, &self.resource, &self.token, fragment, "*").await?;
        let answer = answer.ok_or_else(|| Fault::BadAnswer("restart without answer".into()))?;
        self.ask(|reply| Command::RestartAnswer(answer, reply))
            .await
    }
}
