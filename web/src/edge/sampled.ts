/** Reads a browser's statistics report into the counters that the core knows. Never fails over what a browser leaves out. */
import type { Sample } from "../core/statistics.ts";

type Entry = Readonly<Record<string, unknown>>;

/** The counters of the video that comes in; `null` while there is none. */
export function sampled(report: { forEach(see: (entry: Entry) => void): void }, at: number): Sample | null {
  const all = new Map<string, Entry>();
  report.forEach((entry) => all.set(String(entry["id"]), entry));
  const entries = [...all.values()];
  const video = entries.find((entry) => entry["type"] === "inbound-rtp" && entry["kind"] === "video");
  if (video === undefined) return null;
  const number = (name: string): number => numberOf(video[name]) ?? 0;
  const pair = pairOf(entries, all);
  const mime = all.get(String(video["codecId"]))?.["mimeType"];
  const protocol = all.get(String(pair?.["localCandidateId"]))?.["protocol"];
  return {
    at,
    width: number("frameWidth"),
    height: number("frameHeight"),
    frames: number("framesDecoded"),
    freezes: number("freezeCount"),
    bytes: number("bytesReceived"),
    packets: number("packetsReceived"),
    lost: number("packetsLost"),
    coarseness: numberOf(video["qpSum"]),
    waited: number("jitterBufferDelay"),
    emitted: number("jitterBufferEmittedCount"),
    decodeSeconds: number("totalDecodeTime"),
    rttSeconds: numberOf(pair?.["currentRoundTripTime"]),
    codec: typeof mime === "string" ? mime.replace(/^video\//iu, "").toUpperCase() : null,
    path: protocol === "udp" || protocol === "tcp" ? protocol : null,
  };
}

/** The pair of addresses in use: named by the transport, or marked by itself in Firefox. */
function pairOf(entries: readonly Entry[], all: ReadonlyMap<string, Entry>): Entry | undefined {
  const transport = entries.find((entry) => entry["type"] === "transport");
  return all.get(String(transport?.["selectedCandidatePairId"])) ?? entries.find((entry) => entry["type"] === "candidate-pair" && (entry["selected"] === true || (entry["nominated"] === true && entry["state"] === "succeeded")));
}

const numberOf = (value: unknown): number | null => (typeof value === "number" && Number.isFinite(value) ? value : null);
