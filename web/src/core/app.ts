/** The whole app: who is signed in, which page stands in the address, and that page's machine. Never skips the sign-in. */
import type { About, Me, SessionId, SessionView } from "../protocol/wire.ts";
import type { Effect } from "./effect.ts";
import { type Fault, isGone, isSignedOut } from "./fault.ts";
import type { Browser } from "./gate.ts";
import * as helper from "./helper.ts";
import type { RoomEvent } from "./room.ts";
import { ABOUT_RETRY_MS, LOOK_MS } from "./limits.ts";
import * as sharer from "./sharer.ts";
import * as starting from "./starting.ts";
import { type Step, also, to, within } from "./step.ts";
import type { Millis } from "./time.ts";

/** What a page lets go of when it loses the person who was signed in. */
const PUT_DOWN: readonly Effect[] = [{ kind: "stop-capture" }, { kind: "disconnect", goodbye: null }, { kind: "unfollow" }, { kind: "guard", awake: false, leaving: false }];

/** The page that the address names. */
export type Place = "sharer" | "helper" | "admin" | "network";

export type Page =
  | starting.Starting
  | { readonly is: "signing-in"; readonly busy: boolean; readonly fault: Fault | null; readonly expired: boolean }
  | { readonly is: "sharer"; readonly me: Me; readonly sharer: sharer.Sharer; readonly elsewhere: boolean }
  | { readonly is: "helper"; readonly me: Me; readonly helper: helper.Helper; readonly elsewhere: boolean }
  | { readonly is: "admin"; readonly me: Me }
  /** For people whose connection fails, who can perhaps not even sign in. */
  | { readonly is: "network" };

/** Why somebody came back from their identity provider without being signed in. */
export type TurnedBack = { readonly why: "cancelled" | "again" | "unavailable" | "untrusted" | "not-allowed" | "busy"; readonly trace: string };

export type App = {
  readonly place: Place;
  readonly browser: Browser;
  readonly about: About | null;
  readonly now: Millis;
  /** The code that the address brought; kept through the sign-in. */
  readonly code: string | null;
  /** The running session that the address names, for somebody who may look on. */
  readonly watch: SessionId | null;
  readonly turnedBack: TurnedBack | null;
  readonly page: Page;
};

export type AppEvent =
  | { readonly kind: "opened" }
  | { readonly kind: "try-pressed" }
  | { readonly kind: "tick"; readonly now: Millis }
  | { readonly kind: "about-known"; readonly about: About }
  | { readonly kind: "about-refused" }
  | { readonly kind: "me-known"; readonly me: Me }
  /** An idle page has asked again who this is, and in which session; `null` when there was no answer. */
  | { readonly kind: "looked"; readonly me: Me | null }
  | { readonly kind: "sign-in-pressed"; readonly username: string; readonly password: string }
  | { readonly kind: "provider-pressed"; readonly provider: string }
  | { readonly kind: "sign-out-pressed" }
  | { readonly kind: "signed-out" }
  | { readonly kind: "code-brought"; readonly code: string };

export type Event = AppEvent | sharer.SharerEvent | helper.HelperEvent | RoomEvent;

/** What the address brought. */
export type Brought = { readonly code: string | null; readonly watch: SessionId | null; readonly turnedBack: TurnedBack | null };

export function start(place: Place, browser: Browser, { code, watch, turnedBack }: Brought, now: Millis): App {
  return { place, browser, about: null, now, code, watch, turnedBack, page: starting.START };
}

export function step(state: App, event: Event): Step<App> {
  switch (event.kind) {
    case "opened":
      if (state.place === "network") return to({ ...state, page: { is: "network" } }, { kind: "read-about" });
      return to({ ...state, page: starting.START }, { kind: "read-about" }, { kind: "read-me" });
    case "try-pressed":
      return state.page.is === "starting" ? inStarting(state, starting.again(state.page)) : to(state);
    case "about-refused":
      return to(state, { kind: "wait", timer: "about", ms: ABOUT_RETRY_MS });
    case "tick":
      return to({ ...state, now: event.now });
    case "about-known":
      return to({ ...state, about: event.about });
    case "me-known":
      return onMe(state, event.me);
    case "looked":
      return onLooked(state, event.me);
    case "sign-in-pressed":
      if (state.page.is !== "signing-in" || state.page.busy) return to(state);
      return to({ ...state, turnedBack: null, page: { ...state.page, busy: true, fault: null } }, { kind: "sign-in", username: event.username, password: event.password });
    case "provider-pressed":
      if (state.page.is !== "signing-in" || state.page.busy) return to(state);
      return to({ ...state, turnedBack: null, page: { ...state.page, busy: true, fault: null } }, { kind: "go-to-provider", provider: event.provider, code: state.code });
    case "sign-out-pressed":
      return to(state, { kind: "sign-out" });
    case "signed-out":
      return to({ ...state, code: null, page: signIn(false) }, ...PUT_DOWN);
    case "code-brought":
      return onCode(state, event.code);
    default:
      return onPage(state, event);
  }
}

function onPage(state: App, event: Exclude<Event, AppEvent>): Step<App> {
  if (event.kind === "timer" && event.timer === "about") return state.about === null ? to(state, { kind: "read-about" }) : to(state);
  if (event.kind === "timer" && event.timer === "look") return state.page.is === "helper" && state.page.helper.at === "idle" ? to(state, { kind: "look" }) : to(state);
  if (event.kind === "captured" && state.page.is !== "sharer") return to(state, { kind: "stop-capture" });
  if ((event.kind === "refused" || event.kind === "view-refused") && isSignedOut(event.fault) && state.page.is !== "signing-in") {
    return to({ ...state, page: signIn(state.page.is !== "starting" || state.page.wanted.what === "session") }, ...PUT_DOWN);
  }
  const { page } = state;
  switch (page.is) {
    case "starting":
      return onStarting(state, page, event);
    case "signing-in":
      return event.kind === "refused" ? to({ ...state, page: { ...page, busy: false, fault: event.fault } }) : to(state);
    case "sharer":
      return inSharer(state, page, event);
    case "helper":
      return inHelper(state, page, event);
    case "admin":
    case "network":
      return to(state);
    default:
      return page satisfies never;
  }
}

const inStarting = (state: App, stepped: Step<starting.Starting>): Step<App> => within(stepped, (page): App => ({ ...state, page }));

function onStarting(state: App, page: starting.Starting, event: Exclude<Event, AppEvent>): Step<App> {
  switch (event.kind) {
    case "refused":
      return inStarting(state, starting.refused(page, event.fault, state.now));
    case "view-refused":
      // A session that is not theirs any more is no reason not to begin another one.
      return page.wanted.what === "session" && isGone(event.fault) ? begin(state, page.wanted.me) : inStarting(state, starting.refused(page, event.fault, state.now));
    case "view-read":
      return page.wanted.what === "session" ? resumed(state, page.wanted.me, event) : to(state);
    case "timer":
      return event.timer === "start" ? inStarting(state, starting.again(page)) : to(state);
    case "network-back":
      return inStarting(state, starting.again(page));
    default:
      return to(state);
  }
}

function inSharer(state: App, page: Extract<Page, { is: "sharer" }>, event: Exclude<Event, AppEvent>): Step<App> {
  if (event.kind === "view-read" && isAnotherPart(event.view, "sharer", page.sharer.at === "in-session")) return to({ ...state, page: { ...page, elsewhere: true } });
  if (isForHelper(event)) return to(state);
  return within(sharer.step(page.sharer, event), (next) => ({ ...state, page: { ...page, sharer: next } }));
}

function inHelper(state: App, page: Extract<Page, { is: "helper" }>, event: Exclude<Event, AppEvent>): Step<App> {
  if (event.kind === "view-read" && isAnotherPart(event.view, "helper", page.helper.at === "in-session")) return to({ ...state, page: { ...page, elsewhere: true } });
  if (isForSharer(event)) return to(state);
  return within(helper.step(page.helper, event), (next) => ({ ...state, page: { ...page, helper: next } }));
}

/** A session that was found by the sign-in belongs to the other page, or is over. */
function isAnotherPart(view: SessionView, part: "sharer" | "helper", inSession: boolean): boolean {
  return !inSession && (view.you.role === "sharer") !== (part === "sharer");
}

/** Somebody who is in a session sees it next, and no idle page in between; a code that the address brought comes first. */
function onMe(state: App, me: Me): Step<App> {
  const session = me.currentSession;
  const resumes = session !== undefined && (state.place === "helper" || (state.place === "sharer" && state.code === null));
  return resumes ? inStarting(state, starting.asks({ what: "session", me, session })) : begin(state, me);
}

/** The page that the address names, at its beginning. */
function begin(state: App, me: Me): Step<App> {
  return to(ready(state, me), ...(state.place === "helper" ? [{ kind: "wait", timer: "look", ms: LOOK_MS } as const] : []));
}

function resumed(state: App, me: Me, event: Extract<Event, { kind: "view-read" }>): Step<App> {
  const begun = begin(state, me);
  return also(onPage(begun.state, event), ...begun.effects);
}

/** Whoever was asked into a session sees it without loading the page anew. */
function onLooked(state: App, me: Me | null): Step<App> {
  const { page } = state;
  if (page.is !== "helper" || page.helper.at !== "idle") return to(state);
  const next = { kind: "wait", timer: "look", ms: LOOK_MS } as const;
  if (me === null) return to(state, next);
  const session = me.currentSession;
  const known = { ...state, page: { ...page, me, elsewhere: page.elsewhere && session !== undefined } };
  const asked = session !== undefined && session !== page.helper.past && !page.helper.creating && !page.elsewhere;
  return asked ? to(known, { kind: "read-view", session }, next) : to(known, next);
}

function ready(state: App, me: Me): App {
  switch (state.place) {
    case "sharer":
      return { ...state, page: { is: "sharer", me, sharer: sharer.start(state.code), elsewhere: false } };
    case "helper":
      return { ...state, page: { is: "helper", me, helper: helper.IDLE, elsewhere: false } };
    case "admin":
      return { ...state, page: { is: "admin", me } };
    case "network":
      return { ...state, page: { is: "network" } };
    default:
      return state.place satisfies never;
  }
}

/** A link opened in a page that is already there changes only the fragment. */
function onCode(state: App, code: string): Step<App> {
  const { page } = state;
  if (page.is === "sharer" && page.sharer.at === "entering-code") return to({ ...state, code, page: { ...page, sharer: sharer.start(code) } });
  return to({ ...state, code: page.is === "starting" || page.is === "signing-in" ? code : state.code });
}

const signIn = (expired: boolean): Page => ({ is: "signing-in", busy: false, fault: null, expired });

const HELPER_ONLY = ["get-code-pressed", "code-told", "extend-pressed", "renew-pressed", "copy-pressed", "watch-link-pressed", "observe-pressed", "observed", "copied", "statistics-pressed", "statistics-read", "devices-wanted", "devices-read", "warning-ticked", "accept-pressed", "acknowledge-pressed", "invite-pressed", "cancel-pressed", "end-pressed"] as const;
const SHARER_ONLY = [
  "code-typed",
  "continue-pressed",
  "redeemed",
  "allow-pressed",
  "decline-pressed",
  "newcomer-answered",
  "share-pressed",
  "captured",
  "capture-failed",
  "capture-ended",
  "pick-accepted",
  "pick-refused",
  "picked-ended",
  "pause-pressed",
  "resume-pressed",
  "stop-pressed",
  "report-pressed",
] as const;

function isForHelper(event: Exclude<Event, AppEvent>): event is Extract<Event, { kind: (typeof HELPER_ONLY)[number] }> {
  return (HELPER_ONLY as readonly string[]).includes(event.kind);
}

function isForSharer(event: Exclude<Event, AppEvent>): event is Extract<Event, { kind: (typeof SHARER_ONLY)[number] }> {
  return (SHARER_ONLY as readonly string[]).includes(event.kind);
}
