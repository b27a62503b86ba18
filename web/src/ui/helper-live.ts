/** The helper's running session: the picture fills the page, covered whenever it is not the sharer's present screen. */
import { type TemplateResult, html, nothing } from "lit";
import { badge } from "../core/badge.ts";
import { type Helper, mayAcknowledge, unread } from "../core/helper.ts";
import type { Room } from "../core/room.ts";
import { watchLink } from "../core/watch.ts";
import type { VideoCodec } from "../protocol/wire.ts";
import { badgeView, otherName, qualityChip, warningChips } from "./badge.ts";
import { chatPanel } from "./chat-panel.ts";
import { type Context, type View, timeOfDay } from "./context.ts";
import * as icon from "./icons.ts";
import { button, faultNotice } from "./parts.ts";
import { endsSoon, question } from "./session.ts";
import { statisticsPanel } from "./statistics.ts";
import { warningCard } from "./trust.ts";

type Helping = Extract<Helper, { at: "in-session" }>;

export function helperLive(state: Helping, context: Context): TemplateResult {
  const { t, send } = context;
  const { room } = state;
  const name = otherName(room, context);
  return html`<div class="session helping">
    <header class="session-head">
      <h1 tabindex="-1" class="session-person">${t("help-person", { name })}</h1>
      <div class="session-state">${badgeView(room, context)} ${qualityChip(room, context)} ${warningChips(room, context)}</div>
      <span class="spring"></span>
      ${button(t("help-end"), () => send({ kind: "end-pressed" }), { kind: "danger", icon: icon.stop() })}
    </header>
    <section class="stage-side">
      ${room.view.confirmWanted ? confirm(room, context) : nothing} ${endsSoon(room, context)} ${faultNotice(t, room.fault)} ${warned(state, context)}
      <lotse-screen .stream=${context.screen} .t=${t} .name=${name} .cover=${cover(room, context)} .panel=${statisticsPanel(state.statistics, context)} .toggleStatistics=${() => send({ kind: "statistics-pressed" })} .shown=${() => send({ kind: "picture-shown" })}></lotse-screen>
      ${inviting(state, context)}
    </section>
    ${chatPanel(room, context)}
  </div>`;
}

/** A colleague is asked in by the name they sign in with; the sharer then decides. */
function inviting(state: Helping, context: Context): View {
  const { room, copied } = state;
  const { t, send, app } = context;
  const may = app.page.is === "helper" && app.page.me.permissions.includes("session.invite_helper");
  if (!may) return nothing;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    const username = new FormData(form).get("username");
    if (typeof username === "string") send({ kind: "invite-pressed", username });
    form.reset();
    form.closest("details")?.removeAttribute("open");
  };
  return html`<details class="invite">
    <summary>${t("invite")}</summary>
    <form class="stack" @submit=${submit}>
      <div class="field">
        <label for="invite-username">${t("invite-username")}</label>
        <input id="invite-username" name="username" type="text" autocomplete="off" autocapitalize="none" spellcheck="false" required aria-describedby="invite-hint" />
        <p id="invite-hint" class="small">${t("invite-hint", { name: otherName(room, context) })}</p>
      </div>
      ${button(t("invite-send"), () => undefined, { submit: true, disabled: room.asked === "invite" })}
    </form>
    <div class="invite-watch">
      ${button(t(copied?.what !== "watch" || copied.worked === null ? "invite-watch" : copied.worked ? "code-copied" : "code-copy-failed"), () => send({ kind: "watch-link-pressed", link: watchLink(location.origin, room.view.id) }), { icon: icon.eye() })}
      <p class="small">${t("invite-watch-hint", { name: otherName(room, context) })}</p>
    </div>
  </details>`;
}

/** What people call the formats; names, not words. */
const CODEC_NAMES: { readonly [K in VideoCodec]: string } = { vp8: "VP8", vp9: "VP9", av1: "AV1", h264: "H.264" };

function cover(room: Room, context: Context): TemplateResult | null {
  const { t, language } = context;
  const name = otherName(room, context);
  if (unread(room).length > 0) return drawn(icon.alarm(), t("cover-warned"), t("cover-warned-lead"));
  if (room.unshown !== null && room.view.state === "LIVE") {
    const codec = CODEC_NAMES[room.unshown];
    return drawn(icon.screen(), t("cover-codec", { codec }), t("cover-codec-lead", { codec }), t("cover-codec-other", { name }));
  }
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

/** What has come up since the trust screen: until it is read and acknowledged, the node sends no picture. */
function warned(state: Helping, context: Context): View {
  const { t, send } = context;
  const open = unread(state.room);
  if (open.length === 0) return nothing;
  return html`<section class="question warned" role="alertdialog" aria-labelledby="warned-heading" aria-describedby="warned-lead" data-testid="warned">
    <h2 id="warned-heading">${t("warned-heading")}</h2>
    <p id="warned-lead">${t("warned-lead", { name: otherName(state.room, context) })}</p>
    ${open.map((warning) => warningCard(warning, state, context))}
    <div class="actions">
      ${button(t("warned-acknowledge"), () => send({ kind: "acknowledge-pressed" }), { kind: "primary", icon: icon.check(), large: true, disabled: !mayAcknowledge(state) })}
    </div>
  </section>`;
}

function drawn(drawing: TemplateResult, title: string, ...lines: (string | typeof nothing)[]): TemplateResult {
  return html`<div class="cover">
    <span class="cover-icon" aria-hidden="true">${drawing}</span>
    <p class="cover-title">${title}</p>
    ${lines.map((line) => html`<p>${line}</p>`)}
  </div>`;
}

function confirm(room: Room, { t, send }: Context): TemplateResult {
  const yes = button(t("confirm-yes-helper"), () => send({ kind: "confirm-pressed" }), { kind: "primary", large: true, disabled: room.asked === "confirm" });
  return question(t("confirm-heading-helper"), t("confirm-lead-helper"), html`<div class="actions">${yes}</div>`);
}
