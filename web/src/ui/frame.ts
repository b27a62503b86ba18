/** The frame around every page: the mark, who is signed in, the language, the promise at the foot. */
import { type TemplateResult, html, nothing } from "lit";
import type { App } from "../core/app.ts";
import type { Me } from "../protocol/wire.ts";
import { LANGUAGES, type Language, NAMES } from "../i18n/translate.ts";
import type { Context, View } from "./context.ts";
import * as icon from "./icons.ts";
import { button } from "./parts.ts";

export function frame(content: View, context: Context, wide: boolean): TemplateResult {
  const { t, app } = context;
  const who = me(app);
  return html`<a class="skip" href="#main" @click=${skip}>${t("skip")}</a>
    <header class="top">
      <a class="brand" href=${app.place === "helper" ? "/help" : "/"}>${icon.mark()}<span>${t("brand")}</span></a>
      ${app.about === null ? nothing : html`<span class="organisation"><bdi>${app.about.organisation}</bdi></span>`}
      <span class="spring"></span>
      ${languageSwitch(context)} ${who === null || wide ? nothing : account(who, context)}
    </header>
    <main id="main" class=${wide ? "wide" : ""} tabindex="-1">${content}</main>
    ${wide ? nothing : foot(who, context)}`;
}

export function me({ page }: App): Me | null {
  return "me" in page ? page.me : null;
}

function account({ person }: Me, { t, send }: Context): TemplateResult {
  return html`<span class="account"><span class="hidden">${t("signed-in-as", { name: person.name })}</span><bdi aria-hidden="true">${person.name}</bdi></span>
    ${button(t("sign-out"), () => send({ kind: "sign-out-pressed" }), { kind: "plain" })}`;
}

function languageSwitch({ t, language, speak }: Context): TemplateResult {
  const chosen = (event: Event): void => {
    const value = event.target instanceof HTMLSelectElement ? event.target.value : "";
    const found = LANGUAGES.find((name) => name === value);
    if (found !== undefined) speak(found);
  };
  const option = (name: Language): TemplateResult => html`<option value=${name} lang=${name} ?selected=${name === language}>${NAMES[name]}</option>`;
  return html`<label class="language"><span class="hidden">${t("language")}</span><select @change=${chosen}>${LANGUAGES.map(option)}</select></label>`;
}

function foot(who: Me | null, { t, app }: Context): TemplateResult {
  const offers = who?.permissions.includes("session.offer") === true;
  return html`<footer class="foot">
    <p>${icon.shield()}${t("footer-line")}</p>
    <nav>
      ${app.place === "sharer" ? (offers ? html`<a href="/help">${t("to-helper")}</a>` : nothing) : html`<a href="/">${t("to-sharer")}</a>`}
      ${app.place === "network" ? nothing : html`<a href="/network">${t("to-network")}</a>`}
    </nav>
  </footer>`;
}

/** Focuses the content without a fragment in the address, which belongs to codes. */
function skip(event: Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>("#main")?.focus();
}
