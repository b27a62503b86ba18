/** Real Chromium, headless, driven by Playwright. Each browser is a process of its own, known by its id. */
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { CONTENT_TITLE } from "./content.js";
import { signal, tree } from "./tree.js";

const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--autoplay-policy=no-user-gesture-required",
];

/** How the browser answers the picker, for there is no human. */
export const PICK = {
  content: [`--auto-select-tab-capture-source-by-title=${CONTENT_TITLE}`],
  monitor: ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream=display-media-type=monitor,fps=15"],
  /** The browser says no without asking anybody, as it does by an organisation's policy. */
  forbid: ["--use-fake-ui-for-media-stream=deny"],
  /** The screen cannot be read. */
  fail: ["--use-fake-ui-for-media-stream"],
  never: [],
};

/** Starts a browser; `pick` is one of PICK. */
export async function startChromium({ pick = PICK.never, namespace, flags = [] } = {}) {
  const wrapper = namespace === undefined ? null : await wrap(namespace);
  const server = await chromium.launchServer({
    executablePath: wrapper?.path ?? CHROMIUM,
    headless: true,
    args: [...FLAGS, ...pick, ...flags],
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  const browser = await chromium.connect(server.wsEndpoint());
  const { pid } = server.process();
  return {
    browser,
    pid,
    /** Sends a signal to the browser and all its processes: renderers, network service and the rest. */
    signal: (name) => signal(tree(pid), name),
    /** Finds those processes first; what comes back sends the signal at once. */
    aim(name) {
      const pids = tree(pid);
      return () => signal(pids, name);
    },
    async stop() {
      signal(tree(pid), "SIGCONT");
      await server.kill().catch(() => undefined);
      await wrapper?.remove();
    },
  };
}

/** A program that starts Chromium inside a namespace: Playwright takes a path only. */
async function wrap(namespace) {
  const folder = await mkdtemp(join(tmpdir(), "lotse-e2e-chromium-"));
  const path = join(folder, "chromium");
  await writeFile(path, `#!/bin/sh\nexec ip netns exec ${namespace} ${CHROMIUM} "$@"\n`);
  await chmod(path, 0o755);
  return { path, remove: () => rm(folder, { recursive: true, force: true }) };
}
