/** The session code: reads what people type or paste, shows it as 4-4. The one place of the pages that knows codes; never keeps one. */
import { CODE_INPUT_MAX, CODE_LENGTH } from "./limits.ts";

/** Crockford's base32 in lower case: no i, l, o, u. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const ALIKE: Readonly<Record<string, string>> = { o: "0", i: "1", l: "1" };

/** What a person has typed so far. */
export type CodeEntry =
  | { readonly at: "partial"; readonly code: string; readonly strange: string | null }
  | { readonly at: "complete"; readonly code: string };

/** Reads typed or pasted text: any case, spaces and hyphens, o as 0, i and l as 1, or a whole link. */
export function readCode(typed: string): CodeEntry {
  const text = fromLink(typed.slice(0, CODE_INPUT_MAX)).toLowerCase();
  const code: string[] = [];
  let strange: string | null = null;
  for (const raw of text) {
    const char = ALIKE[raw] ?? raw;
    if (ALPHABET.includes(char)) code.push(char);
    else if (!isGap(char)) strange ??= raw;
  }
  const joined = code.join("");
  return joined.length === CODE_LENGTH && strange === null ? { at: "complete", code: joined } : { at: "partial", code: joined, strange };
}

/** `4060r0gx` as `4060-r0gx`; a part of a code gets its hyphen as soon as it is longer than four. */
export function formatCode(code: string): string {
  return code.length > 4 ? `${code.slice(0, 4)}-${code.slice(4)}` : code;
}

/** The code in a page's address: the fragment (`/#4060r0gx`) or `?passcode=`. */
export function codeInAddress(hash: string, search: string): string | null {
  const fragment = readCode(hash.replace(/^#/u, ""));
  if (fragment.at === "complete") return fragment.code;
  const asked = readCode(new URLSearchParams(search).get("passcode") ?? "");
  return asked.at === "complete" ? asked.code : null;
}

function fromLink(text: string): string {
  const found = /(?:#|[?&]passcode=)([^#?&/\s]+)\s*$/u.exec(text);
  return found?.[1] ?? text;
}

/** White space, hyphens and dashes, soft hyphens, zero-width and direction marks: people paste them along. */
function isGap(char: string): boolean {
  return /[\s\-_.\u00ad\u200b-\u200f\u2010-\u2015\u202a-\u202e\u2060-\u2069\u2212\ufeff]/u.test(char);
}
