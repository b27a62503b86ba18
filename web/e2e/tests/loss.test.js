/** What the helper sees when the sharer is gone without a word. The bounds here are the product's; measure/end.js measures. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { PICK, startChromium } from "../support/chromium.js";
import * as people from "../support/people.js";
import { suite, witnessed } from "../support/suite.js";
import { watchEnd } from "../support/times.js";

const at = suite();

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

  const told = await times.first("interrupted", "ended");
  assert.ok(told.at - killed <= 1_000, `told after ${told.at - killed} ms: ${JSON.stringify(told)}`);
})));

test("a frozen sharer is called quiet within 1 s and interrupted within 3 s, and comes back when it thaws", witnessed(at, () => withOwnBrowser(async ({ helper, doomed }) => {
  const times = await watchEnd(helper);

  const frozen = Date.now();
  doomed.signal("SIGSTOP");
  const [quiet, interrupted] = [await times.first("quiet"), await times.first("INTERRUPTED")];
  doomed.signal("SIGCONT");

  assert.ok(quiet.at - frozen <= 1_500, `quiet after ${quiet.at - frozen} ms`);
  assert.ok(interrupted.at - frozen <= 3_500, `interrupted after ${interrupted.at - frozen} ms`);
  await people.inState(helper, "LIVE");
  const before = (await people.stamps(helper)).length;
  await people.watch(helper);
  await people.seen(helper, 5, before);
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

  const told = await times.first("interrupted", "ended");
  assert.ok(told.at - closed <= 1_500, `told after ${told.at - closed} ms`);
  await people.leave(helper);
}));
