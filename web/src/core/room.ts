/** One person's side of a session, the same for both parts: what the server, the node and the connection say, and the chat. Never decides consent. */
import type { ChatLine, EndReason, FromNode, LiveDown, OtherPerson, RosterEntry, SessionView, VideoCodec } from "../protocol/wire.ts";
import type { Asked, Effect, Part, Post, Timer } from "./effect.ts";
import { type Fault, isGone } from "./fault.ts";
import { ARM_MS, CHAT_REST_MS, CHAT_REST_MS_MAX, POLL_MS, RETRY_MS, SILENCE_LOST_MS, SILENCE_MS, SILENCE_WITHOUT_LIVE_MS, STUCK_MS } from "./limits.ts";
import { unreachable } from "./never.ts";
import { type Step, also, to } from "./step.ts";
import * as thread from "./thread.ts";
import { millis, type Millis } from "./time.ts";

/** What the node last said about the sharer's picture. */
export type Picture =
  | { readonly is: "flowing" }
  | { readonly is: "quiet"; readonly since: Millis }
  | { readonly is: "interrupted"; readonly since: Millis }
  | { readonly is: "paused"; readonly since: Millis };

/** The node's word on how well the picture gets through, with the numbers of that moment. */
export type Quality = Pick<Extract<FromNode, { type: "quality" }>, "level" | "rtt_ms" | "lost_per_mille" | "bitrate_bps">;

/** The connection to the node. */
export type Media =
  | { readonly at: "off" }
  | { readonly at: "connecting"; readonly attempt: number }
  | { readonly at: "up" }
  | { readonly at: "waiting"; readonly attempt: number; readonly since: Millis };

/** Who is connected, by the node's word; names come from the view. */
export type Roster = { readonly version: number; readonly participants: readonly RosterEntry[]; readonly told: boolean };

/** Why a room is over on this page; somebody who came later and was never let in learns no more than that. */
export type Ending = EndReason | "not_let_in";

export type Room = {
  readonly view: SessionView;
  /** The first word on the end, from whoever brought it. */
  readonly ended: Ending | null;
  readonly live: "up" | "down";
  readonly media: Media;
  /** Since when nothing at all has come from the node. */
  readonly silence: Millis | null;
  readonly picture: Picture;
  readonly pictureShown: boolean;
  /** How well the picture gets through, by the node's last word. */
  readonly quality: Quality | null;
  /** What the sharer's browser sends, when this browser cannot show it. */
  readonly unshown: VideoCodec | null;
  readonly thread: thread.Thread;
  readonly roster: Roster | null;
  /** The request that a button has started. */
  readonly asked: Asked | null;
  readonly fault: Fault | null;
  /** Whether Allow and Accept may be pressed yet. */
  readonly armed: boolean;
  /** Since when the state lasted for which a seemingly live connection was made anew. */
  readonly unstuck: string | null;
};

export type RoomEvent =
  | { readonly kind: "view-read"; readonly view: SessionView }
  | { readonly kind: "live-said"; readonly message: LiveDown }
  | { readonly kind: "live-up" }
  | { readonly kind: "live-down" }
  | { readonly kind: "channel-up" }
  | { readonly kind: "media-failed"; readonly now: Millis }
  | { readonly kind: "node-silent"; readonly forMs: number; readonly now: Millis }
  | { readonly kind: "node-said"; readonly message: FromNode; readonly now: Millis }
  | { readonly kind: "timer"; readonly timer: Timer }
  | { readonly kind: "network-back" }
  | { readonly kind: "posted"; readonly what: Asked }
  | { readonly kind: "refused"; readonly fault: Fault }
  | { readonly kind: "view-refused"; readonly fault: Fault }
  | { readonly kind: "confirm-pressed" }
  | { readonly kind: "chat-written"; readonly id: string; readonly text: string }
  | { readonly kind: "chat-retried"; readonly id: string }
  | { readonly kind: "chat-discarded"; readonly id: string }
  | { readonly kind: "chat-read"; readonly reading: boolean }
  | { readonly kind: "roster-shown"; readonly version: number }
  | { readonly kind: "picture-shown" };

/** A room from the first view of it; the session is followed from here on. */
export function enter(view: SessionView): Step<Room> {
  const room: Room = {
    view,
    ended: null,
    live: "down",
    media: { at: "off" },
    silence: null,
    picture: { is: "flowing" },
    pictureShown: false,
    quality: null,
    unshown: null,
    thread: thread.EMPTY,
    roster: null,
    asked: null,
    fault: null,
    armed: false,
    unstuck: null,
  };
  return also(onView(room, view), ...(view.state === "ENDED" ? [] : [{ kind: "follow", session: view.id } as const]));
}

export function step(room: Room, event: RoomEvent): Step<Room> {
  switch (event.kind) {
    case "view-read":
      return onView(room, event.view);
    case "live-said":
      return onLive(room, event.message);
    case "live-up":
      return to({ ...room, live: "up" }, { kind: "cancel-wait", timer: "poll" }, { kind: "read-view", session: room.view.id });
    case "live-down":
      return to({ ...room, live: "down" }, { kind: "wait", timer: "poll", ms: POLL_MS });
    case "channel-up":
      return onChannelUp(room);
    case "media-failed":
      return onMediaFailed(room, event.now);
    case "node-silent":
      return onSilence(room, event.forMs, event.now);
    case "node-said":
      return onNode(room, event.message, event.now);
    case "timer":
      return onTimer(room, event.timer);
    case "network-back":
      return room.media.at === "waiting" ? to({ ...room, media: { at: "off" } }, { kind: "cancel-wait", timer: "retry" }) : to(room);
    case "posted":
      return to({ ...room, asked: null }, { kind: "read-view", session: room.view.id });
    case "refused":
      return to({ ...room, asked: null, fault: event.fault }, { kind: "read-view", session: room.view.id });
    case "confirm-pressed":
      return ask(room, "confirm");
    case "view-refused":
      return isGone(event.fault) ? end(room, goneReason(room)) : to(room, { kind: "wait", timer: "poll", ms: POLL_MS });
    case "chat-written":
    case "chat-retried":
    case "chat-discarded":
    case "chat-read":
      return onChat(room, event);
    case "roster-shown":
      return onRosterShown(room, event.version);
    case "picture-shown":
      return to({ ...room, pictureShown: true });
    default:
      return unreachable(event);
  }
}

/** Sends a button's request and remembers that it runs. */
export function ask(room: Room, what: Post, ...effects: readonly Effect[]): Step<Room> {
  return to({ ...room, asked: what, fault: null }, ...effects, { kind: "post", session: room.view.id, what });
}

/** Ends the room on this page, at once and once. */
export function end(room: Room, reason: Ending, goodbye: "left" | "reported_suspicious" | null = null): Step<Room> {
  if (room.ended !== null) return to(room);
  const waits: Effect[] = (["arm", "retry", "stuck", "poll", "chat"] as const).map((timer) => ({ kind: "cancel-wait", timer }));
  const state: Room = { ...room, ended: reason, media: { at: "off" }, asked: null, fault: null };
  return to(state, { kind: "disconnect", goodbye }, { kind: "stop-capture" }, { kind: "unfollow" }, { kind: "watch-statistics", on: false }, { kind: "guard", awake: false, leaving: false }, ...waits);
}

/** Connects when the person wants to, may, and is not connected. */
export function settle({ state: room, effects }: Step<Room>, wants: boolean): Step<Room> {
  const connects = room.ended === null && wants && room.view.you.mayConnect && room.media.at === "off";
  if (!connects) return to(room, ...effects);
  return to({ ...room, media: { at: "connecting", attempt: 0 } }, ...effects, { kind: "connect", session: room.view.id, part: part(room) });
}

/** Which of the two parts this page plays; observers look on like helpers. */
export function part(room: Room): Part {
  return room.view.you.role === "sharer" ? "sharer" : "helper";
}

/** Somebody who wants to come in while the session runs: the sharer is asked about them. */
export function newcomer({ view }: Pick<Room, "view">): OtherPerson | null {
  return view.you.role === "sharer" && view.state !== "TRUST" ? (view.others.find(({ allowed }) => !allowed) ?? null) : null;
}

/** Whether a helper or observer who came later still waits for both answers. */
export function isWaitingIn({ view }: Pick<Room, "view">): boolean {
  return view.you.role !== "sharer" && isRunning(view) && !(view.consent.allowed && view.consent.accepted);
}

/** A helper's or observer's seat can go while the session stays; the server then says no more than that it is not theirs. */
const goneReason = ({ view }: Room): Ending => {
  if (isWaitingIn({ view }) && !view.consent.allowed) return "not_let_in";
  return view.you.role === "sharer" || view.state === "OPEN" || view.state === "JOINING" ? "service_error" : "access_revoked";
};

/** Whom a question on this page is about at this moment; another one is read anew before it can be answered. */
function facing(view: SessionView): string | null {
  if (view.state === "TRUST") return "TRUST";
  const room = { view };
  if (view.you.role !== "sharer") return isWaitingIn(room) ? "own" : null;
  return newcomer(room)?.participant ?? null;
}

/** Whether every other person in the roster can be named; only then may the page say that it shows them. */
export function isNamed({ view }: Room, roster: Roster): boolean {
  const known = new Set([view.you.participant, ...view.others.map(({ participant }) => participant)]);
  return roster.participants.every(({ id }) => known.has(id));
}

function onView(room: Room, view: SessionView): Step<Room> {
  if (room.ended !== null || view.id !== room.view.id || view.version < room.view.version) return to(room);
  if (view.state === "ENDED") return end({ ...room, view }, view.endReason ?? "service_error");
  const recovered = view.state === "LIVE" && room.view.state !== "LIVE";
  const faces = facing(view);
  const began = faces !== null && (view === room.view || facing(room.view) !== faces);
  const next: Room = {
    ...room,
    view,
    picture: recovered ? { is: "flowing" } : room.picture,
    armed: faces !== null && !began ? room.armed : false,
  };
  const effects: Effect[] = [{ kind: "guard", awake: isRunning(view), leaving: isRunning(view) }];
  if (began) effects.push({ kind: "wait", timer: "arm", ms: ARM_MS });
  if (looksStuck(next)) effects.push({ kind: "wait", timer: "stuck", ms: STUCK_MS });
  return to(next, ...effects);
}

function onLive(room: Room, message: LiveDown): Step<Room> {
  if (message.state === "ENDED" && message.reason !== undefined) return end(room, message.reason);
  return message.version === room.view.version ? to(room) : to(room, { kind: "read-view", session: room.view.id });
}

function onChannelUp(room: Room): Step<Room> {
  if (room.ended !== null) return to(room);
  const opened = thread.reopen(room.thread);
  const next: Room = { ...room, media: { at: "up" }, silence: null, thread: opened.thread, roster: null, picture: { is: "flowing" }, quality: null, unshown: null };
  return to(next, ...opened.say.map((message): Effect => ({ kind: "say", message })), { kind: "read-view", session: room.view.id });
}

function onMediaFailed(room: Room, now: Millis): Step<Room> {
  if (room.ended !== null) return to(room);
  const attempt = room.media.at === "connecting" || room.media.at === "waiting" ? room.media.attempt + 1 : 0;
  const since = room.media.at === "waiting" ? room.media.since : now;
  const ms = RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)] ?? POLL_MS;
  return to({ ...room, media: { at: "waiting", attempt, since }, silence: null, pictureShown: false }, { kind: "wait", timer: "retry", ms }, { kind: "read-view", session: room.view.id });
}

/** The node says something at least once a second, if only that it got the page's beat. */
function onSilence(room: Room, forMs: number, now: Millis): Step<Room> {
  if (room.media.at !== "up") return to(room);
  if (forMs >= SILENCE_LOST_MS) return onMediaFailed(room, now - forMs);
  const silent = forMs >= (room.live === "up" ? SILENCE_MS : SILENCE_WITHOUT_LIVE_MS);
  return silent === (room.silence !== null) ? to(room) : to({ ...room, silence: silent ? now - forMs : null });
}

function onTimer(room: Room, timer: Timer): Step<Room> {
  if (room.ended !== null) return to(room);
  switch (timer) {
    case "arm":
      return to({ ...room, armed: facing(room.view) !== null });
    case "poll":
      return to(room, { kind: "read-view", session: room.view.id }, ...(room.live === "up" ? [] : [{ kind: "wait", timer: "poll", ms: POLL_MS } as const]));
    case "copied":
    case "start":
    case "about":
    case "look":
    case "advance":
      return to(room);
    case "chat": {
      if (room.media.at !== "up") return to(room);
      const woken = thread.wake(room.thread);
      const more: Effect[] = woken.more ? [{ kind: "wait", timer: "chat", ms: CHAT_REST_MS }] : [];
      return to({ ...room, thread: woken.thread }, ...woken.say.map((message): Effect => ({ kind: "say", message })), ...more);
    }
    case "retry": {
      if (room.media.at !== "waiting") return to(room);
      if (!room.view.you.mayConnect) return to({ ...room, media: { at: "off" } });
      return to({ ...room, media: { at: "connecting", attempt: room.media.attempt } }, { kind: "connect", session: room.view.id, part: part(room) });
    }
    case "stuck":
      if (!looksStuck(room)) return to(room);
      return to({ ...room, media: { at: "connecting", attempt: 0 }, unstuck: room.view.since }, { kind: "connect", session: room.view.id, part: part(room) });
    default:
      return unreachable(timer);
  }
}

function onNode(room: Room, message: FromNode, now: Millis): Step<Room> {
  switch (message.type) {
    case "roster":
      return onRoster(room, { version: message.version, participants: message.participants, told: false });
    case "chat":
      return to({ ...room, thread: thread.take(room.thread, lineOf(message), room.view.you.participant) });
    case "chat_refused":
      return onChatRefused(room, message);
    case "paused":
      return to({ ...room, picture: { is: "paused", since: now } });
    case "unpaused":
    case "back":
      return to({ ...room, picture: { is: "flowing" } });
    case "quiet":
      return to({ ...room, picture: room.picture.is === "flowing" ? { is: "quiet", since: millis(message.since) ?? now } : room.picture });
    case "interrupted":
      return to({ ...room, picture: { is: "interrupted", since: millis(message.since) ?? now } });
    case "ended":
      return end(room, message.reason);
    case "move":
      return to({ ...room, media: { at: "connecting", attempt: 0 } }, { kind: "connect", session: room.view.id, part: part(room) });
    case "quality": {
      const { level, rtt_ms: rtt, lost_per_mille: lost, bitrate_bps: bitrate } = message;
      return to({ ...room, quality: { level, lost_per_mille: lost, bitrate_bps: bitrate, ...(rtt === undefined ? {} : { rtt_ms: rtt }) } });
    }
    case "codec":
      return to({ ...room, unshown: message.shown ? null : message.name });
    default:
      return unreachable(message);
  }
}

/** What came too fast is sent again by itself, once; whatever else is refused, the person is told. */
function onChatRefused(room: Room, { id, reason, retry_after_ms: ms }: Extract<FromNode, { type: "chat_refused" }>): Step<Room> {
  const resting = reason === "too_fast" && ms !== undefined && ms <= CHAT_REST_MS_MAX ? thread.rest(room.thread, id) : null;
  if (resting === null || ms === undefined) return to({ ...room, thread: thread.refuse(room.thread, id, reason) });
  return to({ ...room, thread: resting }, { kind: "wait", timer: "chat", ms });
}

function onRoster(room: Room, roster: Roster): Step<Room> {
  if (room.roster !== null && roster.version < room.roster.version) return to(room);
  const next = { ...room, roster };
  return isNamed(room, roster) ? to(next) : to(next, { kind: "read-view", session: room.view.id });
}

function onRosterShown(room: Room, version: number): Step<Room> {
  const { roster } = room;
  if (roster === null || roster.version !== version || roster.told || room.media.at !== "up" || !isNamed(room, roster)) return to(room);
  return to({ ...room, roster: { ...roster, told: true } }, { kind: "say", message: { type: "roster_seen", version } });
}

type ChatEvent = Extract<RoomEvent, { kind: "chat-written" | "chat-retried" | "chat-discarded" | "chat-read" }>;

function onChat(room: Room, event: ChatEvent): Step<Room> {
  const connected = room.media.at === "up";
  switch (event.kind) {
    case "chat-read":
      return to({ ...room, thread: thread.read(room.thread, event.reading) });
    case "chat-discarded":
      return to({ ...room, thread: thread.discard(room.thread, event.id) });
    case "chat-written":
      return sayIfNew(room, thread.write(room.thread, event.id, event.text, connected), event.id);
    case "chat-retried":
      return sayIfNew(room, thread.retry(room.thread, event.id, connected), event.id);
    default:
      return unreachable(event);
  }
}

function sayIfNew(room: Room, next: thread.Thread, id: string): Step<Room> {
  const entry = next.pending.find((pending) => pending.id === id);
  const goes = next !== room.thread && entry?.fate.is === "sent" && entry.again !== "rests";
  return to({ ...room, thread: next }, ...(goes ? [{ kind: "say", message: { type: "chat", id, text: entry.text } } as const] : []));
}

/** The node's line without the envelope's `type`. */
function lineOf({ seq, id, from, at, text, mac }: ChatLine): ChatLine {
  return { seq, id, from, at, text, mac };
}

/** From the picker on until the end: worth keeping the screen awake, and worth a question before leaving. */
function isRunning({ state }: SessionView): boolean {
  return state !== "OPEN" && state !== "JOINING" && state !== "TRUST" && state !== "ENDED";
}

/** The channel is up and yet the session waits for this person's connection. */
function looksStuck({ view, media, unstuck }: Room): boolean {
  const waits = view.state === "CONNECTING" || (view.you.role === "sharer" ? view.state === "INTERRUPTED" : view.state === "HELPER_LOST");
  return waits && media.at === "up" && view.you.mayConnect && unstuck !== view.since;
}
