//! Offers, before str0m reads them: bounded, their media checked against WHIP and WHEP, and what this node does not use
//! taken out. Never answers one.

use lotse_protocol::channel::VideoCodec;
use lotse_protocol::limits::OFFER_BYTES_MAX;
use lotse_protocol::token::DtlsFingerprint;

use crate::fault::AdmitFault;
use crate::ice_text::RemoteIce;
use crate::limits::{OFFER_LINE_BYTES_MAX, OFFER_LINES_MAX, OFFER_MEDIA_MAX};

/// Which way the offer's media go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// From the peer to us: WHIP.
    Sends,
    /// From us to the peer: WHEP.
    Receives,
}

/// An offer that fits.
#[derive(Debug, Clone)]
pub(crate) struct Offer {
    /// What str0m reads.
    pub(crate) text: String,
    pub(crate) fingerprint: DtlsFingerprint,
    pub(crate) remote_ice: RemoteIce,
    /// The peer's codecs in the peer's order.
    pub(crate) video: Vec<VideoCodec>,
    pub(crate) has_channel: bool,
    /// The streams that it declares (RFC 5576 section 4.1); WHIP clients need not declare any.
    pub(crate) ssrcs: Vec<u32>,
}

/// The SHA-256 fingerprint that an offer shows; none when it shows no or more than one. The same certificate may be shown
/// by other hashes beside it (RFC 8122 section 5), which say nothing more.
#[must_use]
pub fn fingerprint(sdp: &str) -> Option<DtlsFingerprint> {
    let mut shown = sdp
        .lines()
        .filter_map(|line| line.strip_prefix("a=fingerprint:"))
        .filter(|text| is_sha256(text))
        .map(|text| text.parse::<DtlsFingerprint>().ok());
    let first = shown.next()??;
    shown.all(|other| other == Some(first)).then_some(first)
}

impl Offer {
    pub(crate) fn parse(sdp: &str, way: Way) -> Result<Self, AdmitFault> {
        let lines = bounded_lines(sdp)?;
        let fingerprint = fingerprint(sdp).ok_or(AdmitFault::Unreadable)?;
        let remote_ice = RemoteIce::find(lines.iter().copied()).ok_or(AdmitFault::Unreadable)?;
        let sections = sections(&lines);
        let (session, media) = sections.split_first().ok_or(AdmitFault::Unreadable)?;
        let mut kept: Vec<String> = session
            .lines
            .iter()
            .filter(|l| !is_unused(l))
            .map(ToString::to_string)
            .collect();
        check_media(media)?;
        for section in media {
            section.clean_into(&mut kept, way)?;
        }
        let video = media
            .iter()
            .find(|section| section.kind == Kind::Video)
            .map(Section::video_codecs)
            .unwrap_or_default();
        if video.is_empty() {
            return Err(AdmitFault::NoCommonCodec);
        }
        Ok(Self {
            text: kept.join("\r\n") + "\r\n",
            fingerprint,
            remote_ice,
            video,
            has_channel: media.iter().any(|section| section.kind.is_channel()),
            ssrcs: lines.iter().filter_map(|line| ssrc_of(line)).collect(),
        })
    }

    /// The same offer as it would read after an ICE restart.
    pub(crate) fn with_ice(&self, ice: &RemoteIce) -> Self {
        let renewed = self.text.lines().map(|line| {
            if line.starts_with("a=ice-ufrag:") {
                format!("a=ice-ufrag:{}\r\n", ice.ufrag)
            } else if line.starts_with("a=ice-pwd:") {
                format!("a=ice-pwd:{}\r\n", ice.password)
            } else {
                format!("{line}\r\n")
            }
        });
        Self {
            text: renewed.collect(),
            remote_ice: ice.clone(),
            ..self.clone()
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Session,
    Video,
    Audio,
    Channel,
    /// A data channel as it was written before RFC 8841: `DTLS/SCTP 5000`, with a map.
    OldChannel {
        port: u16,
    },
    Other,
}

impl Kind {
    const fn is_channel(self) -> bool {
        match self {
            Self::Channel | Self::OldChannel { .. } => true,
            Self::Session | Self::Video | Self::Audio | Self::Other => false,
        }
    }
}

struct Section<'a> {
    kind: Kind,
    lines: Vec<&'a str>,
}

fn bounded_lines(sdp: &str) -> Result<Vec<&str>, AdmitFault> {
    if sdp.len() > OFFER_BYTES_MAX {
        return Err(AdmitFault::TooLong);
    }
    let lines: Vec<&str> = sdp.lines().filter(|line| !line.is_empty()).collect();
    let readable = lines.first() == Some(&"v=0")
        && lines.len() <= OFFER_LINES_MAX
        && lines.iter().all(|line| line.len() <= OFFER_LINE_BYTES_MAX)
        && lines.iter().all(|line| !line.chars().any(char::is_control));
    readable.then_some(lines).ok_or(AdmitFault::Unreadable)
}

fn sections<'a>(lines: &[&'a str]) -> Vec<Section<'a>> {
    let mut sections = vec![Section {
        kind: Kind::Session,
        lines: Vec::new(),
    }];
    for line in lines {
        if let Some(media) = line.strip_prefix("m=") {
            sections.push(Section {
                kind: kind_of(media),
                lines: Vec::new(),
            });
        }
        if let Some(section) = sections.last_mut() {
            section.lines.push(line);
        }
    }
    sections
}

/// RFC 8866 section 5.14: `m=<media> <port> <proto> <fmt> ...`
fn kind_of(media: &str) -> Kind {
    let mut words = media.split(' ');
    match (words.next(), words.nth(1)) {
        (Some("video"), Some("UDP/TLS/RTP/SAVPF")) => Kind::Video,
        (Some("audio"), Some("UDP/TLS/RTP/SAVPF")) => Kind::Audio,
        (Some("application"), Some("UDP/DTLS/SCTP")) => Kind::Channel,
        (Some("application"), Some("DTLS/SCTP")) => words
            .next()
            .and_then(|port| port.parse().ok())
            .map_or(Kind::Other, |port| Kind::OldChannel { port }),
        (Some(_), Some(_)) | (None, _) | (_, None) => Kind::Other,
    }
}

fn check_media(media: &[Section<'_>]) -> Result<(), AdmitFault> {
    let count = |kind| media.iter().filter(|section| section.kind == kind).count();
    let channels = media.iter().filter(|section| section.kind.is_channel());
    let fits = media.len() <= OFFER_MEDIA_MAX
        && count(Kind::Video) == 1
        && count(Kind::Audio) <= 1
        && channels.count() <= 1
        && count(Kind::Other) == 0;
    fits.then_some(()).ok_or(AdmitFault::UnfitMedia)
}

impl Section<'_> {
    /// One direction, one encoding, no candidates, and no feedback or format line of a payload type that is not there:
    /// Firefox leaves such orphans behind.
    fn clean_into(&self, kept: &mut Vec<String>, way: Way) -> Result<(), AdmitFault> {
        if !self.kind.is_channel() {
            self.check_direction(way)?;
        }
        let known = self.known_formats();
        let media_line = self.media_line();
        kept.extend(media_line.into_iter().map(str::to_owned));
        let attributes = self.lines.iter().skip(1);
        for line in attributes.filter(|line| !is_unused(line)) {
            if is_direction(line) {
                kept.push(way.line().to_owned());
            } else if format_of(line).is_none_or(|format| known.contains(&format)) {
                kept.push((*line).to_owned());
            }
        }
        // RFC 8866 section 5: attributes come after the connection's line.
        if let Kind::OldChannel { port } = self.kind {
            kept.push(format!("a=sctp-port:{port}"));
        }
        if !self.kind.is_channel() && !self.lines.iter().any(|line| is_direction(line)) {
            kept.push(way.line().to_owned());
        }
        Ok(())
    }

    /// The `m=` line, a data channel's as RFC 8841 section 4 writes it.
    fn media_line(&self) -> Option<&str> {
        match self.kind {
            Kind::OldChannel { .. } => Some("m=application 9 UDP/DTLS/SCTP webrtc-datachannel"),
            Kind::Session | Kind::Video | Kind::Audio | Kind::Channel | Kind::Other => {
                self.lines.first().copied()
            }
        }
    }

    /// RFC 8866 section 6.7: without a line the media go both ways.
    fn check_direction(&self, way: Way) -> Result<(), AdmitFault> {
        let other = match way {
            Way::Sends => "a=recvonly",
            Way::Receives => "a=sendonly",
        };
        let directions = self.lines.iter().filter(|line| is_direction(line)).count();
        let fits =
            directions <= 1 && !self.lines.contains(&other) && !self.lines.contains(&"a=inactive");
        fits.then_some(()).ok_or(AdmitFault::UnfitMedia)
    }

    fn known_formats(&self) -> Vec<&str> {
        let rtpmaps = self.lines.iter();
        rtpmaps
            .filter_map(|line| line.strip_prefix("a=rtpmap:"))
            .filter_map(|rest| rest.split(' ').next())
            .chain(["*"])
            .collect()
    }

    fn video_codecs(&self) -> Vec<VideoCodec> {
        let media = self.lines.first().copied().unwrap_or_default();
        let mut codecs = Vec::new();
        for format in media.split(' ').skip(3) {
            if let Some(codec) = self.codec_of(format)
                && !codecs.contains(&codec)
            {
                codecs.push(codec);
            }
        }
        codecs
    }

    fn codec_of(&self, format: &str) -> Option<VideoCodec> {
        let name = self.lines.iter().find_map(|line| {
            let (pt, rest) = line.strip_prefix("a=rtpmap:")?.split_once(' ')?;
            (pt == format).then(|| rest.split('/').next())?
        })?;
        match name.to_ascii_uppercase().as_str() {
            "VP8" => Some(VideoCodec::Vp8),
            "VP9" => Some(VideoCodec::Vp9),
            "AV1" => Some(VideoCodec::Av1),
            "H264" => Some(VideoCodec::H264),
            _ => None,
        }
    }
}

impl Way {
    const fn line(self) -> &'static str {
        match self {
            Self::Sends => "a=sendonly",
            Self::Receives => "a=recvonly",
        }
    }
}

fn is_direction(line: &str) -> bool {
    matches!(
        line,
        "a=sendonly" | "a=recvonly" | "a=sendrecv" | "a=inactive"
    )
}

/// An ICE-lite node learns addresses from checks; it takes one encoding and one hash of a certificate; and it wants the
/// ordinary SCTP handshake.
fn is_unused(line: &str) -> bool {
    const UNUSED: [&str; 8] = [
        "a=candidate:",
        "a=end-of-candidates",
        "a=simulcast:",
        "a=rid:",
        "a=sctp-init:",
        "a=sctpmap:",
        "a=ssrc-group:SIM",
        "b=",
    ];
    let other_hash = line
        .strip_prefix("a=fingerprint:")
        .is_some_and(|text| !is_sha256(text));
    other_hash || UNUSED.iter().any(|start| line.starts_with(start))
}

/// RFC 8122 section 5: the name of the hash comes first, and its case does not matter.
fn is_sha256(fingerprint: &str) -> bool {
    let name = fingerprint.split_whitespace().next();
    name.is_some_and(|name| name.eq_ignore_ascii_case("sha-256"))
}

fn ssrc_of(line: &str) -> Option<u32> {
    let (ssrc, _attribute) = line.strip_prefix("a=ssrc:")?.split_once(' ')?;
    ssrc.parse().ok()
}

fn format_of(line: &str) -> Option<&str> {
    let rest = line
        .strip_prefix("a=rtcp-fb:")
        .or_else(|| line.strip_prefix("a=fmtp:"))?;
    rest.split(' ').next()
}

#[cfg(test)]
mod tests;
