import { describe, expect, it } from "vitest";
import type { FromNode } from "../protocol/wire.ts";
import { NOW, helping, kinds, line, view } from "./fixtures.ts";
import { RETRY_MS } from "./limits.ts";
import { type Room, type RoomEvent, enter, settle, step } from "./room.ts";
import { to } from "./step.ts";

const connected = helping({ state: "LIVE", you: { participant: "par_hanna", role: "helper", mayConnect: true } });
const up: Room = { ...enter(connected).state, media: { at: "up" }, live: "up" };
const after = (room: Room, ...events: readonly RoomEvent[]): Room => events.reduce((state, event) => step(state, event).state, room);
const said = (message: FromNode): RoomEvent => ({ kind: "node-said", message, now: NOW });

describe("a room", () => {
  it("follows the session from the first view on", () => {
    expect(kinds(enter(view({ state: "TRUST" })).effects)).toContain("follow");
  });

  it("does not follow what has ended", () => {
    const { state, effects } = enter(view({ state: "ENDED", endReason: "helper_left" }));

    expect(state.ended).toBe("helper_left");
    expect(kinds(effects)).not.toContain("follow");
  });

  it("reads the session again when the WebSocket tells of another version", () => {
    const told = (version: number): readonly string[] => kinds(step(up, { kind: "live-said", message: { type: "state", version, state: "LIVE" } }).effects);

    expect(told(2)).toEqual(["read-view"]);
    expect(told(1)).toEqual([]);
  });

  it("does not go back to an older view", () => {
    const room = after(up, { kind: "view-read", view: { ...connected, version: 5, state: "PAUSED" } }, { kind: "view-read", view: { ...connected, version: 4 } });

    expect(room.view.state).toBe("PAUSED");
  });

  it("is not moved by another session's view", () => {
    expect(after(up, { kind: "view-read", view: { ...connected, id: "ses_2", version: 9, state: "ENDED" } }).ended).toBeNull();
  });

  it.each<RoomEvent>([
    said({ type: "ended", reason: "sharer_left" }),
    { kind: "live-said", message: { type: "state", version: 9, state: "ENDED", reason: "sharer_left" } },
    { kind: "view-read", view: { ...connected, version: 9, state: "ENDED", endReason: "sharer_left" } },
  ])("ends by whoever says so first, once, and lets everything go: %o", (event) => {
    const { state, effects } = step(up, event);

    expect(state.ended).toBe("sharer_left");
    expect(kinds(effects)).toEqual(expect.arrayContaining(["stop-capture", "disconnect", "unfollow"]));
    expect(step(state, said({ type: "ended", reason: "service_error" }))).toEqual(to(state));
  });

  it("polls while its WebSocket is down, and stops when it is back", () => {
    const down = step(up, { kind: "live-down" });
    expect(down.effects).toEqual([{ kind: "wait", timer: "poll", ms: 2_000 }]);

    expect(kinds(step(down.state, { kind: "timer", timer: "poll" }).effects)).toEqual(["read-view", "wait"]);
    expect(kinds(step(down.state, { kind: "live-up" }).effects)).toEqual(["cancel-wait", "read-view"]);
  });

  it("connects when the person may and wants to, and only once", () => {
    const first = settle(enter(connected), true);
    expect(first.effects).toContainEqual({ kind: "connect", session: "ses_1", part: "helper" });

    expect(kinds(settle(to(first.state), true).effects)).toEqual([]);
    expect(kinds(settle(enter(connected), false).effects)).not.toContain("connect");
    expect(kinds(settle(enter(helping({ state: "TRUST" })), true).effects)).not.toContain("connect");
  });

  it("waits longer after each failed attempt, and at most for the longest wait", () => {
    const waits: (number | undefined)[] = [];
    let room = settle(enter(connected), true).state;
    for (let attempt = 0; attempt < RETRY_MS.length + 2; attempt += 1) {
      const failed = step(room, { kind: "media-failed", now: NOW });
      waits.push(failed.effects.flatMap((effect) => (effect.kind === "wait" ? [effect.ms] : []))[0]);
      room = step(failed.state, { kind: "timer", timer: "retry" }).state;
    }

    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 4_000, 4_000, 4_000]);
  });

  it("begins with the shortest wait when a good connection breaks", () => {
    expect(step(up, { kind: "media-failed", now: NOW }).effects).toContainEqual({ kind: "wait", timer: "retry", ms: RETRY_MS[0] });
  });

  it("connects at once when the network is back", () => {
    const lost = step(up, { kind: "media-failed", now: NOW }).state;

    const back = settle(step(lost, { kind: "network-back" }), true);

    expect(kinds(back.effects)).toEqual(["cancel-wait", "connect"]);
  });

  it("does not connect again without the right to", () => {
    const lost = step(up, { kind: "media-failed", now: NOW }).state;
    const barred = after(lost, { kind: "view-read", view: { ...connected, version: 2, you: { ...connected.you, mayConnect: false } } });

    expect(step(barred, { kind: "timer", timer: "retry" })).toEqual(to({ ...barred, media: { at: "off" } }));
  });

  it("makes a connection anew, once, that is up while the session waits for it", () => {
    const waiting = helping({ version: 2, state: "HELPER_LOST", since: "2026-05-28T21:00:00Z", you: connected.you });
    const noticed = step(up, { kind: "view-read", view: waiting });
    expect(noticed.effects).toContainEqual({ kind: "wait", timer: "stuck", ms: 3_000 });

    const again = step(noticed.state, { kind: "timer", timer: "stuck" });
    expect(kinds(again.effects)).toEqual(["connect"]);

    const second = step({ ...again.state, media: { at: "up" } }, { kind: "timer", timer: "stuck" });
    expect(second.effects).toEqual([]);
  });

  it("resumes the thread and repeats what is waiting when the channel opens", () => {
    const waiting = after({ ...up, media: { at: "off" } }, said({ type: "chat", ...line(1) }), { kind: "chat-written", id: "a", text: "hello" });

    const opened = step(waiting, { kind: "channel-up" });

    expect(opened.effects).toEqual([
      { kind: "say", message: { type: "thread", lines: [line(1)] } },
      { kind: "say", message: { type: "resume", after: 1 } },
      { kind: "say", message: { type: "chat", id: "a", text: "hello" } },
      { kind: "read-view", session: "ses_1" },
    ]);
  });

  it("sends a message at once on an open channel, and later on a closed one", () => {
    expect(kinds(step(up, { kind: "chat-written", id: "a", text: "hello" }).effects)).toEqual(["say"]);
    expect(kinds(step({ ...up, media: { at: "off" } }, { kind: "chat-written", id: "a", text: "hello" }).effects)).toEqual([]);
  });

  it("sends a message that came too fast again by itself, and tells of it only when that fails too", () => {
    const written = step(up, { kind: "chat-written", id: "a", text: "hello" }).state;
    const fast = said({ type: "chat_refused", id: "a", reason: "too_fast", retry_after_ms: 700 });

    const resting = step(written, fast);
    const woken = step(resting.state, { kind: "timer", timer: "chat" });
    const refused = step(woken.state, fast);

    expect(resting.effects).toEqual([{ kind: "wait", timer: "chat", ms: 700 }]);
    expect(resting.state.thread.pending[0]?.fate).toEqual({ is: "sent" });
    expect(woken.effects).toEqual([{ kind: "say", message: { type: "chat", id: "a", text: "hello" } }]);
    expect(refused.state.thread.pending[0]?.fate).toEqual({ is: "refused", reason: "too_fast" });
    expect(refused.effects).toEqual([]);
  });

  it("acknowledges a roster only after it was shown, and once", () => {
    const room = after(up, said({ type: "roster", version: 7, participants: [{ id: "par_sami", role: "sharer" }] }));

    const shown = step(room, { kind: "roster-shown", version: 7 });
    expect(shown.effects).toEqual([{ kind: "say", message: { type: "roster_seen", version: 7 } }]);
    expect(step(shown.state, { kind: "roster-shown", version: 7 }).effects).toEqual([]);
    expect(step(room, { kind: "roster-shown", version: 6 }).effects).toEqual([]);
  });

  it("never acknowledges a roster with somebody it cannot name", () => {
    const roster = step(up, said({ type: "roster", version: 7, participants: [{ id: "par_ghost", role: "helper" }] }));

    expect(kinds(roster.effects)).toEqual(["read-view"]);
    expect(step(roster.state, { kind: "roster-shown", version: 7 }).effects).toEqual([]);
  });

  it("does not go back to an older roster", () => {
    const room = after(up, said({ type: "roster", version: 7, participants: [] }), said({ type: "roster", version: 6, participants: [{ id: "par_sami", role: "sharer" }] }));

    expect(room.roster?.version).toBe(7);
  });

  it("believes the node about silence at once, and forgets it when the session is live again", () => {
    const silent = after(up, said({ type: "interrupted", since: "2026-05-28T20:26:40Z" }));
    expect(silent.picture.is).toBe("interrupted");
    expect(after(silent, said({ type: "back" })).picture.is).toBe("flowing");

    const told = after(silent, { kind: "view-read", view: { ...connected, version: 2, state: "INTERRUPTED" } }, { kind: "view-read", view: { ...connected, version: 3 } });
    expect(told.picture.is).toBe("flowing");
  });

  it("does not turn an interruption into mere quiet", () => {
    const room = after(up, said({ type: "interrupted", since: "2026-05-28T20:26:40Z" }), said({ type: "quiet", since: "2026-05-28T20:26:40Z" }));

    expect(room.picture.is).toBe("interrupted");
  });

  it("notices by itself that the node is silent, sooner while the server is silent too", () => {
    const silent = (room: Room, forMs: number): number | null => after(room, { kind: "node-silent", forMs, now: NOW }).silence;

    expect([silent(up, 2_000), silent(up, 2_500)]).toEqual([null, NOW - 2_500]);
    expect([silent({ ...up, live: "down" }, 500), silent({ ...up, live: "down" }, 1_000)]).toEqual([null, NOW - 1_000]);
    expect(silent({ ...up, silence: NOW }, 0)).toBeNull();
  });

  it("connects anew when the node stays silent", () => {
    const lost = step(up, { kind: "node-silent", forMs: 5_000, now: NOW });

    expect(lost.state.media).toEqual({ at: "waiting", attempt: 0, since: NOW - 5_000 });
    expect(lost.effects).toContainEqual({ kind: "wait", timer: "retry", ms: RETRY_MS[0] });
  });

  it("does not call a connection silent that is not up", () => {
    const off: Room = { ...up, media: { at: "off" } };

    expect(step(off, { kind: "node-silent", forMs: 60_000, now: NOW })).toEqual(to(off));
  });

  it("goes where the node sends it", () => {
    expect(step(up, said({ type: "move" })).effects).toEqual([{ kind: "connect", session: "ses_1", part: "helper" }]);
  });

  it("arms Allow and Accept a moment after the trust screen has appeared", () => {
    const trust = enter(view({ state: "TRUST" }));
    expect(trust.state.armed).toBe(false);
    expect(trust.effects).toContainEqual({ kind: "wait", timer: "arm", ms: 700 });

    const armed = step(trust.state, { kind: "timer", timer: "arm" }).state;
    expect(armed.armed).toBe(true);
    expect(after(armed, { kind: "view-read", view: view({ state: "TRUST", version: 2 }) }).armed).toBe(true);
    expect(after(armed, { kind: "view-read", view: view({ state: "CAPTURE", version: 2 }) }).armed).toBe(false);
  });

  it("asks before leaving and stays awake only while something runs", () => {
    const guard = (state: "TRUST" | "LIVE"): unknown => enter(view({ state })).effects.find(({ kind }) => kind === "guard");

    expect(guard("TRUST")).toEqual({ kind: "guard", awake: false, leaving: false });
    expect(guard("LIVE")).toEqual({ kind: "guard", awake: true, leaving: true });
  });

  it("tells a colleague who was never let in just that, and nothing of rights", () => {
    const waiting = enter(helping({ state: "LIVE", consent: { allowed: false, accepted: true } })).state;
    const gone: RoomEvent = { kind: "view-refused", fault: { is: "problem", problem: { type: "urn:lotse:problem:not-found", title: "", status: 404, detail: "", traceId: "" } } };

    expect(after(waiting, gone).ended).toBe("not_let_in");
    const letIn = enter(helping({ state: "LIVE", consent: { allowed: true, accepted: false } })).state;
    expect(after(letIn, gone).ended).toBe("access_revoked");
  });

  it("ends when the session does not exist any more, and asks again when only the network failed", () => {
    const gone: RoomEvent = { kind: "view-refused", fault: { is: "problem", problem: { type: "urn:lotse:problem:not-found", title: "", status: 404, detail: "", traceId: "" } } };

    expect(after(enter(view({ state: "LIVE" })).state, gone).ended).toBe("service_error");
    expect(after({ ...up, view: { ...up.view, consent: { allowed: true, accepted: true } } }, gone).ended).toBe("access_revoked"); // A helper's seat can go while the session stays.
    expect(step(up, { kind: "view-refused", fault: { is: "offline" } }).effects).toEqual([{ kind: "wait", timer: "poll", ms: 2_000 }]);
  });

  it("keeps the node's last word on the picture's way until it connects anew", () => {
    const told = after(up, said({ type: "quality", level: "fair", rtt_ms: 300, lost_per_mille: 21, bitrate_bps: 900_000 }));
    expect(told.quality).toEqual({ level: "fair", rtt_ms: 300, lost_per_mille: 21, bitrate_bps: 900_000 });

    expect(after(told, { kind: "channel-up" }).quality).toBeNull();
  });

  it("knows what this browser cannot show, until it can", () => {
    const blind = after(up, said({ type: "codec", name: "av1", shown: false }));
    expect(blind.unshown).toBe("av1");

    expect(after(blind, said({ type: "codec", name: "vp9", shown: true })).unshown).toBeNull();
  });
});
