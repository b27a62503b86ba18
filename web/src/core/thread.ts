/** The chat: one thread in the node's order, and what this page has said and not yet heard back. Never loses or doubles a line. */
import type { ChatLine, ChatRefusal, FromClient } from "../protocol/wire.ts";
import { CHAT_BYTES_MAX, CHAT_CODE_POINTS_MAX, CHAT_JSON_BYTES_MAX, CHAT_LINES_MAX, CHAT_PENDING_MAX } from "./limits.ts";

/** A message of this page without its echo. */
export type Pending = {
  readonly id: string;
  readonly text: string;
  readonly fate: { readonly is: "unsent" } | { readonly is: "sent" } | { readonly is: "refused"; readonly reason: ChatRefusal };
};

/** The thread as this page knows it: `lines` by `seq`, without doubles. */
export type Thread = { readonly lines: readonly ChatLine[]; readonly pending: readonly Pending[]; readonly unread: number; readonly reading: boolean };

export const EMPTY: Thread = { lines: [], pending: [], unread: 0, reading: false };

/** Why a text cannot be sent as it stands; `null` when it can. */
export function draftFault(text: string): "empty" | "too_long" | null {
  if (text.trim() === "") return "empty";
  const tooLong = codePoints(text) > CHAT_CODE_POINTS_MAX || utf8Bytes(text) > CHAT_BYTES_MAX || utf8Bytes(JSON.stringify(text)) > CHAT_JSON_BYTES_MAX;
  return tooLong ? "too_long" : null;
}

/** How many code points may still be typed; below zero when too many were. */
export function codePointsLeft(text: string): number {
  return CHAT_CODE_POINTS_MAX - codePoints(text);
}

/** Takes a text for sending; the thread comes back as it was when it cannot be taken. */
export function write(thread: Thread, id: string, text: string, connected: boolean): Thread {
  if (draftFault(text) !== null || thread.pending.length >= CHAT_PENDING_MAX) return thread;
  const whole = text.replace(/\p{Surrogate}/gu, "\ufffd"); // Half a surrogate pair is no text, and no JSON reader takes it.
  return { ...thread, pending: [...thread.pending, { id, text: whole, fate: { is: connected ? "sent" : "unsent" } }] };
}

/** Takes a line from the node: a new one, a repeated one, or the echo of an own one. */
export function take(thread: Thread, line: ChatLine, you: string): Thread {
  const pending = line.from === you ? thread.pending.filter(({ id }) => id !== line.id) : thread.pending;
  const earlier = thread.lines.filter(({ seq }) => seq < line.seq);
  const known = thread.lines[earlier.length]?.seq === line.seq;
  if (known) return { ...thread, pending };
  const lines = [...earlier, line, ...thread.lines.slice(earlier.length)].slice(-CHAT_LINES_MAX);
  const unread = line.from === you || thread.reading ? thread.unread : thread.unread + 1;
  return { ...thread, lines, pending, unread };
}

/** Marks a message as not taken by the node. */
export function refuse(thread: Thread, id: string, reason: ChatRefusal): Thread {
  return { ...thread, pending: thread.pending.map((entry) => (entry.id === id ? { ...entry, fate: { is: "refused", reason } } : entry)) };
}

/** Sends a refused message again. */
export function retry(thread: Thread, id: string, connected: boolean): Thread {
  const fate: Pending["fate"] = { is: connected ? "sent" : "unsent" };
  return { ...thread, pending: thread.pending.map((entry) => (entry.id === id && entry.fate.is === "refused" ? { ...entry, fate } : entry)) };
}

/** Lets a refused message go. */
export function discard(thread: Thread, id: string): Thread {
  return { ...thread, pending: thread.pending.filter((entry) => entry.id !== id || entry.fate.is !== "refused") };
}

/** The person looks at the thread, or away from it. */
export function read(thread: Thread, reading: boolean): Thread {
  return { ...thread, reading, unread: reading ? 0 : thread.unread };
}

/** What to say on a channel that has just opened: ask for what was missed, then repeat what was never echoed under the same ids. */
export function reopen(thread: Thread): { readonly thread: Thread; readonly say: readonly FromClient[] } {
  const waiting = thread.pending.filter(({ fate }) => fate.is !== "refused");
  const say: FromClient[] = [{ type: "resume", after: unbroken(thread.lines) }, ...waiting.map(({ id, text }): FromClient => ({ type: "chat", id, text }))];
  const pending = thread.pending.map((entry): Pending => (entry.fate.is === "unsent" ? { ...entry, fate: { is: "sent" } } : entry));
  return { thread: { ...thread, pending }, say };
}

/** The last `seq` before which nothing is missing. */
function unbroken(lines: readonly ChatLine[]): number {
  const first = lines[0];
  if (first === undefined || first.seq !== 1) return 0;
  const gap = lines.findIndex(({ seq }, place) => seq !== first.seq + place);
  return (gap === -1 ? lines.at(-1) : lines[gap - 1])?.seq ?? 0;
}

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const char of text) {
    const point = char.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4;
  }
  return bytes;
}
