//! The RTP header of an outgoing stream: all that stays the same, made once. Of constant size, so that packets of one size
//! stay so and travel as trains. Never decides a number.

/// RFC 3550 section 5.1: version 2.
const VERSION: u8 = 0x80;
/// RFC 3550 section 5.1: X, a header extension follows.
const EXTENDED: u8 = 0x10;
const MARKER: u8 = 0x80;
const FIXED_BYTES: usize = 12;

/// What stays the same in the header of every packet of one stream.
#[derive(Debug)]
pub(crate) struct Header {
    ssrc: u32,
    /// RFC 8285: the section's name, which tells the receiver whose the stream is.
    extension: Vec<u8>,
}

/// What differs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Numbers {
    pub(crate) payload_type: u8,
    pub(crate) marker: bool,
    pub(crate) seq: u16,
    pub(crate) time: u32,
}

impl Header {
    /// The header of a stream of the section `mid`, named in each packet where the peer has given an id for it. Nothing
    /// where the name does not fit the short form (RFC 8285 section 4.2).
    pub(crate) fn new(ssrc: u32, mid: &str, mid_id: Option<u8>) -> Option<Self> {
        let extension = match mid_id {
            None => Vec::new(),
            Some(id) => extension(id, mid.as_bytes())?,
        };
        Some(Self { ssrc, extension })
    }

    pub(crate) fn len(&self) -> usize {
        FIXED_BYTES.saturating_add(self.extension.len())
    }

    pub(crate) fn write(&self, numbers: Numbers, bytes: &mut Vec<u8>) {
        let x = if self.extension.is_empty() {
            0
        } else {
            EXTENDED
        };
        let m = if numbers.marker { MARKER } else { 0 };
        let [s0, s1] = numbers.seq.to_be_bytes();
        let [t0, t1, t2, t3] = numbers.time.to_be_bytes();
        let [n0, n1, n2, n3] = self.ssrc.to_be_bytes();
        let second = m | (numbers.payload_type & 0x7f);
        bytes.extend_from_slice(&[VERSION | x, second, s0, s1, t0, t1, t2, t3, n0, n1, n2, n3]);
        bytes.extend_from_slice(&self.extension);
    }
}

/// RFC 8285 section 4.2: 0xBEDE, the length in words, and one element, padded to a word.
fn extension(id: u8, value: &[u8]) -> Option<Vec<u8>> {
    let len = u8::try_from(value.len()).ok()?.checked_sub(1)?;
    if !(1..=14).contains(&id) || len > 15 {
        return None;
    }
    let mut element = vec![id << 4 | len];
    element.extend_from_slice(value);
    element.resize(element.len().next_multiple_of(4), 0);
    let words = u8::try_from(element.len() / 4).ok()?;
    let mut extension = vec![0xbe, 0xde, 0, words];
    extension.append(&mut element);
    Some(extension)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBERS: Numbers = Numbers {
        payload_type: 96,
        marker: true,
        seq: 0x1234,
        time: 0x5678_9abc,
    };

    #[test]
    fn a_header_names_its_section_in_the_short_form() {
        let mut bytes = Vec::new();
        let header = Header::new(0xdead_beef, "vid", Some(4)).unwrap();

        header.write(NUMBERS, &mut bytes);

        let fixed = [
            0x90, 0xe0, 0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc, 0xde, 0xad, 0xbe, 0xef,
        ];
        let extension = [0xbe, 0xde, 0, 1, 0x42, b'v', b'i', b'd'];
        assert_eq!(bytes, [&fixed[..], &extension[..]].concat());
        assert_eq!(header.len(), bytes.len());
    }

    #[test]
    fn without_an_id_there_is_no_extension() {
        let mut bytes = Vec::new();

        Header::new(1, "0", None)
            .unwrap()
            .write(NUMBERS, &mut bytes);

        assert_eq!((bytes.len(), bytes[0]), (12, 0x80));
    }

    #[test]
    fn a_name_that_does_not_fit_the_short_form_makes_no_header() {
        assert!(Header::new(1, "", Some(4)).is_none());
        assert!(Header::new(1, "12345678901234567", Some(4)).is_none());
        assert!(Header::new(1, "0", Some(15)).is_none());
        assert!(Header::new(1, "1234567890123456", Some(14)).is_some());
    }
}
