/** Small pieces that several pages share: buttons, notices, the waiting card. */
import { type TemplateResult, html, nothing } from "lit";
import type { Fault } from "../core/fault.ts";
import type { Translate } from "../i18n/translate.ts";
import type { View } from "./context.ts";
import * as icon from "./icons.ts";
import { faultWords } from "./words.ts";

type ButtonKind = "primary" | "secondary" | "danger" | "plain";

export type ButtonOptions = { readonly kind?: ButtonKind; readonly icon?: TemplateResult; readonly disabled?: boolean; readonly submit?: boolean; readonly large?: boolean };

/** A button with a visible name. */
export function button(label: string, press: () => void, options: ButtonOptions = {}): TemplateResult {
  const { kind = "secondary", disabled = false, submit = false, large = false } = options;
  return html`<button
    type=${submit ? "submit" : "button"}
    class="button ${kind} ${large ? "large" : ""}"
    ?disabled=${disabled}
    @click=${submit ? nothing : press}
  >
    ${options.icon ?? nothing}<span>${label}</span>
  </button>`;
}

/** A heading that takes the focus when its page appears. */
export function heading(text: string): TemplateResult {
  return html`<h1 tabindex="-1">${text}</h1>`;
}

/** Why something did not work; read out at once. */
export function faultNotice(t: Translate, fault: Fault | null): View {
  if (fault === null) return nothing;
  const trace = fault.is === "problem" && fault.problem.status >= 500 ? fault.problem.traceId : null;
  return html`<div class="notice bad" role="alert">
    ${icon.alarm()}
    <div>
      <p>${faultWords(t, fault)}</p>
      ${trace === null ? nothing : html`<p class="small">${t("fault-trace", { trace })}</p>`}
    </div>
  </div>`;
}

export function notice(kind: "calm" | "warn" | "good", content: View | string): TemplateResult {
  const drawing = kind === "warn" ? icon.alarm() : kind === "good" ? icon.check() : icon.info();
  return html`<div class="notice ${kind}">${drawing}<div>${content}</div></div>`;
}

/** Something is being waited for. */
export function waiting(text: string, detail: View | string = nothing): TemplateResult {
  return html`<div class="waiting" role="status">
    <span class="buoy" aria-hidden="true"></span>
    <div>
      <p class="waiting-text">${text}</p>
      ${detail === nothing ? nothing : html`<p class="quiet-text">${detail}</p>`}
    </div>
  </div>`;
}
