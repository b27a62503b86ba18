/** The page's address: which page, and a code that it may carry. Takes the code out of the address bar at once and keeps it nowhere. */
import type { Place } from "../core/app.ts";
import { codeInAddress } from "../core/code.ts";

export function place(): Place {
  switch (location.pathname.replace(/\/+$/u, "")) {
    case "/help":
      return "helper";
    case "/admin":
      return "admin";
    case "/network":
      return "network";
    default:
      return "sharer";
  }
}

/** Takes the code out of the address. */
export function takeCode(): string | null {
  const code = codeInAddress(location.hash, location.search);
  const query = new URLSearchParams(location.search);
  if (location.hash !== "" || query.has("passcode")) {
    query.delete("passcode");
    const rest = String(query) === "" ? "" : `?${query}`;
    history.replaceState(history.state, "", location.pathname + rest);
  }
  return code;
}

/** Calls back with every code that a link brings into the open page. */
export function onCode(take: (code: string) => void): void {
  addEventListener("hashchange", () => {
    const code = takeCode();
    if (code !== null) take(code);
  });
}
