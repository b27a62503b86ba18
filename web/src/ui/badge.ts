/** The connection badge and the chip row: what is true of the picture right now. */
import { type TemplateResult, html, nothing } from "lit";
import { type Badge, badge } from "../core/badge.ts";
import type { Room } from "../core/room.ts";
import { type Context, type View, timeOfDay } from "./context.ts";
import * as icon from "./icons.ts";
import { warningChip } from "./words.ts";

/** The other person's name, as the server tells it. */
export function otherName({ view }: Room, context: Context): string {
  return view.others[0]?.person.name ?? context.t("unknown-person");
}

export function badgeWords(state: Badge, name: string, { t }: Context): string {
  return "whose" in state ? t(`badge-${state.is}-${state.whose}`, { name }) : t(`badge-${state.is}`);
}

export function badgeView(room: Room, context: Context): TemplateResult {
  const state = badge(room);
  const since = "since" in state ? context.t("badge-since", { time: timeOfDay(state.since, context.language) }) : null;
  return html`<span class="badge ${state.is}" data-testid="badge" data-badge=${state.is} role="status">
    <span class="lamp" aria-hidden="true"></span>
    <span>${room.view.state === "CAPTURE" && state.is === "connecting" ? context.t("badge-choosing") : badgeWords(state, otherName(room, context), context)}</span>
    ${since === null ? nothing : html`<span class="since">${since}</span>`}
  </span>`;
}

/** The warnings that stay in sight during the session. */
export function warningChips({ view }: Room, { t }: Context): View {
  const grave = view.warnings.filter(({ severity }) => severity !== "info");
  if (grave.length === 0) return nothing;
  return html`<ul class="chips">
    ${grave.map(({ kind }) => html`<li class="chip warn">${icon.alarm()}${t(warningChip(kind))}</li>`)}
  </ul>`;
}
