/** Signing in at a real identity provider, with the code kept, and being signed out by it. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startChromium } from "../support/chromium.js";
import { CLIENT, SECRET, signInThere, startProvider } from "../support/idp.js";
import * as people from "../support/people.js";
import { startServer } from "../support/server.js";
import { freePort, until } from "../support/wait.js";

const ID = "harbour";
/** What is put into a text is isolated from it, by characters that nobody sees. */
const BUTTON = { name: /Continue with .*Harbour account/u };
const at = {};

/** A deployment without any account of its own. */
const config = ({ port, mediaPort, adminPort, data, issuer }) => `data_dir = "${data}"
[web]
public_url = "http://localhost:${port}"
listen = ["127.0.0.1:${port}"]
[media]
listen = ["127.0.0.1:${mediaPort}"]
[admin]
listen = "127.0.0.1:${adminPort}"
[tenant]
name = "Kaispeicher"
domain = "kaispeicher.example"
[settings]
enabled = true
allow_unenrolled = true
[[providers]]
id = "${ID}"
name = "Harbour account"
issuer = "${issuer}"
client_id = "${CLIENT}"
client_secret = "${SECRET}"
scopes = ["profile", "email", "groups"]
claims = { job_title = "title", company = "company" }
group_names = { g-desk = "Help desk" }
[[assignments]]
role = "helper"
groups = ["Help desk"]
`;

before(async () => {
  const port = await freePort();
  at.provider = await startProvider(`http://localhost:${port}`, ID);
  at.server = await startServer({ port, config: (ports) => config({ ...ports, issuer: at.provider.issuer }) });
  at.origin = at.server.origin;
  at.chromium = await startChromium();
});
after(async () => {
  await at.chromium?.stop();
  await at.server?.stop();
  await at.provider?.stop();
});

async function opened(path) {
  const page = await people.open(at.chromium.browser, at.origin, path);
  // The provider's pages ask for a font from elsewhere.
  await page.context().route(/^https:/, (route) => route.abort());
  return page;
}

async function signedIn(path, username) {
  const page = await opened(path);
  await page.getByRole("button", BUTTON).click();
  await signInThere(page, username);
  return page;
}

test("people sign in at their provider and come back with the code kept, and a logout there ends the session here", async () => {
  const helper = await signedIn("/help", "olga");
  const { code, link } = await people.newCode(helper);

  const sharer = await opened(new URL(link).pathname + new URL(link).hash);
  assert.equal(await sharer.getByLabel("Username").count(), 0);
  await sharer.getByText("Your code is kept").waitFor();
  await sharer.getByRole("button", BUTTON).click();
  await signInThere(sharer, "otto");
  await sharer.getByLabel("Code").waitFor();
  assert.equal((await sharer.getByLabel("Code").inputValue()).replaceAll(/\W/g, ""), code.replaceAll(/\W/g, ""));
  assert.ok(!sharer.url().includes(code.replaceAll(/\W/g, "")), sharer.url());
  await sharer.getByRole("button", { name: "Continue" }).click();
  await people.inState(sharer, "TRUST").catch(async (error) => {
    throw new Error(`${error.message}: ${await sharer.locator("lotse-app").innerText()}\n${at.server.log().split("\n").slice(-12).join("\n")}`);
  });
  for (const text of ["Olga Own", "Harbour master"]) await sharer.getByText(text).first().waitFor();
  await people.inState(helper, "TRUST");
  await helper.getByText("Otto Other").first().waitFor();

  const there = await people.openIn(sharer.context(), at.provider.issuer, "/session/end");
  const began = Date.now();
  await there.locator("button[name=logout], button[value=yes]").first().click();

  await until("the announcement", () => at.provider.heard.length > 0);
  assert.deepEqual(at.provider.heard, ["backchannel.success"], at.server.log().split("\n").filter((line) => line.includes("logout")).join("\n"));
  await people.inState(helper, "ENDED");
  assert.ok(Date.now() - began < 5_000, `${Date.now() - began} ms`);
  const asked = await sharer.evaluate(() => fetch("/api/v1/me").then((answer) => answer.status));
  assert.equal(asked, 401);
  assert.deepEqual([...helper.faults, ...sharer.faults], []);
  assert.ok(!at.server.log().includes(code.replaceAll(/\W/g, "")));
});

test("signing out here ends the session at the provider too", async () => {
  const page = await signedIn("/help", "olga");
  await page.getByRole("button", { name: "Get a code" }).waitFor();

  await page.getByRole("button", { name: "Sign out" }).click();
  await page.locator("button[name=logout], button[value=yes]").first().click();

  await page.getByRole("button", BUTTON).click();
  // Asked anew: the session there is over.
  await page.locator("input[name=login]").waitFor();
});

test("who says no at the provider is told what happened in words, and nothing of it stays in the address", async () => {
  const page = await opened("/help");
  await page.getByRole("button", BUTTON).click();
  await page.locator("a", { hasText: /cancel/i }).click();

  await page.getByText("cancelled at your identity provider").waitFor();
  assert.equal(new URL(page.url()).search, "");
  await until("the reference", async () => /[0-9a-f]{32}/.test(await page.getByRole("alert").innerText()));
});
