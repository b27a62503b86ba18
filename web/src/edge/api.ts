/** Requests to the API, each answer read field by field. Never leaves this host and never keeps a token. */
import type { Answer, CaptureReport, CreateSession, DevicePage, Invite, MediaPlace, Me, About, ParticipantId, Redeemed, SessionCreated, SessionId, SessionView, WarningKind } from "../protocol/wire.ts";
import type { Post, Wish } from "../core/effect.ts";
import type { Fault } from "../core/fault.ts";
import { ANSWER_BYTES_MAX, REQUEST_MS } from "../core/limits.ts";
import * as clock from "./clock.ts";
import { type Shape, Unreadable, readJson } from "./shape.ts";
import * as wire from "./wire.ts";

/** A request that brought no answer of use. */
export class Refused extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.is);
    this.fault = fault;
  }
}

export const about = (): Promise<About> => request("GET", "/about", wire.about);
export const me = (): Promise<Me> => request("GET", "/me", wire.me);
export const signIn = (username: string, password: string): Promise<Me> => request("POST", "/auth/local", wire.me, { username, password });
/** Where to go next so that the identity provider's own session ends too; null where there is no such place. */
export const signOut = (): Promise<string | null> => request("POST", "/auth/logout", wire.farewell);
export const redeem = (code: string): Promise<Redeemed> => request("POST", "/codes/redeem", wire.redeemed, { code });
export const create = (wish: Wish): Promise<SessionCreated> => request("POST", "/sessions", wire.created, wished(wish));
/** One page of the devices that this person may read. */
export const devices = (cursor: string): Promise<DevicePage> => request("GET", `/devices?${new URLSearchParams({ cursor })}`, wire.devices);
export const view = (session: SessionId): Promise<SessionView> => request("GET", at(session), wire.view);
export const newCode = (session: SessionId, how: "extend-code" | "renew-code"): Promise<SessionCreated> => request("POST", at(session, how), wire.created);
export const post = (session: SessionId, what: Post): Promise<void> => request("POST", at(session, what), nothing);
export const answerNewcomer = (session: SessionId, what: "allow" | "decline", helper: ParticipantId): Promise<void> => request("POST", at(session, what), nothing, { helper } satisfies Answer);
export const invite = (session: SessionId, username: string): Promise<void> => request("POST", at(session, "invite"), nothing, { username } satisfies Invite);
export const observe = (session: SessionId): Promise<void> => request("POST", at(session, "observe"), nothing);
export const acknowledge = (session: SessionId, warnings: readonly WarningKind[]): Promise<void> => request("POST", at(session, "acknowledge"), nothing, { warnings });
export const capture = (session: SessionId, report: CaptureReport): Promise<void> => request("POST", at(session, "capture"), nothing, report);
export const media = (session: SessionId, dtlsFingerprint: string): Promise<MediaPlace> => request("POST", at(session, "media"), wire.place, { dtlsFingerprint });

const nothing: Shape<void> = () => undefined;

function wished({ device, reason, ticket }: Wish): CreateSession {
  const words = { ...(reason === "" ? {} : { reason }), ...(ticket === "" ? {} : { ticket }) };
  return device === null ? { kind: "code", ...words } : { kind: "device", deviceId: device, ...words };
}

function at(session: SessionId, what?: string): string {
  return `/sessions/${encodeURIComponent(session)}${what === undefined ? "" : `/${what}`}`;
}

async function request<T>(method: "GET" | "POST", path: string, shape: Shape<T>, body?: unknown): Promise<T> {
  const answer = await ask(method, path, body);
  clock.learn(answer.headers.get("date"));
  try {
    const text = await bounded(answer);
    if (!answer.ok) throw new Refused({ is: "problem", problem: readJson(text, wire.problem) });
    return shape === nothing || answer.status === 204 ? shape(null) : readJson(text, shape);
  } catch (thrown) {
    if (thrown instanceof Refused) throw thrown;
    throw new Refused({ is: thrown instanceof Unreadable ? "unreadable" : "offline" });
  }
}

async function ask(method: "GET" | "POST", path: string, body: unknown): Promise<Response> {
  const headers: Record<string, string> = { accept: "application/json" };
  if (body !== undefined) headers["content-type"] = "application/json";
  try {
    return await fetch(`/api/v1${path}`, {
      method,
      headers,
      credentials: "same-origin",
      redirect: "error",
      cache: "no-store",
      signal: AbortSignal.timeout(REQUEST_MS),
      // An end must reach the server even when the page is closed at that moment.
      keepalive: method === "POST",
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new Refused({ is: "offline" });
  }
}

/** Reads an answer; one that announces or turns out to be longer than the bound is no answer. */
async function bounded(answer: Response): Promise<string> {
  if (Number(answer.headers.get("content-length")) > ANSWER_BYTES_MAX) throw new Unreadable("too long");
  const text = await answer.text();
  if (text.length > ANSWER_BYTES_MAX) throw new Unreadable("too long");
  return text;
}
