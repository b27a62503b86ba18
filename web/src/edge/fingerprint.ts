/** Reads the certificate's fingerprint out of an offer. Never computes one. */
import { Unreadable } from "./shape.ts";

/** The certificate's fingerprint as the offer states it (RFC 8122 section 5), in the form of the token's `cnf`. */
export function fingerprintOf(sdp: string): string {
  const found = /^a=fingerprint:sha-256 ((?:[0-9a-f]{2}:){31}[0-9a-f]{2})\s*$/imu.exec(sdp);
  if (found?.[1] === undefined) throw new Unreadable("fingerprint");
  return `sha-256 ${found[1].toUpperCase()}`;
}
