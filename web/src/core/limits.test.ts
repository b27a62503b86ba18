import { describe, expect, it } from "vitest";
import rust from "../../../protocol/src/limits.rs?raw";
import * as limits from "./limits.ts";

/** The value of a constant of the crate `protocol`: a product of numbers, or a duration in milliseconds. */
function inRust(name: string): number {
  const found = new RegExp(`pub const ${name}: \\w+ =\\s+(?:Duration::from_(secs|millis)\\()?([\\d_ *]+)\\)?;`, "u").exec(rust);
  const product = (found?.[2] ?? "").split("*").reduce((value, factor) => value * Number(factor.replaceAll("_", "")), 1);
  return found === null ? Number.NaN : product * (found[1] === "secs" ? 1_000 : 1);
}

describe("the bounds", () => {
  it.each([
    ["CHANNEL_MESSAGE_BYTES_MAX", limits.CHANNEL_MESSAGE_BYTES_MAX],
    ["CHAT_CODE_POINTS_MAX", limits.CHAT_CODE_POINTS_MAX],
    ["CHAT_BYTES_MAX", limits.CHAT_BYTES_MAX],
    ["SHARER_BEAT_INTERVAL", limits.SHARER_BEAT_MS],
    ["HELPER_BEAT_INTERVAL", limits.HELPER_BEAT_MS],
    ["LIVE_BEAT_INTERVAL", limits.LIVE_BEAT_MS],
  ])("that the server has too are the same: %s", (name, value) => {
    expect(value).toBe(inRust(name));
  });
});
