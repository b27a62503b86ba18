/** The live WebSocket of one session: says when something changed, and beats. Comes back by itself; never decides anything. */
import type { LiveDown, SessionId } from "../protocol/wire.ts";
import { RETRY_MS } from "../core/limits.ts";
import { Unreadable, readJson } from "./shape.ts";
import * as wire from "./wire.ts";

type Told = { up(): void; down(): void; said(message: LiveDown): void };

export class Live {
  readonly #told: Told;
  #session: SessionId | null = null;
  #socket: WebSocket | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;

  constructor(told: Told) {
    this.#told = told;
  }

  follow(session: SessionId): void {
    if (this.#session === session) return;
    this.unfollow();
    this.#session = session;
    this.#open();
  }

  unfollow(): void {
    clearTimeout(this.#retry);
    this.#session = null;
    this.#attempt = 0;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close(1000);
  }

  beat(): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send('{"type":"beat"}');
  }

  /** Tries at once, such as when the network is back. */
  hurry(): void {
    if (this.#session === null || this.#socket !== null) return;
    clearTimeout(this.#retry);
    this.#open();
  }

  #open(): void {
    if (this.#session === null) return;
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/api/v1/sessions/${encodeURIComponent(this.#session)}/live`);
    this.#socket = socket;
    const mine = (): boolean => this.#socket === socket;
    socket.addEventListener("open", () => {
      if (!mine()) return;
      this.#attempt = 0;
      this.#told.up();
    });
    socket.addEventListener("message", ({ data }) => mine() && this.#read(data));
    socket.addEventListener("close", () => mine() && this.#lost());
  }

  #read(data: unknown): void {
    if (typeof data !== "string") return;
    try {
      const message = readJson(data, wire.liveDown);
      if (message !== null) this.#told.said(message);
    } catch (thrown) {
      if (!(thrown instanceof Unreadable)) throw thrown;
    }
  }

  #lost(): void {
    this.#socket = null;
    this.#told.down();
    const wait = RETRY_MS[Math.min(this.#attempt, RETRY_MS.length - 1)] ?? 4_000;
    this.#attempt += 1;
    this.#retry = setTimeout(() => this.#open(), wait * (0.75 + Math.random() / 2));
  }
}
