/** A small window that stays on top of all others while something is shared: who watches, pause, stop, chat. Only where the browser has such windows. */
import { LitElement, type TemplateResult, html, nothing, render } from "lit";
import { badge } from "../core/badge.ts";
import { newcomer } from "../core/room.ts";
import type { Sharer } from "../core/sharer.ts";
import { badgeView, otherName } from "./badge.ts";
import { chatPanel } from "./chat-panel.ts";
import type { Context, View } from "./context.ts";
import * as icon from "./icons.ts";
import { button, notice } from "./parts.ts";
import { watcherNames } from "./watchers.ts";

type Sharing = Extract<Sharer, { at: "in-session" }>;
type Windows = { requestWindow(options: { readonly width: number; readonly height: number }): Promise<Window> };

const windows = (globalThis as { documentPictureInPicture?: Windows }).documentPictureInPicture;

export class LotseMini extends LitElement {
  static override properties = { sharing: { attribute: false }, context: { attribute: false }, shown: { state: true } };

  declare sharing: Sharing;
  declare context: Context;
  /** The window, while there is one. */
  declare private shown: Window | null;

  constructor() {
    super();
    this.shown = null;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.shown?.close(); // Nothing is shared any more.
  }

  protected override render(): View {
    if (windows === undefined) return nothing;
    const { t } = this.context;
    return button(t(this.shown === null ? "mini-open" : "mini-close"), this.shown === null ? () => void this.#open() : () => this.shown?.close(), { icon: icon.onTop(), large: true });
  }

  protected override updated(): void {
    if (this.shown === null) return;
    const { document: page } = this.shown;
    page.title = this.context.t("mini-title");
    page.documentElement.lang = document.documentElement.lang;
    page.documentElement.dir = document.documentElement.dir;
    render(small(this.sharing, this.context), page.body);
  }

  async #open(): Promise<void> {
    try {
      const opened = (await windows?.requestWindow({ width: 380, height: 460 })) ?? null;
      if (opened === null) return;
      if (!this.isConnected) return opened.close();
      for (const sheet of document.querySelectorAll("link[rel=stylesheet], style")) opened.document.head.append(opened.document.importNode(sheet, true));
      opened.addEventListener("pagehide", () => this.shown === opened && (this.shown = null), { once: true });
      this.shown = opened;
    } catch {
      this.shown = null; // The browser does not allow it now; the page itself has everything.
    }
  }
}

function small(state: Sharing, context: Context): TemplateResult {
  const { t, send } = context;
  const { room } = state;
  const paused = badge(room).is === "paused";
  const hold = paused
    ? button(t("live-resume"), () => send({ kind: "resume-pressed" }), { kind: "primary", icon: icon.play(), disabled: room.asked === "unpause" })
    : button(t("live-pause"), () => send({ kind: "pause-pressed" }), { icon: icon.pause(), disabled: room.asked === "pause" });
  return html`<main class="mini" data-testid="mini">
    <h1>${paused ? t("live-heading-paused") : t("live-heading", { name: otherName(room, context) })}</h1>
    <p class="mini-state">${badgeView(room, context)}</p>
    <p class="small">${t("live-watching")}: ${watcherNames(room, context)}</p>
    ${newcomer(room) !== null || room.view.confirmWanted ? html`<div role="alert">${notice("warn", t("mini-question"))}</div>` : nothing}
    <div class="mini-buttons">${hold} ${button(t("live-stop"), () => send({ kind: "stop-pressed" }), { kind: "danger", icon: icon.stop() })}</div>
    ${chatPanel(room, context)}
  </main>`;
}

customElements.define("lotse-mini", LotseMini);
