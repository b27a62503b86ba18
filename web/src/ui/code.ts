/** The code on the helper's page: huge, spelled out, ready to be copied or mailed. Never shown again after a reload. */
import { type TemplateResult, html, nothing } from "lit";
import { formatCode } from "../core/code.ts";
import type { Copied, Helper } from "../core/helper.ts";
import { clockFace, millis, secondsLeft } from "../core/time.ts";
import type { SessionCreated } from "../protocol/wire.ts";
import { type Context, type View, timeOfDay } from "./context.ts";
import * as icon from "./icons.ts";
import { button, faultNotice, heading, notice, waiting } from "./parts.ts";
import { qrView } from "./qr.ts";
import { spelled } from "./spelled.ts";
import { reasonWords } from "./words.ts";

type Helping = Extract<Helper, { at: "in-session" }>;

export function codePage(state: Helping, context: Context): TemplateResult {
  const { t, send } = context;
  const { room, told } = state;
  const joining = room.view.state === "JOINING";
  return html`<section class="card code-page">
    ${told === null ? gone(context) : theCode(told, state.copied, context)} ${refusal(state, context)} ${faultNotice(t, room.fault)}
    ${waiting(t(joining ? "code-joining" : "code-waiting"), life(state, context))}
    <div class="actions">
      ${room.view.code?.extendable === true
        ? button(t("code-extend"), () => send({ kind: "extend-pressed" }), { icon: icon.clock(), disabled: room.asked !== null })
        : nothing}
      ${button(t("code-renew"), () => send({ kind: "renew-pressed" }), { kind: told === null ? "primary" : "secondary", icon: icon.plus(), disabled: room.asked !== null || joining })}
      ${button(t("code-cancel"), () => send({ kind: "cancel-pressed" }), { kind: "plain", icon: icon.cross() })}
    </div>
  </section>`;
}

function gone({ t }: Context): TemplateResult {
  return html`${heading(t("code-gone-heading"))}
    <p class="lead">${t("code-gone")}</p>`;
}

function theCode(told: SessionCreated, copied: Copied | null, context: Context): TemplateResult {
  const { t, send } = context;
  const address = location.host;
  const label = (what: "code" | "link"): string => {
    if (copied?.what !== what || copied.worked === null) return t(what === "code" ? "code-copy" : "code-copy-link");
    return t(copied.worked ? "code-copied" : "code-copy-failed");
  };
  return html`${heading(t("code-heading"))}
    <p class="lead">${t("code-lead", { address })}</p>
    <div class="code-box">
      <p class="code-text" dir="ltr" data-testid="code" translate="no" aria-label=${`${t("code-label")}: ${[...told.code].join(" ")}`} role="img">${formatCode(told.code)}</p>
      <p class="spelled" dir="ltr"><span class="hidden">${t("code-spelled")}: </span>${spelled(told.code, context)}</p>
    </div>
    <div class="actions">
      ${button(label("code"), () => send({ kind: "copy-pressed", what: "code" }), { kind: "primary", icon: icon.copy(), large: true })}
      ${button(label("link"), () => send({ kind: "copy-pressed", what: "link" }), { icon: icon.link(), large: true })}
      <a class="button secondary large" href=${mailto(told, context)}>${icon.mail()}<span>${t("code-mail")}</span></a>
    </div>
    <p class="link-text" dir="ltr" translate="no" data-testid="link" data-link=${told.link}>${told.link}</p>
    <details class="more">
      <summary>${t("code-qr")}</summary>
      <div class="qr-row">${qrView(told.link, t("code-qr-label"))}<p class="small">${t("code-qr-hint")}</p></div>
    </details>
    <p class="hidden" role="status">${copied?.worked === true ? t("code-copied") : copied?.worked === false ? t("code-copy-failed") : nothing}</p>`;
}

/** An e-mail in the helper's own program; nothing is sent from here. */
function mailto({ code, link, expiresAt }: SessionCreated, { t, language }: Context): string {
  const until = timeOfDay(millis(expiresAt) ?? 0, language);
  const body = t("code-mail-body", { link, address: location.origin, code: formatCode(code), time: until });
  return `mailto:?subject=${encodeURIComponent(plain(t("code-mail-subject")))}&body=${encodeURIComponent(plain(body))}`;
}

/** Without the marks that keep directions apart on a page: a link must survive being copied out of a mail. */
function plain(text: string): string {
  return text.replace(/[\u2068\u2069]/gu, "");
}

function refusal({ room }: Helping, { t }: Context): View {
  const { lastRefusal } = room.view;
  if (lastRefusal === undefined) return nothing;
  const words = reasonWords(t, lastRefusal) ?? t("reason-policy_blocked");
  return html`<div role="alert">${notice("warn", html`<p><strong>${t("code-refused-heading")}</strong></p><p>${words} ${t("code-refused-keep")}</p>`)}</div>`;
}

function life({ room, told }: Helping, { t, app }: Context): string {
  const left = secondsLeft(room.view.code?.expiresAt ?? told?.expiresAt, app.now);
  if (left === null) return "";
  return left === 0 ? t("code-expired") : t("code-left", { time: clockFace(left) });
}
