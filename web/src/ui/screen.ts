/** The sharer's screen at the helper: fitted, in original size, or zoomed; full screen or in a window of its own on wish. Shows a picture and takes no input for it. */
import { LitElement, type PropertyValues, type TemplateResult, html, nothing } from "lit";
import { type Zoom, anchored, stepped, wheeled } from "../core/zoom.ts";
import type { Translate } from "../i18n/translate.ts";
import * as icon from "./icons.ts";
import { shows } from "./stream.ts";

/** Where the picture was taken hold of. */
type Grip = { readonly pointer: number; readonly x: number; readonly y: number; readonly left: number; readonly top: number };

export class LotseScreen extends LitElement {
  static override properties = {
    stream: { attribute: false },
    t: { attribute: false },
    name: { attribute: false },
    cover: { attribute: false },
    shown: { attribute: false },
    panel: { attribute: false },
    toggleStatistics: { attribute: false },
    zoom: { state: true },
    full: { state: true },
    own: { state: true },
  };

  declare stream: MediaStream | null;
  declare t: Translate;
  declare name: string;
  declare cover: TemplateResult | null;
  declare shown: () => void;
  /** The statistics, while they are open. */
  declare panel: TemplateResult | null;
  declare toggleStatistics: () => void;
  declare private zoom: Zoom;
  declare private full: boolean;
  declare private own: boolean;
  #grip: Grip | null = null;

  constructor() {
    super();
    this.stream = null;
    this.cover = null;
    this.panel = null;
    this.zoom = null;
    this.full = false;
    this.own = false;
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
    void this.#leaveOwn();
  }

  protected override updated(_: PropertyValues): void {
    this.#size();
    // The last frame is what the sharer no longer shows, in a window of its own as well.
    if (this.cover !== null) void this.#leaveOwn();
  }

  protected override render(): TemplateResult {
    const covered = this.cover !== null;
    return html`<div class="screen ${this.zoom === null ? "fit" : "free"} ${covered ? "covered" : ""}" @keydown=${this.#onKey}>
      <div class="screen-view">
        <div
          class="screen-scroll"
          dir="ltr"
          role="group"
          aria-label=${this.t("screen-label", { name: this.name })}
          aria-describedby="screen-keys"
          tabindex="0"
          @wheel=${{ handleEvent: this.#onWheel, passive: false }}
          @pointerdown=${this.#onGrip}
          @pointermove=${this.#onDrag}
          @pointerup=${this.#onLetGo}
          @pointercancel=${this.#onLetGo}
          @dblclick=${() => this.#to(this.zoom === null ? 1 : null)}
        >
          <video
            data-testid="screen"
            ${shows(this.stream)}
            .muted=${true}
            autoplay
            playsinline
            aria-label=${this.t("screen-label", { name: this.name })}
            aria-hidden=${covered ? "true" : "false"}
            @loadeddata=${this.#onFrame}
            @resize=${this.#size}
            @enterpictureinpicture=${() => (this.own = true)}
            @leavepictureinpicture=${() => (this.own = false)}
          ></video>
        </div>
        <p id="screen-keys" class="hidden">${this.t("screen-keys")}</p>
        ${covered ? this.cover : (this.panel ?? nothing)}
      </div>
      ${this.#tools(covered)}
    </div>`;
  }

  #tools(covered: boolean): TemplateResult {
    const { t, zoom } = this;
    const percent = t("screen-zoom", { percent: Math.round(this.#scale() * 100) });
    return html`<div class="screen-tools" role="toolbar" aria-label=${t("screen-tools")}>
      ${this.#tool(t("screen-out"), icon.minus(), () => this.#step(-1))}
      <span class="screen-percent" aria-live="polite">${percent}</span>
      ${this.#tool(t("screen-in"), icon.plus(), () => this.#step(1))}
      <button type="button" class="tool text" aria-pressed=${zoom === null ? "true" : "false"} @click=${() => this.#to(null)}>${t("screen-fit")}</button>
      <button type="button" class="tool text" aria-pressed=${zoom === 1 ? "true" : "false"} title=${t("screen-actual")} @click=${() => this.#to(1)}>1:1<span class="hidden">${t("screen-actual")}</span></button>
      <button type="button" class="tool" aria-pressed=${this.panel === null ? "false" : "true"} aria-label=${t("stats-open")} title=${t("stats-open")} @click=${this.toggleStatistics}>${icon.chart()}</button>
      ${document.pictureInPictureEnabled ? this.#tool(t(this.own ? "screen-own-window-end" : "screen-own-window"), icon.onTop(), () => void this.#toggleOwn(), covered, "own") : nothing}
      ${document.fullscreenEnabled ? this.#tool(t(this.full ? "screen-full-end" : "screen-full"), icon.full(), () => void this.#toggleFull()) : nothing}
    </div>`;
  }

  #tool(label: string, drawing: TemplateResult, press: () => void, disabled = false, kind = ""): TemplateResult {
    return html`<button type="button" class="tool ${kind}" aria-label=${label} title=${label} ?disabled=${disabled} @click=${press}>${drawing}</button>`;
  }

  readonly #onFrame = (): void => {
    this.#size();
    this.shown();
  };

  /** Sizes the picture by its own pixels; through the style object, which the content security policy allows. */
  readonly #size = (): void => {
    const video = this.#video();
    if (video === null) return;
    const free = this.zoom !== null && video.videoWidth > 0;
    video.style.width = free ? `${(video.videoWidth * (this.zoom ?? 1)) / devicePixelRatio}px` : "";
  };

  #step(direction: 1 | -1): void {
    this.#to(stepped(this.#scale(), direction));
  }

  /** Shows the picture in another size; what lies under the point, or in the middle, stays there. */
  #to(zoom: Zoom, point?: { readonly x: number; readonly y: number }): void {
    const before = this.#scale();
    const scroll = this.#scroll();
    this.zoom = zoom;
    if (zoom === null || scroll === null) return;
    const { x, y } = point ?? { x: scroll.clientWidth / 2, y: scroll.clientHeight / 2 };
    const [left, top] = [anchored(scroll.scrollLeft, x, zoom / before), anchored(scroll.scrollTop, y, zoom / before)];
    void this.updateComplete.then(() => scroll.scrollTo(left, top));
  }

  /** The share of its original size that the picture has. */
  #scale(): number {
    if (this.zoom !== null) return this.zoom;
    const video = this.#video();
    if (video === null || video.videoWidth === 0) return 1;
    return Math.min(video.clientWidth / video.videoWidth, video.clientHeight / video.videoHeight) * devicePixelRatio;
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "+") this.#step(1);
    else if (event.key === "-") this.#step(-1);
    else if (event.key === "0") this.#to(null);
    else if (event.key === "1") this.#to(1);
    else if (event.key.toLowerCase() === "f" && document.fullscreenEnabled) void this.#toggleFull();
    else return;
    event.preventDefault();
  };

  /** The wheel with Ctrl, which is also what a pinch on a touchpad sends. Alone, the wheel scrolls. */
  readonly #onWheel = (event: WheelEvent): void => {
    const scroll = this.#scroll();
    if (!(event.ctrlKey || event.metaKey) || scroll === null) return;
    event.preventDefault();
    const { left, top } = scroll.getBoundingClientRect();
    this.#to(wheeled(this.#scale(), event.deltaY), { x: event.clientX - left, y: event.clientY - top });
  };

  /** A finger scrolls by itself; a mouse or a pen takes hold of the picture. */
  readonly #onGrip = (event: PointerEvent): void => {
    const scroll = this.#scroll();
    if (this.zoom === null || scroll === null || event.pointerType === "touch" || event.button !== 0) return;
    if (event.offsetX > scroll.clientWidth || event.offsetY > scroll.clientHeight) return; // The scroll bars.
    this.#grip = { pointer: event.pointerId, x: event.clientX, y: event.clientY, left: scroll.scrollLeft, top: scroll.scrollTop };
    scroll.setPointerCapture(event.pointerId);
  };

  readonly #onDrag = (event: PointerEvent): void => {
    const grip = this.#grip;
    if (grip?.pointer === event.pointerId) this.#scroll()?.scrollTo(grip.left + grip.x - event.clientX, grip.top + grip.y - event.clientY);
  };

  readonly #onLetGo = (event: PointerEvent): void => {
    if (this.#grip?.pointer === event.pointerId) this.#grip = null;
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

  async #toggleOwn(): Promise<void> {
    if (this.own) return this.#leaveOwn();
    try {
      await this.#video()?.requestPictureInPicture();
    } catch {
      this.own = false; // No picture yet, or not allowed here.
    }
  }

  async #leaveOwn(): Promise<void> {
    if (document.pictureInPictureElement !== null && document.pictureInPictureElement === this.#video()) await document.exitPictureInPicture().catch(() => undefined);
  }

  #video(): HTMLVideoElement | null {
    return this.querySelector("video");
  }

  #scroll(): HTMLElement | null {
    return this.querySelector<HTMLElement>(".screen-scroll");
  }
}

customElements.define("lotse-screen", LotseScreen);
