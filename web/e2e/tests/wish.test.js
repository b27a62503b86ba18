/** A session for a reason and a device: the organisation wants the one, the helper chooses the other. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import * as people from "../support/people.js";
import { LOTSE } from "../support/server.js";
import { suite, witnessed } from "../support/suite.js";

function config({ port, mediaPort, adminPort, data }) {
  const hash = spawnSync(LOTSE, ["hash-password"], { input: "demo" }).stdout.toString().trim();
  const person = (username, name, group) => `[[people]]\nusername = "${username}"\nname = "${name}"\ngroups = ["${group}"]\npassword_hash = "${hash}"\n`;
  return [
    `data_dir = "${data}"`,
    `[web]\nlisten = ["127.0.0.1:${port}", "[::1]:${port}"]\npublic_url = "http://localhost:${port}"`,
    `[media]\nlisten = ["127.0.0.1:${mediaPort}"]`,
    `[admin]\nlisten = "127.0.0.1:${adminPort}"`,
    `[tenant]\nname = "Leuchtturm"\ndomain = "leuchtturm.example"`,
    `[settings]\nenabled = true\nrequire_reason = "required"`,
    person("hanna", "Hanna Helper", "Desk"),
    person("sami", "Sami Sharer", "Quay"),
    `[[assignments]]\nrole = "helper"\ngroups = ["Desk"]`,
    `[[devices]]\nname = "QUAY-1"\nos = "windows"\nprimary_user = "sami"\n`,
    `[[devices]]\nname = "QUAY-2"\nos = "windows"\n`,
  ].join("\n");
}

const at = suite({ config });

test("a helper whose organisation wants a reason is asked for it, and chooses the device", witnessed(at, async () => {
  const helper = await people.open(at.helping, at.origin, "/help");
  await people.signIn(helper, "hanna");
  await helper.getByRole("button", { name: "Get a code" }).click();
  await helper.getByText("Your organisation wants a reason for each session.").waitFor();
  await helper.getByLabel("Reason", { exact: true }).fill("The crane plan does not open");
  await helper.getByLabel("Device", { exact: true }).selectOption({ label: "QUAY-1 · Sami Sharer" });
  const { code } = await people.newCode(helper);

  const session = await (await at.hanna.get(`/sessions/${await at.hanna.current()}`)).json();
  assert.equal(session.kind, "device");
  const sharer = await people.joinByCode(at.sharing, at.origin, code);
  await people.inState(sharer, "TRUST");
  await people.inState(helper, "TRUST");
  assert.equal(await helper.getByText("This is another device").count(), 0);
  await people.leave(helper, sharer);
}));
