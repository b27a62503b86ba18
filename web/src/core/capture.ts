/** What came of the browser's screen picker, and why it failed. Never opens one. */
import type { Surface } from "../protocol/wire.ts";
import type { Product } from "./gate.ts";
import { UNASKED_MS } from "./limits.ts";

/** Why nothing is captured; each has its own cure on the page. */
export type CaptureFault = "user-cancelled" | "blocked-here" | "os-permission" | "capture-disabled" | "nothing-to-share" | "device-failed" | "needs-click";

/** What a thrown `DOMException` says, and how long after the click. */
export type Thrown = { readonly name: string; readonly message: string; readonly afterMs: number };

/** Tells the failures of `getDisplayMedia` apart, browser by browser. */
export function captureFault(thrown: Thrown, { engine, os }: Pick<Product, "engine" | "os">): CaptureFault {
  switch (thrown.name) {
    case "NotAllowedError":
      return notAllowed(thrown, { engine, os });
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

/** Browsers say little more than "not allowed"; how fast they say it tells whether a person was asked at all. */
function notAllowed({ message, afterMs }: Thrown, { engine, os }: Pick<Product, "engine" | "os">): CaptureFault {
  if (/permissions? policy|disallowed|feature policy/iu.test(message)) return "capture-disabled";
  if (/by system|system denied/iu.test(message)) return "os-permission";
  // Chrome since 119 names the person's own no; everybody else's is known by its time alone.
  if (/by user/iu.test(message) || afterMs >= UNASKED_MS) return "user-cancelled";
  if (engine === "firefox") return os === "macos" ? "os-permission" : "blocked-here";
  return engine === "safari" ? "blocked-here" : "capture-disabled";
}

/** A cure in words; some differ between systems. */
export type Cure = CaptureFault | "nothing-to-share-linux" | "device-failed-windows" | "blocked-here-safari";

/** The cure for a failure on this browser and system. */
export function cureOf(fault: CaptureFault, { engine, os }: Pick<Product, "engine" | "os">): Cure {
  if (fault === "nothing-to-share" && os === "linux") return "nothing-to-share-linux";
  if (fault === "device-failed" && os === "windows") return "device-failed-windows";
  return fault === "blocked-here" && engine === "safari" ? "blocked-here-safari" : fault;
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
