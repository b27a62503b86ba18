import { describe, expect, it } from "vitest";
import { chrome } from "./fixtures.ts";
import { type Browser, identify, judge } from "./gate.ts";

const windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) ";
const mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ";
const blink = (version: number): string => `AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version}.0.0.0 Safari/537.36`;
const webkit = (version: string): string => `AppleWebKit/605.1.15 (KHTML, like Gecko) Version/${version} Safari/605.1.15`;
const brand = (name: string, version: number): Browser["brands"] => [
  { brand: name, version: String(version) },
  { brand: "Chromium", version: String(version) },
];
const none = { ...chrome.features, displayMedia: false };

type Row = readonly [name: string, userAgent: string, brands: Browser["brands"], change: Partial<Browser>, sharer: string, helper: string];

const ROWS: readonly Row[] = [
  ["Chrome 108 on Windows", windows + blink(108), brand("Google Chrome", 108), {}, "too-old", "too-old"],
  ["Chrome 109 on Windows", windows + blink(109), brand("Google Chrome", 109), {}, "fine", "fine"],
  ["Chrome 157 on macOS", mac + blink(157), brand("Google Chrome", 157), {}, "fine", "fine"],
  ["Edge 108", `${windows}${blink(108)} Edg/108.0.1`, brand("Microsoft Edge", 108), {}, "too-old", "too-old"],
  ["Edge 109", `${windows}${blink(109)} Edg/109.0.1`, brand("Microsoft Edge", 109), {}, "fine", "fine"],
  ["Firefox 121", "Mozilla/5.0 (Windows NT 10.0; rv:121.0) Gecko/20100101 Firefox/121.0", null, {}, "too-old", "too-old"],
  ["Firefox 122", "Mozilla/5.0 (Windows NT 10.0; rv:122.0) Gecko/20100101 Firefox/122.0", null, {}, "fine", "fine"],
  ["Firefox ESR 115 on Linux", "Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0", null, {}, "too-old", "too-old"],
  ["Firefox ESR 140 on Linux", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", null, {}, "fine", "fine"],
  ["Safari 16.4", mac + webkit("16.4"), null, {}, "too-old", "too-old"],
  ["Safari 16.4.1", mac + webkit("16.4.1"), null, {}, "fine", "fine"],
  ["Safari 27.2", mac + webkit("27.2"), null, {}, "fine", "fine"],
  ["iPad with a desktop's name, 18", mac + webkit("18.5"), null, { touchPoints: 5, features: none }, "mobile-no-capture", "fine"],
  ["iPad with a desktop's name, 27", mac + webkit("27.0"), null, { touchPoints: 5 }, "works-not-listed", "fine"],
  ["iPhone 26", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1", null, { features: none }, "mobile-no-capture", "fine"],
  ["iPhone 27", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/27.2 Mobile/15E148 Safari/604.1", null, {}, "works-not-listed", "fine"],
  ["Chrome on iPhone", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/157.0 Mobile/15E148 Safari/604.1", null, { features: none }, "mobile-no-capture", "fine"],
  ["Chrome on Android", "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/157.0.0.0 Mobile Safari/537.36", brand("Google Chrome", 157), { features: none }, "mobile-no-capture", "fine"],
  ["Android web view", "Mozilla/5.0 (Linux; Android 13; SM; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/157.0.0.0 Mobile Safari/537.36", null, { features: none }, "in-app-browser", "fine"],
  ["Opera", `${windows}${blink(156)} OPR/142.0.0.0`, brand("Opera", 156), {}, "works-not-listed", "fine"],
  ["Brave", windows + blink(157), brand("Brave", 157), {}, "works-not-listed", "fine"],
  ["Chrome on ChromeOS", `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${blink(157)}`, brand("Google Chrome", 157), {}, "works-not-listed", "fine"],
  ["Chromium on Linux", `Mozilla/5.0 (X11; Linux x86_64) ${blink(156)}`, [{ brand: "Chromium", version: "156" }], {}, "works-not-listed", "fine"],
  ["Chrome 109 on Windows 7", `Mozilla/5.0 (Windows NT 6.1; Win64; x64) ${blink(109)}`, brand("Google Chrome", 109), {}, "fine", "fine"],
  ["Chrome 157 without client hints", windows + blink(157), null, {}, "fine", "fine"],
  ["Safari 15", mac + webkit("15.6"), null, {}, "too-old", "too-old"],
  ["iPhone 16.3", "Mozilla/5.0 (iPhone; CPU iPhone OS 16_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.3 Mobile/15E148 Safari/604.1", null, { features: none }, "too-old", "too-old"],
  ["iPad that says so", "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1", null, { touchPoints: 5, features: none }, "mobile-no-capture", "fine"],
  ["Facebook's browser on an iPhone", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/500.0]", null, { features: none }, "in-app-browser", "fine"],
  ["WeChat's browser on Android", "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/130.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0", null, { features: none }, "in-app-browser", "fine"],
  ["Teams on a desktop, which captures", `${windows}AppleWebKit/537.36 (KHTML, like Gecko) Teams/24.1 Chrome/157.0.0.0 Safari/537.36`, brand("Microsoft Edge", 157), {}, "fine", "fine"],
  ["Firefox on Android", "Mozilla/5.0 (Android 15; Mobile; rv:150.0) Gecko/150.0 Firefox/150.0", null, { features: none }, "mobile-no-capture", "fine"],
  ["Samsung Internet", "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/29.0 Chrome/145.0.0.0 Mobile Safari/537.36", [{ brand: "Samsung Internet", version: "29" }, { brand: "Chromium", version: "145" }], { features: none }, "mobile-no-capture", "fine"],
  ["Edge on Android", "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/157.0.0.0 Mobile Safari/537.36 EdgA/157.0", brand("Microsoft Edge", 157), { features: none }, "mobile-no-capture", "fine"],
  ["Vivaldi", `${windows}${blink(156)} Vivaldi/8.0`, [{ brand: "Vivaldi", version: "8" }, { brand: "Chromium", version: "156" }], {}, "works-not-listed", "fine"],
  ["an old Brave", windows + blink(100), brand("Brave", 100), {}, "too-old", "too-old"],
  ["a browser nobody knows, with every feature", "Ladybird/1.0", null, {}, "works-not-listed", "fine"],
  ["Firefox without WebRTC", "Mozilla/5.0 (Windows NT 10.0; rv:160.0) Gecko/20100101 Firefox/160.0", null, { features: { ...chrome.features, peerConnection: false, dataChannel: false } }, "webrtc-disabled", "webrtc-disabled"],
  ["Edge on a touch laptop", `${windows}${blink(157)} Edg/157.0.0.0`, brand("Microsoft Edge", 157), { touchPoints: 10 }, "fine", "fine"],
  ["Chrome where a policy forbids capture", windows + blink(157), brand("Google Chrome", 157), { features: none }, "capture-disabled", "fine"],
  ["Chrome over plain HTTP", windows + blink(157), brand("Google Chrome", 157), { secure: false, features: none }, "insecure", "insecure"],
];

const word = (browser: Browser, part: "sharer" | "helper"): string => {
  const verdict = judge(browser, part);
  return verdict.is === "blocked" ? verdict.because : verdict.is;
};

describe("the browser gate", () => {
  it.each(ROWS)("judges %s", (_name, userAgent, brands, change, sharer, helper) => {
    const browser: Browser = { ...chrome, userAgent, brands, ...change };

    expect([word(browser, "sharer"), word(browser, "helper")]).toEqual([sharer, helper]);
  });

  it("puts an insecure page before everything else", () => {
    expect(judge({ ...chrome, secure: false, features: { peerConnection: false, dataChannel: false, subtleCrypto: false, displayMedia: false } }, "sharer")).toEqual({ is: "blocked", because: "insecure" });
  });

  it("puts missing features before an old version", () => {
    const old: Browser = { ...chrome, brands: brand("Google Chrome", 80), features: { ...chrome.features, subtleCrypto: false } };

    expect(judge(old, "sharer")).toEqual({ is: "blocked", because: "webrtc-disabled" });
  });

  it("knows an iPad by its touch points", () => {
    expect(identify({ userAgent: mac + webkit("18.0"), brands: null, touchPoints: 5 }).os).toBe("ipados");
    expect(identify({ userAgent: mac + webkit("18.0"), brands: null, touchPoints: 0 }).os).toBe("macos");
  });
});
