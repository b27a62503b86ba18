/** What the browser gate says: one message and one cure for each obstacle. */
import { type TemplateResult, html } from "lit";
import { formatCode } from "../core/code.ts";
import type { Obstacle } from "../core/gate.ts";
import type { Context } from "./context.ts";
import * as icon from "./icons.ts";
import { button, heading, notice } from "./parts.ts";

export function gatePage(because: Obstacle, context: Context): TemplateResult {
  const { t, app } = context;
  return html`<section class="card narrow">
    ${heading(t(`gate-${because}-heading`))} ${notice("warn", t(`gate-${because}`))}
    ${app.code === null ? "" : html`<p class="kept-code"><span class="small">${t("code-label")}</span> <bdi class="code-text">${formatCode(app.code)}</bdi></p>`}
    <div class="actions">${button(t("try-again"), () => location.reload(), { kind: "primary", icon: icon.play(), large: true })}</div>
  </section>`;
}
