/** Turns message keys into text of one language. Every text of the pages comes through here; none of it is ever HTML. */
import { FluentBundle, FluentResource } from "@fluent/bundle";
import type { MessageId } from "./ids.ts";

export type Language = "en" | "de";
export const LANGUAGES: readonly Language[] = ["en", "de"];

export type Translate = (id: MessageId, args?: Readonly<Record<string, string | number>>) => string;

/** The first of the browser's languages that there is; English otherwise. */
export function pick(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const found = LANGUAGES.find((language) => tag.toLowerCase().split("-")[0] === language);
    if (found !== undefined) return found;
  }
  return "en";
}

/** Loads a language. */
export async function load(language: Language): Promise<Translate> {
  const source = language === "de" ? await import("./de.ts") : await import("./en.ts");
  return translator(language, source.messages);
}

/** Makes a translator from FTL text. */
export function translator(language: Language, ftl: string): Translate {
  const bundle = new FluentBundle(language);
  bundle.addResource(new FluentResource(ftl));
  return (id, args = {}) => {
    const pattern = bundle.getMessage(id)?.value;
    return pattern === undefined || pattern === null ? id : bundle.formatPattern(pattern, { ...args }, []);
  };
}
