/** The sharer's side: from the code to the end. Captures nothing before Allow and never goes on capturing after the end. */
import type { ParticipantId, SessionId, Surface } from "../protocol/wire.ts";
import type { Capture, CaptureFault } from "./capture.ts";
import { type CodeEntry, readCode } from "./code.ts";
import type { Effect } from "./effect.ts";
import type { Fault } from "./fault.ts";
import { ADVANCE_MS } from "./limits.ts";
import { unreachable } from "./never.ts";
import { type Room, type RoomEvent, ask, end, enter, newcomer, settle, step as roomStep } from "./room.ts";
import { type Step, to, within } from "./step.ts";

export type Sharer =
  | { readonly at: "entering-code"; readonly entry: CodeEntry; readonly redeeming: boolean; readonly fault: Fault | null; readonly nudge: boolean }
  | { readonly at: "joining"; readonly session: SessionId }
  | { readonly at: "in-session"; readonly room: Room; readonly capture: Capture; readonly held: boolean };

type InSession = Extract<Sharer, { at: "in-session" }>;

export type SharerEvent =
  | { readonly kind: "code-typed"; readonly text: string }
  | { readonly kind: "continue-pressed" }
  | { readonly kind: "redeemed"; readonly session: SessionId }
  | { readonly kind: "allow-pressed" }
  | { readonly kind: "decline-pressed" }
  | { readonly kind: "newcomer-answered"; readonly what: "allow" | "decline"; readonly helper: ParticipantId }
  | { readonly kind: "share-pressed" }
  | { readonly kind: "captured"; readonly surface: Surface }
  | { readonly kind: "capture-failed"; readonly fault: CaptureFault }
  | { readonly kind: "capture-ended" }
  | { readonly kind: "pick-accepted"; readonly surface: Surface }
  | { readonly kind: "pick-refused"; readonly surface: Surface; readonly fault: Fault }
  | { readonly kind: "picked-ended" }
  | { readonly kind: "pause-pressed" }
  | { readonly kind: "resume-pressed" }
  | { readonly kind: "stop-pressed" }
  | { readonly kind: "report-pressed" }
  | { readonly kind: "again-pressed" };

/** The page before a session, with the code that the address brought, if any. */
export function start(code: string | null): Sharer {
  return { at: "entering-code", entry: readCode(code ?? ""), redeeming: false, fault: null, nudge: false };
}

export function step(state: Sharer, event: SharerEvent | RoomEvent): Step<Sharer> {
  switch (state.at) {
    case "entering-code":
      return beforeSession(state, event);
    case "joining":
      return joining(state, event);
    case "in-session":
      return settleIn(inSession(state, event));
    default:
      return unreachable(state);
  }
}

function beforeSession(state: Extract<Sharer, { at: "entering-code" }>, event: SharerEvent | RoomEvent): Step<Sharer> {
  switch (event.kind) {
    case "code-typed":
      return typed({ ...state, entry: readCode(event.text), fault: null, nudge: false });
    case "timer": // A code that was typed to its end, and has rested, goes on by itself.
      return event.timer === "advance" && state.entry.at === "complete" && state.fault === null ? beforeSession(state, { kind: "continue-pressed" }) : to(state);
    case "continue-pressed":
      if (state.redeeming) return to(state);
      if (state.entry.at === "partial") return to({ ...state, nudge: true });
      return to({ ...state, redeeming: true, fault: null }, { kind: "redeem", code: state.entry.code });
    case "redeemed":
      return to({ at: "joining", session: event.session }, { kind: "read-view", session: event.session });
    case "refused":
      return to({ ...state, redeeming: false, fault: event.fault });
    case "view-read": // A session that this person was in before the page was loaded.
      return opened(event);
    case "captured": // The picker was answered after the session had ended.
      return to(state, { kind: "stop-capture" });
    default:
      return to(state);
  }
}

/** Whoever types the last character need not look for a button; whoever goes on typing is waited for. */
function typed(state: Extract<Sharer, { at: "entering-code" }>): Step<Sharer> {
  return to(state, state.entry.at === "complete" ? { kind: "wait", timer: "advance", ms: ADVANCE_MS } : { kind: "cancel-wait", timer: "advance" });
}

function joining(state: Extract<Sharer, { at: "joining" }>, event: SharerEvent | RoomEvent): Step<Sharer> {
  switch (event.kind) {
    case "view-read":
      return opened(event);
    case "refused":
    case "view-refused":
      return to({ at: "entering-code", entry: readCode(""), redeeming: false, fault: event.fault, nudge: false });
    default:
      return to(state);
  }
}

function opened({ view }: Extract<RoomEvent, { kind: "view-read" }>): Step<Sharer> {
  const room = enter(view);
  return settleIn(afterRoom({ at: "in-session", room: room.state, capture: { at: "none", fault: null }, held: false }, room, null));
}

function inSession(state: InSession, event: SharerEvent | RoomEvent): Step<Sharer> {
  const { room } = state;
  switch (event.kind) {
    case "allow-pressed":
      return room.armed ? inRoom(state, ask(room, "allow")) : to(state);
    case "decline-pressed":
      return inRoom(state, ask(room, "decline"));
    case "newcomer-answered": {
      // The answer is about the person on the page and nobody else, and Allow waits until they have been read.
      if (newcomer(room)?.participant !== event.helper || room.asked !== null || (event.what === "allow" && !room.armed)) return to(state);
      return to({ ...state, room: { ...room, asked: event.what, fault: null } }, { kind: "answer", session: room.view.id, what: event.what, helper: event.helper });
    }
    case "stop-pressed":
      return stop(state, "leave");
    case "report-pressed":
      return stop(state, "report");
    case "pause-pressed":
      return hold(state, true);
    case "resume-pressed":
      return hold(state, false);
    case "share-pressed":
    case "captured":
    case "capture-failed":
    case "capture-ended":
    case "pick-accepted":
    case "pick-refused":
    case "picked-ended":
      return onCapture(state, event);
    case "again-pressed":
      return room.ended === null ? to(state) : to(start(null));
    case "code-typed":
    case "continue-pressed":
    case "redeemed":
      return to(state);
    default:
      return afterRoom(state, roomStep(room, event), room);
  }
}

/** Ends at once on this page; the server, the node and the helper hear it by three ways. */
function stop(state: InSession, what: "leave" | "report"): Step<Sharer> {
  if (state.room.ended !== null) return to(state);
  const over = end(state.room, what === "report" ? "reported_suspicious" : "sharer_left", what === "report" ? "reported_suspicious" : "left");
  return inRoom({ ...state, capture: { at: "none", fault: null } }, { state: over.state, effects: [{ kind: "post", session: state.room.view.id, what }, ...over.effects] });
}

/** Pauses or goes on. A paused page sends no frame at all, whatever becomes of the messages. */
function hold(state: InSession, held: boolean): Step<Sharer> {
  const says: Effect[] = state.room.media.at === "up" ? [{ kind: "say", message: { type: held ? "pause" : "unpause" } }] : [];
  const asked = ask(state.room, held ? "pause" : "unpause", { kind: "hold-picture", held }, ...says);
  return inRoom({ ...state, held }, asked);
}

type CaptureEvent = Extract<SharerEvent, { kind: "share-pressed" | "captured" | "capture-failed" | "capture-ended" | "pick-accepted" | "pick-refused" | "picked-ended" }>;

function onCapture(state: InSession, event: CaptureEvent): Step<Sharer> {
  const { capture, room } = state;
  if (room.ended !== null) return to(state, { kind: "stop-capture" });
  switch (event.kind) {
    case "share-pressed":
      if (isJudged(capture)) return to(state);
      return to(capture.at === "none" ? { ...state, capture: { at: "asking" } } : state, { kind: "ask-for-screen" });
    case "captured": {
      const judged: Capture = capture.at === "running" ? { ...capture, next: event.surface } : { at: "judging", surface: event.surface };
      return to({ ...state, capture: judged }, report(room, { result: "picked", surface: event.surface }));
    }
    case "capture-failed": {
      if (capture.at === "running") return to(state); // The picker for something else was closed: what is shared stays shared.
      const result = event.fault === "user-cancelled" || event.fault === "needs-click" ? "cancelled" : "denied";
      return to({ ...state, capture: { at: "none", fault: event.fault } }, report(room, { result }));
    }
    case "capture-ended": {
      const next = capture.at === "running" ? capture.next : null;
      if (next !== null) return to({ ...state, capture: { at: "judging", surface: next } });
      return to({ ...state, capture: { at: "none", fault: null } }, report(room, { result: "ended" }));
    }
    case "pick-accepted":
      return accepted(state, event.surface);
    case "pick-refused":
      return refused(state, event);
    case "picked-ended":
      return withoutPicked(state, room);
    default:
      return unreachable(event);
  }
}

/** The server's yes: only now does the page show what was picked, in place of what it may have shared before. */
function accepted(state: InSession, surface: Surface): Step<Sharer> {
  if (judgedOf(state.capture) !== surface) return to(state); // About what runs already, which the server asked for.
  return to({ ...state, capture: { at: "running", surface, next: null }, room: { ...state.room, fault: null } }, { kind: "use-picked", held: state.held });
}

function refused(state: InSession, { surface, fault }: Extract<SharerEvent, { kind: "pick-refused" }>): Step<Sharer> {
  const room = { ...state.room, fault };
  if (judgedOf(state.capture) === surface) return withoutPicked(state, room);
  if (fault.is === "problem" && fault.problem.status === 409) return to(state); // The session has moved on; its view says where.
  return to({ ...state, capture: { at: "none", fault: null }, room }, { kind: "stop-capture" });
}

/** What was picked is gone; what was shared before stays shared. */
function withoutPicked(state: InSession, room: Room): Step<Sharer> {
  if (state.capture.at === "running") return to({ ...state, room, capture: { ...state.capture, next: null } }, { kind: "drop-picked" });
  // What was shared before ended while this was judged, so the server still believes that something is shared.
  const over = needsCapture(room) ? [report(room, { result: "ended" })] : [];
  return to({ ...state, room, capture: { at: "none", fault: null } }, { kind: "drop-picked" }, ...over);
}

const judgedOf = (capture: Capture): Surface | null => (capture.at === "judging" ? capture.surface : capture.at === "running" ? capture.next : null);
const isJudged = (capture: Capture): boolean => judgedOf(capture) !== null;

/** What the sharer's page adds to the room's own reaction. */
function afterRoom(state: InSession, stepped: Step<Room>, before: Room | null): Step<Sharer> {
  const room = stepped.state;
  const next: InSession = { ...state, room };
  if (room.ended !== null) return to({ ...next, capture: { at: "none", fault: null } }, ...stepped.effects);
  const effects: Effect[] = [...stepped.effects];
  const arrived = before === null || before.view.state !== room.view.state;
  const reconnected = room.media.at === "up" && before?.media.at !== "up";
  // A page without a capture cannot serve these states: it was reloaded, and the picker has to be opened again.
  if (arrived && state.capture.at === "none" && needsCapture(room)) effects.push(report(room, { result: "ended" }));
  // The server asks for a capture that this page still has.
  if (arrived && state.capture.at === "running" && room.view.state === "CAPTURE") effects.push(report(room, { result: "picked", surface: state.capture.surface }));
  if (reconnected && state.held && room.view.state !== "PAUSED") effects.push({ kind: "say", message: { type: "pause" } });
  // The server paused by itself, such as after an unanswered question: this page holds the picture too.
  const paused = room.view.state === "PAUSED" && before !== null && before.view.state !== "PAUSED" && !state.held;
  if (paused) effects.push({ kind: "hold-picture", held: true });
  const resumed = before?.view.state === "PAUSED" && room.view.state === "LIVE" && state.held && room.asked === null;
  if (resumed) effects.push({ kind: "hold-picture", held: false });
  return to({ ...next, held: paused ? true : resumed ? false : state.held }, ...effects);
}

function needsCapture({ view }: Room): boolean {
  return view.state === "CONNECTING" || view.state === "LIVE" || view.state === "PAUSED" || view.state === "INTERRUPTED";
}

const report = (room: Room, what: { result: "ended" | "cancelled" | "denied" } | { result: "picked"; surface: Surface }): Effect => ({ kind: "report-capture", session: room.view.id, report: what });

const inRoom = (state: InSession, stepped: Step<Room>): Step<Sharer> => within(stepped, (room): Sharer => ({ ...state, room }));

/** A sharer connects only with a capture in hand. */
function settleIn(stepped: Step<Sharer>): Step<Sharer> {
  const { state } = stepped;
  if (state.at !== "in-session") return stepped;
  return inRoom(state, settle({ state: state.room, effects: stepped.effects }, state.capture.at === "running"));
}
