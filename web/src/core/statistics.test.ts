import { describe, expect, it } from "vitest";
import { type Sample, figures, take } from "./statistics.ts";

const first: Sample = { at: 10_000, width: 1920, height: 1080, frames: 100, freezes: 1, bytes: 1_000_000, packets: 1_000, lost: 10, coarseness: 10_000, waited: 2, emitted: 100, decodeSeconds: 1, rttSeconds: 0.04, codec: "VP9", path: "udp" };
const later = (change: Partial<Sample> = {}): Sample => ({ ...first, at: 12_000, frames: 130, bytes: 1_250_000, packets: 1_195, lost: 15, coarseness: 12_400, waited: 3.5, emitted: 130, decodeSeconds: 1.3, ...change });

describe("the statistics", () => {
  it("say what happened between two readings, and not since the beginning", () => {
    expect(figures(first, later())).toEqual({ width: 1920, height: 1080, framesPerSecond: 15, kbitPerSecond: 1_000, lostPercent: 2.5, delayMs: expect.closeTo(80), delay: "short", sharpness: "sharp", freezes: 1, codec: "VP9", path: "udp" });
  });

  it.each([
    [12_400, "sharp"],
    [14_500, "fair"],
    [17_000, "soft"],
  ])("call a quantizer sum of %i %s", (coarseness, sharpness) => {
    expect(figures(first, later({ coarseness }))?.sharpness).toBe(sharpness);
  });

  it.each([
    [0.04, "short"],
    [0.4, "noticeable"],
    [1, "long"],
  ])("call a round trip of %d s %s", (rttSeconds, delay) => {
    expect(figures(first, later({ rttSeconds }))?.delay).toBe(delay);
  });

  it("say nothing of what the browser does not count", () => {
    expect(figures(first, later({ coarseness: null, rttSeconds: null }))).toMatchObject({ sharpness: null, delay: null, delayMs: null });
    expect(figures(first, later({ codec: "H265" }))?.sharpness).toBeNull();
  });

  it("call a still picture neither soft nor lossy", () => {
    expect(figures(first, { ...first, at: 11_000 })).toMatchObject({ framesPerSecond: 0, lostPercent: 0, sharpness: null });
  });

  it("start anew with another connection, and stay shut while they are shut", () => {
    expect(take({ last: first, shown: null }, { ...first, at: 11_000, bytes: 3, frames: 0 })).toMatchObject({ shown: null });
    expect(take({ last: first, shown: null }, later({ frames: 3 }))).toMatchObject({ shown: null });
    expect(take(null, first)).toBeNull();
  });
});
