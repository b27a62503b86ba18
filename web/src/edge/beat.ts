/** The page's pulse: a worker's timer that no hidden tab slows down. Never runs without a listener. */
import url from "./beat.worker.ts?worker&url";

type Policy = { createScriptURL(url: string): string };
type Factory = { createPolicy(name: string, rules: Policy): Policy };

/** The one place that may name a script: a worker of this build, from this host. */
const rules: Policy = {
  createScriptURL(asked) {
    const { origin, pathname } = new URL(asked, location.href);
    const built = pathname.startsWith("/assets/") || (import.meta.env.DEV && pathname.startsWith("/src/"));
    if (origin !== location.origin || !built) throw new TypeError("not a worker of this build");
    return asked;
  },
};

const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
const policy = factory?.createPolicy("lotse-worker", rules) ?? rules;

/** Starts a pulse of `SHARER_BEAT_MS`; returns what stops it. */
export function startPulse(onBeat: () => void): () => void {
  const worker = new Worker(policy.createScriptURL(url), { type: "module" });
  worker.addEventListener("message", onBeat);
  return () => worker.terminate();
}
