import { describe, expect, it } from "vitest";
import type { SessionView } from "../protocol/wire.ts";
import { badge } from "./badge.ts";
import { NOW, helping, view } from "./fixtures.ts";
import { type Room, enter } from "./room.ts";

const live = (change: Partial<Room> = {}, of: SessionView = helping({ state: "LIVE" })): Room => ({ ...enter(of).state, media: { at: "up" }, pictureShown: true, ...change });

describe("the badge", () => {
  it("says live only with a connection and a picture", () => {
    expect(badge(live()).is).toBe("live");
    expect(badge(live({ pictureShown: false })).is).toBe("connecting");
    expect(badge(live({ media: { at: "connecting", attempt: 0 } })).is).toBe("connecting");
  });

  it("needs no picture on the sharer's side", () => {
    expect(badge(live({ pictureShown: false }, view({ state: "LIVE" }))).is).toBe("live");
  });

  it("believes the node before the session", () => {
    expect(badge(live({ picture: { is: "interrupted", since: NOW } }))).toEqual({ is: "interrupted", since: NOW, whose: "other" });
    expect(badge(live({ picture: { is: "quiet", since: NOW } }))).toEqual({ is: "quiet", since: NOW, whose: "other" });
    expect(badge(live({ picture: { is: "paused", since: NOW } }))).toEqual({ is: "paused", since: NOW, whose: "other" });
  });

  it("believes the session before the node", () => {
    expect(badge(live({}, helping({ state: "INTERRUPTED" }))).is).toBe("interrupted");
    expect(badge(live({}, helping({ state: "PAUSED" }))).is).toBe("paused");
  });

  it("tells whose connection is lost", () => {
    expect(badge(live({}, view({ state: "INTERRUPTED" })))).toMatchObject({ whose: "own" });
    expect(badge(live({}, view({ state: "HELPER_LOST" })))).toMatchObject({ is: "interrupted", whose: "other" });
    expect(badge(live({ silence: NOW }))).toEqual({ is: "interrupted", since: NOW, whose: "own" });
    expect(badge(live({ media: { at: "waiting", attempt: 1, since: NOW } }))).toEqual({ is: "interrupted", since: NOW, whose: "own" });
  });

  it("lets an interruption win over a pause", () => {
    expect(badge(live({ picture: { is: "interrupted", since: NOW } }, helping({ state: "PAUSED" }))).is).toBe("interrupted");
  });
});
