/** Turns message keys into text of one language. Every text of the pages comes through here; none of it is ever HTML. */
import { FluentBundle, FluentResource } from "@fluent/bundle";
import type { MessageId } from "./ids.ts";

/** Every language of the pages by its own name, in the order of the menu. */
export const NAMES = {
  en: "English",
  de: "Deutsch",
  fr: "Français",
  es: "Español",
  it: "Italiano",
  "pt-BR": "Português (Brasil)",
  nl: "Nederlands",
  pl: "Polski",
  tr: "Türkçe",
  uk: "Українська",
  ja: "日本語",
  ko: "한국어",
  "zh-Hans": "中文（简体）",
  "zh-Hant": "中文（繁體）",
  ar: "العربية",
  he: "עברית",
} as const;

export type Language = keyof typeof NAMES;
export const LANGUAGES = Object.keys(NAMES) as readonly Language[];

export type Translate = (id: MessageId, args?: Readonly<Record<string, string | number>>) => string;

/** Written from right to left. */
const RIGHT_TO_LEFT: readonly string[] = ["ar", "he"];

export const directionOf = (language: Language): "ltr" | "rtl" => (RIGHT_TO_LEFT.includes(language) ? "rtl" : "ltr");

/** The first of the browser's languages that there is; English otherwise. */
export function pick(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const spoken = spokenIn(tag.toLowerCase());
    const found = LANGUAGES.find((language) => language === spoken);
    if (found !== undefined) return found;
  }
  return "en";
}

/** A browser's tag in the names of ours: one Portuguese, two ways to write Chinese, an old name of Hebrew. */
function spokenIn(tag: string): string {
  const [language = "", ...rest] = tag.split("-");
  if (language === "pt") return "pt-BR";
  if (language === "iw") return "he";
  if (language !== "zh") return language;
  const traditional = rest.includes("hant") || (!rest.includes("hans") && rest.some((region) => region === "tw" || region === "hk" || region === "mo"));
  return traditional ? "zh-Hant" : "zh-Hans";
}

/** Each language is a chunk of its own, loaded when somebody reads it. */
const SOURCES = import.meta.glob<string>("./*.ftl", { query: "?raw", import: "default" });

/** Loads a language. */
export async function load(language: Language): Promise<Translate> {
  const source = SOURCES[`./${language}.ftl`];
  return translator(language, source === undefined ? "" : await source());
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
