/** The join as a screen reader has it: by the accessibility tree alone, in at most eight steps, and every page begins at its heading. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { PICK } from "../support/chromium.js";
import * as people from "../support/people.js";
import { suite, witnessed } from "../support/suite.js";
import { until } from "../support/wait.js";

const at = suite({ pick: PICK.monitor });

/** A reader of a page's accessibility tree: finds by role and name, acts on what it found, and counts. */
async function reader(page) {
  const client = await page.context().newCDPSession(page);
  await client.send("Accessibility.enable");
  await client.send("DOM.enable");
  const nodes = async () => (await client.send("Accessibility.getFullAXTree")).nodes.filter(({ ignored }) => !ignored);
  const find = (role, name) =>
    until(`${role} ${name} in the tree`, async () => {
      const found = (await nodes()).find((node) => node.role?.value === role && name.test((node.name?.value ?? "").replace(/[\u2068\u2069]/gu, "")));
      const disabled = found?.properties?.some(({ name: what, value }) => what === "disabled" && value.value === true);
      return found === undefined || disabled ? null : found;
    });
  const focus = async (role, name) => {
    const { backendDOMNodeId: backendNodeId } = await find(role, name);
    await client.send("DOM.focus", { backendNodeId });
  };
  let steps = 0;
  return {
    steps: () => steps,
    find,
    async type(role, name, text) {
      await focus(role, name);
      await client.send("Input.insertText", { text });
      steps += 1;
    },
    async press(role, name) {
      await focus(role, name);
      await page.keyboard.press("Enter");
      steps += 1;
    },
    /** The heading at which the page begins has the focus. */
    begins: (name) =>
      until(`the focus at ${name}`, async () => {
        const { properties = [] } = await find("heading", name);
        return properties.some(({ name: what, value }) => what === "focused" && value.value === true);
      }),
  };
}

test("by the accessibility tree alone a sharer joins and shares in at most eight steps", witnessed(at, async () => {
  const { page: helper, code } = await people.getCode(at.helping, at.origin);
  const sharer = await people.open(at.sharing, at.origin, "/", people.SAMIS_BROWSER);
  const tree = await reader(sharer);

  await tree.type("textbox", /^Username$/u, "sami");
  await tree.type("textbox", /^Password$/u, "demo");
  await tree.press("button", /^Sign in$/u);
  await tree.type("textbox", /^Code$/u, code);
  // The page goes on by itself after the last character.
  await tree.begins(/^Is this who you expect\?$/u);
  await tree.find("StaticText", /^Hanna Helper$/u);
  await tree.press("button", /^Allow$/u);
  await people.accept(helper);
  await tree.begins(/^Choose what Hanna Helper may see$/u);
  await tree.press("button", /^Choose what to share$/u);

  await people.inState(sharer, "LIVE");
  await tree.find("heading", /^Hanna Helper sees your screen$/u);
  await tree.find("StaticText", /^Live$/u);
  assert.ok(tree.steps() <= 8, `${tree.steps()} steps`);
  await people.leave(helper, sharer);
}));
