/** The chat: one thread, set as text only, each line in its own direction. Never keeps what was typed beyond the page. */
import { LitElement, type PropertyValues, type TemplateResult, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { CHAT_CODE_POINTS_MAX } from "../core/limits.ts";
import type { Room } from "../core/room.ts";
import { codePointsLeft, codePointsOver, draftFault, type Pending } from "../core/thread.ts";
import { millis } from "../core/time.ts";
import type { ChatLine } from "../protocol/wire.ts";
import type { Context, View } from "./context.ts";
import * as icon from "./icons.ts";
import { button } from "./parts.ts";
import { chatRefusal } from "./words.ts";

/** From here on the page counts what is left. */
const COUNT_FROM = CHAT_CODE_POINTS_MAX - 500;

/** Where the chat lies over the picture. */
const narrow = (of: Document): boolean => of.defaultView?.matchMedia("(max-width: 52rem)").matches === true;

export class LotseChat extends LitElement {
  static override properties = { room: { attribute: false }, context: { attribute: false }, open: { state: true }, draft: { state: true } };

  declare room: Room;
  declare context: Context;
  declare private open: boolean;
  declare private draft: string;
  /** Whether the newest line is in sight, and so should stay in sight. */
  #following = true;

  constructor() {
    super();
    this.open = false;
    this.draft = "";
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.open = !narrow(this.ownerDocument);
    this.ownerDocument.addEventListener("visibilitychange", this.#tellReading);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.ownerDocument.removeEventListener("visibilitychange", this.#tellReading);
  }

  protected override firstUpdated(): void {
    this.#tellReading();
  }

  protected override updated(changed: PropertyValues): void {
    // A small window shows the thread while the page behind it is hidden.
    if (changed.has("open") || (this.room.thread.unread > 0 && this.#inSight())) this.#tellReading();
    const log = this.querySelector(".chat-log");
    if (log !== null && this.#following) log.scrollTop = log.scrollHeight;
  }

  protected override render(): TemplateResult {
    const { t } = this.context;
    const { unread } = this.room.thread;
    return html`<aside class="chat ${this.open ? "open" : "shut"}" aria-label=${t("chat-heading")} @keydown=${this.#onEscape}>
      <div class="chat-head">
        <h2>${t("chat-heading")}</h2>
        ${unread > 0 ? html`<span class="unread" data-testid="unread"><span aria-hidden="true">${unread}</span><span class="hidden">${t("chat-unread", { count: unread })}</span></span>` : nothing}
        <button type="button" class="tool" aria-expanded=${this.open ? "true" : "false"} aria-label=${t(this.open ? "chat-close" : "chat-open")} @click=${() => (this.open = !this.open)}>
          ${this.open ? icon.cross() : icon.chat()}
        </button>
      </div>
      <div class="chat-body" ?hidden=${!this.open}>${this.room.view.chat ? this.#thread() : html`<p class="quiet-text">${t("chat-off")}</p>`}</div>
    </aside>`;
  }

  #thread(): TemplateResult {
    const { t } = this.context;
    const { lines, pending } = this.room.thread;
    const empty = lines.length + pending.length === 0;
    return html`<div class="chat-log" role="log" aria-live="polite" aria-label=${t("chat-heading")} tabindex="0" @scroll=${this.#onScroll}>
        ${empty ? html`<p class="quiet-text">${t("chat-empty")}</p>` : nothing}
        ${repeat(lines, ({ seq }) => seq, (line) => this.#line(line))} ${repeat(pending, ({ id }) => id, (entry) => this.#pending(entry))}
      </div>
      ${this.#form()}`;
  }

  #line(line: ChatLine): TemplateResult {
    const { view } = this.room;
    const own = line.from === view.you.participant;
    const name = own ? this.context.t("you") : (view.others.find(({ participant }) => participant === line.from)?.person.name ?? this.context.t("unknown-person"));
    const at = millis(line.at);
    const time = at === null ? "" : new Intl.DateTimeFormat(this.context.language, { hour: "numeric", minute: "2-digit" }).format(at);
    return html`<div class="line ${own ? "own" : ""}" data-seq=${line.seq}>
      <p class="line-head"><bdi>${name}</bdi> <time datetime=${line.at}>${time}</time></p>
      <p class="line-text" dir="auto">${line.text}</p>
    </div>`;
  }

  #pending({ id, text, fate }: Pending): TemplateResult {
    const { t, send } = this.context;
    const state = fate.is === "refused" ? t(chatRefusal(fate.reason)) : t(fate.is === "sent" ? "chat-sending" : "chat-waiting");
    return html`<div class="line own pending ${fate.is}" data-pending=${fate.is}>
      <p class="line-text" dir="auto">${text}</p>
      <p class="line-head" role=${fate.is === "refused" ? "alert" : nothing}>${state}</p>
      ${fate.is === "refused"
        ? html`<div class="line-actions">
            ${button(t("chat-retry"), () => send({ kind: "chat-retried", id }), { kind: "plain" })} ${button(t("chat-discard"), () => send({ kind: "chat-discarded", id }), { kind: "plain" })}
          </div>`
        : nothing}
    </div>`;
  }

  #form(): TemplateResult {
    const { t } = this.context;
    const fault = draftFault(this.draft);
    return html`<form class="chat-form" @submit=${this.#onSubmit}>
      ${this.room.media.at === "up" ? nothing : html`<p class="small">${t("chat-not-connected")}</p>`}
      <div class="chat-row">
        <label class="hidden" for="message">${t("chat-label")}</label>
        <textarea
          id="message"
          dir="auto"
          rows="2"
          placeholder=${t("chat-placeholder")}
          aria-describedby="message-hint message-count"
          aria-invalid=${fault === "too_long" ? "true" : "false"}
          .value=${this.draft}
          @input=${this.#onInput}
          @keydown=${this.#onKey}
        ></textarea>
      </div>
      <div class="chat-row">
        <div class="chat-notes">
          <p id="message-hint" class="small hint">${t("chat-hint")}</p>
          <p id="message-count" class="small count" role="status">${this.#count()}</p>
        </div>
        <button type="submit" class="button primary send" ?disabled=${fault !== null}>${icon.send()}<span>${t("chat-send")}</span></button>
      </div>
    </form>`;
  }

  #count(): View | string {
    const [left, over] = [codePointsLeft(this.draft), codePointsOver(this.draft)];
    if (over > 0) return html`<span class="over">${this.context.t("chat-over", { over })}</span>`;
    return CHAT_CODE_POINTS_MAX - left < COUNT_FROM ? nothing : this.context.t("chat-left", { left });
  }

  readonly #onInput = (event: Event): void => {
    if (event.target instanceof HTMLTextAreaElement) this.draft = event.target.value;
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#send();
  };

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    this.#send();
  };

  #send(): void {
    if (draftFault(this.draft) !== null) return;
    this.#following = true;
    this.context.send({ kind: "chat-written", id: crypto.randomUUID(), text: this.draft });
    this.draft = "";
  }

  /** Where the chat is a sheet over the picture, Escape puts it away, and the focus stays with its button. */
  readonly #onEscape = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !this.open || !narrow(this.ownerDocument)) return;
    this.open = false;
    this.querySelector<HTMLElement>(".chat-head .tool")?.focus();
  };

  readonly #onScroll = (event: Event): void => {
    if (!(event.target instanceof HTMLElement)) return;
    const { scrollHeight, scrollTop, clientHeight } = event.target;
    this.#following = scrollHeight - scrollTop - clientHeight < 40;
  };

  #inSight(): boolean {
    return this.open && this.ownerDocument.visibilityState === "visible";
  }

  readonly #tellReading = (): void => {
    this.context.send({ kind: "chat-read", reading: this.#inSight() });
  };
}

customElements.define("lotse-chat", LotseChat);
