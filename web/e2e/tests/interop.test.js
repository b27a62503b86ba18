/**
 * Stacks that are neither a browser nor ours, with an operator's tokens and no data channel: @roamhq/wrtc (libwebrtc) publishes,
 * werift (TypeScript) plays what it is sent.
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import * as werift from "werift";
import { lotse, startServer } from "../support/server.js";
import { until } from "../support/wait.js";
import { post, remove } from "../support/wrtc.js";

const LIBWEBRTC = join(import.meta.dirname, "../scenarios/libwebrtc.js");

/** Frames that must arrive; FRAMES=450 makes it the half minute of the issue. */
const FRAMES = Number(process.env["FRAMES"] ?? 60);

const children = [];
let server;
before(async () => {
  server = await startServer();
});
after(async () => {
  for (const child of children) child.kill("SIGKILL");
  await server?.stop();
});

const token = (session, role) => lotse("token", "--session", session, "--role", role, "--data-dir", server.data);

/** libwebrtc in a process of its own: what it said so far, and how to end it. */
async function libwebrtc(part, endpoint, session) {
  const bearer = await token(session, part === "publish" ? "sharer" : "helper");
  const child = spawn(process.execPath, [LIBWEBRTC, part, endpoint], { env: { ...process.env, LOTSE_TOKEN: bearer }, stdio: ["ignore", "pipe", "pipe"] });
  const said = [];
  let faults = "";
  createInterface({ input: child.stdout }).on("line", (line) => said.push(JSON.parse(line)));
  child.stderr.on("data", (bytes) => (faults += bytes));
  children.push(child);
  const { url } = await until(`libwebrtc can ${part}`, () => {
    if (child.exitCode !== null) throw new Error(`libwebrtc ended: ${faults}`);
    return said.find((line) => line.url !== undefined);
  });
  return { said, remove: () => remove(url, bearer) };
}

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

test("libwebrtc publishes by WHIP and werift plays by WHEP: every frame in order, no data channel, and DELETE ends it", { timeout: 300_000 }, async () => {
  const session = `interop-${process.pid}`;
  const player = await play(session);
  const publisher = await libwebrtc("publish", `${server.origin}/whip`, session);

  await until(`${FRAMES} frames`, () => player.seen.frames >= FRAMES, { within: 200_000 });

  assert.deepEqual(steps(player.seen.sequence).filter((step) => step !== 1), [], "RTP out of order or missing");
  assert.equal(await publisher.remove(), 200);
  assert.equal(await player.end(), 200);
});

test("libwebrtc plays what libwebrtc publishes: decoded frames arrive", { timeout: 300_000 }, async () => {
  const session = `decoded-${process.pid}`;
  const publisher = await libwebrtc("publish", `${server.origin}/whip`, session);
  const player = await libwebrtc("play", `${server.origin}/whep`, session);
  const frames = () => player.said.filter(({ frame }) => frame !== undefined);

  await until("20 decoded frames", () => frames().length >= 20);

  assert.ok(frames().some(({ frame: [width, height] }) => width === 320 && height === 200), "no frame of the size that was sent");
  assert.equal(await player.remove(), 200);
  assert.equal(await publisher.remove(), 200);
});

test("a token is used up by one 201: the second POST with it is refused", { timeout: 300_000 }, async () => {
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
