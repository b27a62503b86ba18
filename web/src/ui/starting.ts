/** The page before the server has answered: a moment's wait, or calm words that it goes on trying. */
import { type TemplateResult, html, nothing } from "lit";
import { formatCode } from "../core/code.ts";
import type { Starting } from "../core/starting.ts";
import { clockFace } from "../core/time.ts";
import type { Context } from "./context.ts";
import { button, faultNotice, heading, notice, waiting } from "./parts.ts";

export function startingPage({ asked, attempt }: Starting, context: Context): TemplateResult {
  const { t, send, app } = context;
  if (asked.is === "asked" && attempt === 0) return html`<section class="card narrow">${waiting(t("loading"))}</section>`;
  const again = button(t("try-now"), () => send({ kind: "try-pressed" }), { large: true, disabled: asked.is === "asked" });
  if (asked.is === "refused") {
    return html`<section class="card narrow">
      ${heading(t("brand"))} ${faultNotice(t, asked.fault)}
      <div class="actions">${again}</div>
    </section>`;
  }
  const left = asked.is === "asked" ? 0 : Math.max(0, Math.ceil((asked.at - app.now) / 1_000));
  return html`<section class="card narrow" data-testid="unreachable">
    ${heading(t("unreachable-heading"))}
    <p class="lead" role="status">${t("unreachable-lead")}</p>
    ${waitingQuietly(left === 0 ? t("unreachable-now") : t("unreachable-next", { time: clockFace(left) }))}
    ${app.code === null ? nothing : notice("good", t("unreachable-code", { code: formatCode(app.code) }))}
    <div class="actions">${again}</div>
  </section>`;
}

/** A count that no screen reader has to hear every second. */
function waitingQuietly(text: string): TemplateResult {
  return html`<p class="waiting" aria-hidden="true"><span class="buoy"></span><span class="waiting-text">${text}</span></p>`;
}
