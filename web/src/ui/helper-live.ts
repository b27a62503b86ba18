/** The helper's running session: the picture fills the page, covered whenever it is not the sharer's present screen. */
import { type TemplateResult, html, nothing } from "lit";
import { badge } from "../core/badge.ts";
import { END_NOTICE_MS } from "../core/limits.ts";
import type { Room } from "../core/room.ts";
import { clockFace, secondsLeft } from "../core/time.ts";
import { badgeView, otherName, warningChips } from "./badge.ts";
import { chatPanel } from "./chat-panel.ts";
import { type Context, type View, timeOfDay } from "./context.ts";
import * as icon from "./icons.ts";
import { button, faultNotice, notice } from "./parts.ts";

export function helperLive(room: Room, context: Context): TemplateResult {
  const { t, send } = context;
  const name = otherName(room, context);
  return html`<div class="session helping">
    <header class="session-head">
      <h1 tabindex="-1" class="session-person">${t("help-person", { name })}</h1>
      ${badgeView(room, context)} ${warningChips(room, context)}
      <span class="spring"></span>
      ${button(t("help-end"), () => send({ kind: "end-pressed" }), { kind: "danger", icon: icon.stop() })}
    </header>
    <section class="stage-side">
      ${room.view.confirmWanted ? confirm(room, context) : nothing} ${endsSoon(room, context)} ${faultNotice(t, room.fault)}
      <lotse-screen .stream=${context.screen} .t=${t} .name=${name} .cover=${cover(room, context)} .shown=${() => send({ kind: "picture-shown" })}></lotse-screen>
    </section>
    ${chatPanel(room, context)}
  </div>`;
}

function cover(room: Room, context: Context): TemplateResult | null {
  const { t, language } = context;
  const name = otherName(room, context);
  const state = badge(room);
  const since = "since" in state ? t("cover-since", { time: timeOfDay(state.since, language) }) : nothing;
  switch (state.is) {
    case "live":
    case "quiet":
      return null;
    case "paused":
      return drawn(icon.pause(), t("cover-paused", { name }), since);
    case "interrupted":
      return state.whose === "own"
        ? drawn(icon.alarm(), t("cover-own"), t("cover-own-lead"), since)
        : drawn(icon.alarm(), t("cover-interrupted", { name }), t("cover-interrupted-lead", { name }), since);
    case "connecting":
      return room.view.state === "CAPTURE"
        ? drawn(icon.screen(), t("wait-capture", { name }), t("wait-capture-lead"))
        : drawn(html`<span class="buoy"></span>`, t("wait-connecting", { name }), t("wait-connecting-lead"));
  }
}

function drawn(drawing: TemplateResult, title: string, ...lines: (string | typeof nothing)[]): TemplateResult {
  return html`<div class="cover">
    <span class="cover-icon" aria-hidden="true">${drawing}</span>
    <p class="cover-title">${title}</p>
    ${lines.map((line) => html`<p>${line}</p>`)}
  </div>`;
}

function confirm(room: Room, { t, send }: Context): TemplateResult {
  return html`<div class="question" role="alertdialog" aria-labelledby="confirm-heading" aria-describedby="confirm-lead">
    <h2 id="confirm-heading">${t("confirm-heading-helper")}</h2>
    <p id="confirm-lead">${t("confirm-lead-helper")}</p>
    <div class="actions">${button(t("confirm-yes-helper"), () => send({ kind: "confirm-pressed" }), { kind: "primary", large: true, disabled: room.asked === "confirm" })}</div>
  </div>`;
}

function endsSoon({ view }: Room, { t, app }: Context): View {
  const left = secondsLeft(view.endsAt, app.now);
  return left === null || left * 1_000 > END_NOTICE_MS ? nothing : notice("warn", t("live-ends-soon", { time: clockFace(left) }));
}
