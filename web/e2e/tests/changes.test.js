/** What changes while the session is live: something else is shared, a warning comes up, a format that one browser cannot show. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import * as people from "../support/people.js";
import { contentShown } from "../support/picture.js";
import { suite, witnessed } from "../support/suite.js";
import { until } from "../support/wait.js";

// The picker of the tests picks a tab; nothing else may be shared here.
process.env["LOTSE_SETTINGS__SURFACES"] = "tab";
const at = suite();

const switchButton = (sharer) => sharer.getByRole("button", { name: "Share something else" });
const previewed = (sharer) => sharer.getByTestId("preview").evaluate((video) => video.srcObject?.getVideoTracks()[0]?.id);

/** From now on the picker gives what says that it is a window, and remembers it. */
const pickWindows = (sharer) =>
  sharer.evaluate(() => {
    navigator.mediaDevices.getDisplayMedia = async () => {
      const stream = document.createElement("canvas").captureStream(1);
      const [track] = stream.getVideoTracks();
      track.getSettings = () => ({ displaySurface: "window" });
      window.__picked = track;
      return stream;
    };
  });

test("something else that may be shared takes the picture's place, and the session goes on", witnessed(at, async () => {
  const { helper, sharer } = await people.live(at);
  const before = await previewed(sharer);
  const old = await people.seen(helper, 5);

  await switchButton(sharer).click();

  await until("another track in the preview", async () => (await previewed(sharer)) !== before);
  await people.seen(helper, 10, old.length);
  assert.equal(await people.state(helper), "LIVE");
  await people.leave(helper, sharer);
}));

test("something else that may not be shared is let go, with a word, and the old picture stays", witnessed(at, async () => {
  const { helper, sharer } = await people.live(at);
  const before = await previewed(sharer);
  const old = await people.seen(helper, 5);
  await pickWindows(sharer);

  await switchButton(sharer).click();

  await sharer.getByRole("alert").filter({ hasText: "Your organisation does not let this be shared" }).waitFor();
  await until("the refused capture is stopped", () => sharer.evaluate(() => window.__picked.readyState === "ended"));
  assert.equal(await previewed(sharer), before);
  await people.seen(helper, 10, old.length);
  assert.equal(await people.state(sharer), "LIVE");
  await people.leave(helper, sharer);
}));

test("a warning that comes up while live covers the picture until it is read", witnessed(at, async () => {
  const { helper, sharer } = await people.live(at);
  await people.seen(helper, 5);
  assert.ok((await contentShown(helper)) > 0.3);
  // What an inventory would do: the device breaks another rule.
  const change = `UPDATE devices SET body = replace(body, '"failed_rules":[', '"failed_rules":["The firewall is off",')`;
  const changed = spawnSync("sqlite3", ["-cmd", ".timeout 10000", join(at.server.data, "lotse.db"), change]);
  assert.equal(changed.status, 0, String(changed.error ?? changed.stderr));

  const warned = helper.getByTestId("warned");
  await warned.waitFor();
  await helper.getByText("The picture waits for you").waitFor();
  const proceed = helper.getByRole("button", { name: "Go on", exact: true });
  assert.equal(await proceed.isDisabled(), true);
  const before = (await people.stamps(helper)).length;
  await warned.getByRole("checkbox", { name: "I understand the risk" }).check();
  await proceed.click();

  await warned.waitFor({ state: "detached" });
  await people.seen(helper, 5, before);
  assert.ok((await contentShown(helper)) > 0.3, "the picture is still covered");
  await people.leave(helper, sharer);
}));

test("a helper whose browser cannot show the sharer's format is told so, and what to do", witnessed(at, async () => {
  const { page: helper, code } = await people.getCode(at.helping, at.origin);
  // The sharer's page prefers VP9; this helper's browser offers VP8 alone.
  await helper.evaluate(() => {
    const add = RTCPeerConnection.prototype.addTransceiver;
    RTCPeerConnection.prototype.addTransceiver = function (...args) {
      const transceiver = add.apply(this, args);
      const codecs = RTCRtpReceiver.getCapabilities("video").codecs;
      transceiver.setCodecPreferences(codecs.filter(({ mimeType }) => mimeType === "video/VP8"));
      return transceiver;
    };
  });
  const sharer = await people.joinByCode(at.sharing, at.origin, code);
  await people.showContent(sharer.context(), at.content);
  await sharer.bringToFront();
  await people.inState(helper, "TRUST");
  await people.accept(helper);
  await people.allow(sharer);
  await people.pick(sharer);
  await people.inState(helper, "LIVE");

  await helper.getByText("Your browser cannot show this picture").waitFor();
  await helper.getByText(/It comes as .?VP9.? video/u).waitFor();
  await people.leave(helper, sharer);
}));

test("both pages say in a word how well the picture gets through", witnessed(at, async () => {
  const { helper, sharer } = await people.live(at);
  await people.seen(helper, 5);

  for (const page of [helper, sharer]) {
    const chip = page.getByTestId("quality");
    await chip.waitFor();
    assert.equal(await chip.getAttribute("data-level"), "good");
    assert.equal((await chip.textContent()).trim(), "Good connection");
  }
  await people.leave(helper, sharer);
}));
