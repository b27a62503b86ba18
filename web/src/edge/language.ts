/** Which language the person reads: their own choice on this device, else the browser's. */
import { LANGUAGES, type Language, pick } from "../i18n/translate.ts";

const KEY = "lotse-language";

export function wanted(): Language {
  const kept = stored();
  return LANGUAGES.find((language) => language === kept) ?? pick(navigator.languages);
}

export function keep(language: Language): void {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // Storage may be switched off: the choice then lasts as long as the page.
  }
}

function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
