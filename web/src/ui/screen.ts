/** The sharer's screen at the helper: fitted, in original size, or zoomed; full screen on wish. Shows a picture and takes no input for it. */
import { LitElement, type PropertyValues, type TemplateResult, html, nothing } from "lit";
import type { Translate } from "../i18n/translate.ts";
import * as icon from "./icons.ts";
import { shows } from "./stream.ts";

/** `null` fits the picture into the page; a number is a share of the original size. */
type Zoom = number | null;
const STEPS = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4] as const;

export class LotseScreen extends LitElement {
  static override properties = { stream: { attribute: false }, t: { attribute: false }, name: { attribute: false }, cover: { attribute: false }, shown: { attribute: false }, zoom: { state: true }, full: { state: true } };

  declare stream: MediaStream | null;
  declare t: Translate;
  declare name: string;
  declare cover: TemplateResult | null;
  declare shown: () => void;
  declare private zoom: Zoom;
  declare private full: boolean;

  constructor() {
    super();
    this.stream = null;
    this.cover = null;
    this.zoom = null;
    this.full = false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("fullscreenchange", this.#onFull);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("fullscreenchange", this.#onFull);
  }

  protected override updated(_: PropertyValues): void {
    this.#size();
  }

  protected override render(): TemplateResult {
    const covered = this.cover !== null;
    return html`<div class="screen ${this.zoom === null ? "fit" : "free"} ${covered ? "covered" : ""}" @keydown=${this.#onKey}>
      <div class="screen-view">
        <div class="screen-scroll" tabindex=${this.zoom === null ? nothing : "0"}>
          <video
            data-testid="screen"
            ${shows(this.stream)}
            .muted=${true}
            autoplay
            playsinline
            disablepictureinpicture
            aria-label=${this.t("screen-label", { name: this.name })}
            aria-hidden=${covered ? "true" : "false"}
            @loadeddata=${this.#onFrame}
            @resize=${this.#size}
          ></video>
        </div>
        ${this.cover ?? nothing}
      </div>
      ${this.#tools()}
    </div>`;
  }

  #tools(): TemplateResult {
    const { t, zoom } = this;
    const percent = zoom === null ? t("screen-fit") : t("screen-zoom", { percent: Math.round(zoom * 100) });
    return html`<div class="screen-tools" role="toolbar" aria-label=${t("screen-tools")}>
      ${this.#tool(t("screen-out"), icon.minus(), () => this.#step(-1))}
      <span class="screen-percent" aria-live="polite">${percent}</span>
      ${this.#tool(t("screen-in"), icon.plus(), () => this.#step(1))}
      <button type="button" class="tool text" aria-pressed=${zoom === null ? "true" : "false"} @click=${() => (this.zoom = null)}>${t("screen-fit")}</button>
      <button type="button" class="tool text" aria-pressed=${zoom === 1 ? "true" : "false"} title=${t("screen-actual")} @click=${() => (this.zoom = 1)}>1:1<span class="hidden">${t("screen-actual")}</span></button>
      ${document.fullscreenEnabled ? this.#tool(t(this.full ? "screen-full-end" : "screen-full"), icon.full(), () => void this.#toggleFull()) : nothing}
    </div>`;
  }

  #tool(label: string, drawing: TemplateResult, press: () => void): TemplateResult {
    return html`<button type="button" class="tool" aria-label=${label} title=${label} @click=${press}>${drawing}</button>`;
  }

  readonly #onFrame = (): void => {
    this.#size();
    this.shown();
  };

  /** Sizes the picture by its own pixels; through the style object, which the content security policy allows. */
  readonly #size = (): void => {
    const video = this.querySelector("video");
    if (video === null) return;
    const free = this.zoom !== null && video.videoWidth > 0;
    video.style.width = free ? `${(video.videoWidth * (this.zoom ?? 1)) / devicePixelRatio}px` : "";
  };

  #step(direction: 1 | -1): void {
    const from = this.zoom ?? this.#fitted();
    const next = direction === 1 ? STEPS.find((step) => step > from + 0.01) : [...STEPS].reverse().find((step) => step < from - 0.01);
    this.zoom = next ?? from;
  }

  /** The share of its original size that the fitted picture has. */
  #fitted(): number {
    const video = this.querySelector("video");
    if (video === null || video.videoWidth === 0) return 1;
    return Math.min(video.clientWidth / video.videoWidth, video.clientHeight / video.videoHeight) * devicePixelRatio;
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "+") this.#step(1);
    else if (event.key === "-") this.#step(-1);
    else if (event.key === "0") this.zoom = null;
    else return;
    event.preventDefault();
  };

  readonly #onFull = (): void => {
    this.full = document.fullscreenElement !== null;
  };

  async #toggleFull(): Promise<void> {
    try {
      await (this.full ? document.exitFullscreen() : this.closest(".session")?.requestFullscreen());
    } catch {
      this.full = false; // The browser does not allow it here; the page stays as it is.
    }
  }
}

customElements.define("lotse-screen", LotseScreen);
