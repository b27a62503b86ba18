/** A code letter by letter, in the spelling alphabet of the page's language. */
import { type TemplateResult, html } from "lit";
import type { MessageId } from "../i18n/ids.ts";
import type { Context } from "./context.ts";

export function spelled(code: string, { t }: Pick<Context, "t">): TemplateResult[] {
  return [...code].map((char) => html`<span class="letter"><b>${char}</b> ${t(`spell-${char}` as MessageId)}</span>`);
}
