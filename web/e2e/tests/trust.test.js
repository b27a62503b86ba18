/** What both people decide before anything is shared. No media flow in this file. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { PICK, startChromium } from "../support/chromium.js";
import * as people from "../support/people.js";
import { suite, witnessed } from "../support/suite.js";
import { pause, until } from "../support/wait.js";

const at = suite();

/** Both at the trust screen. */
async function facing(claim) {
  const { page: helper, code } = await people.getCode(at.helping, at.origin);
  const sharer = await people.joinByCode(at.sharing, at.origin, code);
  await people.inState(helper, "TRUST");
  await people.inState(sharer, "TRUST");
  await claim({ helper, sharer, code });
  await people.leave(helper, sharer);
}

const button = (page, name) => page.getByRole("button", { name, exact: true });
const text = (page, hook) => page.getByTestId(hook).innerText();

test("both see the other's name, title, company and domain, as the organisation tells them", witnessed(at, () => facing(async ({ helper, sharer }) => {
  assert.deepEqual(
    await Promise.all(["person-name", "person-title", "person-company", "person-domain"].map((hook) => text(helper, hook))),
    ["Sami Sharer", "Crane planner", "Hafenwerk", "hafenwerk.example"],
  );
  assert.equal(await text(sharer, "person-name"), "Hanna Helper");
  assert.equal(await text(sharer, "person-domain"), "hafenwerk.example");
  await helper.getByRole("img", { name: /Sami Sharer/ }).waitFor();
})));

test("Accept works only after the warning of the non-compliant device is acknowledged", witnessed(at, () => facing(async ({ helper, sharer }) => {
  const accept = button(helper, "Accept");
  await accept.waitFor();
  assert.ok(await accept.isDisabled(), "Accept works before the warning is acknowledged");
  await accept.click({ force: true }).catch(() => undefined);
  assert.equal(await people.state(helper), "TRUST");

  // The page is not the one that decides: the server refuses too.
  const session = await at.hanna.current();
  const answer = await at.hanna.post(`/sessions/${session}/accept`);
  assert.ok(answer.status >= 400, `accept without acknowledgement was answered with ${answer.status}`);
  await helper.getByText("This device does not follow your organisation’s rules").waitFor();
  await helper.getByText(/Disk encryption is off/).waitFor();

  await helper.getByRole("checkbox", { name: "I understand the risk" }).first().check();
  await people.accept(helper);
  await people.allow(sharer);
  await people.inState(sharer, "CAPTURE");
})));

test("Accept first, Allow second leads on", witnessed(at, () => facing(async ({ helper, sharer }) => {
  await people.accept(helper);
  await pause(300);
  assert.equal(await people.state(sharer), "TRUST");
  await people.allow(sharer);
  await people.inState(helper, "CAPTURE");
})));

test("Allow first, Accept second leads on", witnessed(at, () => facing(async ({ helper, sharer }) => {
  await people.allow(sharer);
  await pause(300);
  assert.equal(await people.state(helper), "TRUST");
  await people.accept(helper);
  await people.inState(sharer, "CAPTURE");
})));

test("Decline ends it for both, with the reason", witnessed(at, () => facing(async ({ helper, sharer }) => {
  await button(sharer, "Decline").click();

  assert.equal(await people.endReason(helper), "sharer_declined");
  assert.equal(await people.endReason(sharer), "sharer_declined");
})));

test("Cancel ends it for both, with the reason", witnessed(at, () => facing(async ({ helper, sharer }) => {
  await button(helper, "Cancel").click();

  assert.equal(await people.endReason(sharer), "helper_cancelled");
  assert.equal(await people.endReason(helper), "helper_cancelled");
})));

test("Allow and Decline have the same size and neither is the default", witnessed(at, () => facing(async ({ sharer }) => {
  const [allow, decline] = [button(sharer, "Allow"), button(sharer, "Decline")];
  const [one, other] = await Promise.all([allow.boundingBox(), decline.boundingBox()]);

  assert.ok(Math.abs(one.width - other.width) < 2 && Math.abs(one.height - other.height) < 2, JSON.stringify([one, other]));
  await sharer.locator("button:enabled", { hasText: "Allow" }).waitFor();
  await sharer.mouse.move(0, 0);
  const colour = (element) => getComputedStyle(element).backgroundColor;
  await until("both in one colour", async () => (await allow.evaluate(colour)) === (await decline.evaluate(colour)));
  assert.equal(await sharer.evaluate(() => document.activeElement?.tagName === "BUTTON"), false);
})));

test("a used code and a code that never was get the same answer, and no second sharer gets in", witnessed(at, () => facing(async ({ sharer, code }) => {
  const ask = async (typed) => {
    const other = await people.open(at.sharing, at.origin, "/");
    await people.signIn(other, "ada");
    await people.typeCode(other, typed);
    await other.getByRole("alert").first().waitFor();
    const said = await other.getByRole("alert").first().innerText();
    assert.equal(await people.state(other), "IDLE");
    await people.leave(other);
    return said;
  };
  const used = await ask(code);
  const foreign = await ask("0000-0000");

  // The trace id for the help desk differs with every answer.
  const bare = (words) => words.replaceAll(/[0-9a-f]{8,}[0-9a-f-]*/g, "…");
  assert.equal(bare(used), bare(foreign));
  assert.equal(await people.state(sharer), "TRUST");
})));

test("by keyboard alone a sharer signs in, joins and allows", witnessed(at, async () => {
  const { page: helper, code } = await people.getCode(at.helping, at.origin);
  const sharer = await people.open(at.sharing, at.origin, "/");
  const tabTo = async (matches) => {
    for (let presses = 0; presses < 40; presses += 1) {
      const here = await sharer.evaluate(() => {
        const e = document.activeElement;
        return e === null ? "" : `${e.tagName} ${e.id} ${e.textContent?.trim().slice(0, 40) ?? ""}`;
      });
      if (matches.test(here)) return;
      await sharer.keyboard.press("Tab");
    }
    throw new Error(`Tab never reaches ${matches}`);
  };
  await sharer.getByLabel("Username").waitFor();

  await tabTo(/^INPUT username/);
  await sharer.keyboard.type("sami");
  await tabTo(/^INPUT password/);
  await sharer.keyboard.type("demo");
  await sharer.keyboard.press("Enter");
  await sharer.getByLabel("Code").waitFor();
  await tabTo(/^INPUT code/);
  await sharer.keyboard.type(code);
  await sharer.keyboard.press("Enter");
  await people.inState(sharer, "TRUST");
  await people.inState(helper, "TRUST");
  await sharer.locator("button:enabled", { hasText: "Allow" }).waitFor();
  await tabTo(/^BUTTON\s+Allow/);
  await sharer.keyboard.press("Enter");
  await sharer.getByText(/^You allowed it/).first().waitFor();

  await people.leave(helper, sharer);
}));

for (const [pick, what, cure, afterMs] of [
  // No flag makes a person refuse; what tells them from a policy is that they take their time.
  ["forbid", "a sharer who refuses the browser's picker", "You closed the window without sharing", 1_000],
  ["forbid", "a sharer whose organisation forbids sharing", "Sharing is switched off in this browser", 0],
  ["fail", "a sharer whose screen cannot be read", "Windows did not hand over the picture", 0],
]) {
  test(`${what} stays in the session and is told what to do`, witnessed(at, async () => {
    const picking = await startChromium({ pick: PICK[pick] });
    try {
      const { page: helper, code } = await people.getCode(at.helping, at.origin);
      const sharer = await people.joinByCode(picking.browser, at.origin, code);
      await people.inState(helper, "TRUST");
      await people.accept(helper);
      await people.allow(sharer);
      await people.inState(sharer, "CAPTURE");
      await sharer.evaluate((ms) => {
        const { mediaDevices } = navigator;
        const real = mediaDevices.getDisplayMedia.bind(mediaDevices);
        mediaDevices.getDisplayMedia = (options) => new Promise((answer) => setTimeout(() => answer(real(options)), ms));
      }, afterMs);
      await people.pick(sharer);

      await sharer.getByText(cure).waitFor();
      assert.equal(await people.state(sharer), "CAPTURE");
      await people.leave(helper, sharer);
    } finally {
      await picking.stop();
    }
  }));
}
