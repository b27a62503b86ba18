import { describe, expect, it } from "vitest";
import { captureFault, surfaceOf } from "./capture.ts";
import type { Engine, Os } from "./gate.ts";

const ROWS: readonly (readonly [name: string, message: string, engine: Engine, os: Os, fault: string])[] = [
  ["NotAllowedError", "Permission denied by user", "chrome", "windows", "user-cancelled"],
  ["NotAllowedError", "Permission denied", "edge", "windows", "user-cancelled"],
  ["NotAllowedError", "Permission denied by system", "chrome", "macos", "os-permission"],
  ["NotAllowedError", "Access to the feature \"display-capture\" is disallowed by permissions policy.", "chrome", "linux", "capture-disabled"],
  ["NotAllowedError", "The request is not allowed by the user agent or the platform in the current context.", "firefox", "windows", "user-cancelled"],
  ["NotFoundError", "The object can not be found here.", "firefox", "macos", "os-permission"],
  ["NotFoundError", "The object can not be found here.", "firefox", "linux", "nothing-to-share"],
  ["NotReadableError", "Could not start video source", "chrome", "macos", "os-permission"],
  ["NotReadableError", "Could not start video source", "chrome", "windows", "device-failed"],
  ["InvalidStateError", "getDisplayMedia must be called from a user gesture handler.", "safari", "macos", "needs-click"],
  ["TypeError", "undefined is not a function", "safari", "macos", "capture-disabled"],
  ["AbortError", "", "chrome", "windows", "device-failed"],
  ["", "", "unknown", "other", "device-failed"],
];

describe("a failed capture", () => {
  it.each(ROWS)("%s: %s in %s on %s has its own cure", (name, message, engine, os, fault) => {
    expect(captureFault({ name, message }, { engine, os })).toBe(fault);
  });

  it("does not need the browser to tell what was picked", () => {
    expect([surfaceOf("monitor"), surfaceOf("window"), surfaceOf("browser"), surfaceOf(undefined)]).toEqual(["monitor", "window", "tab", "unknown"]);
  });
});
