/** What most test files share: one server, two browsers and the content, started once for the file. */
import { join } from "node:path";
import { after, before } from "node:test";
import { leaveAll, signInByApi } from "./api.js";
import { PICK, startChromium } from "./chromium.js";
import { serveContent } from "./content.js";
import { startServer } from "./server.js";

/** Pictures for people to look at; not part of the repository. */
export const ARTEFACTS = join(import.meta.dirname, "../../../artefacts");

/** The object is filled before the first test and emptied after the last. */
export function suite({ pick = PICK.content, config } = {}) {
  const at = {};
  before(async () => {
    at.server = await startServer({ config });
    at.contentServer = await serveContent();
    at.content = at.contentServer.url;
    at.origin = at.server.origin;
    at.hanna = await signInByApi(at.origin, "hanna");
    [at.sharer, at.helper] = await Promise.all([startChromium({ pick }), startChromium()]);
    at.sharing = at.sharer.browser;
    at.helping = at.helper.browser;
  });
  after(async () => {
    await Promise.all([at.sharer?.stop(), at.helper?.stop()]);
    await at.contentServer?.stop();
    await at.server?.stop();
  });
  return at;
}

/** Runs a claim; when it fails, keeps what the pages showed and says what the server said. */
export const witnessed = (at, claim) => async (context) => {
  try {
    await claim(context);
  } catch (error) {
    const said = at.server?.log().split("\n").filter((line) => line.startsWith("{")).slice(-15).join("\n");
    const pages = await keepPages(at, context.name);
    error.stack += `\n--- the pages\n${pages}\n--- the server's last lines\n${said}`;
    throw error;
  } finally {
    await closePages(at);
    await leaveAll(at.hanna);
  }
};

const contexts = (at) => [at.helping, at.sharing].flatMap((browser) => browser?.contexts() ?? []);

/** Pictures of all pages that are open, and what each says of itself. */
async function keepPages(at, name) {
  const told = [];
  for (const page of contexts(at).flatMap((context) => context.pages())) {
    const file = `${name.slice(0, 60).replaceAll(/\W+/g, "-")}-${told.length}.png`;
    await page.screenshot({ path: join(ARTEFACTS, "failed", file), timeout: 3_000 }).catch(() => undefined);
    const words = await page.locator("lotse-app").evaluate((app) => `${app.dataset["page"]} ${app.dataset["state"]}: ${app.innerText.replaceAll(/\s+/g, " ").slice(0, 600)}`, { timeout: 2_000 }).catch(() => page.url());
    told.push(`${file} ${words} ${(page.faults ?? []).join("; ")}`);
  }
  return told.join("\n");
}

async function closePages(at) {
  for (const context of contexts(at)) await context.close().catch(() => undefined);
}
