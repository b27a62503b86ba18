/** The words for what the wire names: a missing one stops the compiler. Never shows a server's text where the page has its own. */
import type { ChatRefusal, SessionView, WarningKind } from "../protocol/wire.ts";
import { type Fault, slug } from "../core/fault.ts";
import type { Ending } from "../core/room.ts";
import type { MessageId } from "../i18n/ids.ts";
import type { Translate } from "../i18n/translate.ts";

/** Reasons that are told differently to the one who caused them and to the other. */
const SIDED = {
  sharer_left: "sharer",
  helper_left: "helper",
  sharer_declined: "sharer",
  helper_cancelled: "helper",
  sharer_lost: "sharer",
  helper_lost: "helper",
  reported_suspicious: "sharer",
} as const;

type Sided = keyof typeof SIDED;

export function endWords(t: Translate, reason: Ending, role: SessionView["you"]["role"], name: string): string {
  if (!isSided(reason)) return t(`end-${reason}`, { name });
  const own = SIDED[reason] === (role === "sharer" ? "sharer" : "helper");
  return t(`end-${reason}-${own ? "own" : "other"}`, { name });
}

/** What to do next. */
export function nextWords(t: Translate, reason: Ending, role: SessionView["you"]["role"]): string {
  switch (reason) {
    case "connect_failed":
    case "access_revoked":
    case "service_error":
    case "not_let_in":
      return t(`next-${reason}`);
    case "reported_suspicious":
      return role === "sharer" ? t("next-reported_suspicious") : t("next-default-helper");
    default:
      return role === "sharer" ? t("next-default-sharer") : t("next-default-helper");
  }
}

const isSided = (reason: Ending): reason is Sided => Object.hasOwn(SIDED, reason);

export const warningTitle = (kind: WarningKind): MessageId => `warn-${kind}`;
export const warningRisk = (kind: WarningKind): MessageId => `warn-${kind}-risk`;
export const warningChip = (kind: WarningKind): MessageId => `warn-chip-${kind}`;
export const chatRefusal = (reason: ChatRefusal): MessageId => `chat-refused-${reason}`;

/** The stable reasons of a refusal that the page has words for. */
const REASONS = [
  "tenant_disabled",
  "other_tenant",
  "person_disabled",
  "same_person",
  "no_role",
  "out_of_scope",
  "device_noncompliant",
  "device_unenrolled",
  "device_unknown",
  "device_mismatch",
  "user_mismatch",
  "policy_blocked",
  "too_many_sessions",
  "reason_required",
  "ticket_required",
  "ticket_malformed",
  "surface_not_allowed",
  "sharer_elsewhere",
  "extended_before",
  "full",
  "no_such_colleague",
  "in_session",
] as const;

/** A refusal's reason in words; `null` for one that this page does not know. */
export function reasonWords(t: Translate, reason: string | undefined): string | null {
  const known = REASONS.find((name) => name === reason);
  return known === undefined ? null : t(`reason-${known}`);
}

/** Why something did not work, in one or two sentences. */
export function faultWords(t: Translate, fault: Fault): string {
  if (fault.is !== "problem") return t(`fault-${fault.is}`);
  const { problem } = fault;
  const reason = reasonWords(t, problem.reason);
  if (reason !== null) return reason;
  if (slug(fault).includes("code")) return t("fault-code");
  return t(byStatus(problem.status));
}

function byStatus(status: number): MessageId {
  if (status === 429) return "fault-rate";
  if (status === 403) return "fault-forbidden";
  if (status === 404 || status === 410) return "fault-gone";
  if (status === 409 || status === 412 || status === 422) return "fault-conflict";
  return status >= 500 ? "fault-server" : "fault-other";
}
