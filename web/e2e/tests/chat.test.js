/** The chat between two real Chromium. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as people from "../support/people.js";
import { suite, witnessed } from "../support/suite.js";
import { until } from "../support/wait.js";

const at = suite();

const NAUGHTY = [
  "你好，请把窗口放大一点",
  "مرحبا، هل ترى الشاشة؟",
  "👩🏽‍🔧 👍🏿 🇩🇪 zero-width joiners",
  "abc שלום def العربية 123 ghi",
  "\u202Eevil right-to-left override\u202C end",
  '<img src=x onerror="document.body.dataset.hacked=1"> <script>document.body.dataset.hacked=2</script>',
  "<b>bold?</b> &amp; &lt;not an entity&gt; {{7*7}} ${7*7} javascript:alert(1)",
  "Z̷̢̛a̴̡l̵g̸o̶ ﷽ Ǆ ﬃ",
];

test("messages of every script pass both ways, in order, as text and nothing else", witnessed(at, async () => {
  const { helper, sharer } = await people.live(at);

  for (const [place, line] of NAUGHTY.entries()) {
    const [from, to] = place % 2 === 0 ? [helper, sharer] : [sharer, helper];
    await people.say(from, line);
    await people.reads(to, line);
  }

  for (const page of [helper, sharer]) {
    const shown = await people.thread(page);
    const places = NAUGHTY.map((line) => shown.indexOf(line));
    assert.ok(places.every((place) => place >= 0), `missing: ${NAUGHTY.filter((_, n) => places[n] < 0)}`);
    assert.deepEqual(places, [...places].sort((a, b) => a - b), "not in order");
    assert.equal(await page.evaluate(() => document.body.dataset.hacked), undefined);
    assert.equal(await page.getByRole("log").locator("img, script, b").count(), 0);
  }
  await people.leave(helper, sharer);
}));

test("the thread survives a reload of either side, in order and without doubles, and goes on", witnessed(at, async () => {
  const { helper, sharer } = await people.live(at);
  const lines = ["one from the helper", "two from the sharer", "three from the helper", "four from the sharer", "five from the helper", "six from the sharer"];
  const once = (shown) => lines.every((line) => shown.split(line).length <= 2);
  const whole = async (page, count) => {
    const shown = await people.thread(page);
    const places = lines.slice(0, count).map((line) => shown.indexOf(line));
    return places.every((place, n) => place >= 0 && (n === 0 || place > places[n - 1])) && once(shown);
  };
  await people.say(helper, lines[0]);
  await people.reads(sharer, lines[0]);
  await people.say(sharer, lines[1]);
  await people.reads(helper, lines[1]);

  await helper.reload();
  await people.inState(helper, "LIVE");
  await until("the helper's thread is back", () => whole(helper, 2));
  await people.say(helper, lines[2]);
  await people.reads(sharer, lines[2]);
  await people.say(sharer, lines[3]);
  await people.reads(helper, lines[3]);

  await sharer.reload();
  await people.inState(sharer, "CAPTURE");
  await people.pick(sharer);
  await people.inState(sharer, "LIVE");
  await until("the sharer's thread is back", () => whole(sharer, 4));
  await people.say(helper, lines[4]);
  await people.reads(sharer, lines[4]);
  await people.say(sharer, lines[5]);
  await people.reads(helper, lines[5]);

  assert.ok(await whole(helper, 6), await people.thread(helper));
  assert.ok(await whole(sharer, 6), await people.thread(sharer));
  await people.leave(helper, sharer);
}));
