/** Firefox as helper and as sharer: each scenario runs in a network namespace of its own, and its claims are told here. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { makeNetwork, whyNot } from "../support/namespace.js";

const SCENARIOS = {
  "firefox-helper.js": ["Firefox as helper: sees the frames of a Chromium sharer, their numbers rise", "Firefox as helper: chats both ways", "Firefox as helper: ends, and the sharer hears why"],
  "firefox-sharer.js": [
    "Firefox as sharer: a Chromium helper sees the frames of its screen, and they follow what changes there",
    "Firefox as sharer: pauses, and goes on",
    "Firefox as sharer: stops sharing, and the helper hears why",
  ],
};

/** Runs a scenario; what became of its claims, and what it printed besides. */
async function play(file) {
  const reason = whyNot();
  assert.equal(reason, null, `Firefox needs a network namespace for this test: ${reason}`);
  const network = makeNetwork();
  const results = new Map();
  let output = "";
  try {
    const child = spawn("ip", ["netns", "exec", network.server, process.execPath, join(import.meta.dirname, "../scenarios", file)], { stdio: ["ignore", "pipe", "pipe"] });
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
  return { results, output };
}

for (const [file, claims] of Object.entries(SCENARIOS)) {
  let played = null;
  for (const name of claims) {
    test(name, { timeout: 600_000 }, async () => {
      const { results, output } = await (played ??= play(file));
      assert.ok(results.has(name), `the scenario did not come so far:\n${output}`);
      assert.equal(results.get(name), null);
    });
  }
}
