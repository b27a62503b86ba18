/** The helper's pages: getting a code, waiting, the trust screen, the running session, the end. */
import { type TemplateResult, html, nothing } from "lit";
import type { Page } from "../core/app.ts";
import { judge } from "../core/gate.ts";
import type { Helper } from "../core/helper.ts";
import { codePage } from "./code.ts";
import type { Context, View } from "./context.ts";
import { gatePage } from "./gate.ts";
import { helperLive } from "./helper-live.ts";
import * as icon from "./icons.ts";
import { button, faultNotice, heading, notice, waiting } from "./parts.ts";
import { sessionPage } from "./session.ts";
import { helperTrust } from "./trust.ts";

export function helperPage({ helper, elsewhere }: Extract<Page, { is: "helper" }>, context: Context): View {
  switch (helper.at) {
    case "idle":
      return idlePage(helper, elsewhere, context);
    case "opening":
      return html`<section class="card narrow">${waiting(context.t("code-hold-on"))}</section>`;
    case "in-session":
      return sessionPage(
        helper.room,
        { before: () => codePage(helper, context), trust: () => helperTrust(helper, context), live: () => helperLive(helper, context) },
        context,
      );
    default:
      return helper satisfies never;
  }
}

function idlePage(state: Extract<Helper, { at: "idle" }>, elsewhere: boolean, context: Context): TemplateResult {
  const { t, app, send } = context;
  const verdict = judge(app.browser, "helper");
  if (verdict.is === "blocked") return gatePage(verdict.because, context);
  const steps = [t("help-step-code"), t("help-step-say"), t("help-step-see")];
  return html`<section class="card narrow">
    ${heading(t("help-heading"))}
    <p class="lead">${t("help-lead")}</p>
    ${elsewhere ? notice("calm", html`${t("elsewhere-sharer")} <a href="/">${t("elsewhere-sharer-link")}</a>`) : nothing} ${faultNotice(t, state.fault)}
    <div class="actions">
      ${button(state.creating ? t("help-getting") : t("help-get"), () => send({ kind: "get-code-pressed" }), { kind: "primary", icon: icon.plus(), large: true, disabled: state.creating })}
    </div>
    <ol class="steps">
      ${steps.map((step, place) => html`<li><span class="step-number" aria-hidden="true">${place + 1}</span><span>${step}</span></li>`)}
    </ol>
  </section>`;
}
