/** How people look at a running session: the helper's size, hold and numbers of the picture, the sharer's small window. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as people from "../support/people.js";
import { suite, witnessed } from "../support/suite.js";
import { until } from "../support/wait.js";

const at = suite();

/** How the helper's page shows the picture. */
const view = (page) => page.locator(".screen-scroll").evaluate((scroll) => ({ left: scroll.scrollLeft, top: scroll.scrollTop, width: scroll.querySelector("video").getBoundingClientRect().width }));

test("the helper enlarges the picture by button, key and wheel, moves it by the mouse, and fits it again", witnessed(at, async () => {
  const { helper, sharer } = await people.live(at);
  const fitted = (await view(helper)).width;

  await helper.getByRole("button", { name: "Larger" }).click();
  const larger = await view(helper);
  await helper.locator(".screen-scroll").focus();
  await helper.keyboard.press("+");
  const largest = await view(helper);
  assert.ok(largest.width > larger.width, `${larger.width}, then ${largest.width}`);

  const box = await helper.locator(".screen-scroll").boundingBox();
  await helper.mouse.move(box.x + 200, box.y + 150);
  await helper.keyboard.down("Control");
  await helper.mouse.wheel(0, -100);
  await helper.keyboard.up("Control");
  const wheeled = await until("a larger picture by the wheel", async () => ((await view(helper)).width > largest.width ? view(helper) : null));
  await helper.mouse.down();
  await helper.mouse.move(box.x + 140, box.y + 110);
  await helper.mouse.up();
  const moved = await view(helper);
  assert.deepEqual([Math.round(moved.left - wheeled.left), Math.round(moved.top - wheeled.top)], [60, 40]);

  await helper.keyboard.press("0");
  assert.equal((await view(helper)).width, fitted);
  await people.leave(helper, sharer);
}));

test("the statistics say in words and numbers what the helper sees, and go on after a pause", witnessed(at, async () => {
  const { helper, sharer } = await people.live(at);
  const size = await helper.getByTestId("screen").evaluate(({ videoWidth, videoHeight }) => `${videoWidth} × ${videoHeight}`);

  await helper.getByRole("button", { name: "Statistics" }).click();
  const panel = helper.getByTestId("statistics");
  const row = async (name) => (await panel.locator("div", { hasText: new RegExp(`^\\s*${name}`, "u") }).locator("dd").innerText()).replace(/[\u2068\u2069]/gu, "");
  await panel.getByText("Resolution").waitFor();
  assert.equal(await row("Resolution"), size);
  assert.match(await row("Delay from the server"), /^[\d,]+ ms, /u);
  assert.match(await row("Way"), /^UDP/u);
  assert.match(await row("Video format"), /^(VP9|VP8|AV1|H264)$/u);
  await until("frames are counted", async () => Number(await row("Frames per second")) > 0);

  await helper.getByRole("button", { name: "Statistics" }).click();
  await panel.waitFor({ state: "detached" });
  await people.leave(helper, sharer);
}));

test("a picture in a window of its own goes when the sharer pauses", witnessed(at, async () => {
  const { helper, sharer } = await people.live(at);
  const own = () => helper.evaluate(() => document.pictureInPictureElement !== null);
  await helper.getByRole("button", { name: "Picture in a window of its own" }).click();
  await until("a window of its own", own);

  await sharer.getByRole("button", { name: "Pause" }).click();
  await people.inState(helper, "PAUSED");

  await until("no window of its own", async () => !(await own()));
  await people.leave(helper, sharer);
}));

test("the sharer's small window says who watches, chats, pauses and goes with the end", witnessed(at, async () => {
  const { helper, sharer } = await people.live(at);
  const [mini] = await Promise.all([sharer.context().waitForEvent("page"), sharer.getByRole("button", { name: "Small window on top" }).click()]);
  await mini.getByText("Hanna Helper").first().waitFor();

  await people.say(helper, "Can you open the crane plan? 你好");
  await people.reads(mini, "crane plan");
  await people.say(mini, "from the small window");
  await people.reads(helper, "from the small window");
  await mini.getByRole("button", { name: "Pause" }).click();
  await people.inState(helper, "PAUSED");
  await mini.getByRole("button", { name: "Resume" }).click();
  await people.inState(helper, "LIVE");

  const closed = mini.waitForEvent("close");
  await mini.getByRole("button", { name: "Stop sharing" }).click();
  await closed;
  assert.equal(await people.endReason(helper), "sharer_left");
  await people.leave(helper, sharer);
}));
