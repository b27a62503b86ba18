/** The browser gate: can this browser share or help, and if not, why. Judges features first and versions second; never blocks by the system's version. */

/** What is known of the browser, read once at the edge. */
export type Browser = {
  readonly userAgent: string;
  readonly brands: readonly { readonly brand: string; readonly version: string }[] | null;
  readonly touchPoints: number;
  readonly secure: boolean;
  readonly features: { readonly peerConnection: boolean; readonly dataChannel: boolean; readonly subtleCrypto: boolean; readonly displayMedia: boolean };
};

export type Os = "android" | "ios" | "ipados" | "macos" | "windows" | "chromeos" | "linux" | "other";
export type Engine = "chrome" | "edge" | "firefox" | "safari" | "chromium-other" | "on-ios" | "unknown";
export type Product = { readonly engine: Engine; readonly version: readonly number[]; readonly os: Os; readonly inApp: boolean };

/** Why a browser cannot take part. */
export type Obstacle = "insecure" | "in-app-browser" | "webrtc-disabled" | "capture-disabled" | "mobile-no-capture" | "too-old";
export type Verdict = { readonly is: "fine" } | { readonly is: "works-not-listed" } | { readonly is: "blocked"; readonly because: Obstacle };

const FLOOR: Readonly<Record<Engine, readonly number[] | null>> = {
  chrome: [109],
  edge: [109],
  firefox: [122],
  safari: [16, 4, 1],
  "chromium-other": [109],
  "on-ios": null,
  unknown: null,
};

/** Judges a browser for a part. The order is PRODUCT's: secure context, in-app browser, features, version. */
export function judge(browser: Browser, part: "sharer" | "helper"): Verdict {
  const product = identify(browser);
  const { features } = browser;
  const captures = part === "helper" || features.displayMedia;
  if (!browser.secure) return blocked("insecure");
  if (product.inApp && !captures) return blocked("in-app-browser");
  if (!features.peerConnection || !features.dataChannel || !features.subtleCrypto) return blocked("webrtc-disabled");
  if (isBelowFloor(product)) return blocked("too-old");
  if (!captures) return blocked(isMobile(product.os) ? "mobile-no-capture" : "capture-disabled");
  return isListed(product) || part === "helper" ? { is: "fine" } : { is: "works-not-listed" };
}

/** Names the browser and its system. */
export function identify(browser: Pick<Browser, "userAgent" | "brands" | "touchPoints">): Product {
  const os = systemOf(browser.userAgent, browser.touchPoints);
  const inApp = /; wv\)|FBAN|FBAV|Instagram|Line\/|GSA\/|MicroMessenger|Teams\//u.test(browser.userAgent);
  return { ...engineOf(browser, os), os, inApp };
}

/** Whether a system has no keyboard-and-window desktop. */
export function isMobile(os: Os): boolean {
  return os === "android" || os === "ios" || os === "ipados";
}

const blocked = (because: Obstacle): Verdict => ({ is: "blocked", because });

function isListed(product: Product): boolean {
  const listedEngine = product.engine !== "chromium-other" && product.engine !== "unknown" && product.engine !== "on-ios";
  return listedEngine && (product.os === "windows" || product.os === "macos" || product.os === "linux");
}

function isBelowFloor(product: Product): boolean {
  const floor = FLOOR[product.engine] ?? (product.os === "ios" || product.os === "ipados" ? [16, 4] : null);
  return floor !== null && compare(product.version, floor) < 0;
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let place = 0; place < Math.max(a.length, b.length); place += 1) {
    const difference = (a[place] ?? 0) - (b[place] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function systemOf(agent: string, touchPoints: number): Os {
  if (/Android/u.test(agent)) return "android";
  if (/iPad/u.test(agent)) return "ipados";
  if (/iPhone|iPod/u.test(agent)) return "ios";
  if (/Macintosh/u.test(agent)) return touchPoints > 1 ? "ipados" : "macos";
  if (/Windows NT/u.test(agent)) return "windows";
  if (/CrOS/u.test(agent)) return "chromeos";
  return /Linux|X11/u.test(agent) ? "linux" : "other";
}

function engineOf({ userAgent, brands }: Pick<Browser, "userAgent" | "brands">, os: Os): { engine: Engine; version: readonly number[] } {
  const brand = (name: string): number[] | null => numbers(brands?.find((entry) => entry.brand === name)?.version);
  const token = (name: string): number[] | null => numbers(new RegExp(`${name}/([\\d.]+)`, "u").exec(userAgent)?.[1]);
  if (os === "ios" || os === "ipados") return onApple(token);
  const edge = brand("Microsoft Edge") ?? token("Edg");
  if (edge !== null) return { engine: "edge", version: edge };
  const firefox = /Seamonkey/iu.test(userAgent) ? null : token("Firefox");
  if (firefox !== null) return { engine: "firefox", version: firefox };
  const chrome = brand("Google Chrome") ?? (brands === null && !/OPR\/|SamsungBrowser|Vivaldi|YaBrowser/u.test(userAgent) ? token("Chrome") : null);
  if (chrome !== null) return { engine: "chrome", version: chrome };
  const chromium = brand("Chromium") ?? token("Chrome");
  if (chromium !== null) return { engine: "chromium-other", version: chromium };
  const safari = /Safari\//u.test(userAgent) ? token("Version") : null;
  return safari === null ? { engine: "unknown", version: [] } : { engine: "safari", version: safari };
}

/** On iOS and iPadOS every browser is WebKit; what it calls itself tells nothing about features, and foreign names carry their own numbers. */
function onApple(token: (name: string) => number[] | null): { engine: Engine; version: readonly number[] } {
  const version = token("Version");
  return version === null ? { engine: "unknown", version: [99] } : { engine: "on-ios", version };
}

function numbers(text: string | undefined): number[] | null {
  return text === undefined ? null : text.split(".").map(Number);
}
