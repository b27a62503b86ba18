/** One peer connection with its data channel and its HTTP resource. Lives once: made, exchanged, closed; never reused. */
import { CONNECT_MS } from "../core/limits.ts";
import type { Sample } from "../core/statistics.ts";
import { sampled } from "./sampled.ts";
import { Unreadable } from "./shape.ts";

type Told = { up(): void; failed(): void; said(data: unknown): void };

const SILENT: Told = { up: () => undefined, failed: () => undefined, said: () => undefined };
/** How long a connection may be called disconnected by the browser before it is given up. */
const DISCONNECTED_MS = 3_000;
/** Longest answer that is read. */
const ANSWER_CHARS_MAX = 64 * 1024;
/** What may wait in the channel while the page goes on beating. */
const BACKLOG_BYTES = 256;
/** How long a goodbye may take to get out. */
const GOODBYE_MS = 250;

export class Leg {
  readonly #peer: RTCPeerConnection;
  readonly #channel: RTCDataChannel;
  #told: Told = SILENT;
  #resource: { readonly url: string; readonly token: string } | null = null;
  #deadline: ReturnType<typeof setTimeout> | undefined;
  #screen = new MediaStream();
  sender: RTCRtpSender | null = null;

  constructor(certificate: RTCCertificate) {
    this.#peer = new RTCPeerConnection({ certificates: [certificate], bundlePolicy: "max-bundle" });
    this.#channel = this.#peer.createDataChannel("lotse", { negotiated: true, id: 0, ordered: true });
    this.#channel.addEventListener("open", () => {
      clearTimeout(this.#deadline);
      this.#told.up();
    });
    this.#channel.addEventListener("message", ({ data }) => this.#told.said(data));
    this.#channel.addEventListener("close", () => this.#told.failed());
    this.#peer.addEventListener("connectionstatechange", () => this.#onState());
    this.#peer.addEventListener("track", ({ track, receiver }) => {
      // The newest frame is worth more than an even pace: people point at what they see.
      if ("jitterBufferTarget" in receiver) receiver.jitterBufferTarget = 0;
      this.#screen.addTrack(track);
    });
  }

  listen(told: Told): void {
    this.#told = told;
    this.#deadline = setTimeout(() => this.#told.failed(), CONNECT_MS);
  }

  /** Hears nothing any more, but stays open. */
  mute(): void {
    clearTimeout(this.#deadline);
    this.#told = SILENT;
  }

  /** What the helper sees. */
  get screen(): MediaStream {
    return this.#screen;
  }

  sendVideo(track: MediaStreamTrack | null, encodings: RTCRtpEncodingParameters[], prefer: (transceiver: RTCRtpTransceiver) => void): void {
    const direction = { direction: "sendonly" } as const;
    let transceiver: RTCRtpTransceiver;
    try {
      transceiver = this.#peer.addTransceiver(track ?? "video", { ...direction, sendEncodings: encodings });
    } catch {
      transceiver = this.#peer.addTransceiver(track ?? "video", direction); // A browser that knows no layers.
    }
    prefer(transceiver);
    this.sender = transceiver.sender;
  }

  receiveVideo(): void {
    this.#peer.addTransceiver("video", { direction: "recvonly" });
  }

  async offer(): Promise<string> {
    const { sdp } = await this.#peer.createOffer();
    if (sdp === undefined) throw new Unreadable("offer");
    return sdp;
  }

  /** Posts the offer (RFC 9725 section 4.2) and takes the answer. The node finds this page's addresses by its checks, so nothing is gathered first. */
  async exchange(url: string, token: string, iceServers: RTCIceServer[], signal: AbortSignal): Promise<void> {
    if (iceServers.length > 0) this.#peer.setConfiguration({ ...this.#peer.getConfiguration(), iceServers });
    await this.#peer.setLocalDescription();
    const body = this.#peer.localDescription?.sdp ?? "";
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/sdp" };
    const answer = await fetch(url, { method: "POST", headers, body, redirect: "error", cache: "no-store", credentials: "omit", signal });
    if (answer.status !== 201) throw new Unreadable(`answer ${answer.status}`);
    const resource = answer.headers.get("location");
    if (resource !== null) this.#resource = { url: new URL(resource, url).href, token };
    const sdp = await answer.text();
    if (sdp.length > ANSWER_CHARS_MAX) throw new Unreadable("answer");
    await this.#peer.setRemoteDescription({ type: "answer", sdp });
  }

  /** Bytes that have come from the node, over every path there was. */
  async received(): Promise<number> {
    let bytes = 0;
    const report = await this.#peer.getStats();
    report.forEach((entry: { readonly type?: unknown; readonly bytesReceived?: unknown }) => {
      if (entry.type === "candidate-pair" && typeof entry.bytesReceived === "number") bytes += entry.bytesReceived;
    });
    return bytes;
  }

  /** The counters of the picture that comes in; `null` while none has come. */
  async statistics(): Promise<Sample | null> {
    return sampled(await this.#peer.getStats(), performance.now());
  }

  /** Beats, unless earlier words have not got out yet: a beat that comes late says nothing. */
  beat(text: string): void {
    if (this.#channel.bufferedAmount < BACKLOG_BYTES) this.say(text);
  }

  /** Whether it got out of the page. */
  say(text: string): boolean {
    if (this.#channel.readyState !== "open") return false;
    try {
      this.#channel.send(text);
      return true;
    } catch {
      this.#told.failed(); // A full buffer means that nothing gets out any more.
      return false;
    }
  }

  /** Ends the leg on the node by a goodbye, or by its resource where there is no channel; then here, leaving the last words a moment to get out. */
  leave(goodbye: string | null): void {
    const resource = this.#resource;
    this.#resource = null;
    const said = goodbye !== null && this.say(goodbye);
    if (!said && resource !== null) {
      const headers = { authorization: `Bearer ${resource.token}` };
      void fetch(resource.url, { method: "DELETE", headers, keepalive: true, credentials: "omit" }).catch(() => undefined);
    }
    setTimeout(() => this.close(), GOODBYE_MS);
  }

  close(): void {
    this.mute();
    this.#peer.close();
  }

  #onState(): void {
    switch (this.#peer.connectionState) {
      case "connected":
        if (this.#channel.readyState === "open") clearTimeout(this.#deadline);
        break;
      case "disconnected":
        clearTimeout(this.#deadline);
        this.#deadline = setTimeout(() => this.#told.failed(), DISCONNECTED_MS);
        break;
      case "failed":
      case "closed":
        this.#told.failed();
        break;
      case "new":
      case "connecting":
        break;
    }
  }
}
