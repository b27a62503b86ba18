import { describe, expect, it } from "vitest";
import { captureFault, cureOf, surfaceOf } from "./capture.ts";
import type { Engine, Os } from "./gate.ts";
import { UNASKED_MS } from "./limits.ts";

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
    expect(captureFault({ name, message, afterMs: 4_000 }, { engine, os })).toBe(fault);
  });

  it.each([
    ["Permission denied", "chrome", "windows", "capture-disabled"],
    ["Permission denied", "edge", "windows", "capture-disabled"],
    ["Permission denied by user", "chrome", "windows", "user-cancelled"],
    ["The request is not allowed by the user agent or the platform in the current context.", "firefox", "windows", "blocked-here"],
    ["The request is not allowed by the user agent or the platform in the current context.", "firefox", "macos", "os-permission"],
    ["The request is not allowed by the user agent or the platform in the current context.", "safari", "macos", "blocked-here"],
  ] as const)("%s sooner than anybody can read, in %s on %s: nobody was asked", (message, engine, os, fault) => {
    expect(captureFault({ name: "NotAllowedError", message, afterMs: UNASKED_MS - 1 }, { engine, os })).toBe(fault);
  });

  it("has cures that differ between systems", () => {
    const on = (os: Os, engine: Engine = "chrome") => ({ os, engine });

    expect([cureOf("nothing-to-share", on("linux")), cureOf("nothing-to-share", on("windows")), cureOf("device-failed", on("windows")), cureOf("device-failed", on("linux")), cureOf("blocked-here", on("macos", "safari")), cureOf("blocked-here", on("linux", "firefox"))]).toEqual([
      "nothing-to-share-linux",
      "nothing-to-share",
      "device-failed-windows",
      "device-failed",
      "blocked-here-safari",
      "blocked-here",
    ]);
  });

  it("does not need the browser to tell what was picked", () => {
    expect([surfaceOf("monitor"), surfaceOf("window"), surfaceOf("browser"), surfaceOf(undefined)]).toEqual(["monitor", "window", "tab", "unknown"]);
  });
});
