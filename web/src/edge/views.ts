/** Reads a session's view, one request at a time: what is asked for meanwhile is read once more afterwards. */
import type { Event } from "../core/app.ts";
import type { SessionId } from "../protocol/wire.ts";
import * as api from "./api.ts";

export class Views {
  readonly #tell: (event: Event) => void;
  #reading = false;
  #next: SessionId | null = null;

  constructor(tell: (event: Event) => void) {
    this.#tell = tell;
  }

  read(session: SessionId): void {
    if (this.#reading) {
      this.#next = session;
      return;
    }
    this.#reading = true;
    void this.#fetch(session);
  }

  async #fetch(session: SessionId): Promise<void> {
    let event: Event | null;
    try {
      event = { kind: "view-read", view: await api.view(session) };
    } catch (thrown) {
      event = failure(thrown);
    }
    this.#reading = false;
    const next = this.#next;
    this.#next = null;
    if (next !== null) this.read(next);
    if (event !== null) this.#tell(event);
  }
}

/** An answer that was lost is asked for again by whoever needs it; only a refusal is news. */
function failure(thrown: unknown): Event | null {
  if (!(thrown instanceof api.Refused)) return null;
  return { kind: "view-refused", fault: thrown.fault };
}
