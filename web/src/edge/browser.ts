/** Reads once what the browser is and can. Never judges it. */
import type { Browser } from "../core/gate.ts";

type Hints = { readonly brands?: readonly { readonly brand: string; readonly version: string }[] };

export function readBrowser(): Browser {
  const hints = (navigator as Navigator & { userAgentData?: Hints }).userAgentData;
  const connection = typeof RTCPeerConnection === "function";
  return {
    userAgent: navigator.userAgent,
    brands: hints?.brands ?? null,
    touchPoints: navigator.maxTouchPoints,
    secure: isSecureContext,
    features: {
      peerConnection: connection,
      dataChannel: connection && "createDataChannel" in RTCPeerConnection.prototype,
      subtleCrypto: typeof crypto === "object" && "subtle" in crypto,
      displayMedia: "mediaDevices" in navigator && "getDisplayMedia" in navigator.mediaDevices,
    },
  };
}
