/** The loop: takes an event, steps the core, performs what it asks for, tells the page. Decides nothing itself. */
import type { DevicePage, DeviceView } from "../protocol/wire.ts";
import { type App, type Event, start, step } from "../core/app.ts";
import type { Effect, Timer } from "../core/effect.ts";
import { isSignedOut } from "../core/fault.ts";
import { identify } from "../core/gate.ts";
import { DEVICE_PAGES_MAX, HELPER_BEAT_MS, LIVE_BEAT_MS, SHARER_BEAT_MS, STATISTICS_MS } from "../core/limits.ts";
import { unreachable } from "../core/never.ts";
import { goToProvider, onCode, place, takeBrought } from "./address.ts";
import * as api from "./api.ts";
import { startPulse } from "./beat.ts";
import { readBrowser } from "./browser.ts";
import { type Captured, openPicker, stop } from "./capture.ts";
import * as clock from "./clock.ts";
import { guard } from "./guard.ts";
import { Live } from "./live.ts";
import { Media } from "./media.ts";
import { Views } from "./views.ts";

/** The streams that the page shows; they are handles, so no state holds them. */
export type Streams = { readonly preview: MediaStream | null; readonly screen: MediaStream | null };

export class Runtime {
  #state: App;
  #streams: Streams = { preview: null, screen: null };
  readonly #changed: (state: App, streams: Streams) => void;
  readonly #timers = new Map<Timer, ReturnType<typeof setTimeout>>();
  readonly #live: Live;
  readonly #media: Media;
  readonly #views: Views;
  #captured: Captured | null = null;
  /** Picked, and not yet judged. */
  #picked: Captured | null = null;
  #held = false;
  #pulse: (() => void) | null = null;
  #beats = 0;
  #counting = false;

  constructor(changed: (state: App, streams: Streams) => void) {
    this.#changed = changed;
    this.#state = start(place(), readBrowser(), takeBrought(), clock.now());
    this.#live = new Live({
      up: () => this.dispatch({ kind: "live-up" }),
      down: () => this.dispatch({ kind: "live-down" }),
      said: (message) => this.dispatch({ kind: "live-said", message }),
    });
    this.#media = new Media({
      up: () => this.dispatch({ kind: "channel-up" }),
      failed: () => this.dispatch({ kind: "media-failed", now: clock.now() }),
      silent: (forMs) => this.dispatch({ kind: "node-silent", forMs, now: clock.now() }),
      said: (message) => this.dispatch({ kind: "node-said", message, now: clock.now() }),
      screen: (screen) => this.#show({ ...this.#streams, screen }),
    });
    this.#views = new Views((event) => this.dispatch(event));
  }

  run(): void {
    onCode((code) => this.dispatch({ kind: "code-brought", code }));
    addEventListener("online", () => {
      this.#live.hurry();
      this.dispatch({ kind: "network-back" });
    });
    setInterval(() => this.dispatch({ kind: "tick", now: clock.now() }), 1_000);
    this.dispatch({ kind: "opened" });
  }

  readonly dispatch = (event: Event): void => {
    const { state, effects } = step(this.#state, event);
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
    this.#changed(this.#state, this.#streams);
  };

  #perform(effect: Effect): void {
    switch (effect.kind) {
      case "read-about":
        return void api.about().then(
          (about) => this.dispatch({ kind: "about-known", about }),
          () => this.dispatch({ kind: "about-refused" }),
        );
      case "read-me":
        return this.#answer(api.me(), (me) => ({ kind: "me-known", me }));
      case "read-devices":
        return void this.#readDevices();
      case "look":
        return void this.#look();
      case "observe":
        return this.#answer(api.observe(effect.session), () => ({ kind: "observed", session: effect.session }));
      case "sign-in":
        return this.#answer(api.signIn(effect.username, effect.password), (me) => ({ kind: "me-known", me }));
      case "sign-out":
        return this.#answer(api.signOut(), (next) => {
          if (next !== null) location.assign(next);
          return { kind: "signed-out" };
        });
      case "go-to-provider":
        return goToProvider(effect.provider, effect.code);
      case "redeem":
        return this.#answer(api.redeem(effect.code), ({ sessionId }) => ({ kind: "redeemed", session: sessionId }));
      case "create-session":
        return this.#answer(api.create(effect.wish), (created) => ({ kind: "code-told", created }));
      case "new-code":
        return this.#answer(api.newCode(effect.session, effect.how), (created) => ({ kind: "code-told", created }));
      case "post":
        return this.#answer(api.post(effect.session, effect.what), () => ({ kind: "posted", what: effect.what }));
      case "accept":
        return this.#answer(accept(effect), () => ({ kind: "posted", what: "accept" }));
      case "answer":
        return this.#answer(api.answerNewcomer(effect.session, effect.what, effect.helper), () => ({ kind: "posted", what: effect.what }));
      case "invite":
        return this.#answer(api.invite(effect.session, effect.username), () => ({ kind: "posted", what: "invite" }));
      case "acknowledge":
        return this.#answer(api.acknowledge(effect.session, effect.warnings), () => ({ kind: "posted", what: "acknowledge" }));
      case "report-capture":
        return void this.#reportCapture(effect);
      default:
        return this.#performHere(effect);
    }
  }

  #performHere(effect: Exclude<Effect, { kind: "read-about" | "read-me" | "look" | "observe" | "read-devices" | "sign-in" | "sign-out" | "go-to-provider" | "redeem" | "create-session" | "new-code" | "post" | "accept" | "answer" | "invite" | "acknowledge" | "report-capture" }>): void {
    switch (effect.kind) {
      case "read-view":
        return this.#views.read(effect.session);
      case "follow":
        this.#pulse ??= startPulse(() => this.#beat());
        return this.#live.follow(effect.session);
      case "unfollow":
        this.#pulse?.();
        this.#pulse = null;
        return this.#live.unfollow();
      case "connect":
        return void this.#media.connect(effect.session, effect.part);
      case "disconnect":
        return this.#media.disconnect(effect.goodbye);
      case "say":
        return this.#media.say(effect.message);
      case "ask-for-screen":
        return void this.#askForScreen();
      case "use-picked":
        return void this.#usePicked(effect.held);
      case "drop-picked":
        return this.#dropPicked();
      case "stop-capture":
        return this.#stopCapture();
      case "hold-picture":
        this.#held = effect.held;
        return void this.#media.send(this.#captured?.track ?? null, this.#held);
      case "copy":
        return void copy(effect.text).then((worked) => this.dispatch({ kind: "copied", worked }));
      case "watch-statistics":
        this.#counting = effect.on;
        return effect.on ? void this.#count() : undefined;
      case "wait":
        return this.#wait(effect.timer, effect.ms);
      case "cancel-wait":
        return clearTimeout(this.#timers.get(effect.timer));
      case "guard":
        return guard(effect.awake, effect.leaving);
      default:
        return unreachable(effect);
    }
  }

  #answer<T>(promise: Promise<T>, event: (answer: T) => Event): void {
    promise.then(
      (answer) => this.dispatch(event(answer)),
      (thrown: unknown) => this.dispatch({ kind: "refused", fault: thrown instanceof api.Refused ? thrown.fault : { is: "unreadable" } }),
    );
  }

  /** No answer is no news here; only who is signed out must learn it. */
  async #look(): Promise<void> {
    try {
      this.dispatch({ kind: "looked", me: await api.me() });
    } catch (thrown) {
      if (thrown instanceof api.Refused && isSignedOut(thrown.fault)) this.dispatch({ kind: "refused", fault: thrown.fault });
      else this.dispatch({ kind: "looked", me: null });
    }
  }

  /** Whoever may read none sees none. */
  async #readDevices(): Promise<void> {
    const devices: DeviceView[] = [];
    try {
      let cursor: string | undefined = "";
      for (let page = 0; cursor !== undefined && page < DEVICE_PAGES_MAX; page += 1) {
        const { items, nextCursor }: DevicePage = await api.devices(cursor);
        devices.push(...items);
        cursor = nextCursor;
      }
    } catch {
      // What has come until here is shown.
    }
    this.dispatch({ kind: "devices-read", devices });
  }

  #wait(timer: Timer, ms: number): void {
    clearTimeout(this.#timers.get(timer));
    this.#timers.set(
      timer,
      setTimeout(() => this.dispatch({ kind: "timer", timer }), ms),
    );
  }

  async #reportCapture({ session, report }: Extract<Effect, { kind: "report-capture" }>): Promise<void> {
    const surface = report.surface ?? "unknown";
    const picked = report.result === "picked";
    try {
      await api.capture(session, report);
      if (picked) this.dispatch({ kind: "pick-accepted", surface });
    } catch (thrown) {
      if (picked && thrown instanceof api.Refused) this.dispatch({ kind: "pick-refused", surface, fault: thrown.fault });
    }
    this.#views.read(session);
  }

  async #askForScreen(): Promise<void> {
    const picked = await openPicker(identify(this.#state.browser));
    if (typeof picked === "string") return this.dispatch({ kind: "capture-failed", fault: picked });
    this.#dropPicked();
    this.#picked = picked;
    picked.track.addEventListener("ended", () => this.#onEnded(picked));
    this.dispatch({ kind: "captured", surface: picked.surface });
  }

  async #usePicked(held: boolean): Promise<void> {
    const before = this.#captured;
    if (this.#picked === null) return;
    this.#captured = this.#picked;
    this.#picked = null;
    this.#held = held;
    this.#show({ ...this.#streams, preview: this.#captured.stream });
    await this.#media.send(this.#captured.track, held);
    if (before !== null) stop(before);
  }

  #dropPicked(): void {
    if (this.#picked !== null) stop(this.#picked);
    this.#picked = null;
  }

  #onEnded(captured: Captured): void {
    if (this.#picked === captured) {
      this.#dropPicked();
      this.dispatch({ kind: "picked-ended" });
    } else if (this.#captured === captured) {
      this.#endCaptured();
      this.dispatch({ kind: "capture-ended" });
    }
  }

  #endCaptured(): void {
    if (this.#captured !== null) stop(this.#captured);
    this.#captured = null;
    void this.#media.send(null, this.#held);
    this.#show({ ...this.#streams, preview: null });
  }

  #stopCapture(): void {
    this.#dropPicked();
    this.#held = false;
    this.#endCaptured();
  }

  #beat(): void {
    this.#beats += 1;
    const every = (ms: number): boolean => this.#beats % (ms / SHARER_BEAT_MS) === 0;
    const { page } = this.#state;
    if (page.is === "sharer" || every(HELPER_BEAT_MS)) this.#media.beat();
    if (this.#counting && every(STATISTICS_MS)) void this.#count();
    if (!every(LIVE_BEAT_MS)) return;
    this.#live.beat();
    void this.#media.listen(LIVE_BEAT_MS);
  }

  async #count(): Promise<void> {
    const sample = await this.#media.statistics();
    if (sample !== null && this.#counting) this.dispatch({ kind: "statistics-read", sample });
  }

  #show(streams: Streams): void {
    this.#streams = streams;
    this.#changed(this.#state, streams);
  }
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Acknowledges, then accepts: the server takes them in this order only. */
async function accept({ session, acknowledge }: Extract<Effect, { kind: "accept" }>): Promise<void> {
  if (acknowledge.length > 0) await api.acknowledge(session, acknowledge);
  await api.post(session, "accept");
}
