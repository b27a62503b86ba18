/**
 * When a page tells what: the moments at which it first shows each badge, each state and its end, by the clock of this machine,
 * taken inside the page so that no round trip to the browser is measured.
 */
import { until } from "./wait.js";

/**
 * Begins to watch; `first(...names)` waits for the first of these moments: a badge's name, a state's name, or "ended".
 * `stalled()` tells for how long the page could not run since then, beyond what its timers are apart.
 */
export async function watchEnd(page) {
  await page.evaluate(() => {
    const app = document.querySelector("lotse-app");
    const moments = (window.__moments = {});
    const look = () => {
      const now = Date.now();
      const note = (name) => {
        if (name !== undefined && !(name in moments)) moments[name] = now;
      };
      note(app.dataset["state"]);
      note(app.querySelector("[data-testid=badge]")?.dataset["badge"]);
      const ended = app.querySelector("[data-testid=ended]");
      if (ended !== null && ended.textContent.trim() !== "") note("ended");
    };
    window.__watchEnd?.disconnect();
    window.__watchEnd = new MutationObserver(look);
    window.__watchEnd.observe(app, { subtree: true, childList: true, attributes: true, characterData: true });
    look();
    window.__stalled = 0;
    let last = Date.now();
    clearInterval(window.__watchStalls);
    window.__watchStalls = setInterval(() => {
      const now = Date.now();
      if (now - last > 150) window.__stalled += now - last - 50;
      last = now;
    }, 50);
  });
  return {
    async first(...names) {
      return until(names.join(" or "), async () => {
        const moments = await page.evaluate(() => window.__moments);
        const found = names.filter((name) => name in moments).map((name) => ({ name, at: moments[name] }));
        return found.sort((one, other) => one.at - other.at)[0] ?? null;
      }, { every: 20 });
    },
    stalled: () => page.evaluate(() => window.__stalled),
  };
}
