/**
 * How soon the helper's page tells that the sharer has gone, in real Chromium: an explicit end, a killed browser, a frozen one,
 * and a network that drops everything. RUNS (30) of each kind. Times are taken inside the pages, by one clock; a kill's time
 * is the clock just before the signal. Prints a table and writes JSON to artefacts/.
 */
import { spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { PICK, startChromium } from "../support/chromium.js";
import { makeNetwork, whyNot } from "../support/namespace.js";
import * as people from "../support/people.js";
import { startServer } from "../support/server.js";
import { ARTEFACTS } from "../support/suite.js";
import { watchEnd } from "../support/times.js";

/** KIND measures one of them only. */
const ONLY = process.env["KIND"];
const RUNS = Number(process.env["RUNS"] ?? 30);
/** What the product promises, in milliseconds. */
const PROMISED = { "explicit end": { ended: 500 }, "killed browser": { told: 500 }, "frozen process": { badge: 1_000, interrupted: 3_000 }, "dropped network": { badge: 1_000, interrupted: 3_000 } };

const times = Object.fromEntries(Object.entries(PROMISED).map(([kind, moments]) => [kind, Object.fromEntries(Object.keys(moments).map((moment) => [moment, []]))]));
const failures = [];
const stops = [];

/** The server and the helper's browser live in one namespace, sharers in another; between them is a router. */
async function world() {
  const reason = whyNot();
  if (reason !== null) throw new Error(`measure-end needs network namespaces: ${reason}`);
  const network = makeNetwork();
  stops.push(async () => network.remove());
  const server = await startServer({ namespace: network.server });
  stops.push(() => server.stop());
  // Pages listen on loopback: a pair of relays carries them into the sharers' namespace, under the same address there.
  await relay(network.server, network.serverAddress, server.port, "127.0.0.1", server.port);
  await relay(network.sharer, "127.0.0.1", server.port, network.serverAddress, server.port);
  const helping = await startChromium({ namespace: network.server });
  stops.push(() => helping.stop());
  const helper = await people.open(helping.browser, server.origin, "/help");
  await people.signIn(helper, "hanna");
  await helper.getByRole("button", { name: "Get a code" }).waitFor();
  return { network, server, helping, helper, sharer: null, signedIn: null, next: null };
}

async function relay(namespace, host, port, toHost, toPort) {
  const program = join(import.meta.dirname, "../support/relay.js");
  const child = spawn("ip", ["netns", "exec", namespace, process.execPath, program, host, port, toHost, toPort].map(String), { stdio: ["ignore", "pipe", "inherit"] });
  stops.push(async () => child.kill("SIGKILL"));
  await new Promise((resolve) => child.stdout.once("data", resolve));
}

const newBrowser = (at) => {
  const starting = startChromium({ namespace: at.network.sharer, pick: PICK.monitor });
  starting.then((browser) => stops.push(() => browser.stop()), () => undefined);
  return starting;
};

/** A sharer's browser; the next one is started early while browsers are being killed. */
async function freshSharer(at) {
  await at.sharer?.page?.context().close().catch(() => undefined);
  if (at.sharer?.alive === true) return;
  await at.sharer?.browser.stop();
  at.sharer = { browser: await (at.next ?? newBrowser(at)), alive: true, page: null };
  at.next = null;
}

/** Sami's page with the code entered; he signs in once, and later profiles bring his cookie. */
async function joined(at, code) {
  if (at.signedIn === null) {
    const page = await people.joinByCode(at.sharer.browser.browser, at.server.origin, code);
    at.signedIn = await page.context().storageState();
    return page;
  }
  const page = await people.open(at.sharer.browser.browser, at.server.origin, "/", { ...people.SAMIS_BROWSER, storageState: at.signedIn });
  await people.typeCode(page, code);
  return page;
}

/** One running session, new for each run, on the helper's open page; it has been live for a moment before it counts. */
async function session(at) {
  await freshSharer(at);
  const { helper, server } = at;
  // What is left of the last run is ended first.
  await helper.evaluate(async () => {
    for (;;) {
      const { currentSession } = await (await fetch("/api/v1/me")).json();
      if (currentSession === undefined) return;
      await fetch(`/api/v1/sessions/${currentSession}/leave`, { method: "POST", headers: { "idempotency-key": crypto.randomUUID() } });
    }
  });
  await helper.goto(`${server.origin}/help`);
  const { code } = await people.newCode(helper);
  const page = await joined(at, code);
  at.sharer.page = page;
  await people.accept(helper);
  await people.allow(page);
  await people.inState(page, "CAPTURE");
  await people.pick(page);
  await people.inState(helper, "LIVE");
  await helper.locator('[data-testid=badge][data-badge="live"]').waitFor();
  await helper.waitForTimeout(300);
  return { page, moments: await watchEnd(helper) };
}

const KINDS = {
  async "explicit end"(at) {
    const { page, moments } = await session(at);
    await page.evaluate(() => document.addEventListener("click", () => (window.__clicked = Date.now()), { capture: true, once: true }));
    await page.getByRole("button", { name: "Stop sharing" }).click();
    const clicked = await page.evaluate(() => window.__clicked);
    return { ended: (await moments.first("ended")).at - clicked };
  },
  async "killed browser"(at) {
    const { moments } = await session(at);
    at.next ??= newBrowser(at);
    await at.next;
    at.sharer.alive = false;
    at.sharer.page = null;
    const kill = at.sharer.browser.aim("SIGKILL"); // Finding the processes takes a while on a busy machine; it is no part of what is measured.
    const killed = Date.now();
    kill();
    return { told: (await moments.first("interrupted", "INTERRUPTED", "ended")).at - killed };
  },
  async "frozen process"(at) {
    const { moments } = await session(at);
    const freeze = at.sharer.browser.aim("SIGSTOP");
    const frozen = Date.now();
    freeze();
    try {
      return { badge: (await moments.first("quiet", "interrupted")).at - frozen, interrupted: (await moments.first("INTERRUPTED")).at - frozen };
    } finally {
      at.sharer.browser.signal("SIGCONT");
    }
  },
  async "dropped network"(at) {
    const { moments } = await session(at);
    const dropped = Date.now();
    at.network.drop();
    try {
      return { badge: (await moments.first("quiet", "interrupted")).at - dropped, interrupted: (await moments.first("INTERRUPTED")).at - dropped };
    } finally {
      at.network.restore();
    }
  },
};

async function measure(at, kind) {
  for (let run = 0; run < RUNS; run += 1) {
    try {
      for (const [moment, ms] of Object.entries(await KINDS[kind](at))) times[kind][moment].push(ms);
    } catch (error) {
      failures.push(`${kind}, run ${run + 1}: ${error.message.replaceAll(/\s+/g, " ").slice(0, 300)}; the helper is in ${await people.state(at.helper).catch(() => "?")}`);
    }
    process.stderr.write(".");
    await keep();
  }
  process.stderr.write(` ${kind}\n`);
}

/** Written after each run, so that a measurement that is stopped has not been for nothing. */
async function keep() {
  await mkdir(ARTEFACTS, { recursive: true });
  await writeFile(join(ARTEFACTS, "measure-end.json"), JSON.stringify({ at: new Date().toISOString(), cpus: cpus().length, load: loadavg()[0], runs: RUNS, rows: rowsOf(), times, failures }, null, 2));
}

function rowsOf() {
  return Object.entries(times).flatMap(([kind, moments]) => Object.entries(moments).map(([moment, all]) => {
    const sorted = [...all].sort((one, other) => one - other);
    const promised = PROMISED[kind][moment];
    return { kind, moment, runs: sorted.length, median: sorted[Math.floor((sorted.length - 1) / 2)], max: sorted.at(-1), promised, kept: sorted.filter((ms) => ms <= promised).length };
  }));
}

function report() {
  const rows = rowsOf();
  console.log(["what", "told as", "runs", "median ms", "max ms", "promised", "kept"].map((word, n) => word.padEnd(n === 0 ? 17 : 12)).join(""));
  for (const { kind, moment, runs, median, max, promised, kept } of rows) console.log([kind, moment, runs, median ?? "-", max ?? "-", promised, `${kept}/${runs}`].map((word, n) => String(word).padEnd(n === 0 ? 17 : 12)).join(""));
  for (const failure of failures) console.log(`failed: ${failure}`);
  return rows;
}

let kept = false;
try {
  const at = await world();
  for (const kind of Object.keys(KINDS).filter((name) => ONLY === undefined || name === ONLY)) await measure(at, kind);
  const rows = report();
  kept = failures.length === 0 && rows.every((row) => (ONLY !== undefined && row.kind !== ONLY) || (row.runs > 0 && row.kept === row.runs));
} catch (error) {
  console.error(error.stack);
} finally {
  for (const stop of stops.reverse()) await stop().catch(() => undefined);
}
process.exit(kept ? 0 : 1);
