//! Continues VP8 picture ids over changes of their source (RFC 7741 section 4.2), since decoders take a jump for a loss.
//! Never changes a shared payload: it says what the numbers become where a packet is sealed.

use str0m::rtp::{Vp8Descriptor, Vp8Patch};

const PICTURE_ID_MAX: u16 = 0x7fff;

/// RFC 7741 section 4.2: X, I and L of the descriptor, and M of the picture id.
const EXTENDED: u8 = 0x80;
const HAS_ID: u8 = 0x80;
const HAS_LAYER: u8 = 0x40;
const LONG_ID: u8 = 0x80;

/// What picture id and TL0PICIDX of one payload become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Renumbered {
    id: Option<u16>,
    layer: Option<u8>,
}

/// What is added to picture id and TL0PICIDX, and what was sent last.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct PictureIds {
    id_shift: u16,
    layer_shift: u8,
    last: Option<(u16, u8)>,
}

impl PictureIds {
    /// The next payload is the first of another source.
    pub(crate) fn begin(&mut self, payload: &[u8]) {
        let (Some((id, layer)), Ok(descriptor)) = (self.last, Vp8Descriptor::parse(payload)) else {
            return;
        };
        let first = descriptor.picture_id().unwrap_or(0);
        self.id_shift = id.wrapping_add(1).wrapping_sub(first) & PICTURE_ID_MAX;
        self.layer_shift = layer
            .wrapping_add(1)
            .wrapping_sub(descriptor.tl0_pic_idx().unwrap_or(0));
    }

    /// What the numbers of this payload become; nothing while they stay, or where the descriptor has none.
    pub(crate) fn proceed(&mut self, payload: &[u8]) -> Option<Renumbered> {
        let renumbered = self.shifted(payload)?;
        let Renumbered { id, layer } = renumbered;
        self.last = Some((id.unwrap_or(0), layer.unwrap_or(0)));
        self.is_shifted().then_some(renumbered)
    }

    /// The same for a payload that is sent again.
    pub(crate) fn again(&self, payload: &[u8]) -> Option<Renumbered> {
        self.shifted(payload).filter(|_| self.is_shifted())
    }

    const fn is_shifted(&self) -> bool {
        self.id_shift != 0 || self.layer_shift != 0
    }

    fn shifted(&self, payload: &[u8]) -> Option<Renumbered> {
        let descriptor = Vp8Descriptor::parse(payload).ok()?;
        let id = descriptor.picture_id();
        let layer = descriptor.tl0_pic_idx();
        Some(Renumbered {
            id: id.map(|id| id.wrapping_add(self.id_shift) & PICTURE_ID_MAX),
            layer: layer.map(|layer| layer.wrapping_add(self.layer_shift)),
        })
    }
}

impl Renumbered {
    /// As str0m applies it. A 7-bit id that would not fit is left alone, and all else with it: the key frame that began
    /// the run resets the decoder anyhow.
    pub(crate) fn patch(self, payload: &[u8]) -> Option<Vp8Patch> {
        let mut patch = Vp8Descriptor::parse(payload).ok()?.patch();
        if let Some(id) = self.id {
            patch = patch.picture_id(id);
        }
        if let Some(layer) = self.layer {
            patch = patch.tl0_pic_idx(layer);
        }
        patch.build().ok()
    }

    /// The same, written into a copy of the payload.
    pub(crate) fn write(self, payload: &mut [u8]) {
        let [first, flags, rest @ ..] = payload else {
            return;
        };
        if *first & EXTENDED == 0 {
            return;
        }
        let mut rest = rest;
        if *flags & HAS_ID != 0 {
            let (id, long) = (self.id.unwrap_or(0), rest.first().map(|b| b & LONG_ID));
            let [high, low] = id.to_be_bytes();
            rest = match (long, rest) {
                (Some(LONG_ID), [first, second, rest @ ..]) => {
                    (*first, *second) = (LONG_ID | high, low);
                    rest
                }
                (Some(0), [first, rest @ ..]) if id < u16::from(LONG_ID) => {
                    *first = low;
                    rest
                }
                (Some(_) | None, _) => return,
            };
        }
        if let (true, Some(layer), [first, ..]) = (*flags & HAS_LAYER != 0, self.layer, rest) {
            *first = layer;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// X=1; I, L and T; a 15-bit picture id; TL0PICIDX; TID; and a byte of picture.
    fn payload(id: u16, layer: u8) -> Vec<u8> {
        let [high, low] = id.to_be_bytes();
        vec![0x90, 0xe0, 0x80 | high, low, layer, 0x20, 0x00]
    }

    #[test]
    fn the_first_source_is_not_patched() {
        let mut ids = PictureIds::default();
        ids.begin(&payload(300, 7));

        assert_eq!(ids.proceed(&payload(300, 7)), None);
    }

    #[test]
    fn the_second_source_goes_on_where_the_first_stopped() {
        let mut ids = PictureIds::default();
        ids.proceed(&payload(0x7fff, 255));
        let first = payload(500, 9);
        ids.begin(&first);

        let patch = ids.proceed(&first).and_then(|it| it.patch(&first));

        let expected = Vp8Descriptor::parse(&first)
            .unwrap()
            .patch()
            .picture_id(0)
            .tl0_pic_idx(0)
            .build();
        assert_eq!(patch, expected.ok());
    }

    proptest! {
        /// `descriptor` says which fields there are; what follows them is picture.
        #[test]
        fn numbers_are_written_as_str0m_writes_them(
            flags in any::<u8>(), bytes in prop::collection::vec(any::<u8>(), 8..20), shift: u16, layer: u8,
        ) {
            let mut ids = PictureIds { id_shift: shift & PICTURE_ID_MAX, layer_shift: layer, last: None };
            let mut before = bytes;
            before[0] |= EXTENDED;
            before[1] = flags & 0xf0;
            let again = ids.again(&before);
            let Some(renumbered) = ids.proceed(&before) else { return Ok(()) };
            prop_assert_eq!(again, Some(renumbered));

            let mut written = before.clone();
            renumbered.write(&mut written);

            // str0m shows what a patch does only in what a reader finds: the numbers, and nothing else changed.
            let (old, new) = (Vp8Descriptor::parse(&before).unwrap(), Vp8Descriptor::parse(&written).unwrap());
            let patched = renumbered.patch(&before).is_some();
            let wanted = |new, old| if patched { new } else { old };
            prop_assert_eq!(new.picture_id(), wanted(renumbered.id, old.picture_id()));
            prop_assert_eq!(new.tl0_pic_idx(), if patched { renumbered.layer } else { old.tl0_pic_idx() });
            let changed = before.iter().zip(&written).skip(5).filter(|(a, b)| a != b).count();
            prop_assert_eq!((before.len(), changed), (written.len(), 0));
        }

        #[test]
        fn any_bytes_are_patched_or_not(first in prop::collection::vec(any::<u8>(), 0..12), second in prop::collection::vec(any::<u8>(), 0..12)) {
            let mut ids = PictureIds::default();
            let _ = ids.proceed(&first);
            ids.begin(&second);
            let _ = ids.proceed(&second);
        }
    }
}
