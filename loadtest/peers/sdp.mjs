// The little SDP that the adapters need: one video section, taken apart and put together again. Never more than one codec.

/** The lines of an SDP text. */
export const lines = (sdp) => sdp.split(/\r?\n/).filter((line) => line !== "");

/** The rest of the first line that begins so, or undefined. */
export const value = (sdp, start) => lines(sdp).find((line) => line.startsWith(start))?.slice(start.length);

/** The rests of all lines that begin so. */
export const values = (sdp, start) => lines(sdp).flatMap((line) => (line.startsWith(start) ? [line.slice(start.length)] : []));

/** The payload type of a codec, as text; undefined when it is not there. */
export const payloadType = (sdp, codec) =>
  values(sdp, "a=rtpmap:").find((map) => map.toUpperCase().endsWith(` ${codec.toUpperCase()}/90000`))?.split(" ")[0];

/**
 * An answer for one side, with the transport of the other: `shape` is the offer that is answered, `transport` the description
 * whose address, credentials and certificate the answer carries.
 */
export function answer({ shape, transport, codec, setup, direction, lite }) {
  const type = payloadType(shape, codec);
  if (type === undefined) throw new Error(`the offer has no ${codec}`);
  const feedback = values(shape, `a=rtcp-fb:${type} `).map((kind) => `a=rtcp-fb:${type} ${kind}`);
  return [
    "v=0",
    "o=- 1 1 IN IP4 127.0.0.1",
    "s=-",
    "t=0 0",
    `a=group:BUNDLE ${value(shape, "a=mid:")}`,
    ...(lite ? ["a=ice-lite"] : []),
    `m=video 9 UDP/TLS/RTP/SAVPF ${type}`,
    "c=IN IP4 0.0.0.0",
    `a=mid:${value(shape, "a=mid:")}`,
    `a=ice-ufrag:${value(transport, "a=ice-ufrag:")}`,
    `a=ice-pwd:${value(transport, "a=ice-pwd:")}`,
    `a=fingerprint:${value(transport, "a=fingerprint:")}`,
    `a=setup:${setup}`,
    `a=${direction}`,
    "a=rtcp-mux",
    `a=rtpmap:${type} ${codec}/90000`,
    ...feedback,
    ...values(transport, "a=ssrc:").map((source) => `a=ssrc:${source}`),
    ...values(transport, "a=candidate:").map((candidate) => `a=candidate:${candidate}`),
    "a=end-of-candidates",
    "",
  ].join("\r\n");
}
