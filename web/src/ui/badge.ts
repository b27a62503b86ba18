/** The connection badge and the chip row: what is true of the picture right now. */
import { type TemplateResult, html, nothing } from "lit";
import { type Badge, badge } from "../core/badge.ts";
import type { Quality, Room } from "../core/room.ts";
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

/** How well the picture gets through, while it does; read out politely, and only when the word changes. */
export function qualityChip(room: Room, { t, language }: Context): View {
  const shown = room.quality !== null && room.media.at === "up" && room.view.state === "LIVE" && badge(room).is === "live" ? room.quality : null;
  const number = (value: number, digits = 0): string => new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
  const detail = (quality: Quality): string =>
    t(quality.rtt_ms === undefined ? "quality-detail" : "quality-detail-rtt", {
      rtt: number(quality.rtt_ms ?? 0),
      loss: number(quality.lost_per_mille / 10, 1),
      rate: number(quality.bitrate_bps / 1_000),
    });
  return html`<span class="quality-place" role="status" aria-live="polite">
    ${shown === null ? nothing : html`<span class="chip quality ${shown.level}" data-testid="quality" data-level=${shown.level} title=${detail(shown)}>${t(`quality-${shown.level}`)}</span>`}
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
