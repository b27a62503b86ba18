import { describe, expect, it } from "vitest";
import { fingerprintOf } from "./fingerprint.ts";

const hex = Array.from({ length: 32 }, (_, place) => place.toString(16).padStart(2, "0")).join(":");

describe("the certificate's fingerprint", () => {
  it("is read from the offer, wherever the line stands and whatever its case", () => {
    expect(fingerprintOf(`v=0\r\na=fingerprint:sha-256 ${hex}\r\nm=video 9 x\r\n`)).toBe(`sha-256 ${hex.toUpperCase()}`);
    expect(fingerprintOf(`v=0\r\nm=video 9 x\r\na=fingerprint:SHA-256 ${hex.toUpperCase()}\r\n`)).toBe(`sha-256 ${hex.toUpperCase()}`);
  });

  it.each(["", "a=fingerprint:sha-1 00:11", `a=fingerprint:sha-256 ${hex}:00`, `a=fingerprint:sha-256 ${hex.slice(3)}`])("is not made up from %j", (sdp) => {
    expect(() => fingerprintOf(sdp)).toThrow();
  });
});
