/** A QR code as a drawing: one path, dark on light in every colour scheme, since scanners expect it so. */
import { type TemplateResult, html, nothing } from "lit";
import { qr } from "../core/qr.ts";
import type { View } from "./context.ts";

/** Modules of light that scanners want around a code. */
const QUIET = 4;

export function qrView(text: string, label: string): View {
  const modules = qr(text);
  if (modules === null) return nothing;
  const size = modules.length + 2 * QUIET;
  return drawing(size, modules.map((row, y) => row.map((dark, x) => (dark ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : "")).join("")).join(""), label);
}

function drawing(size: number, path: string, label: string): TemplateResult {
  return html`<svg class="qr" viewBox="0 0 ${size} ${size}" role="img" aria-label=${label} shape-rendering="crispEdges">
    <rect class="qr-light" width=${size} height=${size}></rect>
    <path class="qr-dark" d=${path}></path>
  </svg>`;
}
