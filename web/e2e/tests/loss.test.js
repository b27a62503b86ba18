/**
 * What the helper sees when the sharer is gone without a word, in which order, and by which way: a bound here only tells one way
 * from a slower one, and what the helper's page could not run for is taken off. How soon it is told, measure/end.js measures.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { PICK, startChromium } from "../support/chromium.js";
import * as people from "../support/people.js";
import { suite, witnessed } from "../support/suite.js";
import { watchEnd } from "../support/times.js";

const at = suite();

/** The node calls a sharer interrupted after this silence; whoever is told sooner was told by another way. */
const BY_SILENCE_MS = 2_500;

/** Milliseconds from `since` to a moment, without what the helper's page stood still. */
const lasted = async (times, moment, since) => moment.at - since - (await times.stalled());

/** A session whose sharer has a browser of their own, which the claim may harm. */
async function withOwnBrowser(claim) {
  const doomed = await startChromium({ pick: PICK.content });
  try {
    const running = await people.live({ ...at, sharing: doomed.browser });
    await people.seen(running.helper, 5);
    await claim({ ...running, doomed });
    await people.leave(running.helper);
  } finally {
    await doomed.stop();
  }
}

test("a sharer's browser that is killed is told to the helper at once", witnessed(at, () => withOwnBrowser(async ({ helper, doomed }) => {
  const times = await watchEnd(helper);

  const killed = Date.now();
  doomed.signal("SIGKILL");

  const told = await times.first("interrupted", "INTERRUPTED", "ended");
  const ms = await lasted(times, told, killed);
  assert.ok(ms < BY_SILENCE_MS, `told after ${ms} ms: ${JSON.stringify(told)}`);
})));

test("a frozen sharer is called quiet, then interrupted, and comes back when it thaws", witnessed(at, () => withOwnBrowser(async ({ helper, doomed }) => {
  const times = await watchEnd(helper);

  const frozen = Date.now();
  doomed.signal("SIGSTOP");
  const [quiet, interrupted] = [await times.first("quiet", "interrupted"), await times.first("INTERRUPTED")];
  doomed.signal("SIGCONT");
  const thawed = Date.now();

  assert.equal(quiet.name, "quiet");
  assert.ok(quiet.at <= interrupted.at, "interrupted before it was quiet");
  const [first, second] = [await lasted(times, quiet, frozen), await lasted(times, interrupted, frozen)];
  assert.ok(first < BY_SILENCE_MS, `quiet after ${first} ms`);
  assert.ok(second < 2 * BY_SILENCE_MS, `interrupted after ${second} ms`);
  await people.inState(helper, "LIVE");
  await people.watch(helper);
  await people.seenDrawnAfter(helper, thawed);
})));

test("a helper's browser that is killed is told to the sharer", witnessed(at, async () => {
  const doomed = await startChromium();
  try {
    const { sharer } = await people.live({ ...at, helping: doomed.browser });
    doomed.signal("SIGKILL");

    await people.inState(sharer, "HELPER_LOST", "ENDED");
  } finally {
    await doomed.stop();
  }
}));

test("a sharer's closed tab is told to the helper", witnessed(at, async () => {
  const { helper, sharer } = await people.live(at);
  const times = await watchEnd(helper);

  const closed = Date.now();
  await sharer.close();

  const told = await times.first("interrupted", "INTERRUPTED", "ended");
  const ms = await lasted(times, told, closed);
  assert.ok(ms < BY_SILENCE_MS, `told after ${ms} ms`);
  await people.leave(helper);
}));
