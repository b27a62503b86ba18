import { describe, expect, it } from "vitest";
import de from "./de.ftl?raw";
import en from "./en.ftl?raw";
import { pick, translator } from "./translate.ts";

describe("the messages", () => {
  it("are in the first language of the browser that there is", () => {
    expect([pick(["de-AT", "en"]), pick(["xx", "de"]), pick(["DE-at"]), pick(["xx"]), pick([])]).toEqual(["de", "de", "de", "en", "en"]);
  });

  it("keep a name apart from the text around it, in whatever direction it is written", () => {
    expect(translator("en", en)("live-heading", { name: "مرحبا" })).toBe("\u2068مرحبا\u2069 sees your screen");
  });

  it("count in each language's own way", () => {
    expect(translator("en", en)("enter-short", { left: 1 })).toBe("One character is still missing.");
    expect(translator("de", de)("enter-short", { left: 3 })).toContain("Zeichen fehlen noch");
  });

  it("use the names on the buttons that the manual uses", () => {
    const t = translator("en", en);

    expect([t("signin-button"), t("help-get"), t("enter-continue"), t("trust-allow"), t("trust-decline"), t("trust-accept"), t("trust-cancel"), t("capture-button"), t("live-stop"), t("help-end")]).toEqual([
      "Sign in",
      "Get a code",
      "Continue",
      "Allow",
      "Decline",
      "Accept",
      "Cancel",
      "Choose what to share",
      "Stop sharing",
      "End session",
    ]);
  });
});
