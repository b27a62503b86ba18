/**
 * The demo's people at their browsers, by the words and hooks that a person or a screen reader finds. Every page is watched:
 * what the content policy refuses and every script error is a fault of the test that sees it.
 */
import { age, watchVideo } from "./stamp.js";
import { PATIENCE, until } from "./wait.js";

export const WIDE = { width: 1280, height: 800 };
const PASSWORD = "demo";

/** Opens a page of the product for one person, in a context (a browser profile) of its own. */
export async function open(browser, origin, path, options = {}) {
  const context = await browser.newContext({ viewport: WIDE, locale: "en-GB", ...options });
  context.setDefaultTimeout(PATIENCE);
  return openIn(context, origin, path);
}

/** Opens another page in an existing context. */
export async function openIn(context, origin, path) {
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(`script error: ${error.message}`));
  page.on("console", (message) => {
    if (/content security policy|trusted ?types?|refused to|permissions-policy/i.test(message.text())) faults.push(`policy: ${message.text()}`);
  });
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => console.error(`Content Security Policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
  });
  await page.goto(origin + path);
  page.faults = faults;
  return page;
}

/** Signs in by the form. */
export async function signIn(page, username) {
  await page.getByLabel("Username").fill(username);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Hanna gets a code: `{ page, code, link }`. */
export async function getCode(browser, origin, options) {
  const page = await open(browser, origin, "/help", options);
  await signIn(page, "hanna");
  return { page, ...(await newCode(page)) };
}

export async function newCode(page) {
  await page.getByRole("button", { name: "Get a code" }).click();
  const code = (await page.getByTestId("code").textContent()).trim();
  const shown = page.getByTestId("link");
  const link = (await shown.getAttribute("data-link")) ?? (await shown.getAttribute("href"));
  return { code, link };
}

/** Sami's laptop runs Windows in the inventory, so his browser says Windows; else his device would be unknown. */
export const SAMIS_BROWSER = { userAgent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36" };

/** Sami signs in and types the code. */
export async function joinByCode(browser, origin, code, options) {
  const page = await open(browser, origin, "/", { ...SAMIS_BROWSER, ...options });
  await signIn(page, "sami");
  await typeCode(page, code);
  return page;
}

export async function typeCode(page, code) {
  await page.getByLabel("Code").fill(code);
  await goOn(page);
}

/** Presses Continue, unless the page has gone on by itself meanwhile. */
export const goOn = (page) => page.locator("lotse-app").evaluate((app) => app.querySelector("form button[type=submit]")?.click());

export const state = (page) => page.locator("lotse-app").getAttribute("data-state");

/** Waits for one of the states. */
export async function inState(page, ...wanted) {
  const find = wanted.map((name) => `lotse-app[data-state="${name}"]`).join(", ");
  try {
    await page.locator(find).first().waitFor({ state: "attached" });
  } catch {
    throw new Error(`the page is in state ${await state(page)}, not in ${wanted.join(" or ")}`);
  }
}

/** Hanna reads the warnings, says so, and accepts. */
export async function accept(page) {
  const accept = page.getByRole("button", { name: "Accept", exact: true });
  await accept.waitFor();
  for (const box of await page.getByRole("checkbox", { name: "I understand the risk" }).all()) await box.check();
  await accept.click();
}

export const allow = (page) => page.getByRole("button", { name: "Allow", exact: true }).click();

/** Sami presses the button that opens the picker. */
export const pick = (page) => page.getByRole("button", { name: "Choose what to share" }).click();

/**
 * A running session from sign-in to the first frame. `sharing` and `helping` are browsers; the content's tab is opened in the
 * sharer's context, where the picker finds it.
 */
export async function live({ sharing, helping, origin, content }) {
  const { page: helper, code, link } = await getCode(helping, origin);
  const sharer = await joinByCode(sharing, origin, code);
  const shared = content === undefined ? null : await showContent(sharer.context(), content);
  await sharer.bringToFront();
  await inState(helper, "TRUST");
  await accept(helper);
  await allow(sharer);
  await inState(sharer, "CAPTURE");
  await pick(sharer);
  await inState(helper, "LIVE");
  await inState(sharer, "LIVE");
  await watch(helper);
  return { helper, sharer, shared, code, link };
}

export async function showContent(context, content) {
  const shared = await context.newPage();
  await shared.setViewportSize({ width: 640, height: 400 });
  await shared.goto(content);
  return shared;
}

/** Begins to read the stamps that the helper sees. */
export const watch = (helper) => helper.getByTestId("screen").evaluate(watchVideo);

/** All stamps read so far. */
export const stamps = (helper) => helper.evaluate(() => window.__stamps ?? []);

/** Waits until the helper has read `count` stamps more than `after`, and gives all. */
export async function seen(helper, count, after = 0) {
  return until(`${count} more frames with a stamp`, async () => {
    const all = await stamps(helper);
    return all.length >= after + count ? all : null;
  });
}

/** Waits for a frame that was drawn after `moment`, however many others come before it, and gives all. */
export async function seenDrawnAfter(helper, moment) {
  return until(`a frame drawn after ${new Date(moment).toISOString()}`, async () => {
    const all = await stamps(helper);
    return all.some((stamp) => drawnAfter(stamp, moment)) ? all : null;
  });
}

/** Whether frame numbers only rise; two readings of one frame are one frame. */
export const rising = (all) => all.every(({ frame }, at) => at === 0 || frame >= all[at - 1].frame);

export const ages = (all) => all.map(age).sort((a, b) => a - b);

/** Whether the frame of a stamp was drawn after `moment`, milliseconds of the epoch. */
export const drawnAfter = (stamp, moment) => stamp.at - age(stamp) > moment;

/** Says something in the chat. */
export async function say(page, text) {
  await page.getByRole("textbox", { name: "Message" }).fill(text);
  await page.getByRole("button", { name: "Send", exact: true }).click();
}

/** The text of the whole thread. */
export const thread = (page) => page.getByRole("log").innerText();

/** Waits until the thread shows the text once and only once. */
export async function reads(page, text) {
  await until(`"${text.slice(0, 40)}" in the thread`, async () => (await thread(page)).includes(text));
}

/** The reason of the end that a page shows. */
export async function endReason(page) {
  const ended = page.getByTestId("ended");
  await ended.waitFor();
  return ended.getAttribute("data-reason");
}

/** Ends whatever is left and closes the profiles; a fault that a page saw fails the test. */
export async function leave(...pages) {
  const faults = pages.flatMap((page) => page.faults ?? []);
  const contexts = new Set(pages.filter((page) => page !== null && !page.isClosed()).map((page) => page.context()));
  for (const context of contexts) await context.close().catch(() => undefined);
  if (faults.length > 0) throw new Error(`faults in a page: ${faults.join("; ")}`);
}
