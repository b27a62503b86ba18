/** Real Firefox, driven by Puppeteer over WebDriver BiDi. Slow to start, so once for a scenario. */
import puppeteer from "puppeteer-core";
import { PATIENCE } from "./wait.js";

const FIREFOX = process.env["FIREFOX"] ?? "/usr/bin/firefox-esr";

/** Starts it without a screen, or on `display`, where it fills the screen and may share it without a question. */
export async function startFirefox({ display, viewport = null } = {}) {
  const onScreen = { headless: false, args: ["--kiosk"], env: { ...process.env, DISPLAY: display }, extraPrefsFirefox: { "media.navigator.permission.disabled": true } };
  return puppeteer.launch({
    browser: "firefox",
    executablePath: FIREFOX,
    defaultViewport: viewport,
    timeout: 3 * PATIENCE,
    protocolTimeout: 3 * PATIENCE,
    ...(display === undefined ? { headless: true } : onScreen),
  });
}

const button = (name) => `aria/${name}[role="button"]`;

export const press = async (page, name) => page.locator(button(name)).setTimeout(PATIENCE).click();
export const stateOf = (page) => page.$eval("lotse-app", (app) => app.dataset["state"]);

/** Signs in by the form. */
export async function signIn(page, username) {
  await page.locator("#username").setTimeout(PATIENCE).fill(username);
  await page.locator("#password").fill("demo");
  await press(page, "Sign in");
}
