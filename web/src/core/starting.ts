/** The first moments of a page: who is signed in, and which session they are in. Asks again until the server answers; never shows an idle page in between. */
import type { Me, SessionId } from "../protocol/wire.ts";
import type { Effect } from "./effect.ts";
import { type Fault, passes } from "./fault.ts";
import { START_RETRY_MS } from "./limits.ts";
import { type Step, to } from "./step.ts";
import type { Millis } from "./time.ts";

/** What the page needs to know before it can show anything. */
export type Wanted = { readonly what: "me" } | { readonly what: "session"; readonly me: Me; readonly session: SessionId };

/** How that stands: asked, to be asked again at `at`, or refused for good. */
export type Asked = { readonly is: "asked" } | { readonly is: "waiting"; readonly fault: Fault; readonly at: Millis } | { readonly is: "refused"; readonly fault: Fault };

export type Starting = { readonly is: "starting"; readonly wanted: Wanted; readonly asked: Asked; readonly attempt: number };

export const START: Starting = { is: "starting", wanted: { what: "me" }, asked: { is: "asked" }, attempt: 0 };

/** Asks for something, for the first time or once more. */
export function asks(wanted: Wanted, attempt = 0): Step<Starting> {
  const effect: Effect = wanted.what === "me" ? { kind: "read-me" } : { kind: "read-view", session: wanted.session };
  return to({ is: "starting", wanted, asked: { is: "asked" }, attempt }, effect);
}

/** Asks once more, at once. */
export function again(state: Starting): Step<Starting> {
  if (state.asked.is === "asked") return to(state);
  const { state: next, effects } = asks(state.wanted, state.attempt);
  return to(next, { kind: "cancel-wait", timer: "start" }, ...effects);
}

/** What was asked for did not come: waits and asks again, unless the answer will stay the same. */
export function refused(state: Starting, fault: Fault, now: Millis): Step<Starting> {
  if (state.asked.is !== "asked") return to(state);
  if (!passes(fault)) return to({ ...state, asked: { is: "refused", fault } });
  const ms = START_RETRY_MS[Math.min(state.attempt, START_RETRY_MS.length - 1)] ?? 0;
  return to({ ...state, attempt: state.attempt + 1, asked: { is: "waiting", fault, at: now + ms } }, { kind: "wait", timer: "start", ms });
}
