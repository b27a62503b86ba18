/** What every view is drawn from. Never holds state of its own. */
import type { TemplateResult } from "lit";
import type { App, Event } from "../core/app.ts";
import type { Millis } from "../core/time.ts";
import type { Language, Translate } from "../i18n/translate.ts";

export type View = TemplateResult | typeof import("lit").nothing;

export type Context = {
  readonly app: App;
  readonly t: Translate;
  readonly language: Language;
  readonly preview: MediaStream | null;
  readonly screen: MediaStream | null;
  readonly send: (event: Event) => void;
  readonly speak: (language: Language) => void;
};

/** A time of day in the page's language. */
export function timeOfDay(at: Millis, language: Language): string {
  return new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit", second: "2-digit" }).format(at);
}
