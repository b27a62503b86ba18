/** Puts the chat beside a session. */
import { type TemplateResult, html } from "lit";
import type { Room } from "../core/room.ts";
import type { Context } from "./context.ts";

export function chatPanel(room: Room, context: Context): TemplateResult {
  return html`<lotse-chat .room=${room} .context=${context}></lotse-chat>`;
}
