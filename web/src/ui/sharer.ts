/** The sharer's pages: the code, the trust screen, the picker, the running session, the end. */
import { type TemplateResult, html, nothing } from "lit";
import type { Page } from "../core/app.ts";
import { type CodeEntry, formatCode } from "../core/code.ts";
import { judge } from "../core/gate.ts";
import { CODE_LENGTH } from "../core/limits.ts";
import type { Room } from "../core/room.ts";
import type { Sharer } from "../core/sharer.ts";
import type { Stage } from "../core/stage.ts";
import type { Context, View } from "./context.ts";
import { gatePage } from "./gate.ts";
import { button, faultNotice, heading, notice, waiting } from "./parts.ts";
import { sessionPage } from "./session.ts";
import { spelled } from "./spelled.ts";

type Entering = Extract<Sharer, { at: "entering-code" }>;

type Sharing = Extract<Sharer, { at: "in-session" }>;

/** What is drawn of a session; `null` where it is still being loaded. */
export type SessionPages = { trust(room: Room, context: Context): View; live(state: Sharing, context: Context): View };

export function sharerPage({ sharer, elsewhere }: Extract<Page, { is: "sharer" }>, pages: SessionPages | null, context: Context): View {
  switch (sharer.at) {
    case "entering-code":
      return enterPage(sharer, elsewhere, context);
    case "joining":
      return joining(context);
    case "in-session":
      return sessionPage(sharer.room, pages === null ? null : (stage) => inStage(stage, sharer, pages, context), context);
    default:
      return sharer satisfies never;
  }
}

function inStage(stage: Exclude<Stage, "ended">, sharer: Sharing, pages: SessionPages, context: Context): View {
  if (stage === "before") return joining(context);
  return stage === "trust" ? pages.trust(sharer.room, context) : pages.live(sharer, context);
}

const joining = ({ t }: Context): TemplateResult => html`<section class="card narrow">${waiting(t("joining"))}</section>`;

function enterPage(state: Entering, elsewhere: boolean, context: Context): TemplateResult {
  const { t, app, send } = context;
  const verdict = judge(app.browser, "sharer");
  if (verdict.is === "blocked") return gatePage(verdict.because, context);
  const complaint = complain(state, context);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    send({ kind: "continue-pressed" });
  };
  return html`<section class="card narrow enter">
    ${heading(t("enter-heading"))}
    <p class="lead">${t("enter-lead")}</p>
    ${elsewhere ? notice("calm", html`${t("elsewhere-helper")} <a href="/help">${t("elsewhere-helper-link")}</a>`) : nothing}
    <form class="stack" novalidate @submit=${submit}>
      <div class="field code-field">
        <label for="code">${t("enter-label")}</label>
        ${codeInput(state, complaint !== null, context)}
        <p id="code-hint" class="small">${t("enter-hint")}</p>
        ${state.entry.code === "" || state.entry.code.length > CODE_LENGTH ? nothing : html`<p class="spelled" dir="ltr" aria-hidden="true" data-testid="spelled" title=${t("enter-spelled")}>${spelled(state.entry.code, context)}</p>`}
        <p id="code-complaint" class="complaint" role="status">${complaint ?? nothing}</p>
      </div>
      ${faultNotice(t, state.fault)}
      ${button(state.redeeming ? t("enter-busy") : t("enter-continue"), () => undefined, { kind: "primary", submit: true, disabled: state.redeeming, large: true })}
    </form>
    ${verdict.is === "works-not-listed" ? html`<p class="small">${t("gate-works-not-listed")}</p>` : nothing} ${notice("warn", t("enter-safe"))}
    <details class="more">
      <summary>${t("enter-how")}</summary>
      <ol class="how">
        <li>${t("enter-how-1")}</li>
        <li>${t("enter-how-2")}</li>
        <li>${t("enter-how-3")}</li>
      </ol>
      <p class="small">${t("enter-how-needs")}</p>
    </details>
  </section>`;
}

function codeInput({ entry }: Entering, invalid: boolean, { send }: Context): TemplateResult {
  const typed = (event: Event): void => {
    if (event.target instanceof HTMLInputElement) send({ kind: "code-typed", text: event.target.value });
  };
  // What was understood is put back into the field as 4-4 only when typing is over, so that no caret ever jumps.
  const settled = (event: Event): void => {
    if (event.target instanceof HTMLInputElement && entry.at === "complete") event.target.value = formatCode(entry.code);
  };
  return html`<input
    id="code"
    name="code"
    class="code-input"
    type="text"
    inputmode="text"
    autocomplete="off"
    autocapitalize="none"
    autocorrect="off"
    spellcheck="false"
    dir="ltr"
    placeholder="xxxx-xxxx"
    aria-describedby="code-hint code-complaint"
    aria-invalid=${invalid ? "true" : "false"}
    value=${entry.at === "complete" ? formatCode(entry.code) : ""}
    @input=${typed}
    @change=${settled}
  />`;
}

/** What is wrong with the code so far; said only when it helps: at once for a strange character, on Continue for a short code. */
function complain({ entry, nudge }: Entering, { t }: Context): string | null {
  if (entry.at === "complete") return null;
  if (entry.strange !== null) return t("enter-strange", { char: entry.strange });
  if (entry.code.length > CODE_LENGTH) return t("enter-long");
  return nudge ? t("enter-short", { left: missing(entry) }) : null;
}

const missing = (entry: Extract<CodeEntry, { at: "partial" }>): number => CODE_LENGTH - entry.code.length;
