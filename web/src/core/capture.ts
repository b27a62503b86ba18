/** What came of the browser's screen picker, and why it failed. Never opens one. */
import type { Surface } from "../protocol/wire.ts";
import type { Product } from "./gate.ts";

/** Why nothing is captured; each has its own cure on the page. */
export type CaptureFault = "user-cancelled" | "os-permission" | "capture-disabled" | "nothing-to-share" | "device-failed" | "needs-click";

/** What a thrown `DOMException` says. */
export type Thrown = { readonly name: string; readonly message: string };

/** Tells the failures of `getDisplayMedia` apart, browser by browser. */
export function captureFault(thrown: Thrown, { engine, os }: Pick<Product, "engine" | "os">): CaptureFault {
  switch (thrown.name) {
    case "NotAllowedError":
      if (/permissions? policy|disallowed|feature policy/iu.test(thrown.message)) return "capture-disabled";
      return /by system|system denied/iu.test(thrown.message) ? "os-permission" : "user-cancelled";
    case "NotFoundError":
      // Firefox on macOS finds no source at all while Screen Recording is not granted.
      return os === "macos" ? "os-permission" : "nothing-to-share";
    case "NotReadableError":
      return os === "macos" && engine !== "firefox" ? "os-permission" : "device-failed";
    case "InvalidStateError":
      return "needs-click";
    case "NotSupportedError":
    case "SecurityError":
    case "TypeError":
      return "capture-disabled";
    default:
      return "device-failed";
  }
}

/** What `displaySurface` names, in the words of the API. */
export function surfaceOf(displaySurface: string | undefined): Surface {
  if (displaySurface === "monitor" || displaySurface === "window") return displaySurface;
  return displaySurface === "browser" ? "tab" : "unknown";
}

/** The sharer's capture. */
export type Capture =
  | { readonly at: "none"; readonly fault: CaptureFault | null }
  | { readonly at: "asking" }
  /** Something is picked and nothing of it leaves the page before the server's yes. */
  | { readonly at: "judging"; readonly surface: Surface }
  /** `next` is something else that waits for the server's yes while this goes on. */
  | { readonly at: "running"; readonly surface: Surface; readonly next: Surface | null };
