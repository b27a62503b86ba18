/** The statistics panel: numbers, and a word for each that needs one. */
import { type TemplateResult, html } from "lit";
import type { Figures, Statistics } from "../core/statistics.ts";
import type { Context } from "./context.ts";

export function statisticsPanel(statistics: Statistics, context: Context): TemplateResult | null {
  if (statistics === null) return null;
  const { t } = context;
  return html`<section class="statistics" tabindex="0" aria-labelledby="stats-heading" data-testid="statistics">
    <h2 id="stats-heading">${t("stats-heading")}</h2>
    ${statistics.shown === null ? html`<p role="status">${t("stats-counting")}</p>` : html`<dl>${rows(statistics.shown, context).map(([what, value]) => html`<div><dt>${what}</dt><dd dir="auto">${value}</dd></div>`)}</dl>`}
  </section>`;
}

function rows(figures: Figures, { t, language }: Context): readonly (readonly [string, string])[] {
  const number = (value: number, digits = 0): string => new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
  const unknown = t("stats-unknown");
  const { delay, delayMs, sharpness, path } = figures;
  return [
    [t("stats-size"), t("stats-size-value", { width: String(figures.width), height: String(figures.height) })],
    [t("stats-sharpness"), sharpness === null ? unknown : t(`stats-${sharpness}`)],
    [t("stats-delay"), delay === null || delayMs === null ? unknown : t(`stats-delay-${delay}`, { ms: number(delayMs) })],
    [t("stats-frames"), number(figures.framesPerSecond)],
    [t("stats-rate"), t("stats-rate-value", { rate: number(figures.kbitPerSecond) })],
    [t("stats-loss"), t("stats-loss-value", { loss: number(figures.lostPercent, 1) })],
    [t("stats-freezes"), number(figures.freezes)],
    [t("stats-codec"), figures.codec ?? unknown],
    [t("stats-path"), path === null ? unknown : t(`stats-path-${path}`)],
  ];
}
