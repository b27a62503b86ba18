/** The chat: one thread in the node's order, and what this page has said and not yet heard back. Never loses or doubles a line. */
import type { ChatLine, ChatRefusal, FromClient } from "../protocol/wire.ts";
import { CHAT_BYTES_MAX, CHAT_CODE_POINTS_MAX, CHAT_JSON_BYTES_MAX, CHAT_LINES_MAX, CHAT_PENDING_MAX, THREAD_GIVEN_BYTES_MAX, THREAD_PIECE_BYTES_MAX } from "./limits.ts";

/** A message of this page without its echo. */
export type Pending = {
  readonly id: string;
  readonly text: string;
  /** It came too fast: it rests before it is sent again by itself, or it was. */
  readonly again?: "rests" | "sent";
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

/** How many code points at the end must go before the text can be sent: there may be too many, or they may take too many bytes. */
export function codePointsOver(text: string): number {
  const bytes = Math.max(utf8Bytes(text) - CHAT_BYTES_MAX, utf8Bytes(JSON.stringify(text)) - CHAT_JSON_BYTES_MAX);
  const points = Array.from(text).reverse();
  let [freed, cut] = [0, 0];
  for (const point of points) {
    if (freed >= bytes) break;
    freed += utf8Bytes(point);
    cut += 1;
  }
  return Math.max(0, cut, -codePointsLeft(text));
}

/** Takes a text for sending, behind those that rest; the thread comes back as it was when it cannot be taken. */
export function write(thread: Thread, id: string, text: string, connected: boolean): Thread {
  if (draftFault(text) !== null || thread.pending.length >= CHAT_PENDING_MAX) return thread;
  const whole = text.replace(/\p{Surrogate}/gu, "\ufffd"); // Half a surrogate pair is no text, and no JSON reader takes it.
  const queues = connected && thread.pending.some(({ again }) => again === "rests");
  const entry: Pending = { id, text: whole, fate: { is: connected ? "sent" : "unsent" }, ...(queues ? { again: "rests" } : {}) };
  return { ...thread, pending: [...thread.pending, entry] };
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

/** Lets a message that came too fast rest, to be sent again by itself; `null` when it was before. */
export function rest(thread: Thread, id: string): Thread | null {
  const entry = thread.pending.find((pending) => pending.id === id);
  if (entry === undefined || entry.fate.is !== "sent" || entry.again !== undefined) return null;
  return { ...thread, pending: thread.pending.map((pending) => (pending === entry ? { ...entry, again: "rests" } : pending)) };
}

/** Sends the first message that rests again; `more` says whether others do. */
export function wake(thread: Thread): { readonly thread: Thread; readonly say: readonly FromClient[]; readonly more: boolean } {
  const [first, ...others] = thread.pending.filter(({ again }) => again === "rests");
  if (first === undefined) return { thread, say: [], more: false };
  const pending = thread.pending.map((entry): Pending => (entry === first ? { ...first, again: "sent" } : entry));
  return { thread: { ...thread, pending }, say: [{ type: "chat", id: first.id, text: first.text }], more: others.length > 0 };
}

/** Marks a message as not taken by the node. */
export function refuse(thread: Thread, id: string, reason: ChatRefusal): Thread {
  return { ...thread, pending: thread.pending.map((entry) => (entry.id === id ? { ...entry, fate: { is: "refused", reason } } : entry)) };
}

/** Sends a refused message again. */
export function retry(thread: Thread, id: string, connected: boolean): Thread {
  const fate: Pending["fate"] = { is: connected ? "sent" : "unsent" };
  const sent = (entry: Pending): Pending => ({ id: entry.id, text: entry.text, fate });
  return { ...thread, pending: thread.pending.map((entry) => (entry.id === id && entry.fate.is === "refused" ? sent(entry) : entry)) };
}

/** Lets a refused message go. */
export function discard(thread: Thread, id: string): Thread {
  return { ...thread, pending: thread.pending.filter((entry) => entry.id !== id || entry.fate.is !== "refused") };
}

/** The person looks at the thread, or away from it. */
export function read(thread: Thread, reading: boolean): Thread {
  return { ...thread, reading, unread: reading ? 0 : thread.unread };
}

/** What to say on a channel that has just opened: give the thread back, in case the node is a new one; ask for what was missed; then repeat what was never echoed under the same ids. */
export function reopen(thread: Thread): { readonly thread: Thread; readonly say: readonly FromClient[] } {
  const waiting = thread.pending.filter(({ fate }) => fate.is !== "refused");
  const after = unbroken(thread.lines);
  const say: FromClient[] = [...pieces(thread.lines.slice(0, after)), { type: "resume", after }, ...waiting.map(({ id, text }): FromClient => ({ type: "chat", id, text }))];
  const pending = thread.pending.map(({ id, text, fate }): Pending => ({ id, text, fate: fate.is === "unsent" ? { is: "sent" } : fate }));
  return { thread: { ...thread, pending }, say };
}

/** The lines from the first on in messages that a node takes; it skips those that it has, and checks the others by their seals. */
function pieces(lines: readonly ChatLine[]): readonly FromClient[] {
  const given: ChatLine[][] = [];
  let [bytes, total] = [0, 0];
  for (const line of lines) {
    const more = utf8Bytes(JSON.stringify(line)) + 1;
    total += more;
    if (total > THREAD_GIVEN_BYTES_MAX) break;
    const last = given.at(-1);
    if (last === undefined || bytes + more > THREAD_PIECE_BYTES_MAX) {
      given.push([line]);
      bytes = more;
    } else {
      last.push(line);
      bytes += more;
    }
  }
  return given.map((piece): FromClient => ({ type: "thread", lines: piece }));
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
