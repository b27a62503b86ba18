import { describe, expect, it } from "vitest";
import { sampled } from "./sampled.ts";

const VIDEO = { id: "I", type: "inbound-rtp", kind: "video", codecId: "C", frameWidth: 640, frameHeight: 400, framesDecoded: 30, bytesReceived: 9_000, packetsReceived: 20, packetsLost: 1, qpSum: 900, jitterBufferDelay: 0.5, jitterBufferEmittedCount: 29, totalDecodeTime: 0.1 };
const CODEC = { id: "C", type: "codec", mimeType: "video/VP9" };
const LOCAL = { id: "L", type: "local-candidate", protocol: "tcp" };
const PAIR = { id: "P", type: "candidate-pair", state: "succeeded", nominated: true, localCandidateId: "L", currentRoundTripTime: 0.02 };

describe("a browser's report", () => {
  it("is read by the transport's pair, as Chrome tells it", () => {
    const other = { ...PAIR, id: "Q", currentRoundTripTime: 9 };
    const report = [other, PAIR, LOCAL, CODEC, VIDEO, { id: "T", type: "transport", selectedCandidatePairId: "P" }];

    expect(sampled(report, 5)).toMatchObject({ at: 5, width: 640, frames: 30, coarseness: 900, rttSeconds: 0.02, codec: "VP9", path: "tcp", freezes: 0 });
  });

  it("is read by the pair's own mark, as Firefox tells it, and lacks what Firefox does not count", () => {
    const { qpSum: _, ...video } = VIDEO;

    expect(sampled([{ ...PAIR, nominated: false, selected: true }, { ...LOCAL, protocol: "udp" }, CODEC, video], 5)).toMatchObject({ rttSeconds: 0.02, path: "udp", coarseness: null });
  });

  it("is nothing before the first packet of a picture", () => {
    expect(sampled([PAIR, LOCAL, { id: "A", type: "inbound-rtp", kind: "audio" }], 5)).toBeNull();
  });
});
