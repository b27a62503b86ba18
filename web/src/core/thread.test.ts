import { describe, expect, it } from "vitest";
import { line } from "./fixtures.ts";
import { CHAT_BYTES_MAX, CHAT_PENDING_MAX } from "./limits.ts";
import { EMPTY, type Thread, codePointsLeft, codePointsOver, discard, draftFault, read, refuse, reopen, rest, retry, take, wake, write } from "./thread.ts";

const ME = "par_sami";
const seqs = (thread: Thread): readonly number[] => thread.lines.map(({ seq }) => seq);

describe("the chat", () => {
  it("lets what is written later rest behind what rests", () => {
    const resting = rest(write(EMPTY, "a", "one", true), "a") ?? EMPTY;

    const queued = write(resting, "b", "two", true);
    const first = wake(queued);
    const second = wake(first.thread);

    expect(first.say).toEqual([{ type: "chat", id: "a", text: "one" }]);
    expect(first.more).toBe(true);
    expect(second.say).toEqual([{ type: "chat", id: "b", text: "two" }]);
  });

  it("counts how much must go of what takes too many bytes", () => {
    expect(codePointsOver("\u{1f600}".repeat(4_000))).toBe(4_000 - CHAT_BYTES_MAX / 4);
    expect(codePointsOver("x".repeat(4_002))).toBe(2);
    expect(codePointsOver("x".repeat(4_000))).toBe(0);
  });

  it("keeps the node's order whatever order lines come in", () => {
    const thread = [3, 1, 2].reduce((state, seq) => take(state, line(seq), ME), EMPTY);

    expect(seqs(thread)).toEqual([1, 2, 3]);
  });

  it("never doubles a line", () => {
    const thread = [1, 2, 2, 1].reduce((state, seq) => take(state, line(seq), ME), EMPTY);

    expect(seqs(thread)).toEqual([1, 2]);
    expect(thread.unread).toBe(2);
  });

  it("takes the echo of an own message as its acknowledgement", () => {
    const written = write(EMPTY, "a", "hello", true);

    const echoed = take(written, line(1, { id: "a", from: ME, text: "hello" }), ME);

    expect(echoed.pending).toEqual([]);
    expect(echoed.unread).toBe(0);
  });

  it("does not take another person's line with the same id as an echo", () => {
    const written = write(EMPTY, "a", "hello", true);

    expect(take(written, line(1, { id: "a", from: "par_hanna" }), ME).pending).toHaveLength(1);
  });

  it("gives a node that may be a new one the thread back, in pieces that it takes", () => {
    const long = Array.from({ length: 40 }, (_, place) => line(place + 1, { text: "ü".repeat(1_500) }));
    const known = long.reduce((state, next) => take(state, next, ME), EMPTY);

    const { say } = reopen(known);

    const given = say.filter((message) => message.type === "thread");
    expect(given.flatMap(({ lines }) => lines)).toEqual(long);
    for (const message of given) expect(new TextEncoder().encode(JSON.stringify(message)).length).toBeLessThanOrEqual(16 * 1024);
    expect(say.at(-1)).toEqual({ type: "resume", after: 40 });
  });

  it("gives only so much of a long thread back, and nothing behind a gap", () => {
    const long = Array.from({ length: 200 }, (_, place) => line(place + 1, { text: "x".repeat(3_000) }));
    const given = (lines: typeof long): number => reopen(lines.reduce((state, next) => take(state, next, ME), EMPTY)).say.reduce((sum, message) => sum + (message.type === "thread" ? message.lines.length : 0), 0);

    expect(given(long)).toBeGreaterThan(30);
    expect(given(long)).toBeLessThan(45);
    expect(given([line(1), line(3)])).toBe(1);
    expect(given([line(2)])).toBe(0);
  });

  it("sends what came too fast again by itself, once and one by one", () => {
    const two = write(write(EMPTY, "a", "one", true), "b", "two", true);
    const resting = rest(rest(two, "a") ?? two, "b") ?? two;

    const first = wake(resting);
    const second = wake(first.thread);

    expect(first).toMatchObject({ say: [{ id: "a" }], more: true });
    expect(second).toMatchObject({ say: [{ id: "b" }], more: false });
    expect(wake(second.thread).say).toEqual([]);
    expect(rest(second.thread, "a")).toBeNull();
    expect(rest(retry(refuse(second.thread, "a", "too_fast"), "a", true), "a")).not.toBeNull();
  });

  it("asks for what it missed and repeats what was never echoed, under the same ids and in order", () => {
    const known = take(take(EMPTY, line(1), ME), line(2), ME);
    const waiting = write(write(known, "a", "one", true), "b", "two", false);

    const { say, thread } = reopen(waiting);

    expect(say).toEqual([
      { type: "thread", lines: [line(1), line(2)] },
      { type: "resume", after: 2 },
      { type: "chat", id: "a", text: "one" },
      { type: "chat", id: "b", text: "two" },
    ]);
    expect(thread.pending.map(({ fate }) => fate.is)).toEqual(["sent", "sent"]);
  });

  it("asks for the lines of a gap again", () => {
    const gap = [1, 2, 4].reduce((state, seq) => take(state, line(seq), ME), EMPTY);
    const headless = take(EMPTY, line(5), ME);

    expect(reopen(gap).say[1]).toEqual({ type: "resume", after: 2 });
    expect(reopen(headless).say[0]).toEqual({ type: "resume", after: 0 });
  });

  it("keeps a refused message until the person sends it again or discards it", () => {
    const refused = refuse(write(EMPTY, "a", "hello", true), "a", "too_fast");

    expect(refused.pending[0]?.fate).toEqual({ is: "refused", reason: "too_fast" });
    expect(reopen(refused).say).toHaveLength(1);
    expect(retry(refused, "a", true).pending[0]?.fate).toEqual({ is: "sent" });
    expect(discard(refused, "a").pending).toEqual([]);
  });

  it("does not discard a message that may still arrive", () => {
    expect(discard(write(EMPTY, "a", "hello", true), "a").pending).toHaveLength(1);
  });

  it("counts unread lines only while nobody looks", () => {
    const away = take(EMPTY, line(1), ME);

    expect(away.unread).toBe(1);
    expect(take(read(away, true), line(2), ME).unread).toBe(0);
  });

  it.each(["你好", "مرحبا", "👩🏽‍💻🇩🇪", "a\u202eb", "<img src=x onerror=alert(1)>", "line\nbreak"])("takes %j as it is", (text) => {
    expect(write(EMPTY, "a", text, true).pending[0]?.text).toBe(text);
  });

  it("mends half a surrogate pair, which no JSON reader takes", () => {
    expect(write(EMPTY, "a", "x\ud83d", true).pending[0]?.text).toBe("x\ufffd");
  });

  it("counts code points, not halves of them", () => {
    expect(draftFault("😀".repeat(3_000))).toBeNull();
    expect(draftFault("a".repeat(4_001))).toBe("too_long");
    expect(codePointsLeft("😀😀")).toBe(3_998);
  });

  it("refuses what is longer in bytes than the node takes, escapes included", () => {
    expect(draftFault("😀".repeat(3_073))).toBe("too_long");
    expect(draftFault("\u0001".repeat(4_000))).toBe("too_long");
  });

  it("refuses nothing but white space", () => {
    expect(draftFault(" \n\u3000")).toBe("empty");
    expect(write(EMPTY, "a", "  ", true)).toBe(EMPTY);
  });

  it("has a bound on what waits", () => {
    const full = Array.from({ length: CHAT_PENDING_MAX + 5 }).reduce<Thread>((state, _, place) => write(state, `id-${place}`, "x", false), EMPTY);

    expect(full.pending).toHaveLength(CHAT_PENDING_MAX);
  });
});
