/** The sharer's running session: what is shared, who is there, and the way out, always in sight. */
import { type TemplateResult, html, nothing } from "lit";
import { badge } from "../core/badge.ts";
import { type Cure, cureOf } from "../core/capture.ts";
import { identify } from "../core/gate.ts";
import { type Room, isNamed, newcomer } from "../core/room.ts";
import type { Sharer } from "../core/sharer.ts";
import type { RosterEntry } from "../protocol/wire.ts";
import { badgeView, otherName, qualityChip } from "./badge.ts";
import { chatPanel } from "./chat-panel.ts";
import type { Context, View } from "./context.ts";
import * as icon from "./icons.ts";
import { button, faultNotice, heading, notice, waiting } from "./parts.ts";
import { endsSoon, question } from "./session.ts";
import { shows } from "./stream.ts";
import { face, personCard } from "./trust.ts";
import { othersIn } from "./watchers.ts";

type Sharing = Extract<Sharer, { at: "in-session" }>;

export function sharerLive(state: Sharing, context: Context): TemplateResult {
  const { room } = state;
  return html`<div class="session sharing">
    <section class="stage-side">
      <header class="session-head">
        ${heading(headline(state, context))} ${state.capture.at === "running" || room.media.at !== "off" ? badgeView(room, context) : nothing} ${qualityChip(room, context)}
      </header>
      ${endsSoon(room, context)} ${room.view.confirmWanted ? confirm(room, context) : nothing} ${asksIn(room, context)} ${faultNotice(context.t, room.fault)}
      ${state.capture.at === "running" ? preview(state, context) : picker(state, context)} ${controls(state, context)} ${watchers(room, context)}
    </section>
    ${chatPanel(room, context)} ${reportDialog(context)}
  </div>`;
}

function headline({ room, capture }: Sharing, context: Context): string {
  const { t } = context;
  const name = otherName(room, context);
  if (capture.at !== "running") return t("capture-heading", { name });
  if (room.view.state === "HELPER_LOST") return t("live-heading-helper-lost", { name });
  switch (badge(room).is) {
    case "paused":
      return t("live-heading-paused");
    case "interrupted":
      return t("live-heading-interrupted");
    case "connecting":
      return t("live-heading-connecting", { name });
    case "quiet":
    case "live":
      return t("live-heading", { name });
  }
}

function picker({ capture, room }: Sharing, context: Context): View {
  const { t, send } = context;
  if (capture.at === "asking") return html`<div class="picker">${waiting(t("capture-asking"), t("capture-asking-lead"))}</div>`;
  if (capture.at === "judging") return html`<div class="picker">${waiting(t("capture-judging"))}</div>`;
  const fault = capture.at === "none" ? capture.fault : null;
  const again = room.media.at === "up";
  return html`<div class="picker">
    ${again ? html`<h2>${t("capture-again-heading")}</h2><p>${t("capture-again", { name: otherName(room, context) })}</p>` : html`<p class="lead">${t("capture-lead")}</p>`}
    ${fault === null
      ? notice("calm", t("capture-tip"))
      : html`<div role="alert">${cured(cureOf(fault, identify(context.app.browser)), context)}</div>`}
    <div class="actions">${button(t("capture-button"), () => send({ kind: "share-pressed" }), { kind: "primary", icon: icon.screen(), large: true })}</div>
  </div>`;
}

const cured = (cure: Cure, { t }: Context): View => notice("warn", html`<p><strong>${t(`cure-${cure}-heading`)}</strong></p><p>${t(`cure-${cure}`)}</p>`);

function preview({ room, capture }: Sharing, context: Context): View {
  const { t } = context;
  const paused = badge(room).is === "paused";
  return html`<figure class="preview ${paused ? "paused" : ""}">
    <video data-testid="preview" ${shows(context.preview)} .muted=${true} autoplay playsinline aria-label=${t("live-preview")}></video>
    ${paused ? html`<div class="cover"><span class="cover-icon">${icon.pause()}</span><p>${t("live-nothing-shown")}</p></div>` : nothing}
    <figcaption>${capture.at === "running" ? t(`live-surface-${capture.surface}`) : nothing}</figcaption>
  </figure>`;
}

function controls(state: Sharing, context: Context): TemplateResult {
  const { room, capture } = state;
  const { t, send } = context;
  const paused = badge(room).is === "paused";
  const running = capture.at === "running";
  const hold = paused
    ? button(t("live-resume"), () => send({ kind: "resume-pressed" }), { kind: "primary", icon: icon.play(), large: true, disabled: room.asked === "unpause" })
    : button(t("live-pause"), () => send({ kind: "pause-pressed" }), { icon: icon.pause(), large: true, disabled: room.asked === "pause" });
  return html`<div class="controls">
    ${running ? html`${hold} ${button(t("live-switch"), () => send({ kind: "share-pressed" }), { icon: icon.screen(), large: true, disabled: capture.next !== null })} <lotse-mini .sharing=${state} .context=${context}></lotse-mini>` : nothing}
    ${button(t(running ? "live-stop" : "live-leave"), () => send({ kind: "stop-pressed" }), { kind: running ? "danger" : "secondary", icon: icon.stop(), large: true })}
  </div>`;
}

function watchers(room: Room, context: Context): TemplateResult {
  const { t } = context;
  const { roster } = room;
  const shown = othersIn(room);
  return html`<div class="watchers" data-roster=${roster !== null && isNamed(room, roster) ? roster.version : nothing}>
    <h2>${t("live-watching")}</h2>
    ${shown.length === 0 ? html`<p class="quiet-text">${t("live-watching-nobody")}</p>` : html`<ul>${shown.map((entry) => watcher(entry, room, context))}</ul>`}
    <p class="report">${button(t("live-report"), openReport, { kind: "plain", icon: icon.flag() })}</p>
  </div>`;
}

function watcher({ id, role }: RosterEntry, { view }: Room, context: Context): View {
  const person = view.others.find(({ participant }) => participant === id)?.person;
  if (person === undefined) return nothing;
  return html`<li class="watcher">
    ${face(person, context)}
    <span><strong><bdi>${person.name}</bdi></strong><span class="small">${context.t(role === "observer" ? "live-observer" : "live-helper")} · <bdi>${person.domain}</bdi></span></span>
  </li>`;
}

/** Somebody wants to come in: who they are, and two answers of equal weight. They see nothing before the yes. */
function asksIn(room: Room, context: Context): View {
  const { t, send } = context;
  const other = newcomer(room);
  if (other === null) return nothing;
  const answer = (what: "allow" | "decline") => (): void => send({ kind: "newcomer-answered", what, helper: other.participant });
  return html`<section class="question" role="alertdialog" aria-labelledby="asks-in-heading" aria-describedby="asks-in-lead" data-testid="asks-in">
    <h2 id="asks-in-heading">${t(other.role === "observer" ? "asks-in-observer" : "asks-in-helper", { name: other.person.name })}</h2>
    <p id="asks-in-lead">${t("asks-in-lead")}</p>
    ${personCard(other, context)}
    <div class="actions equal">
      ${button(t("trust-allow"), answer("allow"), { icon: icon.check(), large: true, disabled: !room.armed || room.asked !== null })}
      ${button(t("trust-decline"), answer("decline"), { icon: icon.cross(), large: true, disabled: room.asked !== null })}
    </div>
  </section>`;
}

function confirm(room: Room, context: Context): TemplateResult {
  const { t, send } = context;
  const yes = button(t("confirm-yes"), () => send({ kind: "confirm-pressed" }), { large: true, disabled: room.asked === "confirm" });
  const no = button(t("confirm-no"), () => send({ kind: "stop-pressed" }), { large: true });
  return question(t("confirm-heading"), t("confirm-lead", { name: otherName(room, context) }), html`<div class="actions equal">${yes} ${no}</div>`);
}

function reportDialog({ t, send }: Context): TemplateResult {
  return html`<dialog id="report" aria-labelledby="report-heading">
    <h2 id="report-heading">${t("live-report-heading")}</h2>
    <p>${t("live-report-lead")}</p>
    <div class="actions">
      ${button(t("live-report-yes"), () => send({ kind: "report-pressed" }), { kind: "danger", icon: icon.flag(), large: true })}
      ${button(t("live-report-no"), closeReport, { large: true })}
    </div>
  </dialog>`;
}

const dialog = (): HTMLDialogElement | null => document.querySelector<HTMLDialogElement>("dialog#report");
const openReport = (): void => dialog()?.showModal();
const closeReport = (): void => dialog()?.close();
