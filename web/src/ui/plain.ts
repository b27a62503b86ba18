/** The pages for administrators and for network teams: honest about what there is. */
import { type TemplateResult, html } from "lit";
import { judge } from "../core/gate.ts";
import type { Me } from "../protocol/wire.ts";
import type { Context } from "./context.ts";
import * as icon from "./icons.ts";
import { heading, notice } from "./parts.ts";

export function adminPage(me: Me, { t }: Context): TemplateResult {
  return html`<section class="card">
    ${heading(t("admin-heading"))}
    <p class="lead">${t("admin-lead", { name: me.person.name })}</p>
    ${notice("calm", t("admin-none"))}
    <h2>${t("admin-permissions")}</h2>
    ${me.permissions.length === 0 ? html`<p>${t("admin-no-permissions")}</p>` : html`<ul class="permissions">${me.permissions.map((name) => html`<li><code>${name}</code></li>`)}</ul>`}
    <div class="actions">
      <a class="button secondary large" href="/help">${t("to-helper")}</a>
      <a class="button secondary large" href="/">${t("to-sharer")}</a>
      <a class="button secondary large" href="/network">${t("to-network")}</a>
    </div>
  </section>`;
}

/** What can be tried without a session, right here and now. */
function trials({ t, app }: Context): TemplateResult {
  const verdict = judge(app.browser, "sharer");
  const reached = app.about !== null;
  const trial = (good: boolean, what: string, result: string): TemplateResult => html`<li class="trial">
    ${good ? icon.check() : icon.alarm()}<span><strong>${what}</strong> <span class="quiet-text">${result}</span></span>
  </li>`;
  return html`<h2>${t("network-here")}</h2>
    <ul class="trials">
      ${trial(reached, t("network-server"), t(reached ? "network-works" : "network-trying"))}
      ${trial(verdict.is !== "blocked", t("network-browser"), t(verdict.is === "blocked" ? `gate-${verdict.because}-heading` : "network-browser-works"))}
    </ul>
    <p class="small">${t("network-media-later")}</p>`;
}

export function networkPage(context: Context): TemplateResult {
  const { t } = context;
  const port = location.port === "" ? (location.protocol === "https:" ? "443" : "80") : location.port;
  const rows = [
    [t("network-pages"), location.hostname, `TCP ${port}`],
    [t("network-media-udp"), t("network-same-host"), `UDP: ${t("network-media-port")}`],
    [t("network-media-tcp"), t("network-same-host"), `TCP: ${t("network-media-port")}`],
  ];
  return html`<section class="card">
    ${heading(t("network-heading"))}
    <p class="lead">${t("network-lead")}</p>
    <div class="table">
      <table>
        <thead>
          <tr>
            <th scope="col">${t("network-what")}</th>
            <th scope="col">${t("network-host")}</th>
            <th scope="col">${t("network-port")}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(([what, host, where]) => html`<tr><th scope="row">${what}</th><td><bdi>${host}</bdi></td><td><bdi>${where}</bdi></td></tr>`)}
        </tbody>
      </table>
    </div>
    ${notice("good", t("network-no-others"))} ${trials(context)}
  </section>`;
}
