/** The picture in numbers and words: what two readings of the connection's counters say about the time between them. Never reads one. */
import type { Millis } from "./time.ts";

/** The counters at one moment, as the browser keeps them; `null` where it keeps none. */
export type Sample = {
  readonly at: Millis;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly freezes: number;
  readonly bytes: number;
  readonly packets: number;
  readonly lost: number;
  /** Sum of the quantizer over all frames. */
  readonly coarseness: number | null;
  /** Seconds that frames have waited for their turn, and how many they were. */
  readonly waited: number;
  readonly emitted: number;
  readonly decodeSeconds: number;
  readonly rttSeconds: number | null;
  readonly codec: string | null;
  readonly path: "udp" | "tcp" | null;
};

export type Sharpness = "sharp" | "fair" | "soft";
export type Delay = "short" | "noticeable" | "long";

/** What people read. */
export type Figures = {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly kbitPerSecond: number;
  readonly lostPercent: number;
  /** From the server to this screen. */
  readonly delayMs: number | null;
  readonly delay: Delay | null;
  readonly sharpness: Sharpness | null;
  readonly freezes: number;
  readonly codec: string | null;
  readonly path: "udp" | "tcp" | null;
};

/** The panel: closed, or open with the last reading and what is shown of it. */
export type Statistics = { readonly last: Sample | null; readonly shown: Figures | null } | null;

/** Takes a reading; one that belongs to another connection than the last starts anew. */
export function take(before: Statistics, sample: Sample): Statistics {
  if (before === null) return null;
  return { last: sample, shown: before.last === null ? null : figures(before.last, sample) };
}

/** What happened between two readings of one connection. */
export function figures(before: Sample, after: Sample): Figures | null {
  const seconds = (after.at - before.at) / 1_000;
  if (seconds <= 0 || after.bytes < before.bytes || after.frames < before.frames) return null;
  const frames = after.frames - before.frames;
  const lost = Math.max(0, after.lost - before.lost);
  const packets = Math.max(0, after.packets - before.packets);
  const delayMs = delayOf(before, after, frames);
  return {
    width: after.width,
    height: after.height,
    framesPerSecond: frames / seconds,
    kbitPerSecond: ((after.bytes - before.bytes) * 8) / 1_000 / seconds,
    lostPercent: lost + packets === 0 ? 0 : (lost * 100) / (lost + packets),
    delayMs,
    delay: delayMs === null ? null : delayMs < 150 ? "short" : delayMs < 400 ? "noticeable" : "long",
    sharpness: sharpnessOf(before, after, frames),
    freezes: after.freezes,
    codec: after.codec,
    path: after.path,
  };
}

/** Half the round trip, the wait for a frame's turn, and its decoding. */
function delayOf(before: Sample, after: Sample, frames: number): number | null {
  const emitted = after.emitted - before.emitted;
  if (after.rttSeconds === null) return null;
  const waited = emitted > 0 ? (after.waited - before.waited) / emitted : 0;
  const decoded = frames > 0 ? (after.decodeSeconds - before.decodeSeconds) / frames : 0;
  return (after.rttSeconds / 2 + waited + decoded) * 1_000;
}

/** The coarsest quantizer of each format, and the shares of it from which text looks worse. */
const COARSEST: Readonly<Record<string, number>> = { VP8: 127, VP9: 255, AV1: 255, H264: 51 };
const SHARP_UP_TO = 0.4;
const FAIR_UP_TO = 0.65;

function sharpnessOf(before: Sample, after: Sample, frames: number): Sharpness | null {
  const coarsest = COARSEST[after.codec ?? ""];
  if (coarsest === undefined || frames === 0 || after.coarseness === null || before.coarseness === null) return null;
  const share = (after.coarseness - before.coarseness) / frames / coarsest;
  return share <= SHARP_UP_TO ? "sharp" : share <= FAIR_UP_TO ? "fair" : "soft";
}
