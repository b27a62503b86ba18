/** The whole flow in two real Chromium, from sign-in to the end. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as people from "../support/people.js";
import { contentShown } from "../support/picture.js";
import { suite, witnessed } from "../support/suite.js";
import { pause, until } from "../support/wait.js";

const at = suite();

/** A running session; ended and checked for faults of its pages afterwards. */
async function session(claim) {
  const running = await people.live(at);
  await claim(running);
  await people.leave(running.helper, running.sharer);
}

test("by code: the helper sees the sharer's frames, their numbers rise, and they are fresh", witnessed(at, () => session(async ({ helper, sharer }) => {
  await people.seen(helper, 30);
  const asked = Date.now();
  const all = await people.seenDrawnAfter(helper, asked);
  const old = people.ages(all);

  assert.ok(people.rising(all), JSON.stringify(all));
  assert.ok(old[0] >= 0, `a frame from the future: ${old[0]} ms`);
  // Live, and not a film that falls behind: the bound is for a machine with other things to do.
  assert.ok(old[Math.floor(old.length / 2)] < 5_000, `median age ${old[Math.floor(old.length / 2)]} ms`);
  await until("the picture is to be seen", async () => (await contentShown(helper)) > 0.3);

  await sharer.getByRole("button", { name: "Stop sharing" }).click();
  assert.equal(await people.endReason(helper), "sharer_left");
})));

test("by link: the code travels in the fragment, is cleaned from the address, survives sign-in, and is in no log", witnessed(at, async () => {
  const { page: helper, code, link } = await people.getCode(at.helping, at.origin);
  const [, fragment] = link.split("#");
  const plain = code.replace("-", "");
  assert.equal(fragment?.replace("-", ""), plain);
  assert.ok(link.startsWith(`${at.origin}/#`), link);

  const sharer = await people.open(at.sharing, at.origin, `/#${fragment}`);
  const asked = [];
  sharer.on("request", (request) => asked.push(request.url()));
  await until("a clean address", () => !sharer.url().includes(fragment));
  await people.signIn(sharer, "sami");
  await until("the code goes on by itself or by Continue", async () => {
    if ((await people.state(sharer)) === "TRUST") return true;
    const go = sharer.getByRole("button", { name: "Continue" });
    if (await go.isVisible()) await go.click({ timeout: 1_000 }).catch(() => undefined);
    return false;
  }, { every: 300 });
  await people.inState(helper, "TRUST");

  const told = [at.server.log(), ...asked].join("\n");
  for (const form of [plain, code]) assert.ok(!told.includes(form), "the code is in a log or an address");
  await people.leave(helper, sharer);
}));

test("with ?passcode= the code is taken and cleaned from the address", witnessed(at, async () => {
  const { page: helper, code } = await people.getCode(at.helping, at.origin);
  const sharer = await people.open(at.sharing, at.origin, `/?passcode=${code.replace("-", "")}`);

  await until("a clean address", () => !sharer.url().includes("passcode"));
  await people.signIn(sharer, "sami");
  await until("TRUST", async () => {
    const go = sharer.getByRole("button", { name: "Continue" });
    if (await go.isVisible()) await go.click({ timeout: 1_000 }).catch(() => undefined);
    return (await people.state(sharer)) === "TRUST";
  }, { every: 300 });

  await people.leave(helper, sharer);
}));

test("pause hides the picture from the helper and resume shows it again", witnessed(at, () => session(async ({ helper, sharer }) => {
  await people.seen(helper, 5);

  await sharer.getByRole("button", { name: "Pause" }).click();
  await people.inState(helper, "PAUSED");
  await helper.locator('[data-testid=badge][data-badge="paused"]').waitFor();
  const paused = Date.now();
  const before = await people.stamps(helper);
  await pause(2_000); // What must not happen gets time to happen.
  const during = (await people.stamps(helper)).slice(before.length);
  assert.ok((await contentShown(helper)) < 0.001, "the last picture is still to be seen");
  // A frame on its way when the pause began may still arrive, behind the cover; one drawn afterwards may not.
  assert.deepEqual(during.filter((stamp) => people.drawnAfter(stamp, paused)), [], "a new frame during the pause");

  await sharer.getByRole("button", { name: "Resume" }).click();
  await people.inState(helper, "LIVE");
  await people.watch(helper);
  await people.seenDrawnAfter(helper, paused + 2_000);
})));

test("stop by the sharer tells the helper why", witnessed(at, () => session(async ({ helper, sharer }) => {
  await sharer.getByRole("button", { name: "Stop sharing" }).click();

  assert.equal(await people.endReason(helper), "sharer_left");
  assert.equal(await people.endReason(sharer), "sharer_left");
  assert.match(await helper.getByTestId("ended").innerText(), /Sami Sharer.* stopped sharing/);
})));

test("end by the helper tells the sharer why, and the capture stops", witnessed(at, () => session(async ({ helper, sharer }) => {
  await helper.getByRole("button", { name: "End session" }).click();

  assert.equal(await people.endReason(sharer), "helper_left");
  assert.equal(await people.endReason(helper), "helper_left");
  assert.match(await sharer.getByTestId("ended").innerText(), /Hanna Helper.* ended the session/);
})));

test("a sharer who reloads keeps the consent and chooses again what to share", witnessed(at, () => session(async ({ helper, sharer }) => {
  await people.seen(helper, 5);

  await sharer.reload();
  const reloaded = Date.now();
  await people.inState(sharer, "CAPTURE");
  await people.pick(sharer);
  await people.inState(helper, "LIVE");

  await people.watch(helper);
  await people.seenDrawnAfter(helper, reloaded);
})));

test("a helper who reloads sees the picture again", witnessed(at, () => session(async ({ helper, sharer }) => {
  await people.seen(helper, 5);

  await helper.reload();
  await people.inState(helper, "LIVE");
  await people.watch(helper);

  await people.seen(helper, 5);
  await people.inState(sharer, "LIVE");
})));
