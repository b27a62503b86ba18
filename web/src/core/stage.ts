/** Which of a session's pages a room is on; the same steps for both parts. */
import { unreachable } from "./never.ts";
import { type Room, isWaitingIn } from "./room.ts";

export type Stage = "before" | "trust" | "live" | "ended";

export function stageOf(room: Room): Stage {
  const { ended, view } = room;
  if (ended !== null) return "ended";
  switch (view.state) {
    case "OPEN":
    case "JOINING":
      return "before";
    case "TRUST":
      return "trust";
    case "CAPTURE":
    case "CONNECTING":
    case "LIVE":
    case "PAUSED":
    case "INTERRUPTED":
    case "HELPER_LOST":
      // Somebody who comes in later faces the trust screen while the session runs.
      return isWaitingIn(room) ? "trust" : "live";
    case "ENDED": // A room whose view has ended has ended itself.
      return "ended";
    default:
      return unreachable(view.state);
  }
}
