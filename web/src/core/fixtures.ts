/** Values for tests: a view as the server sends it, and small changes to it. Used by tests alone. */
import type { ChatLine, SessionView } from "../protocol/wire.ts";
import type { Brought } from "./app.ts";
import type { Effect } from "./effect.ts";
import type { Browser } from "./gate.ts";

export const NOW = 1_780_000_000_000;

export function view(change: Partial<SessionView> = {}): SessionView {
  return {
    id: "ses_1",
    version: 1,
    kind: "code",
    state: "OPEN",
    since: "2026-05-28T20:26:40Z",
    you: { participant: "par_sami", role: "sharer", mayConnect: false },
    others: [{ participant: "par_hanna", role: "helper", person: { name: "Hanna Helper", domain: "hafenwerk.example", domainVerified: true }, connected: false, allowed: true }],
    warnings: [],
    consent: { allowed: false, accepted: false },
    confirmWanted: false,
    chat: true,
    ...change,
  };
}

export const helping = (change: Partial<SessionView> = {}): SessionView =>
  view({
    you: { participant: "par_hanna", role: "helper", mayConnect: false },
    others: [{ participant: "par_sami", role: "sharer", person: { name: "Sami Sharer", domain: "hafenwerk.example", domainVerified: true }, connected: false, allowed: true }],
    ...change,
  });

export const line = (seq: number, change: Partial<ChatLine> = {}): ChatLine => ({ seq, id: `id-${seq}`, from: "par_hanna", at: "2026-05-28T20:26:40Z", text: `text ${seq}`, mac: "", ...change });

export const kinds = (effects: readonly Effect[]): readonly string[] => effects.map(({ kind }) => kind);

/** An address that brings nothing. */
export const NOTHING: Brought = { code: null, watch: null, turnedBack: null };

export const chrome: Browser = {
  userAgent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/157.0.0.0 Safari/537.36",
  brands: [{ brand: "Google Chrome", version: "157" }],
  touchPoints: 0,
  secure: true,
  features: { peerConnection: true, dataChannel: true, subtleCrypto: true, displayMedia: true },
};
