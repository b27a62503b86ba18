//! Continues VP8 picture ids over changes of their source (RFC 7741 section 4.2), since decoders take a jump for a loss.
//! Never changes a payload: it makes a patch that is applied when the packet is sealed.

use str0m::rtp::{Vp8Descriptor, Vp8Patch};

const PICTURE_ID_MAX: u16 = 0x7fff;

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

    /// The patch that this payload needs; none while nothing is shifted, or where the descriptor has no such fields.
    pub(crate) fn patch(&mut self, payload: &[u8]) -> Option<Vp8Patch> {
        let descriptor = Vp8Descriptor::parse(payload).ok()?;
        let id = descriptor
            .picture_id()
            .map(|id| id.wrapping_add(self.id_shift) & PICTURE_ID_MAX);
        let layer = descriptor
            .tl0_pic_idx()
            .map(|layer| layer.wrapping_add(self.layer_shift));
        self.last = Some((id.unwrap_or(0), layer.unwrap_or(0)));
        if self.id_shift == 0 && self.layer_shift == 0 {
            return None;
        }
        let mut patch = descriptor.patch();
        if let Some(id) = id {
            patch = patch.picture_id(id);
        }
        if let Some(layer) = layer {
            patch = patch.tl0_pic_idx(layer);
        }
        // A 7-bit id that would not fit is left alone: the key frame that began the run resets the decoder anyhow.
        patch.build().ok()
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

        assert_eq!(ids.patch(&payload(300, 7)), None);
    }

    #[test]
    fn the_second_source_goes_on_where_the_first_stopped() {
        let mut ids = PictureIds::default();
        ids.patch(&payload(0x7fff, 255));
        let first = payload(500, 9);
        ids.begin(&first);

        let patch = ids.patch(&first);

        let expected = Vp8Descriptor::parse(&first)
            .unwrap()
            .patch()
            .picture_id(0)
            .tl0_pic_idx(0)
            .build();
        assert_eq!(patch, expected.ok());
    }

    proptest! {
        #[test]
        fn any_bytes_are_patched_or_not(first in prop::collection::vec(any::<u8>(), 0..12), second in prop::collection::vec(any::<u8>(), 0..12)) {
            let mut ids = PictureIds::default();
            let _ = ids.patch(&first);
            ids.begin(&second);
            let _ = ids.patch(&second);
        }
    }
}
