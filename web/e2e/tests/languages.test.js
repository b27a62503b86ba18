/** Every language on real pages: nothing wider than a small phone, the right direction, axe content; and a whole session from right to left. */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { PICK } from "../support/chromium.js";
import * as people from "../support/people.js";
import { ARTEFACTS, suite, witnessed } from "../support/suite.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const FOLDER = join(import.meta.dirname, "../../src/i18n");
const LANGUAGES = readdirSync(FOLDER).filter((name) => name.endsWith(".ftl")).map((name) => name.slice(0, -4));

/** The words of a language, for buttons without variables. */
const words = (language) => Object.fromEntries([...readFileSync(join(FOLDER, `${language}.ftl`), "utf8").matchAll(/^([\w-]+) = (.+)$/gm)].map(([, id, text]) => [id, text]));

const at = suite({ pick: PICK.monitor });

async function look(page, name) {
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await page.screenshot({ path: join(ARTEFACTS, "languages", `${name}.png`) });
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
  const { violations } = await page.evaluate((values) => window.axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] }), TAGS);
  assert.deepEqual(violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join("; ")}`), []);
}

const fits = (page, what) => page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]).then(([wide, room]) => assert.ok(wide <= room, `${what} is ${wide} wide on ${room}`));

test("every language of the menu fits a small phone, says its name and its direction, and leaves no text in English", witnessed(at, async () => {
  const page = await people.open(at.helping, at.origin, "/help", { locale: "en-GB", viewport: { width: 320, height: 640 } });
  await people.signIn(page, "hanna");
  await page.getByRole("button", { name: "Get a code" }).waitFor();
  const english = words("en");
  for (const language of LANGUAGES) {
    const own = words(language);
    await page.locator(".language select").selectOption(language);
    await page.getByRole("heading", { level: 1, name: own["help-heading"] }).waitFor();
    const root = await page.evaluate(() => ({ lang: document.documentElement.lang, dir: document.documentElement.dir }));
    assert.deepEqual(root, { lang: language, dir: ["ar", "he"].includes(language) ? "rtl" : "ltr" });
    await fits(page, `helping in ${language}`);
    await look(page, `help-${language}`);
    if (language !== "en") assert.ok(!(await page.locator("main").innerText()).includes(english["help-lead"]), `${language} says it in English`);
  }
  await page.getByRole("button", { name: words(LANGUAGES.at(-1))["help-get"] }).click();
  await page.getByTestId("code").waitFor();
  for (const language of LANGUAGES) {
    await page.locator(".language select").selectOption(language);
    await page.getByRole("heading", { level: 1, name: words(language)["code-heading"] }).waitFor();
    await fits(page, `the code in ${language}`);
  }
  await page.locator(".language select").selectOption("ar");
  await page.getByRole("heading", { level: 1, name: words("ar")["code-heading"] }).waitFor();
  await look(page, "code-ar");
  await people.leave(page);
}));

test("a whole session from right to left: everything mirrored, the picture and the code not", witnessed(at, async () => {
  const ar = words("ar");
  const { page: helper, code } = await people.getCode(at.helping, at.origin);
  const sharer = await people.open(at.sharing, at.origin, "/", { ...people.SAMIS_BROWSER, locale: "ar-EG" });
  await sharer.getByLabel(ar["signin-username"]).fill("sami");
  await sharer.getByLabel(ar["signin-password"]).fill("demo");
  await look(sharer, "sign-in-ar");
  await sharer.getByRole("button", { name: ar["signin-button"], exact: true }).click();
  await sharer.getByLabel(ar["enter-label"]).fill(code.slice(0, 4));
  await look(sharer, "enter-ar");
  await sharer.getByLabel(ar["enter-label"]).fill(code);
  await people.goOn(sharer);
  await people.inState(sharer, "TRUST");
  await sharer.locator("button:enabled", { hasText: ar["trust-allow"] }).waitFor();
  await look(sharer, "trust-ar");
  await people.accept(helper);
  await sharer.getByRole("button", { name: ar["trust-allow"], exact: true }).click();
  await people.inState(sharer, "CAPTURE");
  await look(sharer, "capture-ar");
  await sharer.getByRole("button", { name: ar["capture-button"] }).click();
  await people.inState(sharer, "LIVE");
  await people.inState(helper, "LIVE");
  await people.say(helper, "Good morning 你好 👋");
  await sharer.getByText("Good morning").waitFor();
  await look(sharer, "live-ar");
  // The chat stands at the end of the line, which is on the left here.
  const [chat, stage] = await Promise.all([sharer.locator(".chat").boundingBox(), sharer.locator(".stage-side").boundingBox()]);
  assert.ok(chat.x < stage.x, `the chat begins at ${chat.x}, the stage at ${stage.x}`);

  await helper.locator(".language select").selectOption("he");
  await helper.getByRole("button", { name: words("he")["help-end"] }).waitFor();
  await helper.getByRole("button", { name: words("he")["stats-open"] }).click();
  await helper.getByTestId("statistics").locator("dd").first().waitFor();
  await look(helper, "helping-he");
  for (const page of [helper, sharer]) {
    await page.setViewportSize({ width: 320, height: 640 });
    await fits(page, "a session from right to left");
  }
  await look(sharer, "live-ar-phone");
  await helper.getByRole("button", { name: words("he")["help-end"] }).click();
  assert.equal(await people.endReason(sharer), "helper_left");
  await people.leave(helper, sharer);
}));
