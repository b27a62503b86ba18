/**
 * libwebrtc outside a browser, by @roamhq/wrtc: node libwebrtc.js publish|play ENDPOINT, the token in LOTSE_TOKEN. A process of its
 * own, which its starter kills, since the library may crash when it is torn down. Prints JSON lines: the resource, then frames.
 */
import { createRequire } from "node:module";
import { until } from "../support/wait.js";
import { post } from "../support/wrtc.js";

const wrtc = createRequire(import.meta.url)("@roamhq/wrtc");
const [part, endpoint] = process.argv.slice(2);
const [WIDTH, HEIGHT] = [320, 200];
const say = (line) => console.log(JSON.stringify(line));

/** Draws moving pictures into a source, 15 a second. */
function pictures() {
  const source = new wrtc.nonstandard.RTCVideoSource({ isScreencast: true });
  let number = 0;
  setInterval(() => {
    number += 1;
    const data = new Uint8ClampedArray((WIDTH * HEIGHT * 3) / 2).fill(128);
    for (let at = 0; at < WIDTH * HEIGHT; at += 1) data[at] = ((at % WIDTH) + Math.floor(at / WIDTH) + number * 4) & 255;
    source.onFrame({ width: WIDTH, height: HEIGHT, data });
  }, 66);
  return source.createTrack();
}

const pc = new wrtc.RTCPeerConnection({ bundlePolicy: "max-bundle" });
let sink = null;
if (part === "publish") {
  pc.addTransceiver(pictures(), { direction: "sendonly" });
} else {
  const { receiver } = pc.addTransceiver("video", { direction: "recvonly" });
  sink = new wrtc.nonstandard.RTCVideoSink(receiver.track);
  sink.onframe = ({ frame }) => say({ frame: [frame.width, frame.height] });
}
pc.onconnectionstatechange = () => say({ state: pc.connectionState });
await pc.setLocalDescription(await pc.createOffer());
await until("all candidates", () => pc.iceGatheringState === "complete");
const { url, answer } = await post(endpoint, process.env["LOTSE_TOKEN"], pc.localDescription.sdp);
await pc.setRemoteDescription({ type: "answer", sdp: answer });
say({ url });
