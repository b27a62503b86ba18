/** Starts the app: joins the loop and the root element, and loads the language first. */
import type { App } from "./core/app.ts";
import { keep, wanted } from "./edge/language.ts";
import { Runtime, type Streams } from "./edge/runtime.ts";
import { type Language, type Translate, load } from "./i18n/translate.ts";
import "./style/base.css";
import "./style/pages.css";
import "./style/session.css";
import { LotseApp } from "./ui/app.ts";

async function main(): Promise<void> {
  let language = wanted();
  let t: Translate = await load(language);
  const root = document.querySelector("lotse-app");
  if (!(root instanceof LotseApp)) return;
  let last: { app: App; streams: Streams } | null = null;
  const draw = (): void => {
    if (last !== null) root.drawn = { app: last.app, t, language, ...last.streams };
  };
  const runtime = new Runtime((app, streams) => {
    last = { app, streams };
    draw();
  });
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
