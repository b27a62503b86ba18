import { describe, expect, it } from "vitest";
import type { SessionState } from "../protocol/wire.ts";
import { helping, view } from "./fixtures.ts";
import { end, enter } from "./room.ts";
import { type Stage, stageOf } from "./stage.ts";

const STAGES: Readonly<Record<SessionState, Stage>> = {
  OPEN: "before",
  JOINING: "before",
  TRUST: "trust",
  CAPTURE: "live",
  CONNECTING: "live",
  LIVE: "live",
  PAUSED: "live",
  INTERRUPTED: "live",
  HELPER_LOST: "live",
  ENDED: "ended",
};
const BOTH = { allowed: true, accepted: true };

describe("the stage of a session", () => {
  it.each(Object.entries(STAGES) as [SessionState, Stage][])("is for both parts in %s: %s", (state, stage) => {
    for (const person of [view, helping]) expect(stageOf(enter(person({ state, consent: BOTH, endReason: "helper_left" })).state)).toBe(stage);
  });

  it("is the end as soon as the page has ended it, whatever the server still says", () => {
    expect(stageOf(end(enter(view({ state: "LIVE", consent: BOTH })).state, "sharer_left").state)).toBe("ended");
  });

  it("is the trust screen for a helper who comes in while the session runs", () => {
    expect(stageOf(enter(helping({ state: "LIVE" })).state)).toBe("trust");
  });
});
