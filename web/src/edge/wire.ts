/** Reads what the server and the node send into the generated types; a field that changes there stops the compiler here. */
import type * as wire from "../protocol/wire.ts";
import { type Shape, Unreadable, flag, list, object, record, text, whole, word } from "./shape.ts";

const endReason = word<wire.EndReason>({
  sharer_left: true,
  helper_left: true,
  sharer_declined: true,
  helper_cancelled: true,
  code_expired: true,
  code_locked: true,
  join_timeout: true,
  consent_timeout: true,
  capture_timeout: true,
  connect_failed: true,
  policy_blocked: true,
  access_revoked: true,
  sharer_absent: true,
  sharer_lost: true,
  helper_absent: true,
  helper_lost: true,
  pause_timeout: true,
  idle_timeout: true,
  max_duration: true,
  admin_ended: true,
  reported_suspicious: true,
  service_error: true,
});

const sessionState = word<wire.SessionState>({
  OPEN: true,
  JOINING: true,
  TRUST: true,
  CAPTURE: true,
  CONNECTING: true,
  LIVE: true,
  PAUSED: true,
  INTERRUPTED: true,
  HELPER_LOST: true,
  ENDED: true,
});

const role = word<wire.MediaRole>({ sharer: true, helper: true, observer: true });
const sessionKind = word<wire.SessionKind>({ code: true, device: true, operator: true });
const surface = word<wire.Surface>({ monitor: true, window: true, tab: true, unknown: true });
const id = text(64);
const time = text(40);

/** A path on this host; anything else is no picture of ours. */
const picture: Shape<string> = (value) => {
  const path = text(512)(value);
  if (!/^\/[^/\\]/u.test(path)) throw new Unreadable("picture");
  return path;
};

const person = object<wire.Person>({ name: text(), domain: text(), domainVerified: flag }, { jobTitle: text(), company: text(), picture });

const demoPerson = object<wire.DemoPerson>({ username: text(), password: text(), name: text(), part: text() }, {});
const provider = object<wire.AboutProvider>({ id: text(32), name: text() }, {});

export const about = object<wire.About>(
  { organisation: text(), domain: text(), demo: flag, demoPeople: list(demoPerson, 20), localAccounts: flag, providers: list(provider, 100) },
  { mediaPorts: list(object<wire.MediaPort>({ port: whole, udp: flag, tcp: flag }, {}), 256) },
);

/** The address of the identity provider's own sign-out; no answer means that there is none. */
export const farewell: Shape<string | null> = (value) => {
  if (value === null) return null;
  const { next } = object<wire.Farewell>({ next: text(65_536) }, {})(value);
  const { protocol } = new URL(next);
  if (protocol !== "https:" && protocol !== "http:") throw new Unreadable("next");
  return next;
};

export const me = object<wire.Me>({ id, person, permissions: list(text(), 200) }, { currentSession: id });

export const problem = object<wire.Problem>({ type: text(), title: text(), status: whole, detail: text(4_096), traceId: text() }, { reason: text(), policy: text() });

export const created = object<wire.SessionCreated>({ id, code: text(16), link: text(512), expiresAt: time }, {});

export const redeemed = object<wire.Redeemed>({ sessionId: id }, {});

const device = object<wire.DeviceView>(
  { id, name: text(), enrolled: flag, compliance: text(64), failedRules: list(text(), 100), tags: list(text(), 200) },
  { os: text(), serial: text(), primaryUser: text(), lastCheckIn: time },
);

export const devices = object<wire.DevicePage>({ items: list(device, 1_000) }, { nextCursor: text() });

const warning = object<wire.WarningView>(
  {
    kind: word<wire.WarningKind>({
      device_noncompliant: true,
      device_unenrolled: true,
      device_unknown: true,
      device_mismatch: true,
      user_mismatch: true,
      posture_stale: true,
      first_contact: true,
      browser_unlisted: true,
      outside_hours: true,
    }),
    severity: word<wire.Severity>({ info: true, warn: true, block: true }),
    failedRules: list(text(), 100),
    acknowledged: flag,
  },
  {},
);

export const view = object<wire.SessionView>(
  {
    id,
    version: whole,
    kind: sessionKind,
    state: sessionState,
    since: time,
    you: object<wire.You>({ participant: id, role, mayConnect: flag }, {}),
    others: list(object<wire.OtherPerson>({ participant: id, role, person, connected: flag, allowed: flag }, {}), 50),
    warnings: list(warning, 50),
    consent: object<wire.Consent>({ allowed: flag, accepted: flag }, {}),
    confirmWanted: flag,
    chat: flag,
  },
  { deadline: time, endsAt: time, code: object<wire.CodeLife>({ expiresAt: time, extendable: flag }, {}), lastRefusal: text(), endReason, surface },
);

export const place = object<wire.MediaPlace>(
  { token: text(8_192), iceServers: list(object<wire.IceServer>({ urls: list(text(), 10) }, { username: text(), credential: text() }), 10), expiresAt: time },
  { whip: text(), whep: text() },
);

/** What the live WebSocket says; `null` for a type this page does not know. */
export const liveDown: Shape<wire.LiveDown | null> = (value) => {
  if (record(value)["type"] !== "state") return null;
  return object<wire.LiveDown>({ type: word<"state">({ state: true }), version: whole, state: sessionState }, { reason: endReason })(value);
};

type Said<K extends wire.FromNode["type"]> = Extract<wire.FromNode, { type: K }>;

const fromNode: { readonly [K in wire.FromNode["type"]]: Shape<Said<K>> } = {
  roster: object<Said<"roster">>({ type: word({ roster: true }), version: whole, participants: list(object<wire.RosterEntry>({ id, role }, {}), 50) }, {}),
  chat: object<Said<"chat">>({ type: word({ chat: true }), seq: whole, id: text(64), from: id, at: time, text: text(12 * 1024), mac: text(128) }, {}),
  chat_refused: object<Said<"chat_refused">>(
    { type: word({ chat_refused: true }), id: text(64), reason: word<wire.ChatRefusal>({ empty: true, too_long: true, too_fast: true, not_allowed: true, thread_full: true }) },
    { retry_after_ms: whole },
  ),
  paused: object<Said<"paused">>({ type: word({ paused: true }) }, {}),
  unpaused: object<Said<"unpaused">>({ type: word({ unpaused: true }) }, {}),
  quiet: object<Said<"quiet">>({ type: word({ quiet: true }), since: time }, {}),
  interrupted: object<Said<"interrupted">>({ type: word({ interrupted: true }), since: time }, {}),
  back: object<Said<"back">>({ type: word({ back: true }) }, {}),
  ended: object<Said<"ended">>({ type: word({ ended: true }), reason: endReason }, {}),
  move: object<Said<"move">>({ type: word({ move: true }) }, {}),
  quality: object<Said<"quality">>({ type: word({ quality: true }), level: word<wire.QualityLevel>({ good: true, fair: true, poor: true }), lost_per_mille: whole, bitrate_bps: whole }, { rtt_ms: whole }),
  codec: object<Said<"codec">>({ type: word({ codec: true }), name: word<wire.VideoCodec>({ vp8: true, vp9: true, av1: true, h264: true }), shown: flag }, {}),
};

/** What the node says on the data channel; `null` for a type this page does not know. */
export const nodeMessage: Shape<wire.FromNode | null> = (value) => {
  const type = record(value)["type"];
  if (typeof type !== "string") throw new Unreadable("type");
  return Object.hasOwn(fromNode, type) ? fromNode[type as wire.FromNode["type"]](value) : null;
};
