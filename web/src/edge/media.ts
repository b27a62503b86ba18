/** The connection to the node: WHIP for a sharer, WHEP for a helper, and the data channel `lotse`. One certificate for the page's life. */
import type { ByeReason, FromClient, FromNode, MediaPlace, SessionId } from "../protocol/wire.ts";
import type { Part } from "../core/effect.ts";
import { CHANNEL_MESSAGE_BYTES_MAX, CONNECT_MS } from "../core/limits.ts";
import type { Sample } from "../core/statistics.ts";
import * as api from "./api.ts";
import { offerCodecs, sendEncodings } from "./codecs.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { Leg } from "./leg.ts";
import { Unreadable, readJson } from "./shape.ts";
import * as wire from "./wire.ts";

type Told = { up(): void; failed(): void; silent(forMs: number): void; said(message: FromNode): void; screen(stream: MediaStream | null): void };

export class Media {
  readonly #told: Told;
  #certificate: Promise<RTCCertificate> | undefined;
  #leg: Leg | null = null;
  #track: MediaStreamTrack | null = null;
  #held = false;
  /** Rises with every connect and disconnect, so that what was overtaken while waiting notices. */
  #turn = 0;
  #heard = { bytes: 0, checks: 0 };

  constructor(told: Told) {
    this.#told = told;
  }

  /** Makes a new connection; the one before it falls silent, and is closed when the new one is up or has failed. */
  async connect(session: SessionId, part: Part): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const certificate = await this.#ownCertificate();
    if (turn !== this.#turn) return;
    const before = this.#leg;
    before?.mute();
    const leg = new Leg(certificate);
    this.#leg = leg;
    this.#heard = { bytes: 0, checks: 0 };
    leg.listen({
      up: () => {
        before?.close();
        if (part === "helper") this.#told.screen(leg.screen);
        this.#told.up();
      },
      failed: () => {
        before?.close();
        this.#drop(leg);
      },
      said: (data) => this.#read(data),
    });
    try {
      await this.#negotiate(leg, session, part);
    } catch {
      before?.close();
      this.#drop(leg);
    }
  }

  /** What a sharer sends from now on; `null` while held or without a capture. */
  async send(track: MediaStreamTrack | null, held: boolean): Promise<void> {
    this.#track = track;
    this.#held = held;
    await this.#leg?.sender?.replaceTrack(held ? null : track).catch(() => undefined);
  }

  say(message: FromClient): void {
    this.#leg?.say(JSON.stringify(message));
  }

  beat(): void {
    this.#leg?.beat(JSON.stringify({ type: "beat" } satisfies FromClient));
  }

  /** Looks whether anything has come since the last look. Counts looks and not time, since a page that slept has not been listening. */
  async listen(everyMs: number): Promise<void> {
    const leg = this.#leg;
    if (leg === null) return;
    const bytes = await leg.received().catch(() => 0);
    if (leg !== this.#leg) return;
    this.#heard = bytes === this.#heard.bytes ? { bytes, checks: this.#heard.checks + 1 } : { bytes, checks: 0 };
    this.#told.silent(this.#heard.checks * everyMs);
  }

  /** The counters of the picture that a helper sees. */
  async statistics(): Promise<Sample | null> {
    return (await this.#leg?.statistics().catch(() => null)) ?? null;
  }

  /** Leaves: says goodbye, deletes the resource, closes. */
  disconnect(goodbye: ByeReason | null): void {
    this.#turn += 1;
    const leg = this.#leg;
    this.#leg = null;
    if (leg === null) return;
    leg.mute();
    if (goodbye === null) leg.close();
    else leg.leave(JSON.stringify({ type: "bye", reason: goodbye } satisfies FromClient));
    this.#told.screen(null);
  }

  async #negotiate(leg: Leg, session: SessionId, part: Part): Promise<void> {
    if (part === "sharer") leg.sendVideo(this.#held ? null : this.#track, sendEncodings, offerCodecs);
    else leg.receiveVideo();
    const offer = await leg.offer();
    const place = await api.media(session, fingerprintOf(offer));
    const endpoint = sameHost(part === "sharer" ? place.whip : place.whep);
    await leg.exchange(endpoint, place.token, servers(place), AbortSignal.timeout(CONNECT_MS));
    if (this.#leg !== leg) leg.leave(null); // Overtaken while the answer was on its way.
  }

  #drop(leg: Leg): void {
    leg.close();
    if (this.#leg !== leg) return;
    this.#leg = null;
    this.#told.failed();
  }

  #read(data: unknown): void {
    if (typeof data !== "string" || data.length > CHANNEL_MESSAGE_BYTES_MAX) return;
    try {
      const message = readJson(data, wire.nodeMessage);
      if (message !== null) this.#told.said(message);
    } catch (thrown) {
      if (!(thrown instanceof Unreadable)) throw thrown;
    }
  }

  #ownCertificate(): Promise<RTCCertificate> {
    const algorithm: EcKeyGenParams = { name: "ECDSA", namedCurve: "P-256" };
    this.#certificate ??= RTCPeerConnection.generateCertificate(algorithm);
    return this.#certificate;
  }
}

/** Pages talk to the front door alone, by the name under which they were opened; it relays to the right node. */
function sameHost(address: string | undefined): string {
  if (address === undefined) throw new Unreadable("endpoint");
  const { pathname, search } = new URL(address, location.href);
  return new URL(pathname + search, location.origin).href;
}

function servers({ iceServers }: MediaPlace): RTCIceServer[] {
  return iceServers.map(({ urls, username, credential }) => ({ urls, ...(username === undefined ? {} : { username }), ...(credential === undefined ? {} : { credential }) }));
}
