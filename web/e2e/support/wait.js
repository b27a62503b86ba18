/** Waiting for facts. Never for time alone. */

/** How long a fact may take before its absence is a fault: far above what a slow, busy machine needs. How fast things are is measured elsewhere. */
export const PATIENCE = 60_000;

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Resolves to the first value of `ask` that is neither null, undefined nor false. */
export async function until(what, ask, { within = PATIENCE, every = 50 } = {}) {
  const end = Date.now() + within;
  for (;;) {
    const value = await ask();
    if (value !== null && value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error(`not within ${within} ms: ${what}`);
    await pause(every);
  }
}

/** A free TCP port of loopback. */
export async function freePort() {
  const { createServer } = await import("node:net");
  const server = createServer();
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
