/** Every page and state, in light, dark and forced colours: axe finds nothing, and a picture is kept for people to look at. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { PICK } from "../support/chromium.js";
import * as people from "../support/people.js";
import { ARTEFACTS, suite, witnessed } from "../support/suite.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const at = suite({ pick: PICK.monitor });
const found = [];

const SCHEMES = [
  { called: "light", colorScheme: "light", forcedColors: "none" },
  { called: "dark", colorScheme: "dark", forcedColors: "none" },
  { called: "forced", colorScheme: "dark", forcedColors: "active" },
];

/** Looks at a page in both colour schemes, and in the colours that a person has forced. */
async function look(page, name) {
  for (const { called, ...media } of SCHEMES) {
    await page.emulateMedia({ ...media, reducedMotion: "reduce" });
    await page.screenshot({ path: join(ARTEFACTS, "pages", `${name}-${called}.png`) });
    if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
    // Colours are all that differ between the schemes.
    const rules = called === "light" ? { type: "tag", values: TAGS } : { type: "rule", values: ["color-contrast"] };
    const { violations } = await page.evaluate((runOnly) => window.axe.run(document, { runOnly, resultTypes: ["violations"] }), rules);
    for (const { id, nodes } of violations) found.push(`${name} (${called}): ${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join("; ")}`);
  }
  await page.emulateMedia({ colorScheme: "light", forcedColors: "none", reducedMotion: "reduce" });
}

/** What axe has found since the last call. */
function nothingFound() {
  assert.deepEqual(found.splice(0), []);
}

test("axe finds nothing on the way to a session, in light and dark", witnessed(at, async () => {
  const helper = await people.open(at.helping, at.origin, "/help");
  await helper.getByLabel("Username").waitFor();
  await look(helper, "01-sign-in");
  await people.signIn(helper, "hanna");
  await helper.getByRole("button", { name: "Get a code" }).waitFor();
  await look(helper, "02-helper-idle");
  await helper.getByText("Reason, ticket or device").click();
  await helper.getByLabel("Device", { exact: true }).waitFor();
  await look(helper, "02-helper-wish");
  const { code } = await people.newCode(helper);
  await helper.getByText("Show as a QR code").click();
  await look(helper, "03-helper-code");

  const sharer = await people.open(at.sharing, at.origin, "/", people.SAMIS_BROWSER);
  await people.signIn(sharer, "sami");
  await sharer.getByLabel("Code").waitFor();
  await sharer.getByText("How it works").click();
  await sharer.getByLabel("Code").fill("4060 r0");
  await look(sharer, "04-sharer-enter");
  await people.typeCode(sharer, "0000-0000");
  await sharer.getByRole("alert").first().waitFor();
  await look(sharer, "05-sharer-wrong-code");
  await people.typeCode(sharer, code);
  await people.inState(sharer, "TRUST");
  await people.inState(helper, "TRUST");
  await sharer.locator("button:enabled", { hasText: "Allow" }).waitFor();
  await look(sharer, "06-sharer-trust");
  await look(helper, "07-helper-trust");
  await helper.getByRole("checkbox", { name: "I understand the risk" }).first().check();
  await look(helper, "08-helper-trust-acknowledged");
  await people.allow(sharer);
  await sharer.getByText(/^You allowed it/).first().waitFor();
  await look(sharer, "09-sharer-allowed");
  await people.accept(helper);
  await people.inState(sharer, "CAPTURE");
  await look(sharer, "10-sharer-capture");
  await look(helper, "11-helper-waits-for-capture");

  nothingFound();
  await people.leave(helper, sharer);
}));

test("axe finds nothing in a running session, at its end, and in German, in light and dark", witnessed(at, async () => {
  const { helper, sharer } = await people.live({ ...at, content: undefined });
  await look(helper, "12-helper-live");
  await helper.getByRole("button", { name: "Statistics" }).click();
  await helper.getByTestId("statistics").locator("dd").first().waitFor();
  await helper.getByText("Ask a colleague in").click();
  await look(helper, "12-helper-statistics");
  await helper.getByText("Ask a colleague in").click();
  await helper.getByRole("button", { name: "Statistics" }).click();
  await look(sharer, "13-sharer-live");
  await people.say(helper, "Good morning, which berth is it? 你好 👋");
  await people.say(sharer, "مرحبا — berth 4, the crane plan does not open.");
  await people.reads(helper, "berth 4");
  await people.reads(sharer, "Good morning");
  await look(helper, "14-helper-chat");
  await look(sharer, "15-sharer-chat");
  await sharer.getByRole("button", { name: "Report suspicious" }).click();
  await look(sharer, "16-sharer-report");
  await sharer.getByRole("button", { name: "Go back" }).click();
  await sharer.getByRole("button", { name: "Pause" }).click();
  await people.inState(helper, "PAUSED");
  await look(helper, "17-helper-paused");
  await look(sharer, "18-sharer-paused");
  for (const page of [helper, sharer]) await page.getByLabel("Language").selectOption({ label: "Deutsch" });
  await sharer.getByRole("button", { name: "Fortsetzen" }).waitFor();
  assert.equal(await sharer.evaluate(() => document.documentElement.lang), "de");
  await look(helper, "19-helper-paused-de");
  await look(sharer, "20-sharer-paused-de");
  for (const page of [helper, sharer]) {
    await page.setViewportSize({ width: 390, height: 844 });
    await look(page, page === helper ? "21-helper-narrow-chat-de" : "22-sharer-narrow-chat-de");
    await page.getByRole("button", { name: "Chat ausblenden" }).click();
    await look(page, page === helper ? "21-helper-narrow-de" : "22-sharer-narrow-de");
    // A phone, a small phone, and 1280 by 800 at 200 %.
    for (const [width, height] of [[390, 844], [320, 640], [640, 400]]) {
      await page.setViewportSize({ width, height });
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `it scrolls sideways at ${width}`);
      const picture = await page.locator(page === helper ? ".screen-view" : ".preview video").boundingBox();
      assert.ok(picture.height >= height * (page === helper ? 0.33 : 0.2), `the picture is ${picture.height} high at ${width} by ${height}`);
    }
    await page.setViewportSize(people.WIDE);
  }
  await helper.getByRole("button", { name: "Sitzung beenden" }).click();
  await people.endReason(sharer);
  await people.endReason(helper);
  await look(sharer, "23-sharer-ended-de");
  await look(helper, "24-helper-ended-de");

  nothingFound();
  await people.leave(helper, sharer);
}));

test("the German page speaks German from the browser's language, and no text of it is wider than a phone", witnessed(at, async () => {
  const page = await people.open(at.helping, at.origin, "/help", { locale: "de-DE", viewport: { width: 320, height: 640 } });
  await page.getByRole("button", { name: "Anmelden" }).waitFor();

  assert.equal(await page.evaluate(() => document.documentElement.lang), "de");
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "the page scrolls sideways");
  await look(page, "25-sign-in-narrow-de");
  nothingFound();
  await people.leave(page);
}));

test("a page that cannot reach the server says so calmly and goes on by itself", witnessed(at, async () => {
  const context = await at.helping.newContext({ viewport: people.WIDE, locale: "en-GB" });
  let open = false;
  await context.route("**/api/v1/me", (route) => (open ? route.continue() : route.fulfill({ status: 503, contentType: "text/html", body: "<h1>Bad gateway</h1>" })));
  const page = await people.openIn(context, at.origin, "/#4060-r0gx");

  await page.getByRole("heading", { name: "Lotse cannot be reached" }).waitFor();
  await page.getByText("4060-r0gx").waitFor();
  assert.equal(await page.getByRole("textbox").count(), 0, "an idle page is shown");
  await look(page, "28-unreachable");
  open = true;
  await page.getByLabel("Username").waitFor();

  nothingFound();
  await people.leave(page);
}));

test("axe finds nothing on the other pages", witnessed(at, async () => {
  const page = await people.open(at.helping, at.origin, "/network");
  await page.getByText("Works.").waitFor();
  await look(page, "26-network");
  await page.goto(`${at.origin}/admin`);
  await people.signIn(page, "ada");
  await page.locator('lotse-app[data-page="admin"]').waitFor();
  await look(page, "27-admin");

  nothingFound();
  await people.leave(page);
}));
