/**
 * Stacks that are neither a browser nor ours, with an operator's tokens and no data channel: @roamhq/wrtc (libwebrtc) publishes,
 * werift (TypeScript) plays what it is sent.
 */
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import * as werift from "werift";
import { lotse, startServer } from "../support/server.js";
import { until } from "../support/wait.js";
import { post, remove } from "../support/wrtc.js";

const wrtc = createRequire(import.meta.url)("@roamhq/wrtc");

/** Frames that must arrive; FRAMES=450 makes it the half minute of the issue. */
const FRAMES = Number(process.env["FRAMES"] ?? 60);
const [WIDTH, HEIGHT] = [320, 200];

let server;
before(async () => {
  server = await startServer();
});
after(() => server?.stop());

const token = (session, role) => lotse("token", "--session", session, "--role", role, "--data-dir", server.data);

/** Draws moving pictures into a libwebrtc source, 15 a second. */
function pictures() {
  const source = new wrtc.nonstandard.RTCVideoSource({ isScreencast: true });
  let number = 0;
  const draw = () => {
    number += 1;
    const data = new Uint8ClampedArray((WIDTH * HEIGHT * 3) / 2);
    data.fill(128);
    for (let x = 0; x < WIDTH; x += 1) for (let y = 0; y < HEIGHT; y += 1) data[y * WIDTH + x] = (x + y + number * 4) & 255;
    source.onFrame({ width: WIDTH, height: HEIGHT, data });
  };
  const timer = setInterval(draw, 66);
  return { track: source.createTrack(), stop: () => clearInterval(timer) };
}

async function publish(session) {
  const pc = new wrtc.RTCPeerConnection({ bundlePolicy: "max-bundle" });
  const video = pictures();
  pc.addTransceiver(video.track, { direction: "sendonly" });
  await pc.setLocalDescription(await pc.createOffer());
  await gathered(pc);
  const bearer = await token(session, "sharer");
  const { url, answer } = await post(`${server.origin}/whip`, bearer, pc.localDescription.sdp);
  await pc.setRemoteDescription({ type: "answer", sdp: answer });
  return {
    pc,
    end: async () => {
      const status = await remove(url, bearer);
      video.stop();
      video.track.stop();
      pc.close();
      return status;
    },
  };
}

const gathered = (pc) => until("all candidates", () => pc.iceGatheringState === "complete");

/** A WHEP player by werift: counts RTP packets and frames, in the order of arrival. */
async function play(session) {
  const pc = new werift.RTCPeerConnection({
    codecs: { video: [new werift.RTCRtpCodecParameters({ mimeType: "video/VP8", clockRate: 90_000, rtcpFeedback: [{ type: "nack" }, { type: "nack", parameter: "pli" }] })] },
  });
  const seen = { sequence: [], frames: 0, tracks: 0 };
  pc.onTrack.subscribe((track) => {
    seen.tracks += 1;
    track.onReceiveRtp.subscribe(({ header, payload }) => {
      if (payload.length === 0) return; // Padding is no picture.
      seen.sequence.push(header.sequenceNumber);
      if (header.marker) seen.frames += 1;
    });
  });
  pc.addTransceiver("video", { direction: "recvonly" });
  await pc.setLocalDescription(await pc.createOffer());
  const bearer = await token(session, "helper");
  const { url, answer } = await post(`${server.origin}/whep`, bearer, pc.localDescription.sdp);
  await pc.setRemoteDescription({ type: "answer", sdp: answer });
  return { pc, seen, end: async () => {
    const status = await remove(url, bearer);
    await pc.close();
    return status;
  } };
}

/** The steps between sequence numbers, round the corner of 65,536. */
const steps = (sequence) => sequence.slice(1).map((number, at) => (number - sequence[at] + 65_536) % 65_536);

test("libwebrtc publishes by WHIP and werift plays by WHEP: every frame in order, no data channel, and DELETE ends it", { timeout: 120_000 }, async () => {
  const session = `interop-${process.pid}`;
  const player = await play(session);
  const publisher = await publish(session);

  await until(`${FRAMES} frames`, () => player.seen.frames >= FRAMES, { within: 90_000 });

  assert.deepEqual(steps(player.seen.sequence).filter((step) => step !== 1), [], "RTP out of order or missing");
  assert.equal(await publisher.end(), 200);
  assert.equal(await player.end(), 200);
});

test("libwebrtc plays what libwebrtc publishes: decoded frames arrive", { timeout: 60_000 }, async () => {
  const session = `decoded-${process.pid}`;
  const publisher = await publish(session);
  const pc = new wrtc.RTCPeerConnection({ bundlePolicy: "max-bundle" });
  const transceiver = pc.addTransceiver("video", { direction: "recvonly" });
  const sink = new wrtc.nonstandard.RTCVideoSink(transceiver.receiver.track);
  let [frames, right] = [0, 0];
  sink.onframe = ({ frame }) => {
    frames += 1;
    if (frame.width === WIDTH && frame.height === HEIGHT) right += 1;
  };
  await pc.setLocalDescription(await pc.createOffer());
  await gathered(pc);
  const bearer = await token(session, "helper");
  const { url, answer } = await post(`${server.origin}/whep`, bearer, pc.localDescription.sdp);
  await pc.setRemoteDescription({ type: "answer", sdp: answer });

  await until("20 decoded frames", () => frames >= 20, { within: 30_000 });

  assert.ok(right >= 1, "no frame of the size that was sent");
  sink.stop();
  assert.equal(await remove(url, bearer), 200);
  pc.close();
  await publisher.end();
});

test("a token is used up by one 201: the second POST with it is refused", { timeout: 60_000 }, async () => {
  const session = `once-${process.pid}`;
  const pc = new werift.RTCPeerConnection();
  pc.addTransceiver("video", { direction: "recvonly" });
  await pc.setLocalDescription(await pc.createOffer());
  const bearer = await token(session, "helper");
  const { url } = await post(`${server.origin}/whep`, bearer, pc.localDescription.sdp);

  await assert.rejects(post(`${server.origin}/whep`, bearer, pc.localDescription.sdp), /answered with 40[13]/);

  await remove(url, bearer);
  await pc.close();
});
