/** What a helper's page draws, as a chunk of its own; what it needs only in a session comes later. */
import { nothing } from "lit";
import type { PlaceUi } from "./app.ts";
import { type SessionPages, helperPage } from "./helper.ts";

let pages: SessionPages | null = null;

export const part: PlaceUi = {
  draw: (page, context) => (page.is === "helper" ? helperPage(page, pages, context) : nothing),
  async loadRest() {
    pages = await import("./rest-helper.ts");
  },
};
