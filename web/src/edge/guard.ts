/** Keeps the screen awake while something is shared, and asks once before the page is left. */

let sentinel: WakeLockSentinel | null = null;
let awake = false;

const ask = (event: BeforeUnloadEvent): void => {
  event.preventDefault();
  event.returnValue = true; // Chrome before 119 asks for nothing else.
};

export function guard(keepAwake: boolean, askBeforeLeaving: boolean): void {
  if (askBeforeLeaving) addEventListener("beforeunload", ask);
  else removeEventListener("beforeunload", ask);
  if (awake === keepAwake) return;
  awake = keepAwake;
  if (awake) void hold();
  else void release();
}

/** A hidden page loses its lock; it is taken again when the page is seen. */
document.addEventListener("visibilitychange", () => {
  if (awake && document.visibilityState === "visible") void hold();
});

async function hold(): Promise<void> {
  if (!("wakeLock" in navigator) || (sentinel !== null && !sentinel.released)) return;
  try {
    sentinel = await navigator.wakeLock.request("screen");
  } catch {
    sentinel = null; // Battery saver or a hidden page: a comfort, never a condition.
  }
}

async function release(): Promise<void> {
  const held = sentinel;
  sentinel = null;
  await held?.release().catch(() => undefined);
}
