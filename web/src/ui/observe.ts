/** Asking to look on, for supervisors: by the address of a session, from a link or typed. Opens nothing before it is asked for. */
import { type TemplateResult, html, nothing } from "lit";
import type { Me } from "../protocol/wire.ts";
import { sessionIn } from "../core/watch.ts";
import type { Context, View } from "./context.ts";
import * as icon from "./icons.ts";
import { button, notice } from "./parts.ts";

export function observing(me: Me, busy: boolean, context: Context): View {
  const { t, app, send } = context;
  const { watch } = app;
  if (!me.permissions.includes("session.observe")) return watch === null ? nothing : notice("warn", t("help-observe-not-allowed"));
  if (watch === null) return byField(busy, context);
  return html`<section class="question calm" aria-labelledby="observe-heading" data-testid="observe">
    <h2 id="observe-heading">${t("help-observe")}</h2>
    <p>${t("help-observe-lead")}</p>
    <div class="actions">${button(t("help-observe-button"), () => send({ kind: "observe-pressed", session: watch }), { kind: "primary", icon: icon.eye(), large: true, disabled: busy })}</div>
  </section>`;
}

function byField(busy: boolean, { t, send }: Context): TemplateResult {
  const typed = (event: Event): void => {
    if (event.target instanceof HTMLInputElement) event.target.setCustomValidity(sessionIn(event.target.value) === null ? t("help-observe-strange") : "");
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.target;
    const session = form instanceof HTMLFormElement ? sessionIn(String(new FormData(form).get("session"))) : null;
    if (session !== null) send({ kind: "observe-pressed", session });
  };
  return html`<details class="more">
    <summary>${t("help-observe")}</summary>
    <form class="stack" @submit=${submit}>
      <p>${t("help-observe-lead")}</p>
      <div class="field">
        <label for="observe-session">${t("help-observe-field")}</label>
        <input id="observe-session" name="session" type="text" dir="ltr" autocomplete="off" autocapitalize="none" spellcheck="false" required aria-describedby="observe-hint" @input=${typed} />
        <p id="observe-hint" class="small">${t("help-observe-hint")}</p>
      </div>
      <div class="actions">${button(t("help-observe-button"), () => undefined, { submit: true, icon: icon.eye(), disabled: busy })}</div>
    </form>
  </details>`;
}
