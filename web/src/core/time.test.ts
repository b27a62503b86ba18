import { describe, expect, it } from "vitest";
import { clockFace, millis, secondsLeft } from "./time.ts";

describe("time", () => {
  it.each(["2026-11-22T19:17:53Z", "2026-11-22T19:17:53.123456Z", "2026-11-22T21:17:53+02:00", "2000-02-29T00:00:00Z", "1970-01-01T00:00:00Z", "2026-03-01T00:00:00-01:30"])("reads %s as the engine does", (text) => {
    expect(millis(text)).toBe(Date.parse(text));
  });

  it.each(["", "yesterday", "2026-11-22", "2026-11-22 19:17:53Z", "2026-11-22T19:17:53"])("does not read %j", (text) => {
    expect(millis(text)).toBeNull();
  });

  it("never counts below zero", () => {
    expect(secondsLeft("1970-01-01T00:00:10Z", 4_500)).toBe(6);
    expect(secondsLeft("1970-01-01T00:00:10Z", -30)).toBe(10);
    expect(secondsLeft("1970-01-01T00:00:10Z", 20_000)).toBe(0);
    expect(secondsLeft(undefined, 0)).toBeNull();
  });

  it("shows hours only from one hour on", () => {
    expect([clockFace(0), clockFace(65), clockFace(3_600), clockFace(3_725)]).toEqual(["0:00", "1:05", "1:00:00", "1:02:05"]);
  });
});
