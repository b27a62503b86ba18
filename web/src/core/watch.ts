/** The address by which a supervisor asks to look on: it names the session and opens nothing by itself. */
import type { SessionId } from "../protocol/wire.ts";

/** The session that an address or a pasted text names. */
export function sessionIn(text: string): SessionId | null {
  return /(?:^|[^\w-])(ses_[0-9a-zA-Z-]{1,60})(?![\w-])/u.exec(text)?.[1] ?? null;
}

/** The address to hand to a supervisor. */
export const watchLink = (origin: string, session: SessionId): string => `${origin}/help?session=${session}`;
