/** The helper's side: from the code to the end. Never accepts before the warnings are acknowledged. */
import type { DeviceView, SessionCreated, SessionId, WarningKind, WarningView } from "../protocol/wire.ts";
import { formatCode } from "./code.ts";
import type { Wish } from "./effect.ts";
import type { Fault } from "./fault.ts";
import { COPIED_MS, LOOK_MS } from "./limits.ts";
import { unreachable } from "./never.ts";
import { type Room, type RoomEvent, ask, end, enter, settle, step as roomStep } from "./room.ts";
import { type Sample, type Statistics, take } from "./statistics.ts";
import { type Step, also, to, within } from "./step.ts";

export type Helper =
  /** `past`: the session that has just ended here; it is not gone back to. */
  | { readonly at: "idle"; readonly creating: boolean; readonly fault: Fault | null; readonly past: SessionId | null; readonly devices: Devices }
  | { readonly at: "opening"; readonly created: SessionCreated }
  | {
      readonly at: "in-session";
      readonly room: Room;
      /** What the server told once; gone after a reload. */
      readonly told: SessionCreated | null;
      readonly ticked: readonly WarningKind[];
      readonly copied: Copied | null;
      readonly statistics: Statistics;
    };

/** What the helper copies, and whether that worked. */
export type Copied = { readonly what: "code" | "link" | "watch"; readonly worked: boolean | null };

/** The devices that this person may read: not asked for, asked for, or here. */
export type Devices = null | "asked" | readonly DeviceView[];

type InSession = Extract<Helper, { at: "in-session" }>;

export type HelperEvent =
  | { readonly kind: "get-code-pressed"; readonly wish?: Wish }
  | { readonly kind: "devices-wanted" }
  | { readonly kind: "devices-read"; readonly devices: readonly DeviceView[] }
  | { readonly kind: "code-told"; readonly created: SessionCreated }
  | { readonly kind: "extend-pressed" }
  | { readonly kind: "renew-pressed" }
  | { readonly kind: "copy-pressed"; readonly what: "code" | "link" }
  | { readonly kind: "watch-link-pressed"; readonly link: string }
  | { readonly kind: "observe-pressed"; readonly session: SessionId }
  | { readonly kind: "observed"; readonly session: SessionId }
  | { readonly kind: "copied"; readonly worked: boolean }
  | { readonly kind: "warning-ticked"; readonly warning: WarningKind; readonly on: boolean }
  | { readonly kind: "accept-pressed" }
  | { readonly kind: "acknowledge-pressed" }
  | { readonly kind: "invite-pressed"; readonly username: string }
  | { readonly kind: "statistics-pressed" }
  | { readonly kind: "statistics-read"; readonly sample: Sample }
  | { readonly kind: "cancel-pressed" }
  | { readonly kind: "end-pressed" }
  | { readonly kind: "again-pressed" };

export const IDLE: Helper = { at: "idle", creating: false, fault: null, past: null, devices: null };

/** A session for whoever types the code. */
export const ANYBODY: Wish = { device: null, reason: "", ticket: "" };

export function step(state: Helper, event: HelperEvent | RoomEvent): Step<Helper> {
  const stepped = inState(state, event);
  // An idle page looks whether somebody asks this person into a session.
  return stepped.state.at === "idle" && state.at !== "idle" ? also(stepped, { kind: "wait", timer: "look", ms: LOOK_MS }) : stepped;
}

function inState(state: Helper, event: HelperEvent | RoomEvent): Step<Helper> {
  switch (state.at) {
    case "idle":
      return idle(state, event);
    case "opening":
      return opening(state, event);
    case "in-session":
      return settleIn(inSession(state, event));
    default:
      return unreachable(state);
  }
}

/** Whether Accept may be pressed: every warning that must be read has been ticked, none blocks, and the page has stood for a moment. */
export function mayAccept({ room, ticked }: InSession): boolean {
  const open = room.view.warnings.filter(({ severity, kind }) => severity === "block" || (severity === "warn" && !ticked.includes(kind)));
  return room.armed && open.length === 0 && !room.view.consent.accepted && room.asked === null;
}

/** The warnings that must be read and are not. */
export function unread({ view }: Room): readonly WarningView[] {
  return view.warnings.filter(({ severity, acknowledged: done }) => severity === "warn" && !done);
}

/** Whether what has come up may be acknowledged: each of it is ticked. */
export function mayAcknowledge({ room, ticked }: InSession): boolean {
  const open = unread(room);
  return open.length > 0 && open.every(({ kind }) => ticked.includes(kind)) && room.asked === null;
}

function idle(state: Extract<Helper, { at: "idle" }>, event: HelperEvent | RoomEvent): Step<Helper> {
  switch (event.kind) {
    case "get-code-pressed":
      return state.creating ? to(state) : to({ ...state, creating: true, fault: null }, { kind: "create-session", wish: event.wish ?? ANYBODY });
    case "devices-wanted":
      return state.devices === null ? to({ ...state, devices: "asked" }, { kind: "read-devices" }) : to(state);
    case "devices-read":
      return to({ ...state, devices: [...event.devices].sort((one, other) => one.name.localeCompare(other.name)) });
    case "observe-pressed":
      return state.creating ? to(state) : to({ ...state, creating: true, fault: null }, { kind: "observe", session: event.session });
    case "observed":
      return to(state, { kind: "read-view", session: event.session });
    case "code-told":
      return to({ at: "opening", created: event.created }, { kind: "read-view", session: event.created.id });
    case "refused":
      return to({ ...state, creating: false, fault: event.fault });
    case "view-refused": // After asking to look on; otherwise the next look says more.
      return to({ ...state, creating: false, fault: state.creating ? event.fault : state.fault });
    case "view-read": // A session that this person was in before the page was loaded.
      return opened(event, null);
    default:
      return to(state);
  }
}

function opening(state: Extract<Helper, { at: "opening" }>, event: HelperEvent | RoomEvent): Step<Helper> {
  switch (event.kind) {
    case "view-read":
      return opened(event, state.created);
    case "refused":
    case "view-refused":
      return to({ ...IDLE, fault: event.fault });
    default:
      return to(state);
  }
}

function opened({ view }: Extract<RoomEvent, { kind: "view-read" }>, told: SessionCreated | null): Step<Helper> {
  return settleIn(within(enter(view), (room): Helper => ({ at: "in-session", room, told, ticked: acknowledged(room), copied: null, statistics: null })));
}

function inSession(state: InSession, event: HelperEvent | RoomEvent): Step<Helper> {
  const { room } = state;
  switch (event.kind) {
    case "code-told":
      return to({ ...state, told: event.created.code === "" ? kept(state.told, event.created) : event.created, room: { ...room, asked: null } }, { kind: "read-view", session: room.view.id });
    case "extend-pressed":
      return to({ ...state, room: { ...room, asked: "extend-code", fault: null } }, { kind: "new-code", session: room.view.id, how: "extend-code" });
    case "renew-pressed":
      return to({ ...state, room: { ...room, asked: "renew-code", fault: null } }, { kind: "new-code", session: room.view.id, how: "renew-code" });
    case "copy-pressed":
    case "watch-link-pressed":
    case "copied":
      return copying(state, event);
    case "timer":
      return event.timer === "copied" ? to({ ...state, copied: null }) : inRoom(state, roomStep(room, event));
    case "warning-ticked":
      return to({ ...state, ticked: event.on ? [...state.ticked, event.warning] : state.ticked.filter((kind) => kind !== event.warning) });
    case "accept-pressed":
      return accept(state);
    case "acknowledge-pressed":
      return goOn(state);
    case "invite-pressed": {
      const username = event.username.trim();
      if (username === "" || room.asked !== null) return to(state);
      return to({ ...state, room: { ...room, asked: "invite", fault: null } }, { kind: "invite", session: room.view.id, username });
    }
    case "statistics-pressed":
      return state.statistics === null ? to({ ...state, statistics: { last: null, shown: null } }, { kind: "watch-statistics", on: true }) : to({ ...state, statistics: null }, { kind: "watch-statistics", on: false });
    case "statistics-read":
      return to({ ...state, statistics: take(state.statistics, event.sample) });
    case "cancel-pressed":
      return inRoom(state, finish(room, "cancel"));
    case "end-pressed":
      return inRoom(state, finish(room, "leave"));
    case "again-pressed":
      return room.ended === null ? to(state) : to({ ...IDLE, past: room.view.id });
    case "get-code-pressed":
    case "devices-wanted":
    case "devices-read":
    case "observe-pressed":
    case "observed":
      return to(state);
    default:
      return settleTicks(room, inRoom(state, roomStep(room, event)));
  }
}

/** A warning that has become another one must be read and ticked again. */
function settleTicks(before: Room, stepped: Step<Helper>): Step<Helper> {
  const { state, effects } = stepped;
  if (state.at !== "in-session" || state.room.view === before.view) return stepped;
  const wasRead = (kind: WarningKind): boolean => before.view.warnings.some((warning) => warning.kind === kind && warning.acknowledged);
  const again = unread(state.room).filter(({ kind }) => wasRead(kind)).map(({ kind }) => kind);
  return to({ ...state, ticked: state.ticked.filter((kind) => !again.includes(kind)) }, ...effects);
}

function copying(state: InSession, event: Extract<HelperEvent, { kind: "copy-pressed" | "watch-link-pressed" | "copied" }>): Step<Helper> {
  const { told, copied } = state;
  if (event.kind === "copied") return copied === null ? to(state) : to({ ...state, copied: { ...copied, worked: event.worked } }, { kind: "wait", timer: "copied", ms: COPIED_MS });
  if (event.kind === "watch-link-pressed") return to({ ...state, copied: { what: "watch", worked: null } }, { kind: "copy", text: event.link });
  if (told === null) return to(state);
  return to({ ...state, copied: { what: event.what, worked: null } }, { kind: "copy", text: event.what === "code" ? formatCode(told.code) : told.link });
}

function accept(state: InSession): Step<Helper> {
  if (!mayAccept(state)) return to(state);
  const acknowledge = state.room.view.warnings.filter(({ severity, acknowledged: done }) => severity === "warn" && !done).map(({ kind }) => kind);
  const room: Room = { ...state.room, asked: "accept", fault: null };
  return to({ ...state, room }, { kind: "accept", session: room.view.id, acknowledge });
}

/** After the trust screen: reads what has come up since; until then no picture comes. */
function goOn(state: InSession): Step<Helper> {
  if (!mayAcknowledge(state)) return to(state);
  const room: Room = { ...state.room, asked: "acknowledge", fault: null };
  return to({ ...state, room }, { kind: "acknowledge", session: room.view.id, warnings: unread(room).map(({ kind }) => kind) });
}

/** Ends at once on this page; the server, the node and the sharer hear it by three ways. */
function finish(room: Room, what: "cancel" | "leave"): Step<Room> {
  if (room.ended !== null) return to(room);
  const over = end(room, what === "cancel" ? "helper_cancelled" : "helper_left", "left");
  return { state: over.state, effects: [...ask(room, what).effects, ...over.effects] };
}

function kept(told: SessionCreated | null, fresh: SessionCreated): SessionCreated | null {
  return told === null ? null : { ...told, expiresAt: fresh.expiresAt };
}

function acknowledged({ view }: Room): readonly WarningKind[] {
  return view.warnings.filter((warning) => warning.acknowledged).map(({ kind }) => kind);
}

const inRoom = (state: InSession, stepped: Step<Room>): Step<Helper> => within(stepped, (room): Helper => ({ ...state, room }));

/** A helper connects as soon as they may. */
function settleIn(stepped: Step<Helper>): Step<Helper> {
  const { state } = stepped;
  return state.at === "in-session" ? inRoom(state, settle({ state: state.room, effects: stepped.effects }, true)) : stepped;
}
