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

/** Whether the server no longer knows who is asking. */
export function isSignedOut(fault: Fault): boolean {
  return fault.is === "problem" && fault.problem.status === 401;
}
