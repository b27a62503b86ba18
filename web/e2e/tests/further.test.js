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
    person("sami", "Sami Sharer", "Quay"),
    `[[assignments]]\nrole = "helper"\ngroups = ["Desk"]`,
    `[[devices]]\nname = "QUAY-1"\nos = "windows"\nprimary_user = "sami"\n`,
  ].join("\n");
}

const at = suite({ config });

/** A session whose helper has asked Hugo in; he stands before his trust screen, the sharer before the question. */
async function asked(claim) {
  const { helper, sharer } = await people.live(at);
  await people.say(helper, "before he came");
  await people.reads(sharer, "before he came");
  await helper.getByText("Ask a colleague in").click();
  await helper.getByLabel("The name your colleague signs in with").fill("hugo");
  await helper.getByRole("button", { name: "Ask them in" }).click();
  const hugo = await people.open(at.helping, at.origin, "/help");
  await people.signIn(hugo, "hugo");
  await hugo.getByRole("button", { name: "Accept", exact: true }).waitFor();
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

  await hugo.getByTestId("ended").waitFor();
  await question.waitFor({ state: "detached" });
  assert.equal(await people.state(sharer), "LIVE");
  await until("frames at the first helper", async () => (await people.stamps(helper)).length > 5);
})));
