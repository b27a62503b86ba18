import { describe, expect, it } from "vitest";
import { codeInAddress, formatCode, readCode } from "./code.ts";

describe("the code", () => {
  it.each([
    "4060r0gx",
    "4060-R0GX",
    " 4060 r0gx ",
    "4o6O-rOgx",
    "4060–r0gx",
    "http://localhost:8080/#4060r0gx",
    "https://help.hafenwerk.example/?passcode=4060-r0gx",
    "\u202a4060\u00adr0gx\u200b",
  ])("reads %j as the same code", (typed) => {
    expect(readCode(typed)).toEqual({ at: "complete", code: "4060r0gx" });
  });

  it("reads i and l as 1", () => {
    expect(readCode("iIlL-1111")).toEqual({ at: "complete", code: "11111111" });
  });

  it("names the first character that no code has", () => {
    expect(readCode("40u0-r0gx")).toEqual({ at: "partial", code: "400r0gx", strange: "u" });
  });

  it("is not complete with seven or nine characters", () => {
    expect(readCode("4060r0g").at).toBe("partial");
    expect(readCode("4060r0gx1").at).toBe("partial");
  });

  it("looks at no more than a bounded part of what is pasted", () => {
    expect(readCode("0".repeat(1_000_000))).toEqual({ at: "partial", code: "0".repeat(200), strange: null });
  });

  it("is shown as 4-4, also while it is typed", () => {
    expect(formatCode("4060r0gx")).toBe("4060-r0gx");
    expect(formatCode("4060r")).toBe("4060-r");
    expect(formatCode("406")).toBe("406");
  });

  it("is found in the fragment and in the passcode of an address", () => {
    expect(codeInAddress("#4060r0gx", "")).toBe("4060r0gx");
    expect(codeInAddress("", "?passcode=4060-R0GX")).toBe("4060r0gx");
    expect(codeInAddress("#main", "?x=1")).toBeNull();
    expect(codeInAddress("", "")).toBeNull();
  });
});
