/**
 * The page's address: which page, and a code that it may carry. Takes the code out of the address bar at once; keeps it in this
 * tab alone, and only while the person is away at their identity provider.
 */
import type { SessionId } from "../protocol/wire.ts";
import type { Brought, Place, TurnedBack } from "../core/app.ts";
import { codeInAddress } from "../core/code.ts";
import { sessionIn } from "../core/watch.ts";

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

/** Where the code waits while the person is away. */
const AWAY = "lotse-code";
/** Where the session that somebody wants to look on at waits meanwhile. */
const AWAY_WATCH = "lotse-watch";

/** Leaves for an identity provider. The code stays in this tab: neither the provider nor our server is told it. */
export function goToProvider(provider: string, code: string | null): void {
  try {
    if (code === null) sessionStorage.removeItem(AWAY);
    else sessionStorage.setItem(AWAY, code);
    const watch = sessionIn(location.search);
    if (watch === null) sessionStorage.removeItem(AWAY_WATCH);
    else sessionStorage.setItem(AWAY_WATCH, watch);
  } catch {
    // Without storage the person types the code again.
  }
  const query = new URLSearchParams({ page: location.pathname.replace(/\/+$/u, "") });
  location.assign(`/api/v1/auth/oidc/${encodeURIComponent(provider)}/login?${query}`);
}

/** Takes the code that waited here. */
function takeWaiting(): string | null {
  try {
    const code = sessionStorage.getItem(AWAY);
    sessionStorage.removeItem(AWAY);
    return code === null ? null : codeInAddress(`#${code}`, "");
  } catch {
    return null;
  }
}

/** The session that the address names, or the one that waited here. It is no secret, so it stays in the address. */
function takeWatched(): SessionId | null {
  try {
    const waited = sessionStorage.getItem(AWAY_WATCH);
    sessionStorage.removeItem(AWAY_WATCH);
    return sessionIn(location.search) ?? sessionIn(waited ?? "");
  } catch {
    return sessionIn(location.search);
  }
}

const REASONS = ["cancelled", "again", "unavailable", "untrusted", "not-allowed", "busy"] as const;

/** Takes all that the address brought. */
export function takeBrought(): Brought {
  return { code: takeCode(), watch: place() === "helper" ? takeWatched() : null, turnedBack: takeTurnedBack() };
}

/** Takes out of the address why the person came back without being signed in. */
function takeTurnedBack(): TurnedBack | null {
  const query = new URLSearchParams(location.search);
  const [said, trace] = [query.get("signin"), query.get("trace") ?? ""];
  if (said === null) return null;
  query.delete("signin");
  query.delete("trace");
  const rest = String(query) === "" ? "" : `?${query}`;
  history.replaceState(history.state, "", location.pathname + rest);
  const why = REASONS.find((reason) => reason === said);
  return why === undefined ? null : { why, trace: /^[0-9a-f]{32}$/u.test(trace) ? trace : "" };
}

/** Takes the code out of the address, or the one that waited here. */
function takeCode(): string | null {
  const waiting = takeWaiting();
  const code = codeInAddress(location.hash, location.search) ?? waiting;
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
