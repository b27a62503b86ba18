/** Starts the app: joins the loop and the root element, and loads the language and the page's own part first. */
import type { App, Place } from "./core/app.ts";
import { place } from "./edge/address.ts";
import { keep, wanted } from "./edge/language.ts";
import { Runtime, type Streams } from "./edge/runtime.ts";
import { type Language, type Translate, load } from "./i18n/translate.ts";
import "./style/base.css";
import "./style/pages.css";
import { LotseApp, type PlaceUi } from "./ui/app.ts";

/** Each place loads what it alone draws. */
async function partOf(where: Place): Promise<PlaceUi> {
  switch (where) {
    case "sharer":
      return (await import("./ui/part-sharer.ts")).part;
    case "helper":
      return (await import("./ui/part-helper.ts")).part;
    case "admin":
    case "network":
      return (await import("./ui/part-plain.ts")).part;
    default:
      return where satisfies never;
  }
}

async function main(): Promise<void> {
  let language = wanted();
  const root = document.querySelector("lotse-app");
  if (!(root instanceof LotseApp)) return;
  const [part, first] = await Promise.all([partOf(place()), load(language)]);
  let t: Translate = first;
  let last: { app: App; streams: Streams } | null = null;
  const draw = (): void => {
    if (last !== null) root.drawn = { app: last.app, t, language, ...last.streams };
  };
  const runtime = new Runtime((app, streams) => {
    last = { app, streams };
    draw();
  });
  root.place = part;
  root.send = runtime.dispatch;
  root.speak = (next: Language): void => {
    keep(next);
    void load(next).then((loaded) => {
      [language, t] = [next, loaded];
      draw();
    });
  };
  runtime.run();
}

void main();
