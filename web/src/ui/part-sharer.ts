/** What a sharer's page draws, as a chunk of its own; what it needs only in a session comes later. */
import { nothing } from "lit";
import type { PlaceUi } from "./app.ts";
import { type SessionPages, sharerPage } from "./sharer.ts";

let pages: SessionPages | null = null;

export const part: PlaceUi = {
  draw: (page, context) => (page.is === "sharer" ? sharerPage(page, pages, context) : nothing),
  async loadRest() {
    pages = await import("./rest-sharer.ts");
  },
};
