//! The mirror: ICE-lite, one UDP and one TCP port, HTTP by hand. It echoes data-channel messages to their sender.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use str0m::change::SdpOffer;
use str0m::channel::ChannelConfig;
use str0m::media::{KeyframeRequestKind, MediaKind, Mid};
use str0m::net::{Protocol, Receive, TcpType};
use str0m::rtp::{RtpPacket, RtpWrite};
use str0m::{Candidate, Event, Input, Output, Rtc};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::sync::mpsc as tokio_mpsc;

pub(crate) struct Mirror {
    http: SocketAddr,
    last_offer: Arc<Mutex<String>>,
}

enum Job {
    Offer(String, Sender<String>),
    Packet(Protocol, SocketAddr, Vec<u8>),
    Writer(SocketAddr, tokio_mpsc::UnboundedSender<Vec<u8>>),
    CloseAll,
}

impl Mirror {
    pub(crate) async fn start() -> Self {
        let http = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let media = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = media.local_addr().unwrap();
        let udp = Arc::new(UdpSocket::bind(port).await.unwrap());
        let (jobs, work) = channel();
        let mirror = Self {
            http: http.local_addr().unwrap(),
            last_offer: Arc::default(),
        };
        let socket = udp.clone();
        std::thread::spawn(move || Engine::new(socket, port).run(&work));
        tokio::spawn(read_udp(udp, jobs.clone()));
        tokio::spawn(accept_media(media, jobs.clone()));
        tokio::spawn(serve(http, jobs, mirror.last_offer.clone()));
        mirror
    }

    pub(crate) fn whip(&self) -> String {
        format!("http://{}/whip", self.http)
    }

    pub(crate) fn whep(&self) -> String {
        format!("http://{}/whep", self.http)
    }

    pub(crate) fn last_offer(&self) -> String {
        self.last_offer.lock().unwrap().clone()
    }
}

async fn read_udp(udp: Arc<UdpSocket>, jobs: Sender<Job>) {
    let mut buffer = vec![0; 2_048];
    loop {
        let (length, from) = udp.recv_from(&mut buffer).await.unwrap();
        if jobs
            .send(Job::Packet(Protocol::Udp, from, buffer[..length].to_vec()))
            .is_err()
        {
            return;
        }
    }
}

async fn accept_media(listener: TcpListener, jobs: Sender<Job>) {
    loop {
        let (stream, from) = listener.accept().await.unwrap();
        let (mut read, mut write) = stream.into_split();
        let (out, mut to_write) = tokio_mpsc::unbounded_channel::<Vec<u8>>();
        jobs.send(Job::Writer(from, out)).unwrap();
        tokio::spawn(async move {
            while let Some(bytes) = to_write.recv().await {
                let length = u16::try_from(bytes.len()).unwrap().to_be_bytes();
                if write
                    .write_all(&[&length[..], &bytes].concat())
                    .await
                    .is_err()
                {
                    return;
                }
            }
        });
        let jobs = jobs.clone();
        tokio::spawn(async move {
            while let Ok(length) = read.read_u16().await {
                let mut bytes = vec![0; usize::from(length)];
                if read.read_exact(&mut bytes).await.is_err() {
                    return;
                }
                let _ = jobs.send(Job::Packet(Protocol::Tcp, from, bytes));
            }
        });
    }
}

async fn serve(listener: TcpListener, jobs: Sender<Job>, last_offer: Arc<Mutex<String>>) {
    loop {
        let (mut stream, _) = listener.accept().await.unwrap();
        let (head, body) = request(&mut stream).await;
        let answer = if head.contains("Bearer refuse") || head.contains("bearer refuse") {
            let problem = r#"{"type":"about:mirror"}"#;
            reply("401 Unauthorized", "application/problem+json", problem)
        } else if head.starts_with("DELETE") {
            jobs.send(Job::CloseAll).unwrap();
            reply("200 OK", "text/plain", "")
        } else {
            last_offer.lock().unwrap().clone_from(&body);
            let (sender, receiver) = channel();
            jobs.send(Job::Offer(body, sender)).unwrap();
            let sdp = tokio::task::spawn_blocking(move || receiver.recv().unwrap());
            let sdp = sdp.await.unwrap();
            reply(
                "201 Created\r\nLocation: /whip/1\r\nETag: \"1\"",
                "application/sdp",
                &sdp,
            )
        };
        stream.write_all(answer.as_bytes()).await.unwrap();
    }
}

fn reply(status: &str, kind: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
}

async fn request(stream: &mut TcpStream) -> (String, String) {
    let mut bytes = Vec::new();
    loop {
        let mut chunk = [0; 4_096];
        let length = stream.read(&mut chunk).await.unwrap();
        bytes.extend_from_slice(&chunk[..length]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let length = head
            .lines()
            .find_map(|l| {
                l.to_ascii_lowercase()
                    .strip_prefix("content-length: ")?
                    .parse()
                    .ok()
            })
            .unwrap_or(0);
        if body.len() >= length {
            return (head.to_owned(), body.to_owned());
        }
    }
}

struct Peer {
    rtc: Rtc,
    mid: Option<Mid>,
    sends: bool,
    due: Instant,
}

struct Engine {
    udp: Arc<UdpSocket>,
    port: SocketAddr,
    peers: Vec<Peer>,
    writers: HashMap<SocketAddr, tokio_mpsc::UnboundedSender<Vec<u8>>>,
}

impl Engine {
    fn new(udp: Arc<UdpSocket>, port: SocketAddr) -> Self {
        Self {
            udp,
            port,
            peers: Vec::new(),
            writers: HashMap::new(),
        }
    }

    fn run(mut self, work: &Receiver<Job>) {
        loop {
            match work.recv_timeout(Duration::from_millis(5)) {
                Ok(Job::Offer(sdp, answer)) => answer.send(self.offer(&sdp)).unwrap(),
                Ok(Job::Packet(protocol, from, bytes)) => self.packet(protocol, from, &bytes),
                Ok(Job::Writer(from, writer)) => drop(self.writers.insert(from, writer)),
                Ok(Job::CloseAll) => {
                    for at in 0..self.peers.len() {
                        self.peers[at].rtc.close().unwrap();
                        self.drain(at);
                    }
                }
                Err(std::sync::mpsc::RecvTimeoutError::Timeout) => {}
                Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => return,
            }
            for at in 0..self.peers.len() {
                if self.peers[at].due <= Instant::now() {
                    let _ = self.peers[at]
                        .rtc
                        .handle_input(Input::Timeout(Instant::now()));
                    self.drain(at);
                }
            }
        }
    }

    fn offer(&mut self, sdp: &str) -> String {
        let mut rtc = Rtc::builder()
            .set_rtp_mode(true)
            .set_ice_lite(true)
            .build(Instant::now());
        rtc.add_local_candidate(Candidate::host(self.port, "udp").unwrap());
        let tcp = Candidate::builder()
            .tcp()
            .host(self.port)
            .tcptype(TcpType::Passive);
        rtc.add_local_candidate(tcp.build().unwrap());
        let offer = SdpOffer::from_sdp_string(sdp).unwrap();
        let answer = rtc.sdp_api().accept_offer(offer).unwrap();
        // An out-of-band channel must be declared on both sides.
        rtc.direct_api().create_data_channel(ChannelConfig {
            label: "lotse".into(),
            negotiated: Some(0),
            ..ChannelConfig::default()
        });
        self.peers.push(Peer {
            rtc,
            mid: None,
            sends: sdp.contains("a=sendonly"),
            due: Instant::now(),
        });
        self.drain(self.peers.len() - 1);
        answer.to_sdp_string()
    }

    fn packet(&mut self, proto: Protocol, source: SocketAddr, bytes: &[u8]) {
        let receive = || Receive::new(proto, source, self.port, bytes).unwrap();
        let now = Instant::now();
        let mine = |peer: &Peer| peer.rtc.accepts(&Input::Receive(now, receive()));
        let Some(at) = self.peers.iter().position(mine) else {
            return;
        };
        let input = Input::Receive(now, receive());
        if self.peers[at].rtc.handle_input(input).is_ok() {
            self.drain(at);
        }
    }

    fn drain(&mut self, at: usize) {
        loop {
            match self.peers[at].rtc.poll_output() {
                Ok(Output::Timeout(due)) => {
                    self.peers[at].due = due.max(Instant::now() + Duration::from_millis(1));
                    return;
                }
                Ok(Output::Transmit(t)) => match t.proto {
                    Protocol::Tcp => {
                        let writer = &self.writers[&t.destination];
                        let _ = writer.send(t.contents.to_vec());
                    }
                    Protocol::Udp | Protocol::SslTcp | Protocol::Tls => {
                        drop(self.udp.try_send_to(&t.contents, t.destination))
                    }
                },
                Ok(Output::Event(event)) => self.event(at, event),
                Err(_) => return,
            }
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "str0m's events are non-exhaustive"
    )]
    fn event(&mut self, at: usize, event: Event) {
        match event {
            Event::MediaAdded(media) if media.kind == MediaKind::Video => {
                self.peers[at].mid = Some(media.mid);
            }
            Event::ChannelData(data) => {
                if let Some(mut channel) = self.peers[at].rtc.channel(data.id) {
                    channel.write(false, &data.data).unwrap();
                }
            }
            Event::RtpPacket(packet) if self.peers[at].sends => self.hand_on(&packet),
            Event::KeyframeRequest(_) => self.ask_publishers(),
            _ => {}
        }
    }

    fn hand_on(&mut self, packet: &RtpPacket) {
        for at in 0..self.peers.len() {
            let peer = &mut self.peers[at];
            let Some(mid) = peer.mid.filter(|_| !peer.sends && peer.rtc.is_connected()) else {
                continue;
            };
            // The client offers str0m's own payload types, so they agree on both sides.
            let mut api = peer.rtc.direct_api();
            let Some(stream) = api.stream_tx_by_mid(mid, None) else {
                continue;
            };
            stream.write_rtp(
                RtpWrite::new(
                    packet.header.payload_type,
                    packet.seq_no,
                    packet.header.timestamp,
                    Instant::now(),
                    packet.payload.clone(),
                )
                .nackable(true)
                .marker(packet.header.marker),
            );
            let _ = peer.rtc.handle_input(Input::Timeout(Instant::now()));
            self.drain(at);
        }
    }

    fn ask_publishers(&mut self) {
        for peer in self.peers.iter_mut().filter(|p| p.sends) {
            let Some(mid) = peer.mid else { continue };
            let mut api = peer.rtc.direct_api();
            if let Some(stream) = api.stream_rx_by_mid(mid, None) {
                stream.request_keyframe(KeyframeRequestKind::Pli);
            }
        }
    }
}
