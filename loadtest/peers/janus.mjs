// WHIP and WHEP for Janus: node janus.mjs JANUS_URL HOST PORT. Each session is a room of the videoroom plugin. Janus makes the offer
// to whoever plays, where WHEP wants an answer; so each side is answered with the other's transport.

import { randomUUID } from "node:crypto";

import { serve } from "./front.mjs";
import { answer } from "./sdp.mjs";

const [url, host, port] = process.argv.slice(2);
const CODEC = "VP8";
const WAIT_MS = 10_000;

const waiting = new Map();

async function ask(path, message) {
  const transaction = randomUUID();
  const body = JSON.stringify({ ...message, transaction });
  const answered = await (await fetch(url + path, { method: "POST", body })).json();
  if (answered.janus === "error") throw new Error(`Janus: ${answered.error.reason}`);
  return answered;
}

/** Sends a message to a plugin and waits for its event, which comes by the long poll. */
async function message(handle, body, jsep) {
  const transaction = randomUUID();
  const event = new Promise((resolve) => waiting.set(transaction, resolve));
  const silence = setTimeout(() => {
    waiting.get(transaction)?.({ janus: "error", error: { reason: `no event for ${body.request}` } });
  }, WAIT_MS);
  const request = { janus: "message", transaction, body, ...(jsep && { jsep }) };
  const first = await (await fetch(`${url}/${session}/${handle}`, { method: "POST", body: JSON.stringify(request) })).json();
  const done = first.janus === "ack" ? await event : first;
  waiting.delete(transaction);
  clearTimeout(silence);
  if (done.janus === "error") throw new Error(`Janus: ${done.error.reason}`);
  const data = done.plugindata.data;
  if (data.error) throw new Error(`Janus: ${data.error}`);
  return { data, jsep: done.jsep };
}

async function listen() {
  for (;;) {
    const events = await (await fetch(`${url}/${session}?maxev=100`)).json();
    for (const event of [events].flat()) waiting.get(event.transaction)?.(event);
  }
}

const attach = async () => (await ask(`/${session}`, { janus: "attach", plugin: "janus.plugin.videoroom" })).data.id;
const detach = (handle) => ask(`/${session}/${handle}`, { janus: "detach" }).catch(() => undefined);

const rooms = new Map();

function room(name) {
  if (!rooms.has(name)) {
    const number = rooms.size + 1;
    const made = (async () => {
      const handle = await attach();
      const settings = { publishers: 1, bitrate: 0, videocodec: CODEC.toLowerCase(), fir_freq: 0, transport_wide_cc_ext: true };
      await message(handle, { request: "create", room: number, ...settings });
      await detach(handle);
      return { number, feed: undefined };
    })();
    rooms.set(name, made);
  }
  return rooms.get(name);
}

async function publish(name, offer) {
  const place = await room(name);
  const handle = await attach();
  const body = { request: "joinandconfigure", ptype: "publisher", room: place.number, audio: false, video: true };
  const { data, jsep } = await message(handle, body, { type: "offer", sdp: offer, trickle: false });
  place.feed = data.id;
  return { answer: jsep.sdp, end: () => detach(handle) };
}

async function play(name, offer) {
  const place = await room(name);
  if (place.feed === undefined) throw new Error("nobody publishes there yet; Janus cannot wait");
  const handle = await attach();
  const body = { request: "join", ptype: "subscriber", room: place.number, streams: [{ feed: place.feed }] };
  const { jsep } = await message(handle, body);
  const towardsJanus = answer({ shape: jsep.sdp, transport: offer, codec: CODEC, setup: "active", direction: "recvonly" });
  const towardsPlayer = answer({
    shape: offer,
    transport: jsep.sdp,
    codec: CODEC,
    setup: "passive",
    direction: "sendonly",
    lite: true,
  });
  await message(handle, { request: "start" }, { type: "answer", sdp: towardsJanus, trickle: false });
  return { answer: towardsPlayer, end: () => detach(handle) };
}

const session = (await ask("", { janus: "create" })).data.id;
void listen();
serve({ host, port: Number(port), publish, play });
