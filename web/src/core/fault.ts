/** Why something that was asked for did not happen. Never holds internal text of the page. */
import type { Problem } from "../protocol/wire.ts";

export type Fault =
  | { readonly is: "offline" }
  | { readonly is: "unreadable" }
  | { readonly is: "problem"; readonly problem: Problem };

/** The stable name of a problem without its prefix, such as `code-refused`; empty for the other faults. */
export function slug(fault: Fault): string {
  return fault.is === "problem" ? fault.problem.type.replace(/^urn:lotse:problem:/u, "") : "";
}

/** Whether what was asked for does not exist, or not for this person. */
export function isGone(fault: Fault): boolean {
  return fault.is === "problem" && (fault.problem.status === 404 || fault.problem.status === 403 || fault.problem.status === 410);
}

/** Whether asking again later may help: no connection, a server that cannot at the moment, or a stranger's answer in between. */
export function passes(fault: Fault): boolean {
  return fault.is !== "problem" || fault.problem.status >= 500 || fault.problem.status === 429 || fault.problem.status === 408;
}

/** Whether the server no longer knows who is asking. */
export function isSignedOut(fault: Fault): boolean {
  return fault.is === "problem" && fault.problem.status === 401;
}
