/** The connection badge: what people are told about the picture at this moment. The first bad word wins, from the node or from the session. */
import type { Room } from "./room.ts";
import { millis, type Millis } from "./time.ts";

/** `whose`: this page's own connection, or that of the person at the other end. */
export type Badge =
  | { readonly is: "connecting" | "live" }
  | { readonly is: "quiet" | "interrupted" | "paused"; readonly since: Millis; readonly whose: "own" | "other" };

/** Judges a room. */
export function badge(room: Room): Badge {
  const { picture, view } = room;
  const since = millis(view.since) ?? 0;
  const sharing = view.you.role === "sharer";
  if (picture.is === "interrupted") return { is: "interrupted", since: picture.since, whose: sharing ? "own" : "other" };
  if (view.state === "INTERRUPTED") return { is: "interrupted", since, whose: sharing ? "own" : "other" };
  if (view.state === "HELPER_LOST") return { is: "interrupted", since, whose: sharing ? "other" : "own" };
  if (room.silence !== null) return { is: "interrupted", since: room.silence, whose: "own" };
  if (room.media.at === "waiting") return { is: "interrupted", since: room.media.since, whose: "own" };
  if (picture.is === "paused") return { is: "paused", since: picture.since, whose: sharing ? "own" : "other" };
  if (view.state === "PAUSED") return { is: "paused", since, whose: sharing ? "own" : "other" };
  if (room.media.at !== "up" || view.state !== "LIVE") return { is: "connecting" };
  if (picture.is === "quiet") return { is: "quiet", since: picture.since, whose: sharing ? "own" : "other" };
  return sharing || room.pictureShown ? { is: "live" } : { is: "connecting" };
}
