/** Firefox as helper: the scenario runs in a network namespace of its own, and its claims are told here. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { makeNetwork, whyNot } from "../support/namespace.js";

const SCENARIO = join(import.meta.dirname, "../scenarios/firefox-helper.js");
const CLAIMS = ["sees the frames of a Chromium sharer, their numbers rise", "chats both ways", "ends, and the sharer hears why"];

const results = new Map();
let output = "";
let started = null;

/** Runs the scenario once, for all claims. */
const scenario = () => (started ??= play());

async function play() {
  const reason = whyNot();
  assert.equal(reason, null, `Firefox needs a network namespace for this test: ${reason}`);
  const network = makeNetwork();
  try {
    const child = spawn("ip", ["netns", "exec", network.server, process.execPath, SCENARIO], { stdio: ["ignore", "pipe", "pipe"] });
    child.stderr.on("data", (bytes) => (output += bytes));
    const ended = new Promise((resolve) => child.once("exit", resolve));
    for await (const line of createInterface({ input: child.stdout })) {
      if (!line.startsWith("{")) continue;
      const { name, ok, error } = JSON.parse(line);
      results.set(name, ok ? null : error);
    }
    await ended;
  } finally {
    network.remove();
  }
}

for (const claim of CLAIMS) {
  const name = `Firefox as helper: ${claim}`;
  test(name, { timeout: 600_000 }, async () => {
    await scenario();
    assert.ok(results.has(name), `the scenario did not come so far:\n${output}`);
    assert.equal(results.get(name), null);
  });
}
