/** The trust screen of both parts: who the other person is, by the server's word, as text. Never renders a peer's own words. */
import { type TemplateResult, html, nothing } from "lit";
import type { Helper } from "../core/helper.ts";
import { mayAccept } from "../core/helper.ts";
import type { Room } from "../core/room.ts";
import { clockFace, secondsLeft } from "../core/time.ts";
import type { OtherPerson, Person, WarningView } from "../protocol/wire.ts";
import { otherName } from "./badge.ts";
import type { Context, View } from "./context.ts";
import * as icon from "./icons.ts";
import { button, faultNotice, heading, notice, waiting } from "./parts.ts";
import { warningRisk, warningTitle } from "./words.ts";

type Helping = Extract<Helper, { at: "in-session" }>;

export function sharerTrust(room: Room, context: Context): TemplateResult {
  const { t, send } = context;
  const name = otherName(room, context);
  const { allowed, accepted } = room.view.consent;
  return html`<section class="card trust">
    ${heading(allowed ? t("trust-allowed-heading") : t("trust-heading-sharer"))}
    ${allowed ? nothing : html`<p class="lead">${t("trust-lead-sharer")}</p>`}
    ${people(room, context)}
    ${allowed ? nothing : promises(name, context)} ${!allowed && accepted ? notice("calm", t("trust-other-accepted", { name })) : nothing} ${faultNotice(t, room.fault)}
    ${allowed
      ? html`${waiting(t("trust-allowed", { name }))}
          <div class="actions">${button(t("trust-leave"), () => send({ kind: "stop-pressed" }))}</div>`
      : html`<div class="actions equal">
          ${button(t("trust-allow"), () => send({ kind: "allow-pressed" }), { icon: icon.check(), large: true, disabled: !room.armed || room.asked !== null })}
          ${button(t("trust-decline"), () => send({ kind: "decline-pressed" }), { icon: icon.cross(), large: true, disabled: room.asked !== null })}
        </div>`}
    ${timeLeft(room, context)}
  </section>`;
}

export function helperTrust(state: Helping, context: Context): TemplateResult {
  const { t, send } = context;
  const { room } = state;
  const name = otherName(room, context);
  const { accepted, allowed } = room.view.consent;
  const blocked = room.view.warnings.some(({ severity }) => severity === "block");
  return html`<section class="card trust">
    ${heading(accepted ? t("trust-accepted-heading") : t("trust-heading-helper"))}
    ${accepted ? nothing : html`<p class="lead">${t("trust-lead-helper")}</p>`}
    ${people(room, context)} ${!accepted ? warnings(state, context) : nothing} ${!accepted && allowed ? notice("calm", t("trust-other-allowed", { name })) : nothing}
    ${blocked ? notice("warn", t("trust-blocked")) : nothing} ${faultNotice(t, room.fault)} ${accepted ? waiting(t("trust-accepted", { name })) : nothing}
    <div class="actions">
      ${accepted
        ? nothing
        : button(t("trust-accept"), () => send({ kind: "accept-pressed" }), { kind: "primary", icon: icon.check(), large: true, disabled: !mayAccept(state) })}
      ${button(t("trust-cancel"), () => send({ kind: "cancel-pressed" }), { large: true, disabled: room.asked === "cancel" })}
    </div>
    ${timeLeft(room, context)}
  </section>`;
}

function people({ view }: Room, context: Context): View {
  return html`${view.others.map((other) => personCard(other, context))}`;
}

export function personCard({ person }: OtherPerson, context: Context): TemplateResult {
  const { t } = context;
  return html`<article class="person">
    <div class="person-domain ${person.domainVerified ? "verified" : ""}">
      <span class="small">${t("trust-domain")}</span>
      <bdi class="domain" data-testid="person-domain">${person.domain}</bdi>
      <span class="verdict">${person.domainVerified ? icon.shield() : icon.alarm()}${person.domainVerified ? t("trust-verified") : t("trust-unverified")}</span>
    </div>
    <div class="person-body">
      ${face(person, context)}
      <dl>
        ${detail(t("trust-name"), person.name, "person-name", context)} ${detail(t("trust-job"), person.jobTitle, "person-title", context)}
        ${detail(t("trust-company"), person.company, "person-company", context)}
      </dl>
    </div>
  </article>`;
}

export function face(person: Person, { t }: Context): TemplateResult {
  return person.picture === undefined
    ? html`<span class="face" aria-hidden="true">${initials(person.name)}</span>`
    : html`<img class="face" src=${person.picture} alt=${t("trust-picture", { name: person.name })} width="96" height="96" referrerpolicy="no-referrer" />`;
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/u);
  const first = [...(words[0] ?? "")][0] ?? "?";
  const last = words.length > 1 ? ([...(words.at(-1) ?? "")][0] ?? "") : "";
  return first + last;
}

function detail(label: string, value: string | undefined, testid: string, { t }: Context): TemplateResult {
  return html`<div class="detail ${testid}">
    <dt>${label}</dt>
    <dd data-testid=${testid} class=${value === undefined ? "missing" : ""}><bdi>${value ?? t("not-provided")}</bdi></dd>
  </div>`;
}

function promises(name: string, { t }: Context): TemplateResult {
  const item = (drawing: TemplateResult, text: string): TemplateResult => html`<li>${drawing}<span>${text}</span></li>`;
  return html`<div class="promises">
    <div class="promise">
      <h2>${t("trust-will-heading", { name })}</h2>
      <ul>
        ${item(icon.check(), t("trust-will-see"))} ${item(icon.check(), t("trust-will-chat"))}
      </ul>
    </div>
    <div class="promise wont">
      <h2>${t("trust-wont-heading", { name })}</h2>
      <ul>
        ${item(icon.cross(), t("trust-wont-control"))} ${item(icon.cross(), t("trust-wont-files"))} ${item(icon.cross(), t("trust-wont-after"))}
      </ul>
    </div>
  </div>`;
}

function warnings(state: Helping, context: Context): View {
  const { warnings: all } = state.room.view;
  if (all.length === 0) return nothing;
  return html`<div class="warnings">
    <h2>${context.t("warn-heading")}</h2>
    ${all.map((warning) => warningCard(warning, state, context))}
  </div>`;
}

export function warningCard({ kind, severity, failedRules }: WarningView, state: Helping, context: Context): TemplateResult {
  const { t, send } = context;
  const name = otherName(state.room, context);
  const tick = (event: Event): void => {
    if (event.target instanceof HTMLInputElement) send({ kind: "warning-ticked", warning: kind, on: event.target.checked });
  };
  return html`<article class="warning ${severity}" aria-labelledby="warning-${kind}">
    <h3 id="warning-${kind}">${severity === "info" ? icon.info() : icon.alarm()}<span>${t(warningTitle(kind), { name })}</span></h3>
    <p id="risk-${kind}">${t(warningRisk(kind), { name })}</p>
    ${failedRules.length === 0 ? nothing : html`<p class="small">${t("warn-failed", { rules: new Intl.ListFormat(context.language).format(failedRules) })}</p>`}
    ${severity === "warn"
      ? html`<label class="tick">
          <input type="checkbox" .checked=${state.ticked.includes(kind)} aria-describedby="warning-${kind} risk-${kind}" @change=${tick} />
          <span>${t("warn-understand")}</span>
        </label>`
      : nothing}
  </article>`;
}

function timeLeft({ view }: Room, { t, app }: Context): View {
  const left = secondsLeft(view.deadline, app.now);
  return left === null ? nothing : html`<p class="time-left">${icon.clock()}${t("trust-time", { time: clockFace(left) })}</p>`;
}
