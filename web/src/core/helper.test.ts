import { describe, expect, it } from "vitest";
import type { DeviceView, SessionCreated, WarningView } from "../protocol/wire.ts";
import { helping, kinds } from "./fixtures.ts";
import { type Helper, ANYBODY, type HelperEvent, IDLE, mayAccept, step, unread } from "./helper.ts";
import { ARM_MS, LOOK_MS } from "./limits.ts";
import { type RoomEvent, isWaitingIn } from "./room.ts";

type Any = HelperEvent | RoomEvent;
const after = (state: Helper, ...events: readonly Any[]): Helper => events.reduce((now, event) => step(now, event).state, state);
const created: SessionCreated = { id: "ses_1", code: "4060r0gx", link: "http://localhost:8080/#4060r0gx", expiresAt: "2026-05-28T20:36:40Z" };
const warn: WarningView = { kind: "device_noncompliant", severity: "warn", failedRules: ["disk"], acknowledged: false };
const other: WarningView = { kind: "device_mismatch", severity: "warn", failedRules: [], acknowledged: false };
const open = after(IDLE, { kind: "get-code-pressed" }, { kind: "code-told", created }, { kind: "view-read", view: helping() });
const trusting = (...warnings: WarningView[]): Helper => after(open, { kind: "view-read", view: helping({ state: "TRUST", version: 2, warnings }) }, { kind: "timer", timer: "arm" });
const inside = (state: Helper): Extract<Helper, { at: "in-session" }> => {
  if (state.at !== "in-session") throw new Error(state.at);
  return state;
};

describe("the helper", () => {
  it("gets a code in one click, once", () => {
    const pressed = step(IDLE, { kind: "get-code-pressed" });

    expect(pressed.effects).toEqual([{ kind: "create-session", wish: ANYBODY }]);
    expect(step(pressed.state, { kind: "get-code-pressed" }).effects).toEqual([]);
  });

  it("keeps the code that is told once through every change of the session", () => {
    const refused = after(open, { kind: "view-read", view: helping({ version: 2, lastRefusal: "no_role" }) });

    expect(inside(refused).told).toEqual(created);
  });

  it("has no code after a reload and can get a new one", () => {
    const reloaded = after(IDLE, { kind: "view-read", view: helping() });
    expect(inside(reloaded).told).toBeNull();

    const renewed = step(reloaded, { kind: "renew-pressed" });
    expect(renewed.effects).toEqual([{ kind: "new-code", session: "ses_1", how: "renew-code" }]);
    expect(inside(after(renewed.state, { kind: "code-told", created })).told?.code).toBe("4060r0gx");
  });

  it("keeps the code when only its life is longer", () => {
    const extended = after(open, { kind: "extend-pressed" }, { kind: "code-told", created: { ...created, code: "", link: "", expiresAt: "2026-05-28T20:46:40Z" } });

    expect(inside(extended).told).toEqual({ ...created, expiresAt: "2026-05-28T20:46:40Z" });
  });

  it("copies the code as it is shown, and the link as it is", () => {
    expect(step(open, { kind: "copy-pressed", what: "code" }).effects).toEqual([{ kind: "copy", text: "4060-r0gx" }]);
    expect(step(open, { kind: "copy-pressed", what: "link" }).effects).toEqual([{ kind: "copy", text: created.link }]);
  });

  it("says for a moment that something was copied", () => {
    const copied = step(after(open, { kind: "copy-pressed", what: "link" }), { kind: "copied", worked: true });

    expect(inside(copied.state).copied).toEqual({ what: "link", worked: true });
    expect(inside(after(copied.state, { kind: "timer", timer: "copied" })).copied).toBeNull();
  });

  it("cannot accept before every warning is acknowledged", () => {
    const both = trusting(warn, other);
    const one = after(both, { kind: "warning-ticked", warning: "device_noncompliant", on: true });
    const all = after(one, { kind: "warning-ticked", warning: "device_mismatch", on: true });

    expect([both, one, all].map((state) => mayAccept(inside(state)))).toEqual([false, false, true]);
    expect(step(one, { kind: "accept-pressed" }).effects).toEqual([]);
    expect(step(all, { kind: "accept-pressed" }).effects).toEqual([{ kind: "accept", session: "ses_1", acknowledge: ["device_noncompliant", "device_mismatch"] }]);
  });

  it("cannot accept after taking an acknowledgement back", () => {
    const back = after(trusting(warn), { kind: "warning-ticked", warning: "device_noncompliant", on: true }, { kind: "warning-ticked", warning: "device_noncompliant", on: false });

    expect(mayAccept(inside(back))).toBe(false);
  });

  it("need not acknowledge what is only good to know", () => {
    expect(mayAccept(inside(trusting({ ...warn, severity: "info" })))).toBe(true);
  });

  it("can never accept over a block", () => {
    const blocked = after(trusting({ ...warn, severity: "block" }), { kind: "warning-ticked", warning: "device_noncompliant", on: true });

    expect(mayAccept(inside(blocked))).toBe(false);
  });

  it("who comes later accepts on a trust screen of their own while the session runs", () => {
    const later = { ...helping({ state: "LIVE", version: 9, warnings: [warn] }) };
    const entered = step(IDLE, { kind: "view-read", view: later });
    expect(entered.effects).toContainEqual({ kind: "wait", timer: "arm", ms: ARM_MS });
    expect(isWaitingIn(inside(entered.state).room)).toBe(true);

    const ready = after(entered.state, { kind: "timer", timer: "arm" }, { kind: "warning-ticked", warning: "device_noncompliant", on: true });
    expect(kinds(step(ready, { kind: "accept-pressed" }).effects)).toEqual(["accept"]);

    const allowed = after(ready, { kind: "view-read", view: { ...later, version: 10, consent: { allowed: true, accepted: true } } });
    expect(isWaitingIn(inside(allowed).room)).toBe(false);
  });

  it("asks a colleague in by name, once", () => {
    const live = after(open, { kind: "view-read", view: helping({ state: "LIVE", version: 2, consent: { allowed: true, accepted: true } }) });
    const asked = step(live, { kind: "invite-pressed", username: " hugo " });

    expect(asked.effects).toEqual([{ kind: "invite", session: "ses_1", username: "hugo" }]);
    expect(step(asked.state, { kind: "invite-pressed", username: "hugo" }).effects).toEqual([]);
    expect(step(live, { kind: "invite-pressed", username: "  " }).effects).toEqual([]);
  });

  it("reads a warning that comes up while live before the picture goes on", () => {
    const known = { ...warn, acknowledged: true };
    const on = { kind: "warning-ticked", warning: "device_noncompliant", on: true } as const;
    const live = (version: number, ...warnings: WarningView[]): Any => ({ kind: "view-read", view: helping({ state: "LIVE", version, warnings }) });
    const quiet = after(trusting(warn), on, live(3, known));
    expect(unread(inside(quiet).room)).toEqual([]);

    const warned = after(quiet, live(4, { ...warn, failedRules: ["firewall"] }));

    expect(unread(inside(warned).room)).toHaveLength(1);
    expect(step(warned, { kind: "acknowledge-pressed" }).effects).toEqual([]);
    const pressed = step(after(warned, on), { kind: "acknowledge-pressed" });
    expect(pressed.effects).toEqual([{ kind: "acknowledge", session: "ses_1", warnings: ["device_noncompliant"] }]);
    expect(step(pressed.state, { kind: "acknowledge-pressed" }).effects).toEqual([]);
    expect(inside(after(pressed.state, { kind: "posted", what: "acknowledge" })).room.asked).toBeNull();
  });

  it("cannot accept before the trust screen has stood for a moment", () => {
    const fresh = after(open, { kind: "view-read", view: helping({ state: "TRUST", version: 2 }) });

    expect(step(fresh, { kind: "accept-pressed" }).effects).toEqual([]);
  });

  it("accepts once", () => {
    const pressed = step(trusting(), { kind: "accept-pressed" });

    expect(pressed.effects).toHaveLength(1);
    expect(step(pressed.state, { kind: "accept-pressed" }).effects).toEqual([]);
  });

  it("connects as soon as it may", () => {
    const view = helping({ state: "CONNECTING", version: 3, you: { participant: "par_hanna", role: "helper", mayConnect: true } });

    expect(step(trusting(), { kind: "view-read", view }).effects).toContainEqual({ kind: "connect", session: "ses_1", part: "helper" });
  });

  it("ends in one click, on the page at once", () => {
    const ended = step(trusting(), { kind: "end-pressed" });

    expect(inside(ended.state).room.ended).toBe("helper_left");
    expect(ended.effects[0]).toEqual({ kind: "post", session: "ses_1", what: "leave" });
    expect(ended.effects).toContainEqual({ kind: "disconnect", goodbye: "left" });
    expect(step(ended.state, { kind: "end-pressed" }).effects).toEqual([]);
  });

  it("cancels before the session has begun", () => {
    expect(kinds(step(open, { kind: "cancel-pressed" }).effects)).toContain("post");
    expect(inside(after(open, { kind: "cancel-pressed" })).room.ended).toBe("helper_cancelled");
  });

  it("looks on an idle page, after a session too, and does not go back to the one that is over", () => {
    const over = step(after(open, { kind: "end-pressed" }), { kind: "again-pressed" });

    expect(over.effects).toEqual([{ kind: "wait", timer: "look", ms: LOOK_MS }]);
    expect(over.state).toMatchObject({ at: "idle", past: "ses_1" });
  });

  it("asks to look on once, then opens the session", () => {
    const pressed = step(IDLE, { kind: "observe-pressed", session: "ses_9" });
    expect(pressed.effects).toEqual([{ kind: "observe", session: "ses_9" }]);
    expect(step(pressed.state, { kind: "observe-pressed", session: "ses_9" }).effects).toEqual([]);

    expect(step(pressed.state, { kind: "observed", session: "ses_9" }).effects).toEqual([{ kind: "read-view", session: "ses_9" }]);
    expect(after(pressed.state, { kind: "refused", fault: { is: "offline" } })).toMatchObject({ at: "idle", creating: false, fault: { is: "offline" } });
  });

  it("hands a supervisor the address although the code is no longer known", () => {
    const reloaded = after(IDLE, { kind: "view-read", view: helping() });

    expect(step(reloaded, { kind: "watch-link-pressed", link: "https://x/help?session=ses_1" }).effects).toEqual([{ kind: "copy", text: "https://x/help?session=ses_1" }]);
  });

  it("counts while the statistics are open, and not after the end", () => {
    const shown = step(open, { kind: "statistics-pressed" });
    expect(shown.effects).toEqual([{ kind: "watch-statistics", on: true }]);

    expect(step(shown.state, { kind: "statistics-pressed" }).effects).toEqual([{ kind: "watch-statistics", on: false }]);
    expect(step(shown.state, { kind: "end-pressed" }).effects).toContainEqual({ kind: "watch-statistics", on: false });
  });

  it("asks for a session for a device, and reads the devices once", () => {
    const wish = { device: "dev_1", reason: "printer", ticket: "T-1" };
    expect(step(IDLE, { kind: "get-code-pressed", wish }).effects).toEqual([{ kind: "create-session", wish }]);

    const wanted = step(IDLE, { kind: "devices-wanted" });
    expect(wanted.effects).toEqual([{ kind: "read-devices" }]);
    expect(step(wanted.state, { kind: "devices-wanted" }).effects).toEqual([]);
    expect(after(wanted.state, { kind: "devices-read", devices: [] })).toMatchObject({ at: "idle", devices: [] });
  });

  it("shows devices by their name, in whatever order they came", () => {
    const named = (name: string): DeviceView => ({ id: `dev_${name}`, name, enrolled: true, compliance: "compliant", failedRules: [], tags: [] });
    const came = ["quay-2", "crane", "Quay-1"].map(named);

    const read = after(IDLE, { kind: "devices-wanted" }, { kind: "devices-read", devices: came });

    expect(read).toMatchObject({ devices: [{ name: "crane" }, { name: "Quay-1" }, { name: "quay-2" }] });
  });
});
