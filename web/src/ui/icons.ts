/** The drawings: our flag and a small set of line icons. Decorative, so hidden from screen readers. */
import { type SVGTemplateResult, type TemplateResult, html, svg } from "lit";

/** The mark: the signal flag H, white and red, which a ship flies with a pilot on board, over a wave. */
export const mark = (): TemplateResult => html`
  <svg class="mark" viewBox="0 0 40 40" aria-hidden="true" focusable="false">
    <rect class="mark-sea" width="40" height="40" rx="10"></rect>
    <path class="mark-staff" d="M10.5 7v22"></path>
    <path class="mark-white" d="M12 8h9v13h-9z"></path>
    <path class="mark-red" d="M21 8h9v13h-9z"></path>
    <path class="mark-wave" d="M5 31.5q3.75-4 7.5 0t7.5 0 7.5 0 7.5 0"></path>
  </svg>
`;

const line = (content: SVGTemplateResult): TemplateResult => html`
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${content}</svg>
`;

export const check = (): TemplateResult => line(svg`<path d="M5 12.5l4.5 4.5L19 7.5"></path>`);
export const cross = (): TemplateResult => line(svg`<path d="M6.5 6.5l11 11m0-11l-11 11"></path>`);
export const shield = (): TemplateResult => line(svg`<path d="M12 3.5l7 2.5v5.5c0 4.2-2.8 7.4-7 9-4.2-1.6-7-4.8-7-9V6zM8.8 12l2.3 2.3 4.2-4.4"></path>`);
export const alarm = (): TemplateResult => line(svg`<path d="M12 4l9 15.5H3zM12 10v4.5m0 2.4v.1"></path>`);
export const info = (): TemplateResult => line(svg`<circle cx="12" cy="12" r="8.5"></circle><path d="M12 11v5m0-8v.1"></path>`);
export const copy = (): TemplateResult => line(svg`<rect x="8.5" y="8.5" width="11" height="11" rx="2"></rect><path d="M15.5 8.5v-2a2 2 0 0 0-2-2h-7a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h2"></path>`);
export const link = (): TemplateResult => line(svg`<path d="M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1"></path>`);
export const mail = (): TemplateResult => line(svg`<rect x="3.5" y="5.5" width="17" height="13" rx="2"></rect><path d="M4 7l8 6 8-6"></path>`);
export const clock = (): TemplateResult => line(svg`<circle cx="12" cy="12" r="8.5"></circle><path d="M12 7.5V12l3 2"></path>`);
export const screen = (): TemplateResult => line(svg`<rect x="3" y="4.5" width="18" height="12" rx="2"></rect><path d="M9 20h6m-3-3.5V20"></path>`);
export const pause = (): TemplateResult => line(svg`<path d="M9 6v12m6-12v12"></path>`);
export const play = (): TemplateResult => line(svg`<path d="M8 5.5v13l10.5-6.5z"></path>`);
export const stop = (): TemplateResult => line(svg`<rect x="6.5" y="6.5" width="11" height="11" rx="1.5"></rect>`);
export const chat = (): TemplateResult => line(svg`<path d="M4.5 5.5h15v11H11l-4.5 3.5v-3.5h-2z"></path>`);
export const send = (): TemplateResult => line(svg`<path d="M4 12l16-7-5.5 15-3-6.5z"></path>`);
export const flag = (): TemplateResult => line(svg`<path d="M6 21V4m0 .5h12l-2.5 4 2.5 4H6"></path>`);
export const full = (): TemplateResult => line(svg`<path d="M4.5 9V4.5H9M15 4.5h4.5V9m0 6v4.5H15m-6 0H4.5V15"></path>`);
export const onTop = (): TemplateResult => line(svg`<rect x="3.5" y="5" width="17" height="14" rx="2"></rect><rect x="11.5" y="11.5" width="7" height="5" rx="1"></rect>`);
export const eye = (): TemplateResult => line(svg`<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"></path><circle cx="12" cy="12" r="2.8"></circle>`);
export const chart = (): TemplateResult => line(svg`<path d="M5 19v-6m5 6V5m5 14v-9m5 9v-4"></path>`);
export const plus = (): TemplateResult => line(svg`<path d="M12 5v14m-7-7h14"></path>`);
export const minus = (): TemplateResult => line(svg`<path d="M5 12h14"></path>`);
