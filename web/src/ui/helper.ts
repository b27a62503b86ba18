/** The helper's pages: getting a code, waiting, the trust screen, the running session, the end. */
import { type TemplateResult, html, nothing } from "lit";
import type { Page } from "../core/app.ts";
import { judge } from "../core/gate.ts";
import type { Helper } from "../core/helper.ts";
import type { Me } from "../protocol/wire.ts";
import type { Context, View } from "./context.ts";
import { gatePage } from "./gate.ts";
import * as icon from "./icons.ts";
import { observing } from "./observe.ts";
import { button, faultNotice, heading, notice, waiting } from "./parts.ts";
import { sessionPage } from "./session.ts";
import { wishFields, wishOf } from "./wish.ts";

type Helping = Extract<Helper, { at: "in-session" }>;

/** What is drawn of a session; `null` where it is still being loaded. */
export type SessionPages = Readonly<Record<"before" | "trust" | "live", (state: Helping, context: Context) => View>>;

export function helperPage({ helper, elsewhere, me }: Extract<Page, { is: "helper" }>, pages: SessionPages | null, context: Context): View {
  switch (helper.at) {
    case "idle":
      return idlePage(helper, elsewhere, me, context);
    case "opening":
      return html`<section class="card narrow">${waiting(context.t("code-hold-on"))}</section>`;
    case "in-session":
      return sessionPage(helper.room, pages === null ? null : (stage) => pages[stage](helper, context), context);
    default:
      return helper satisfies never;
  }
}

function idlePage(state: Extract<Helper, { at: "idle" }>, elsewhere: boolean, me: Me, context: Context): TemplateResult {
  const { t, app, send } = context;
  const verdict = judge(app.browser, "helper");
  if (verdict.is === "blocked") return gatePage(verdict.because, context);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (event.target instanceof HTMLFormElement) send({ kind: "get-code-pressed", wish: wishOf(event.target) });
  };
  const steps = [t("help-step-code"), t("help-step-say"), t("help-step-see")];
  return html`<section class="card narrow">
    ${heading(t("help-heading"))}
    <p class="lead">${t("help-lead")}</p>
    ${elsewhere ? notice("calm", html`${t("elsewhere-sharer")} <a href="/">${t("elsewhere-sharer-link")}</a>`) : nothing} ${faultNotice(t, state.fault)}
    ${app.watch === null ? nothing : observing(me, state.creating, context)}
    <form class="stack" @submit=${submit}>
      <div class="actions">${button(state.creating ? t("help-getting") : t("help-get"), () => undefined, { kind: "primary", icon: icon.plus(), large: true, submit: true, disabled: state.creating })}</div>
      ${wishFields(state.devices, state.fault, context)}
    </form>
    <ol class="steps">
      ${steps.map((step, place) => html`<li><span class="step-number" aria-hidden="true">${place + 1}</span><span>${step}</span></li>`)}
    </ol>
    ${app.watch === null ? observing(me, state.creating, context) : nothing}
  </section>`;
}
