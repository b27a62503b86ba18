import { describe, expect, it } from "vitest";
import de from "./de.ftl?raw";
import en from "./en.ftl?raw";
import { LANGUAGES, directionOf, load, pick, translator } from "./translate.ts";

describe("the messages", () => {
  it("are in the first language of the browser that there is", () => {
    expect([pick(["de-AT", "en"]), pick(["xx", "de"]), pick(["DE-at"]), pick(["xx"]), pick([])]).toEqual(["de", "de", "de", "en", "en"]);
  });

  it.each([
    ["pt-PT", "pt-BR"],
    ["zh-TW", "zh-Hant"],
    ["zh-Hant-HK", "zh-Hant"],
    ["zh-Hans-HK", "zh-Hans"],
    ["zh", "zh-Hans"],
    ["iw-IL", "he"],
    ["ar-EG", "ar"],
    ["uk", "uk"],
    ["en-GB", "en"],
  ])("of a browser that says %s are in %s", (tag, language) => {
    expect(pick([tag])).toBe(language);
  });

  it("run from right to left in Arabic and Hebrew alone", () => {
    expect(LANGUAGES.filter((language) => directionOf(language) === "rtl")).toEqual(["ar", "he"]);
  });

  it.each(LANGUAGES)("in %s leave no message to English or to its key", async (language) => {
    const t = await load(language);

    for (const id of ["enter-heading", "trust-allow", "trust-decline", "live-stop", "end-not_let_in", "spell-z"] as const) expect(t(id, { name: "N" })).not.toBe(id);
    if (language !== "en") expect(t("footer-line")).not.toBe(translator("en", en)("footer-line"));
  });

  it.each([
    ["pl", [1, 2, 5, 22, 25], ["Jedna nieprzeczytana wiadomość", "2 nieprzeczytane wiadomości", "5 nieprzeczytanych wiadomości", "22 nieprzeczytane wiadomości", "25 nieprzeczytanych wiadomości"]],
    ["uk", [1, 2, 5, 21, 11], ["1 непрочитане повідомлення", "2 непрочитані повідомлення", "5 непрочитаних повідомлень", "21 непрочитане повідомлення", "11 непрочитаних повідомлень"]],
    ["ar", [1, 2, 3, 11, 100], ["رسالة واحدة غير مقروءة", "رسالتان غير مقروءتين", "3 رسائل غير مقروءة", "11 رسالة غير مقروءة", "100 رسالة غير مقروءة"]],
    ["he", [1, 2, 3], ["הודעה אחת שלא נקראה", "שתי הודעות שלא נקראו", "3 הודעות שלא נקראו"]],
    ["fr", [0, 1, 2], ["Un message non lu", "Un message non lu", "2 messages non lus"]],
  ] as const)("count in %s as people do", async (language, numbers, wanted) => {
    const t = await load(language);

    expect(numbers.map((count) => t("chat-unread", { count }).replace(/[\u2068\u2069]/gu, ""))).toEqual(wanted);
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
