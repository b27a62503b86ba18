import { describe, expect, it } from "vitest";
import { sessionIn, watchLink } from "./watch.ts";

const ID = "ses_0195f3a2-7c1e-7b3a-9d52-0123456789ab";

describe("the address for a supervisor", () => {
  it("is read back from itself, from a search and from a pasted line", () => {
    expect([watchLink("https://help.example.org", ID), "?session=" + ID, `please look: ${ID} .`].map(sessionIn)).toEqual([ID, ID, ID]);
  });

  it("is not made of anything else", () => {
    expect(["", "?session=", "ses_", "xses_12", "ses_1/../../me", `${ID}_2`].map(sessionIn)).toEqual([null, null, null, null, "ses_1", null]);
  });
});
