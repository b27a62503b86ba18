import { describe, expect, it } from "vitest";
import type { SessionState, SessionView } from "../protocol/wire.ts";
import { NOW, kinds, view } from "./fixtures.ts";
import { ADVANCE_MS } from "./limits.ts";
import type { RoomEvent } from "./room.ts";
import { type Sharer, type SharerEvent, start, step } from "./sharer.ts";

type Any = SharerEvent | RoomEvent;
const after = (state: Sharer, ...events: readonly Any[]): Sharer => events.reduce((now, event) => step(now, event).state, state);
const seen = (state: SessionState, version: number, change: Partial<SessionView> = {}): Any => {
  const mayConnect = ["CONNECTING", "LIVE", "PAUSED", "INTERRUPTED", "HELPER_LOST"].includes(state);
  return { kind: "view-read", view: view({ state, version, you: { participant: "par_sami", role: "sharer", mayConnect }, ...change }) };
};
const joined = after(start("4060r0gx"), { kind: "continue-pressed" }, { kind: "redeemed", session: "ses_1" }, seen("TRUST", 1));
const armed = after(joined, { kind: "timer", timer: "arm" });
const capturing = after(armed, { kind: "allow-pressed" }, { kind: "posted", what: "allow" }, seen("CAPTURE", 2));
const judged = after(capturing, { kind: "share-pressed" }, { kind: "captured", surface: "monitor" });
const picked = after(judged, { kind: "pick-accepted", surface: "monitor" });
const live = after(picked, seen("CONNECTING", 3), { kind: "channel-up" }, seen("LIVE", 4));
const notAllowed = { is: "problem", problem: { type: "urn:lotse:problem:forbidden", title: "", status: 403, detail: "", traceId: "", reason: "surface_not_allowed" } } as const;
const inside = (state: Sharer): Extract<Sharer, { at: "in-session" }> => {
  if (state.at !== "in-session") throw new Error(state.at);
  return state;
};

describe("the sharer", () => {
  it("redeems a complete code, once", () => {
    const pressed = step(start("4060r0gx"), { kind: "continue-pressed" });

    expect(pressed.effects).toEqual([{ kind: "redeem", code: "4060r0gx" }]);
    expect(step(pressed.state, { kind: "continue-pressed" }).effects).toEqual([]);
  });

  it("is told what is missing instead of sending half a code", () => {
    const typed = after(start(null), { kind: "code-typed", text: "4060" });

    expect(step(typed, { kind: "continue-pressed" })).toMatchObject({ state: { nudge: true }, effects: [] });
  });

  it("keeps the code in the field when it is refused", () => {
    const refused = after(start("4060r0gx"), { kind: "continue-pressed" }, { kind: "refused", fault: { is: "offline" } });

    expect(refused).toMatchObject({ at: "entering-code", redeeming: false, entry: { at: "complete", code: "4060r0gx" }, fault: { is: "offline" } });
  });

  it("cannot allow before the trust screen has stood for a moment", () => {
    expect(step(joined, { kind: "allow-pressed" }).effects).toEqual([]);
    expect(step(armed, { kind: "allow-pressed" }).effects).toEqual([{ kind: "post", session: "ses_1", what: "allow" }]);
  });

  it("may decline at once", () => {
    expect(step(joined, { kind: "decline-pressed" }).effects).toEqual([{ kind: "post", session: "ses_1", what: "decline" }]);
  });

  it("captures only on a click", () => {
    const effects = [armed, capturing].flatMap((state) => kinds(step(state, seen("CAPTURE", 9)).effects));

    expect(effects).not.toContain("ask-for-screen");
    expect(kinds(step(capturing, { kind: "share-pressed" }).effects)).toEqual(["ask-for-screen"]);
  });

  it("says what came of the picker", () => {
    const asking = after(capturing, { kind: "share-pressed" });
    const report = (event: Any): unknown => step(asking, event).effects[0];

    expect(report({ kind: "captured", surface: "window" })).toMatchObject({ report: { result: "picked", surface: "window" } });
    expect(report({ kind: "capture-failed", fault: "user-cancelled" })).toMatchObject({ report: { result: "cancelled" } });
    expect(report({ kind: "capture-failed", fault: "os-permission" })).toMatchObject({ report: { result: "denied" } });
  });

  it("shows nothing of what was picked before the server's yes", () => {
    expect(kinds(step(after(capturing, { kind: "share-pressed" }), { kind: "captured", surface: "monitor" }).effects)).toEqual(["report-capture"]);
    expect(kinds(step(judged, seen("CONNECTING", 3)).effects)).not.toContain("connect");
    expect(kinds(step(judged, { kind: "pick-accepted", surface: "monitor" }).effects)).toEqual(["use-picked"]);
  });

  it("lets go of a picture that the organisation does not want shared", () => {
    const refused = step(judged, { kind: "pick-refused", surface: "monitor", fault: notAllowed });

    expect(kinds(refused.effects)).toEqual(["drop-picked"]);
    expect(inside(refused.state)).toMatchObject({ capture: { at: "none" }, room: { fault: notAllowed } });
  });

  it("keeps sharing what it shared until something else is allowed, and when it is not", () => {
    const asked = step(live, { kind: "captured", surface: "tab" });

    expect(asked.effects).toEqual([{ kind: "report-capture", session: "ses_1", report: { result: "picked", surface: "tab" } }]);
    expect(inside(asked.state).capture).toEqual({ at: "running", surface: "monitor", next: "tab" });
    const allowed = step(asked.state, { kind: "pick-accepted", surface: "tab" });
    expect(allowed.effects).toEqual([{ kind: "use-picked", held: false }]);
    expect(inside(allowed.state).capture).toEqual({ at: "running", surface: "tab", next: null });
    const refused = step(asked.state, { kind: "pick-refused", surface: "tab", fault: notAllowed });
    expect(refused.effects).toEqual([{ kind: "drop-picked" }]);
    expect(inside(refused.state)).toMatchObject({ capture: { at: "running", surface: "monitor", next: null }, room: { fault: notAllowed } });
  });

  it("shares something else while paused without letting a frame go", () => {
    const paused = after(live, { kind: "pause-pressed" }, { kind: "captured", surface: "tab" });

    expect(step(paused, { kind: "pick-accepted", surface: "tab" }).effects).toEqual([{ kind: "use-picked", held: true }]);
  });

  it("says that nothing is shared when the old capture ends and the new one is refused", () => {
    const between = step(after(live, { kind: "captured", surface: "tab" }), { kind: "capture-ended" });
    expect(between.effects).toEqual([]);
    expect(inside(between.state).capture).toEqual({ at: "judging", surface: "tab" });

    const refused = step(between.state, { kind: "pick-refused", surface: "tab", fault: notAllowed });

    expect(refused.effects).toEqual([{ kind: "drop-picked" }, { kind: "report-capture", session: "ses_1", report: { result: "ended" } }]);
    expect(inside(refused.state).capture.at).toBe("none");
  });

  it("takes no answer about what runs for one about something else", () => {
    const asked = after(live, { kind: "captured", surface: "tab" });

    expect(step(asked, { kind: "pick-accepted", surface: "monitor" })).toEqual({ state: asked, effects: [] });
    expect(step(live, { kind: "pick-refused", surface: "monitor", fault: { is: "problem", problem: { ...notAllowed.problem, status: 409 } } }).state).toEqual(live);
  });

  it("does not connect without a capture in hand", () => {
    expect(kinds(step(capturing, seen("CONNECTING", 3)).effects)).not.toContain("connect");
    expect(step(picked, seen("CONNECTING", 3)).effects).toContainEqual({ kind: "connect", session: "ses_1", part: "sharer" });
  });

  it("is asked about somebody who wants to come in, and answers about that one alone", () => {
    const known = view().others;
    const kim = { participant: "par_kim", role: "helper", person: { name: "Kim", domain: "hafenwerk.example", domainVerified: true }, connected: false, allowed: false } as const;
    const asked = after(live, seen("LIVE", 5, { others: [...known, kim] }));
    const answer = (state: Sharer, what: "allow" | "decline", helper: string): readonly unknown[] => step(state, { kind: "newcomer-answered", what, helper }).effects;

    expect(answer(asked, "allow", "par_kim")).toEqual([]); // Not before it has stood for a moment.
    expect(answer(asked, "decline", "par_kim")).toEqual([{ kind: "answer", session: "ses_1", what: "decline", helper: "par_kim" }]);
    const stood = after(asked, { kind: "timer", timer: "arm" });
    expect(answer(stood, "allow", "par_kim")).toEqual([{ kind: "answer", session: "ses_1", what: "allow", helper: "par_kim" }]);
    expect(answer(stood, "allow", "par_hanna")).toEqual([]);
    // Another one in their place is read anew.
    const other = after(stood, seen("LIVE", 6, { others: [...known, { ...kim, participant: "par_ben" }] }));
    expect(answer(other, "allow", "par_ben")).toEqual([]);
  });

  it("keeps sharing when the picker for something else is closed", () => {
    expect(step(live, { kind: "capture-failed", fault: "user-cancelled" })).toEqual({ state: live, effects: [] });
  });

  it("says so when the capture is ended in the browser's own bar", () => {
    const ended = step(live, { kind: "capture-ended" });

    expect(ended.effects).toEqual([{ kind: "report-capture", session: "ses_1", report: { result: "ended" } }]);
    expect(inside(ended.state).room.media.at).toBe("up");
  });

  it("comes back after a reload by saying that its capture has ended, and is asked for the picker again", () => {
    const reloaded = step(start(null), seen("INTERRUPTED", 5));

    expect(reloaded.effects).toContainEqual({ kind: "report-capture", session: "ses_1", report: { result: "ended" } });
    expect(kinds(reloaded.effects)).not.toContain("connect");
    expect(kinds(step(reloaded.state, seen("INTERRUPTED", 6)).effects)).not.toContain("report-capture");
  });

  it("offers the capture that it still has when the server asks for one", () => {
    expect(step(live, seen("CAPTURE", 5)).effects).toContainEqual({ kind: "report-capture", session: "ses_1", report: { result: "picked", surface: "monitor" } });
  });

  it("connects again by itself after an interruption", () => {
    const lost = after(live, { kind: "media-failed", now: NOW }, seen("INTERRUPTED", 5));

    expect(kinds(step(lost, { kind: "timer", timer: "retry" }).effects)).toEqual(["connect"]);
  });

  it("pauses three ways at once: no frame leaves, the node is told, the server is told", () => {
    expect(step(live, { kind: "pause-pressed" }).effects).toEqual([
      { kind: "hold-picture", held: true },
      { kind: "say", message: { type: "pause" } },
      { kind: "post", session: "ses_1", what: "pause" },
    ]);
  });

  it("stays paused over a reconnect", () => {
    const paused = after(live, { kind: "pause-pressed" }, { kind: "media-failed", now: NOW }, { kind: "timer", timer: "retry" });

    expect(inside(paused).held).toBe(true);
    expect(step(paused, { kind: "channel-up" }).effects).toContainEqual({ kind: "say", message: { type: "pause" } });
  });

  it("holds its frames when the server pauses by itself", () => {
    const paused = step(live, seen("PAUSED", 5));

    expect(paused.effects).toContainEqual({ kind: "hold-picture", held: true });
    expect(step(paused.state, { kind: "resume-pressed" }).effects).toContainEqual({ kind: "hold-picture", held: false });
  });

  it("does not hold again while its own resume is on the way", () => {
    const resuming = after(live, { kind: "pause-pressed" }, seen("PAUSED", 5), { kind: "resume-pressed" });

    expect(kinds(step(resuming, seen("PAUSED", 6)).effects)).not.toContain("hold-picture");
  });

  it.each<SessionState>(["TRUST", "CAPTURE", "CONNECTING", "LIVE", "PAUSED", "INTERRUPTED", "HELPER_LOST"])("can end in one click in %s", (state) => {
    const stopped = step(after(start(null), seen(state, 1)), { kind: "stop-pressed" });

    expect(inside(stopped.state).room.ended).toBe("sharer_left");
    expect(stopped.effects[0]).toEqual({ kind: "post", session: "ses_1", what: "leave" });
    expect(kinds(stopped.effects)).toEqual(expect.arrayContaining(["stop-capture", "disconnect"]));
  });

  it("says goodbye with the reason when it reports", () => {
    const reported = step(live, { kind: "report-pressed" });

    expect(reported.effects).toContainEqual({ kind: "disconnect", goodbye: "reported_suspicious" });
    expect(reported.effects[0]).toEqual({ kind: "post", session: "ses_1", what: "report" });
  });

  it("never keeps a capture after the end, not even one picked too late", () => {
    const over = after(live, { kind: "node-said", message: { type: "ended", reason: "helper_left" }, now: NOW });

    expect(inside(over).capture).toEqual({ at: "none", fault: null });
    expect(step(over, { kind: "captured", surface: "monitor" }).effects).toEqual([{ kind: "stop-capture" }]);
    expect(step(start(null), { kind: "captured", surface: "monitor" }).effects).toEqual([{ kind: "stop-capture" }]);
  });

  it("starts again with an empty field", () => {
    const over = after(live, { kind: "stop-pressed" });

    expect(step(over, { kind: "again-pressed" }).state).toEqual(start(null));
    expect(step(live, { kind: "again-pressed" }).state).toEqual(live);
  });

  it("goes on by itself with a code that was typed to its end, and only then", () => {
    const advance: SharerEvent | RoomEvent = { kind: "timer", timer: "advance" };
    const typed = step(start(null), { kind: "code-typed", text: "4060r0gx" });
    expect(typed.effects).toEqual([{ kind: "wait", timer: "advance", ms: ADVANCE_MS }]);
    expect(step(typed.state, advance).effects).toEqual([{ kind: "redeem", code: "4060r0gx" }]);

    const longer = step(typed.state, { kind: "code-typed", text: "4060r0gxx" });
    expect(longer.effects).toEqual([{ kind: "cancel-wait", timer: "advance" }]);
    expect(step(longer.state, advance).effects).toEqual([]);
    // A link has no effect of its own, and a code that was refused is not tried again.
    expect(step(start("4060r0gx"), { kind: "view-refused", fault: { is: "offline" } }).effects).toEqual([]);
    expect(step(after(typed.state, advance, { kind: "refused", fault: { is: "offline" } }), advance).effects).toEqual([]);
  });
});
