import { describe, expect, it } from "vitest";
import { anchored, stepped, wheeled } from "./zoom.ts";

describe("the size of the picture", () => {
  it("goes up and down by steps, from wherever it stands, and stops at the ends", () => {
    expect([stepped(0.6, 1), stepped(0.6, -1), stepped(1, 1), stepped(4, 1), stepped(0.25, -1)]).toEqual([0.75, 0.5, 1.25, 4, 0.25]);
  });

  it("follows the wheel smoothly and keeps within its ends", () => {
    expect(wheeled(1, -30)).toBeCloseTo(1.105, 3);
    expect(wheeled(wheeled(1, -30), 30)).toBeCloseTo(1);
    expect([wheeled(3.9, -10_000), wheeled(0.26, 10_000)]).toEqual([4, 0.25]);
  });

  it("keeps the point under the pointer", () => {
    const [scrolled, pointer, ratio] = [200, 100, 2];
    const next = anchored(scrolled, pointer, ratio);

    expect((next + pointer) / ratio).toBe(scrolled + pointer);
  });
});
