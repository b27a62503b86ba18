/** The pages for administrators and for network teams: honest about what there is. */
import { type TemplateResult, html } from "lit";
import type { Me } from "../protocol/wire.ts";
import type { Context } from "./context.ts";
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

export function networkPage({ t }: Context): TemplateResult {
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
    ${notice("good", t("network-no-others"))}
  </section>`;
}
