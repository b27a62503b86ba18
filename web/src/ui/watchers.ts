/** Who is connected, by the node's word and the server's names. */
import { html, nothing } from "lit";
import type { Room } from "../core/room.ts";
import type { RosterEntry } from "../protocol/wire.ts";
import type { Context, View } from "./context.ts";

/** Everybody in the roster but the reader. */
export function othersIn({ roster, view }: Room): readonly RosterEntry[] {
  return roster === null ? [] : roster.participants.filter(({ id }) => id !== view.you.participant);
}

/** Their names in one line. */
export function watcherNames(room: Room, { t, language }: Context): View | string {
  const names = othersIn(room).map(({ id }) => room.view.others.find(({ participant }) => participant === id)?.person.name ?? t("unknown-person"));
  if (names.length === 0) return t("live-watching-nobody");
  return html`${new Intl.ListFormat(language).formatToParts(names).map(({ type, value }) => (type === "element" ? html`<strong><bdi>${value}</bdi></strong>` : html`${value ?? nothing}`))}`;
}
