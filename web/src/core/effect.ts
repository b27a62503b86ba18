/** Everything that a machine may ask of the edge. Never carries a handle. */
import type { ByeReason, CaptureReport, DeviceId, FromClient, ParticipantId, SessionId, WarningKind } from "../protocol/wire.ts";

/** The two parts that pages play. */
export type Part = "sharer" | "helper";

/** What a new session is for; empty words are left out. */
export type Wish = { readonly device: DeviceId | null; readonly reason: string; readonly ticket: string };

/** What is posted to a session without a body. */
export type Post = "accept" | "cancel" | "allow" | "decline" | "leave" | "confirm" | "report" | "pause" | "unpause";

/** What a button may have asked for and not heard of yet. */
export type Asked = Post | "extend-code" | "renew-code" | "acknowledge" | "invite";

/** The waits that a machine may have running; one of each. */
export type Timer = "arm" | "retry" | "stuck" | "poll" | "copied" | "start" | "about" | "look" | "advance" | "chat";

export type Effect =
  | { readonly kind: "read-about" }
  | { readonly kind: "read-me" }
  | { readonly kind: "look" }
  | { readonly kind: "sign-in"; readonly username: string; readonly password: string }
  | { readonly kind: "go-to-provider"; readonly provider: string; readonly code: string | null }
  | { readonly kind: "sign-out" }
  | { readonly kind: "redeem"; readonly code: string }
  | { readonly kind: "create-session"; readonly wish: Wish }
  | { readonly kind: "read-devices" }
  | { readonly kind: "observe"; readonly session: SessionId }
  | { readonly kind: "new-code"; readonly session: SessionId; readonly how: "extend-code" | "renew-code" }
  | { readonly kind: "read-view"; readonly session: SessionId }
  | { readonly kind: "post"; readonly session: SessionId; readonly what: Post }
  | { readonly kind: "accept"; readonly session: SessionId; readonly acknowledge: readonly WarningKind[] }
  | { readonly kind: "answer"; readonly session: SessionId; readonly what: "allow" | "decline"; readonly helper: ParticipantId }
  | { readonly kind: "invite"; readonly session: SessionId; readonly username: string }
  | { readonly kind: "acknowledge"; readonly session: SessionId; readonly warnings: readonly WarningKind[] }
  | { readonly kind: "report-capture"; readonly session: SessionId; readonly report: CaptureReport }
  | { readonly kind: "follow"; readonly session: SessionId }
  | { readonly kind: "unfollow" }
  | { readonly kind: "connect"; readonly session: SessionId; readonly part: Part }
  | { readonly kind: "disconnect"; readonly goodbye: ByeReason | null }
  | { readonly kind: "say"; readonly message: FromClient }
  | { readonly kind: "ask-for-screen" }
  | { readonly kind: "use-picked"; readonly held: boolean }
  | { readonly kind: "drop-picked" }
  | { readonly kind: "stop-capture" }
  | { readonly kind: "hold-picture"; readonly held: boolean }
  | { readonly kind: "copy"; readonly text: string }
  | { readonly kind: "watch-statistics"; readonly on: boolean }
  | { readonly kind: "wait"; readonly timer: Timer; readonly ms: number }
  | { readonly kind: "cancel-wait"; readonly timer: Timer }
  | { readonly kind: "guard"; readonly awake: boolean; readonly leaving: boolean };
