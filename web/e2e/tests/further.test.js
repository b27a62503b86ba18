/** Several helpers: a colleague is asked in, the sharer allows or declines, and sees who is there. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import * as people from "../support/people.js";
import { LOTSE } from "../support/server.js";
import { suite, witnessed } from "../support/suite.js";
import { until } from "../support/wait.js";

/** An organisation with two people at its help desk. */
function config({ port, mediaPort, adminPort, data }) {
  const hash = spawnSync(LOTSE, ["hash-password"], { input: "demo" }).stdout.toString().trim();
  const person = (username, name, group) => `[[people]]\nusername = "${username}"\nname = "${name}"\ngroups = ["${group}"]\npassword_hash = "${hash}"\n`;
  return [
    `data_dir = "${data}"`,
    `[web]\nlisten = ["127.0.0.1:${port}", "[::1]:${port}"]\npublic_url = "http://localhost:${port}"`,
    `[media]\nlisten = ["127.0.0.1:${mediaPort}"]`,
    `[admin]\nlisten = "127.0.0.1:${adminPort}"`,
    `[tenant]\nname = "Leuchtturm"\ndomain = "leuchtturm.example"`,
    `[settings]\nenabled = true`,
    person("hanna", "Hanna Helper", "Desk"),
    person("hugo", "Hugo Helper", "Desk"),
    person("vera", "Vera Vogt", "Watch"),
    person("sami", "Sami Sharer", "Quay"),
    `[[assignments]]\nrole = "helper"\ngroups = ["Desk"]`,
    `[[assignments]]\nrole = "supervisor"\ngroups = ["Watch"]`,
    `[[devices]]\nname = "QUAY-1"\nos = "windows"\nprimary_user = "sami"\n`,
  ].join("\n");
}

const at = suite({ config });

/** A session whose helper has asked Hugo in; he had his page open before, and stands before his trust screen, the sharer before the question. */
async function asked(claim) {
  const hugo = await people.open(at.helping, at.origin, "/help");
  await people.signIn(hugo, "hugo");
  await hugo.getByRole("button", { name: "Get a code" }).waitFor();
  const { helper, sharer } = await people.live(at);
  await people.say(helper, "before he came");
  await people.reads(sharer, "before he came");
  await helper.getByText("Ask a colleague in").click();
  await helper.getByLabel("The name your colleague signs in with").fill("hugo");
  await helper.getByRole("button", { name: "Ask them in" }).click();
  await hugo.getByRole("button", { name: "Accept", exact: true }).waitFor(); // Without a reload.
  const question = sharer.getByTestId("asks-in");
  await question.getByRole("heading", { name: /Hugo Helper.? wants to help too/u }).waitFor();
  await claim({ helper, sharer, hugo, question });
  // Whoever is left would stay in it, so the sharer ends it for all.
  await sharer.getByRole("button", { name: "Stop sharing" }).click();
  assert.equal(await people.endReason(helper), "sharer_left");
  await people.leave(helper, sharer, hugo);
}

test("a colleague sees the screen only after the sharer's own Allow, and reads the thread from then on", witnessed(at, () => asked(async ({ helper, sharer, hugo, question }) => {
  await people.accept(hugo);
  assert.equal(await hugo.getByTestId("screen").count(), 0, "a picture before Allow");

  await question.getByRole("button", { name: "Allow", exact: true }).click();

  await hugo.getByTestId("screen").waitFor();
  await people.watch(hugo);
  await people.seen(hugo, 5);
  await sharer.locator(".watcher", { hasText: "Hugo Helper" }).waitFor();
  await people.say(helper, "now he is here");
  await people.reads(hugo, "now he is here");
  assert.ok(!(await people.thread(hugo)).includes("before he came"), "he reads what was said before he came");
  assert.equal(await people.state(helper), "LIVE");
})));

test("a colleague whom the sharer declines sees nothing, and the session goes on", witnessed(at, () => asked(async ({ helper, sharer, hugo, question }) => {
  await people.accept(hugo);

  await question.getByRole("button", { name: "Decline", exact: true }).click();

  assert.equal(await people.endReason(hugo), "not_let_in");
  assert.match(await hugo.getByTestId("ended").innerText(), /You were not let in\. .?Sami Sharer/u);
  await question.waitFor({ state: "detached" });
  assert.equal(await people.state(sharer), "LIVE");
  await until("frames at the first helper", async () => (await people.stamps(helper)).length > 5);
})));

/** The address for a supervisor, as the helper copies it. */
async function watchAddress(helper) {
  await helper.bringToFront();
  await helper.getByText("Ask a colleague in").click();
  await helper.getByRole("button", { name: "Copy the address for a supervisor" }).click();
  await helper.getByRole("button", { name: "Copied" }).waitFor();
  // The page itself may not read the clipboard, and nobody else has to: a person pastes.
  const message = helper.getByRole("textbox", { name: "Message" });
  await message.press("Control+V");
  return message.inputValue();
}

test("a supervisor looks on by the address that the helper copies, after the sharer's own Allow", witnessed(at, async () => {
  const { helper, sharer } = await people.live(at);
  const address = new URL(await watchAddress(helper));
  assert.equal(address.origin + address.pathname, `${at.origin}/help`);

  const vera = await people.open(at.helping, at.origin, address.pathname + address.search);
  await people.signIn(vera, "vera");
  assert.equal(await sharer.getByTestId("asks-in").count(), 0, "the address has an effect of its own");
  await vera.getByRole("button", { name: "Ask to look on" }).click();
  const question = sharer.getByTestId("asks-in");
  await question.getByRole("heading", { name: /Vera Vogt.? wants to look on/u }).waitFor();
  await people.accept(vera);
  assert.equal(await vera.getByTestId("screen").count(), 0, "a picture before Allow");
  await question.locator("button:enabled", { hasText: "Allow" }).click();

  await people.inState(vera, "LIVE");
  await people.watch(vera);
  await people.seen(vera, 5);
  await sharer.locator(".watcher", { hasText: "Vera Vogt" }).getByText("Observer").waitFor();
  await sharer.getByRole("button", { name: "Stop sharing" }).click();
  assert.equal(await people.endReason(vera), "sharer_left");
  await people.leave(helper, sharer, vera);
}));

test("whoever may not look on is told so before they ask", witnessed(at, async () => {
  const page = await people.open(at.helping, at.origin, "/help?session=ses_0195f3a2-7c1e-7b3a-9d52-0123456789ab");
  await people.signIn(page, "hugo");

  await page.getByText("You have no right to do that").waitFor();
  assert.equal(await page.getByRole("button", { name: "Ask to look on" }).count(), 0);
  await people.leave(page);
}));
