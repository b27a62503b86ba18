/** What the pages for administrators and network teams draw, as a chunk of its own. */
import { nothing } from "lit";
import type { PlaceUi } from "./app.ts";
import { adminPage, networkPage } from "./plain.ts";

export const part: PlaceUi = {
  draw: (page, context) => (page.is === "admin" ? adminPage(page.me, context) : page.is === "network" ? networkPage(context) : nothing),
  async loadRest() {},
};
