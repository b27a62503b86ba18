/** Which codecs a sharer offers first, and how one screen is encoded. Never drops a codec on Firefox, whose offer would then not parse elsewhere. */

/** VP9 first: sharp text, temporal layers, decoded by every browser on the list; then what else can carry a screen. */
const WANTED = ["video/vp9", "video/av1", "video/vp8", "video/h264"];

/** One stream with three temporal layers, so that the dependency descriptor is there. Spatial layers of VP9 send nothing for screens. */
export const sendEncodings: RTCRtpEncodingParameters[] = [{ scalabilityMode: "L1T3", maxBitrate: 6_000_000 } as RTCRtpEncodingParameters];

/** Puts the wanted codecs first and keeps all others behind them. */
export function offerCodecs(transceiver: RTCRtpTransceiver): void {
  const all = RTCRtpSender.getCapabilities("video")?.codecs ?? [];
  if (all.length === 0 || !("setCodecPreferences" in transceiver)) return;
  const sorted = [...all].sort((a, b) => rank(a) - rank(b));
  try {
    transceiver.setCodecPreferences(sorted);
  } catch {
    // An order of preference is a wish; the browser's own order works too.
  }
}

function rank({ mimeType, sdpFmtpLine = "" }: RTCRtpCodec): number {
  const place = WANTED.indexOf(mimeType.toLowerCase());
  if (place === -1) return WANTED.length * 2;
  // Profile 0 of VP9 is the one that everybody decodes.
  return place * 2 + (/profile-id=[1-9]/u.test(sdpFmtpLine) ? 1 : 0);
}
