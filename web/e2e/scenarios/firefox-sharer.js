/**
 * Firefox as sharer of a whole screen, Chromium as helper. Runs inside a network namespace (the test starts it so), because
 * Firefox forms no pair with a loopback candidate. Its own screen is the only one there is, so the helper sees its page, which
 * this scenario marks: a colour in the corner that changes when it is told to. Prints one JSON line for each claim.
 */
import assert from "node:assert/strict";
import { startChromium } from "../support/chromium.js";
import { claim, play } from "../support/claims.js";
import { startDisplay } from "../support/display.js";
import { press, signIn, startFirefox, stateOf } from "../support/firefox.js";
import * as people from "../support/people.js";
import { startServer } from "../support/server.js";
import { PATIENCE, until } from "../support/wait.js";

/** Paints a patch over the middle of the sharer's page. Through the style object, which the content policy allows. */
const paint = (page, colour) =>
  page.evaluate((background) => {
    const patch = document.querySelector("#patch") ?? document.body.appendChild(Object.assign(document.createElement("div"), { id: "patch" }));
    Object.assign(patch.style, { position: "fixed", inset: "30% 40%", zIndex: "9", pointerEvents: "none", background });
  }, colour);

/** The colour near the middle of what the helper's video shows, as "red", "blue" or "other". */
const seenColour = (helper) =>
  helper.getByTestId("screen").evaluate((video) => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
    if (canvas.width === 0) return "nothing";
    const context = canvas.getContext("2d");
    context.drawImage(video, 0, 0);
    // Beside the mouse pointer, which rests in the middle of the screen.
    const [r, g, b] = context.getImageData(canvas.width * 0.42, canvas.height / 2, 1, 1).data;
    if (r > 150 && g < 90 && b < 90) return "red";
    return b > 150 && r < 90 && g < 90 ? "blue" : "other";
  });

const sees = (helper, colour) => until(`${colour} in the middle of the picture`, async () => (await seenColour(helper)) === colour);

await play(async (stops) => {
  const server = await startServer();
  stops.push(() => server.stop());
  const screen = await startDisplay();
  stops.push(() => screen.stop());
  const helping = await startChromium();
  stops.push(() => helping.stop());
  const { page: helper, code } = await people.getCode(helping.browser, server.origin);
  const firefox = await startFirefox({ display: screen.display });
  stops.push(() => firefox.close());
  const [sharer] = await firefox.pages();

  await claim("Firefox as sharer: a Chromium helper sees the frames of its screen, and they follow what changes there", async () => {
    await sharer.goto(`${server.origin}/`);
    await signIn(sharer, "sami");
    await sharer.locator("#code").setTimeout(PATIENCE).fill(code);
    await people.inState(helper, "TRUST");
    await people.accept(helper);
    await press(sharer, "Allow");
    await until("CAPTURE", async () => (await stateOf(sharer)) === "CAPTURE");
    await press(sharer, "Choose what to share");
    await people.inState(helper, "LIVE");
    for (const colour of ["rgb(220, 20, 20)", "rgb(20, 20, 220)"]) {
      await paint(sharer, colour);
      await sees(helper, colour.startsWith("rgb(220") ? "red" : "blue");
    }
  });

  await claim("Firefox as sharer: pauses, and goes on", async () => {
    await press(sharer, "Pause");
    await people.inState(helper, "PAUSED");
    await press(sharer, "Resume");
    await people.inState(helper, "LIVE");
    await paint(sharer, "rgb(220, 20, 20)");
    await sees(helper, "red");
  });

  await claim("Firefox as sharer: stops sharing, and the helper hears why", async () => {
    await press(sharer, "Stop sharing");
    assert.equal(await people.endReason(helper), "sharer_left");
    assert.deepEqual(helper.faults, []);
  });
});
