/**
 * Firefox as helper, Chromium as sharer. Runs inside a network namespace (the test starts it so), because Firefox forms no pair
 * with a loopback candidate. Prints one JSON line for each claim.
 */
import assert from "node:assert/strict";
import { signInByApi } from "../support/api.js";
import { PICK, startChromium } from "../support/chromium.js";
import { claim, play } from "../support/claims.js";
import { serveContent } from "../support/content.js";
import { press, signIn, startFirefox, stateOf } from "../support/firefox.js";
import * as people from "../support/people.js";
import { startServer } from "../support/server.js";
import { age, watchVideo } from "../support/stamp.js";
import { PATIENCE, until } from "../support/wait.js";

/** Hanna gets a code in Firefox. */
async function firefoxHelper(origin, stops) {
  const firefox = await startFirefox({ viewport: people.WIDE });
  stops.push(() => firefox.close());
  const page = await firefox.newPage();
  await page.goto(`${origin}/help`);
  await signIn(page, "hanna");
  await press(page, "Get a code");
  const shown = await page.locator("[data-testid=code]").setTimeout(PATIENCE).waitHandle();
  return { page, code: (await shown.evaluate((element) => element.textContent)).trim() };
}

await play(async (stops) => {
  const server = await startServer();
  stops.push(() => server.stop());
  const content = await serveContent();
  stops.push(() => content.stop());
  await signInByApi(server.origin, "hanna"); // The server answers before Firefox, the slow one, starts.
  const sharing = await startChromium({ pick: PICK.content });
  stops.push(() => sharing.stop());
  const { page: helper, code } = await firefoxHelper(server.origin, stops);
  const sharer = await people.joinByCode(sharing.browser, server.origin, code);
  await people.showContent(sharer.context(), content.url);
  await sharer.bringToFront();

  await claim("Firefox as helper: sees the frames of a Chromium sharer, their numbers rise", async () => {
    await until("TRUST", async () => (await stateOf(helper)) === "TRUST");
    for (const box of await helper.$$("input[type=checkbox]")) await box.click();
    await press(helper, "Accept");
    await people.allow(sharer);
    await people.inState(sharer, "CAPTURE");
    await people.pick(sharer);
    await until("LIVE", async () => (await stateOf(helper)) === "LIVE");
    await helper.$eval("[data-testid=screen]", watchVideo);
    const all = await until("20 frames", async () => {
      const stamps = await helper.evaluate(() => window.__stamps);
      return stamps.length >= 20 ? stamps : null;
    });
    assert.ok(people.rising(all), JSON.stringify(all));
    assert.ok(all.map(age).every((ms) => ms >= 0), JSON.stringify(all.map(age)));
  });

  await claim("Firefox as helper: chats both ways", async () => {
    await helper.locator('aria/Message[role="textbox"]').fill("from Firefox: 你好 مرحبا");
    await press(helper, "Send");
    await people.reads(sharer, "from Firefox: 你好 مرحبا");
    await people.say(sharer, "from Chromium: <b>👋</b>");
    await until("the sharer's line", () => helper.$eval("[role=log]", (log) => log.innerText.includes("from Chromium: <b>👋</b>")));
  });

  await claim("Firefox as helper: ends, and the sharer hears why", async () => {
    await press(helper, "End session");
    assert.equal(await people.endReason(sharer), "helper_left");
    assert.deepEqual(sharer.faults, []);
  });
});
