import { describe, expect, it } from "vitest";
import type { Me } from "../protocol/wire.ts";
import { type App, type Event, type Place, start, step } from "./app.ts";
import { NOTHING, NOW, chrome, helping, kinds, view } from "./fixtures.ts";
import { LOOK_MS } from "./limits.ts";

const me: Me = { id: "usr_1", person: { name: "Sami Sharer", domain: "hafenwerk.example", domainVerified: true }, permissions: [] };
const signedOut: Event = { kind: "refused", fault: { is: "problem", problem: { type: "urn:lotse:problem:signed-out", title: "", status: 401, detail: "", traceId: "" } } };
const opened = (place: Place, code: string | null = null): App => step(start(place, chrome, { ...NOTHING, code }, NOW), { kind: "opened" }).state;
const after = (state: App, ...events: readonly Event[]): App => events.reduce((now, event) => step(now, event).state, state);

describe("the app", () => {
  it("asks first who is signed in", () => {
    expect(kinds(step(start("sharer", chrome, NOTHING, NOW), { kind: "opened" }).effects)).toEqual(["read-about", "read-me"]);
  });

  it("asks people to sign in and brings them back with the code kept", () => {
    const asked = after(opened("sharer", "4060r0gx"), signedOut);
    expect(asked.page.is).toBe("signing-in");

    const back = after(asked, { kind: "sign-in-pressed", username: "sami", password: "demo" }, { kind: "me-known", me });
    expect(back.page).toMatchObject({ is: "sharer", sharer: { at: "entering-code", entry: { at: "complete", code: "4060r0gx" } } });
  });

  it("goes to an identity provider with the code, once, and forgets why the last try failed", () => {
    const failed = { why: "cancelled", trace: "" } as const;
    const asked = after(start("sharer", chrome, { ...NOTHING, code: "4060r0gx", turnedBack: failed }, NOW), { kind: "opened" }, signedOut);
    expect(asked.turnedBack).toEqual(failed);

    const gone = step(asked, { kind: "provider-pressed", provider: "entra" });

    expect(gone.effects).toEqual([{ kind: "go-to-provider", provider: "entra", code: "4060r0gx" }]);
    expect(gone.state).toMatchObject({ turnedBack: null, page: { busy: true } });
    expect(step(gone.state, { kind: "provider-pressed", provider: "entra" }).effects).toEqual([]);
  });

  it("stays on the sign-in page with a wrong password", () => {
    const wrong = after(opened("helper"), signedOut, { kind: "sign-in-pressed", username: "hanna", password: "x" }, signedOut);

    expect(wrong.page).toMatchObject({ is: "signing-in", busy: false, expired: false });
    expect(wrong.page).toHaveProperty("fault.is", "problem");
  });

  it("returns to the session that the person was in", () => {
    const { effects } = step(opened("helper"), { kind: "me-known", me: { ...me, currentSession: "ses_1" } });

    expect(effects).toEqual([{ kind: "read-view", session: "ses_1" }]);
  });

  it("prefers a new code to an old session", () => {
    expect(step(opened("sharer", "4060r0gx"), { kind: "me-known", me: { ...me, currentSession: "ses_1" } }).effects).toEqual([]);
  });

  it("does not open the other part's session, but says where it is", () => {
    const sharer = after(opened("sharer"), { kind: "me-known", me }, { kind: "view-read", view: helping() });
    const helper = after(opened("helper"), { kind: "me-known", me }, { kind: "view-read", view: view() });

    expect(sharer.page).toMatchObject({ is: "sharer", elsewhere: true, sharer: { at: "entering-code" } });
    expect(helper.page).toMatchObject({ is: "helper", elsewhere: true, helper: { at: "idle" } });
  });

  it("lets everything go when the server has signed the person out", () => {
    const inside = after(opened("sharer"), { kind: "me-known", me }, { kind: "view-read", view: view({ state: "LIVE" }) });

    const out = step(inside, { kind: "view-refused", fault: signedOut.kind === "refused" ? signedOut.fault : { is: "offline" } });

    expect(out.state.page).toMatchObject({ is: "signing-in", expired: true });
    expect(kinds(out.effects)).toEqual(["stop-capture", "disconnect", "unfollow", "guard"]);
  });

  it("forgets the code when the person signs out", () => {
    const out = after(opened("sharer", "4060r0gx"), { kind: "me-known", me }, { kind: "signed-out" });

    expect(out.code).toBeNull();
    expect(out.page.is).toBe("signing-in");
  });

  it("takes a code that a link brings into the open page", () => {
    const typed = after(opened("sharer"), { kind: "me-known", me }, { kind: "code-brought", code: "4060r0gx" });

    expect(typed.page).toMatchObject({ sharer: { entry: { at: "complete", code: "4060r0gx" } } });
  });

  it("keeps each part's clicks on its own page", () => {
    const helper = after(opened("helper"), { kind: "me-known", me });

    expect(step(helper, { kind: "share-pressed" })).toEqual({ state: helper, effects: [] });
    const sharer = after(opened("sharer"), { kind: "me-known", me });
    expect(step(sharer, { kind: "get-code-pressed" })).toEqual({ state: sharer, effects: [] });
  });

  it("says that the server cannot be reached instead of showing a sign-in", () => {
    expect(after(opened("sharer"), { kind: "refused", fault: { is: "offline" } }).page).toMatchObject({ is: "starting", asked: { is: "waiting", fault: { is: "offline" } } });
  });

  it("shows the network page to people who cannot sign in", () => {
    const { state, effects } = step(start("network", chrome, NOTHING, NOW), { kind: "opened" });

    expect(state.page.is).toBe("network");
    expect(kinds(effects)).toEqual(["read-about"]);
  });

  it("never captures for a page that is not the sharer's", () => {
    expect(step(after(opened("helper"), { kind: "me-known", me }), { kind: "captured", surface: "monitor" }).effects).toEqual([{ kind: "stop-capture" }]);
  });

  it("sees on an idle helper's page that somebody was asked in, without a reload", () => {
    const helper: Me = { ...me, permissions: ["session.offer"] };
    const began = step(opened("helper"), { kind: "me-known", me: helper });
    expect(began.effects).toEqual([{ kind: "wait", timer: "look", ms: LOOK_MS }]);
    expect(step(began.state, { kind: "timer", timer: "look" }).effects).toEqual([{ kind: "look" }]);

    const alone = step(began.state, { kind: "looked", me: helper });
    expect(kinds(alone.effects)).toEqual(["wait"]);
    const asked = step(alone.state, { kind: "looked", me: { ...helper, currentSession: "ses_1" } });
    expect(asked.effects[0]).toEqual({ kind: "read-view", session: "ses_1" });
    const inside = after(asked.state, { kind: "view-read", view: helping({ state: "LIVE" }) });
    expect(inside.page).toMatchObject({ is: "helper", helper: { at: "in-session" } });
    expect(step(inside, { kind: "timer", timer: "look" }).effects).toEqual([]);
  });

  it("does not open a session on the helper's page in which this person shares, and asks for it once", () => {
    const helper: Me = { ...me, currentSession: "ses_1" };
    const idle = after(opened("helper"), { kind: "me-known", me });
    const sharing = after(step(idle, { kind: "looked", me: helper }).state, { kind: "view-read", view: view({ state: "LIVE" }) });
    expect(sharing.page).toMatchObject({ elsewhere: true, helper: { at: "idle" } });
    expect(kinds(step(sharing, { kind: "looked", me: helper }).effects)).toEqual(["wait"]);

    expect(after(sharing, { kind: "looked", me }).page).toMatchObject({ elsewhere: false });
  });

  it("goes on looking when there was no answer", () => {
    const idle = after(opened("helper"), { kind: "me-known", me });

    expect(kinds(step(idle, { kind: "looked", me: null }).effects)).toEqual(["wait"]);
  });

  it("does not go back to the session that has just ended here, while the server still names it", () => {
    const helper: Me = { ...me, currentSession: "ses_1" };
    const inside = after(opened("helper"), { kind: "me-known", me: helper }, { kind: "view-read", view: helping({ state: "LIVE" }) });
    const idle = after(inside, { kind: "end-pressed" }, { kind: "again-pressed" });

    expect(kinds(step(idle, { kind: "looked", me: helper }).effects)).toEqual(["wait"]);
    expect(kinds(step(idle, { kind: "looked", me: { ...me, currentSession: "ses_2" } }).effects)).toEqual(["read-view", "wait"]);
  });
});
