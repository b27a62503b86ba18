import { describe, expect, it } from "vitest";
import type { Me } from "../protocol/wire.ts";
import { type App, type Event, type Place, start, step } from "./app.ts";
import type { Effect } from "./effect.ts";
import type { Fault } from "./fault.ts";
import { NOTHING, NOW, chrome, helping, kinds, view } from "./fixtures.ts";
import { START_RETRY_MS } from "./limits.ts";

const me: Me = { id: "usr_1", person: { name: "Sami Sharer", domain: "hafenwerk.example", domainVerified: true }, permissions: [] };
const problem = (status: number): Fault => ({ is: "problem", problem: { type: "urn:lotse:problem:x", title: "", status, detail: "", traceId: "" } });
const REFUSED: Event = { kind: "refused", fault: problem(503) };

/** A page and the world around it, in which time passes only when it is told to. */
class World {
  app: App;
  asked: { at: number; what: string }[] = [];
  #due = new Map<string, number>();

  constructor(place: Place, code: string | null = null) {
    this.app = start(place, chrome, { ...NOTHING, code }, NOW);
    this.tell({ kind: "opened" });
  }

  tell(event: Event): void {
    const { state, effects } = step(this.app, event);
    this.app = state;
    for (const effect of effects) this.#perform(effect);
  }

  /** Lets time pass in steps of 100 ms. */
  pass(ms: number, answer: (what: string) => Event | null): void {
    for (const end = this.app.now + ms; this.app.now < end; ) {
      this.tell({ kind: "tick", now: this.app.now + 100 });
      for (const [timer, at] of this.#due) {
        if (at > this.app.now) continue;
        this.#due.delete(timer);
        this.tell({ kind: "timer", timer: timer as "start" });
      }
      const open = this.asked.at(-1);
      const said = open?.at === this.app.now ? answer(open.what) : null;
      if (said !== null) this.tell(said);
    }
  }

  #perform(effect: Effect): void {
    if (effect.kind === "read-me" || effect.kind === "read-view") this.asked.push({ at: this.app.now, what: effect.kind });
    if (effect.kind === "wait") this.#due.set(effect.timer, this.app.now + effect.ms);
    if (effect.kind === "cancel-wait") this.#due.delete(effect.timer);
  }
}

describe("a page that cannot reach the server", () => {
  for (const [name, fault] of [["no network", { is: "offline" }], ["a server that cannot", problem(503)], ["a proxy's own page", { is: "unreadable" }], ["too many requests", problem(429)]] as const) {
    it(`waits and asks again: ${name}`, () => {
      const world = new World("helper");

      world.tell({ kind: "refused", fault });

      expect(world.app.page).toMatchObject({ is: "starting", asked: { is: "waiting", at: NOW + 1_000 } });
    });
  }

  it("asks ever more seldom, and never stops", () => {
    const world = new World("sharer");
    world.tell(REFUSED);

    world.pass(120_000, () => REFUSED);

    const gaps = world.asked.slice(1).map(({ at }, n) => at - (world.asked[n]?.at ?? 0));
    expect(gaps).toEqual([...START_RETRY_MS, 30_000, 30_000]);
  });

  it("goes on by itself where the person wanted to go, with the code kept", () => {
    const world = new World("sharer", "4060r0gx");
    world.tell(REFUSED);
    world.pass(1_000, () => ({ kind: "me-known", me }));

    expect(world.app.page).toMatchObject({ is: "sharer", sharer: { entry: { at: "complete", code: "4060r0gx" } } });
  });

  it("never shows the idle page to somebody whose session it cannot read yet", () => {
    const world = new World("helper");
    world.tell({ kind: "me-known", me: { ...me, currentSession: "ses_1" } });
    world.tell({ kind: "view-refused", fault: problem(503) });
    expect(world.app.page).toMatchObject({ is: "starting", asked: { is: "waiting" } });

    world.pass(1_000, (what) => (what === "read-view" ? { kind: "view-read", view: helping({ state: "TRUST" }) } : null));

    expect(world.app.page).toMatchObject({ is: "helper", helper: { at: "in-session" } });
  });

  it("shows the idle page when the session is gone", () => {
    const world = new World("sharer");
    world.tell({ kind: "me-known", me: { ...me, currentSession: "ses_1" } });

    world.tell({ kind: "view-refused", fault: problem(404) });

    expect(world.app.page).toMatchObject({ is: "sharer", sharer: { at: "entering-code" } });
  });

  it("says on the other part's page where the session is", () => {
    const world = new World("helper");
    world.tell({ kind: "me-known", me: { ...me, currentSession: "ses_1" } });

    world.tell({ kind: "view-read", view: view() });

    expect(world.app.page).toMatchObject({ is: "helper", elsewhere: true, helper: { at: "idle" } });
  });

  it("asks at once when the person says so or the network is back, and only once", () => {
    for (const kind of ["try-pressed", "network-back"] as const) {
      const world = new World("sharer");
      world.tell(REFUSED);
      world.tell({ kind });
      world.tell({ kind });

      expect(world.asked).toHaveLength(2);
      expect(kinds(step(world.app, { kind: "timer", timer: "start" }).effects)).toEqual([]);
    }
  });

  it("gives up on an answer that will stay the same, and lets the person try", () => {
    const world = new World("sharer");
    world.tell({ kind: "refused", fault: problem(403) });
    world.pass(120_000, () => null);
    expect(world.asked).toHaveLength(1);

    world.tell({ kind: "try-pressed" });

    expect(world.asked).toHaveLength(2);
  });

  it("asks for the sign-in when the server no longer knows the person", () => {
    const world = new World("helper");
    world.tell(REFUSED);

    world.pass(1_000, () => ({ kind: "refused", fault: problem(401) }));

    expect(world.app.page).toMatchObject({ is: "signing-in", expired: false });
  });

  it("does without the organisation's name until that can be read", () => {
    const world = new World("sharer");
    world.tell({ kind: "about-refused" });
    world.tell({ kind: "me-known", me });

    expect(world.app.page.is).toBe("sharer");
    expect(kinds(step(world.app, { kind: "timer", timer: "about" }).effects)).toEqual(["read-about"]);
  });
});
