//! A naive SFU, to show what the engine adds: str0m as its documentation reads, one drain and one `sendto` for each packet,
//! one thread, one socket. WHIP and WHEP for the load generator; a bearer's text is its session. Nothing is checked: for
//! measurements on loopback only. `naive HTTP_PORT MEDIA_PORT`.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a baseline for measurements, which stops where it stands"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use str0m::change::SdpOffer;
use str0m::config::DtlsVersion;
use str0m::format::Codec;
use str0m::media::{KeyframeRequestKind, Mid, Pt};
use str0m::net::{Protocol, Receive};
use str0m::rtp::{RtpPacket, RtpWrite};
use str0m::{Candidate, Event, Input, Output, Rtc};

struct Join {
    session: String,
    is_sharer: bool,
    offer: String,
    answer: Sender<String>,
}

struct Peer {
    rtc: Rtc,
    session: String,
    is_sharer: bool,
    mid: Option<Mid>,
    /// What is taken from the sharer's numbers.
    shift: Option<u64>,
    due: Instant,
}

fn main() {
    let mut ports = std::env::args().skip(1).map(|it| it.parse().unwrap());
    let (http, media) = (ports.next().unwrap_or(8_180), ports.next().unwrap_or(8_590));
    let listener = TcpListener::bind(("127.0.0.1", http)).unwrap();
    let socket = UdpSocket::bind(("127.0.0.1", media)).unwrap();
    println!("naive serves on port {http}, media on {media}");
    let (joins, joined) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let joins = joins.clone();
            std::thread::spawn(move || serve(stream, &joins));
        }
    });
    run(&socket, &joined);
}

fn serve(mut stream: TcpStream, joins: &Sender<Join>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    loop {
        let (mut first, mut session, mut length) = (String::new(), String::new(), 0);
        if reader.read_line(&mut first).unwrap_or(0) == 0 {
            return;
        }
        let mut line = String::new();
        while reader.read_line(&mut line).unwrap_or(0) > 2 {
            let (name, value) = line.split_once(':').unwrap_or((&line, ""));
            match name.to_ascii_lowercase().as_str() {
                "authorization" => session = value.trim().to_owned(),
                "content-length" => length = value.trim().parse().unwrap_or(0),
                _ => {}
            }
            line.clear();
        }
        let mut body = vec![0; length];
        if reader.read_exact(&mut body).is_err() {
            return;
        }
        let (head, sdp) = if first.starts_with("POST") {
            let (answer, answered) = channel();
            let join = Join {
                session,
                is_sharer: first.contains("whip"),
                offer: String::from_utf8_lossy(&body).into_owned(),
                answer,
            };
            joins.send(join).unwrap();
            let head =
                "201 Created\r\nLocation: /leg\r\nETag: \"1\"\r\nContent-Type: application/sdp";
            (head, answered.recv().unwrap_or_default())
        } else {
            ("200 OK", String::new())
        };
        let length = sdp.len();
        let reply = format!("HTTP/1.1 {head}\r\nContent-Length: {length}\r\n\r\n{sdp}");
        if stream.write_all(reply.as_bytes()).is_err() {
            return;
        }
    }
}

fn run(socket: &UdpSocket, joined: &Receiver<Join>) {
    let local = socket.local_addr().unwrap();
    let mut peers: Vec<Peer> = Vec::new();
    let mut buffer = vec![0; 2_000];
    loop {
        let wake = peers.iter().map(|peer| peer.due).min();
        let wait = wake.map_or(Duration::MAX, |at| {
            at.saturating_duration_since(Instant::now())
        });
        let wait = wait.clamp(Duration::from_millis(1), Duration::from_millis(20));
        socket.set_read_timeout(Some(wait)).unwrap();
        let received = socket.recv_from(&mut buffer);
        let now = Instant::now();
        for join in joined.try_iter() {
            peers.push(admit(&join, local, now));
        }
        if let Ok((length, source)) = received
            && let Ok(received) = Receive::new(Protocol::Udp, source, local, &buffer[..length])
        {
            let input = Input::Receive(now, received);
            if let Some(at) = peers.iter().position(|peer| peer.rtc.accepts(&input)) {
                let _ = peers[at].rtc.handle_input(input);
                drain(&mut peers, at, socket, now);
            }
        }
        for at in 0..peers.len() {
            if peers[at].due <= now {
                let _ = peers[at].rtc.handle_input(Input::Timeout(now));
                drain(&mut peers, at, socket, now);
            }
        }
        peers.retain(|peer| peer.rtc.is_alive());
    }
}

fn admit(join: &Join, local: SocketAddr, now: Instant) -> Peer {
    let builder = Rtc::builder().set_rtp_mode(true).set_ice_lite(true);
    let mut rtc = builder.set_dtls_version(DtlsVersion::Dtls12).build(now);
    rtc.add_local_candidate(Candidate::host(local, "udp").unwrap());
    let offer = SdpOffer::from_sdp_string(&join.offer).unwrap();
    let answer = rtc.sdp_api().accept_offer(offer).unwrap();
    let _ = join.answer.send(answer.to_sdp_string());
    Peer {
        rtc,
        session: join.session.clone(),
        is_sharer: join.is_sharer,
        mid: None,
        shift: None,
        due: now,
    }
}

fn drain(peers: &mut [Peer], at: usize, socket: &UdpSocket, now: Instant) {
    loop {
        match peers[at].rtc.poll_output() {
            Ok(Output::Transmit(sent)) => drop(socket.send_to(&sent.contents, sent.destination)),
            Ok(Output::Timeout(due)) => {
                peers[at].due = due;
                return;
            }
            Ok(Output::Event(Event::MediaAdded(media))) => peers[at].mid = Some(media.mid),
            Ok(Output::Event(Event::RtpPacket(packet))) => forward(peers, at, &packet, socket, now),
            Ok(Output::Event(Event::KeyframeRequest(_))) => ask(peers, at),
            Ok(Output::Event(_)) => {}
            Err(_) => return peers[at].rtc.disconnect(),
        }
    }
}

fn forward(peers: &mut [Peer], from: usize, packet: &RtpPacket, socket: &UdpSocket, now: Instant) {
    for at in 0..peers.len() {
        let fits = !peers[at].is_sharer && peers[at].session == peers[from].session;
        let (true, true, Some(mid)) = (fits, peers[at].rtc.is_connected(), peers[at].mid) else {
            continue;
        };
        let seq = *packet.seq_no;
        let shift = *peers[at].shift.get_or_insert(seq.saturating_sub(1));
        let (Some(pt), Some(seq)) = (vp8(&peers[at].rtc, mid), seq.checked_sub(shift)) else {
            continue;
        };
        let (time, payload) = (packet.header.timestamp, packet.payload.clone());
        let write = RtpWrite::new(pt, seq.into(), time, packet.timestamp, payload);
        let write = write.marker(packet.header.marker).nackable(true);
        if let Some(stream) = peers[at].rtc.direct_api().stream_tx_by_mid(mid, None) {
            stream.write_rtp(write);
        }
        let _ = peers[at].rtc.handle_input(Input::Timeout(now));
        drain(peers, at, socket, now);
    }
}

fn vp8(rtc: &Rtc, mid: Mid) -> Option<Pt> {
    let agreed = rtc.media(mid)?.remote_pts();
    let mut params = rtc.codec_config().params().iter();
    let fit = params.find(|it| it.spec().codec == Codec::Vp8 && agreed.contains(&it.pt()))?;
    Some(fit.pt())
}

fn ask(peers: &mut [Peer], from: usize) {
    let session = peers[from].session.clone();
    for peer in peers
        .iter_mut()
        .filter(|it| it.is_sharer && it.session == session)
    {
        let mid = peer.mid.unwrap_or_else(|| "0".into());
        let mut api = peer.rtc.direct_api();
        if let Some(stream) = api.stream_rx_by_mid(mid, None) {
            stream.request_keyframe(KeyframeRequestKind::Pli);
        }
    }
}
