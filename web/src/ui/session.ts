/** The frame of a session, the same for both parts: one page for each stage, and what a running one says to either person. */
import { type TemplateResult, html, nothing } from "lit";
import { END_NOTICE_MS } from "../core/limits.ts";
import type { Room } from "../core/room.ts";
import { type Stage, stageOf } from "../core/stage.ts";
import { clockFace, secondsLeft } from "../core/time.ts";
import type { Context, View } from "./context.ts";
import { endedPage } from "./ended.ts";
import { notice, waiting } from "./parts.ts";

/** What a part draws until the end. */
export type DrawStage = (stage: Exclude<Stage, "ended">) => View;

export function sessionPage(room: Room, draw: DrawStage | null, context: Context): View {
  const stage = stageOf(room);
  if (stage === "ended") return endedPage(room, room.ended ?? room.view.endReason ?? "service_error", context);
  return draw === null ? html`<section class="card narrow">${waiting(context.t("loading"))}</section>` : draw(stage);
}

/** The question whether a person is still there, with the buttons that answer it. */
export function question(heading: string, lead: string, answers: TemplateResult): TemplateResult {
  return html`<div class="question" role="alertdialog" aria-labelledby="confirm-heading" aria-describedby="confirm-lead">
    <h2 id="confirm-heading">${heading}</h2>
    <p id="confirm-lead">${lead}</p>
    ${answers}
  </div>`;
}

/** Both people are told before the session's time is over. */
export function endsSoon({ view }: Room, { t, app }: Context): View {
  const left = secondsLeft(view.endsAt, app.now);
  return left === null || left * 1_000 > END_NOTICE_MS ? nothing : notice("warn", t("live-ends-soon", { time: clockFace(left) }));
}
