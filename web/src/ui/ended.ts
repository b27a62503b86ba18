/** The page after a session: why it ended, in words, and what to do next. */
import { type TemplateResult, html, nothing } from "lit";
import type { Ending, Room } from "../core/room.ts";
import { otherName } from "./badge.ts";
import type { Context } from "./context.ts";
import * as icon from "./icons.ts";
import { button, heading } from "./parts.ts";
import { endWords, nextWords } from "./words.ts";

export function endedPage(room: Room, reason: Ending, context: Context): TemplateResult {
  const { t, send } = context;
  const { role } = room.view.you;
  const sharing = role === "sharer";
  return html`<section class="card narrow ended" data-testid="ended" data-reason=${reason}>
    <div class="ended-mark" aria-hidden="true">${reason === "reported_suspicious" ? icon.alarm() : icon.flag()}</div>
    ${heading(t("ended-heading"))}
    <p class="lead" role="status">${endWords(t, reason, role, otherName(room, context))}</p>
    ${sharing ? html`<p class="good-text">${icon.shield()}${t("ended-nothing-shared")}</p>` : nothing}
    <p>${nextWords(t, reason, role)} ${reason === "connect_failed" ? html`<a href="/network">${t("to-network")}</a>` : nothing}</p>
    <div class="actions">${button(t(sharing ? "ended-next-share" : "ended-next-help"), () => send({ kind: "again-pressed" }), { kind: "primary", large: true })}</div>
  </section>`;
}
