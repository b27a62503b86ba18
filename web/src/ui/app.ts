/** The root element: draws the state, names it for assistive technology and for tests, moves the focus when the page changes. What one place alone draws is given to it. */
import { LitElement, type PropertyValues, nothing } from "lit";
import type { App, Event, Page } from "../core/app.ts";
import type { Room } from "../core/room.ts";
import { stageOf } from "../core/stage.ts";
import { REST_RETRY_MS } from "../core/limits.ts";
import type { MessageId } from "../i18n/ids.ts";
import { type Language, type Translate, directionOf } from "../i18n/translate.ts";
import type { Context, View } from "./context.ts";
import { frame } from "./frame.ts";
import { signInPage } from "./sign-in.ts";
import { startingPage } from "./starting.ts";

export type Drawn = { readonly app: App; readonly t: Translate; readonly language: Language; readonly preview: MediaStream | null; readonly screen: MediaStream | null };

/** What draws the pages of the place that the address names, once somebody is signed in; and how to get what they need later. */
export type PlaceUi = { draw(page: Page, context: Context): View; loadRest(): Promise<void> };

export class LotseApp extends LitElement {
  static override properties = { drawn: { attribute: false } };

  declare drawn: Drawn | null;
  place: PlaceUi | null = null;
  #rest = false;
  send: (event: Event) => void = () => undefined;
  speak: (language: Language) => void = () => undefined;
  #stage = "";

  constructor() {
    super();
    this.drawn = null;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): View {
    if (this.drawn === null) return nothing;
    const context: Context = { ...this.drawn, send: this.send, speak: this.speak };
    return frame(this.#content(context), context, isLive(this.drawn.app.page));
  }

  protected override updated(_: PropertyValues): void {
    if (this.drawn === null) return;
    const { app, t, language } = this.drawn;
    const room = roomOf(app.page);
    if ("me" in app.page) this.#loadRest();
    this.dataset["page"] = pageName(app);
    this.dataset["state"] = room === null ? "IDLE" : room.ended === null ? room.view.state : "ENDED";
    document.documentElement.lang = language;
    document.documentElement.dir = directionOf(language);
    document.title = title(app, t);
    this.#focusNewStage(stage(app.page));
    this.#tellRoster(room);
  }

  #content(context: Context): View {
    const { page } = context.app;
    switch (page.is) {
      case "starting":
        return startingPage(page, context);
      case "signing-in":
        return signInPage(page, context);
      case "sharer":
      case "helper":
      case "admin":
      case "network":
        return this.place?.draw(page, context) ?? nothing;
      default:
        return page satisfies never;
    }
  }

  /** Loads what a session needs, again after a failure, while people still read their first page. */
  #loadRest(): void {
    if (this.#rest || this.place === null) return;
    this.#rest = true;
    this.place.loadRest().then(
      () => this.requestUpdate(),
      () => setTimeout(() => (this.#rest = false), REST_RETRY_MS),
    );
  }

  /** A new page starts at its heading; within a running session nobody's focus is moved. */
  #focusNewStage(now: string): void {
    if (now === this.#stage) return;
    const first = this.#stage === "";
    this.#stage = now;
    if (!first) this.querySelector<HTMLElement>("h1[tabindex]")?.focus({ preventScroll: true });
    if (!first) scrollTo(0, 0);
  }

  /** Says that the roster is shown, after it has been drawn with every name in it. */
  #tellRoster(room: Room | null): void {
    const shown = this.querySelector<HTMLElement>("[data-roster]")?.dataset["roster"];
    if (room?.roster?.told === false && shown === String(room.roster.version)) this.send({ kind: "roster-shown", version: room.roster.version });
  }
}

export function roomOf(page: Page): Room | null {
  if (page.is === "sharer") return page.sharer.at === "in-session" ? page.sharer.room : null;
  if (page.is === "helper") return page.helper.at === "in-session" ? page.helper.room : null;
  return null;
}

function isLive(page: Page): boolean {
  return stage(page).endsWith(":live");
}

/** What counts as one page for the focus. */
function stage(page: Page): string {
  const room = roomOf(page);
  return room === null ? page.is : `${page.is}:${stageOf(room)}`;
}

function pageName({ page, place }: App): string {
  if (page.is === "starting") return page.attempt === 0 && page.asked.is === "asked" ? "starting" : "unreachable";
  if (page.is === "signing-in") return "signin";
  return place;
}

function title({ page }: App, t: Translate): string {
  const words = `${t(titleOf(page))} · ${t("brand")}`;
  const unread = roomOf(page)?.thread.unread ?? 0;
  return unread > 0 ? t("title-unread", { count: unread, title: words }).replace(/[\u2068\u2069]/gu, "") : words;
}

function titleOf(page: Page): MessageId {
  switch (page.is) {
    case "starting":
      return "loading";
    case "signing-in":
      return "title-signin";
    case "admin":
      return "title-admin";
    case "network":
      return "title-network";
    case "sharer":
    case "helper":
      return sessionTitle(page);
    default:
      return page satisfies never;
  }
}

function sessionTitle(page: Extract<Page, { is: "sharer" | "helper" }>): MessageId {
  const sharing = page.is === "sharer";
  const room = roomOf(page);
  if (room === null) return sharing ? "title-sharer" : "title-helper";
  if (room.ended !== null) return "title-ended";
  switch (room.view.state) {
    case "OPEN":
    case "JOINING":
      return sharing ? "title-sharer" : "title-helper";
    case "TRUST":
      return "title-trust";
    case "CAPTURE":
      return sharing ? "title-capture" : "title-helper-live";
    default:
      return sharing ? "title-live" : "title-helper-live";
  }
}

customElements.define("lotse-app", LotseApp);
