/** The page that is shared: its own small server, since it is no part of the product. Draws the stamp 15 times a second. */
import { createServer } from "node:http";
import { drawStamp } from "./stamp.js";

/** The tab is found by this title when it is picked without a human. */
export const CONTENT_TITLE = "Shared Content";

/** The picture is 640 wide, the stamp's cells 16: 40 columns. */
const PAGE = `<!doctype html><html lang="en"><title>${CONTENT_TITLE}</title>
<style>html, body { margin: 0; height: 100%; background: #24506b; overflow: hidden; } canvas { display: block; width: 100vw; }</style>
<canvas width="640" height="400"></canvas>
<script>
${drawStamp.toString()}
const context = document.querySelector("canvas").getContext("2d");
let frame = 0;
const draw = () => {
  frame += 1;
  window.frameNumber = frame;
  context.fillStyle = "#24506b";
  context.fillRect(0, 0, 640, 400);
  context.fillStyle = "#fff";
  context.font = "28px sans-serif";
  context.fillText("Crane plan, berth 4, frame " + frame, 40, 160);
  context.fillRect(40, 200, frame % 560, 24);
  drawStamp(context, frame, Date.now(), 16);
};
draw();
setInterval(draw, 66);
</script></html>`;

/** Serves the page on a free port of loopback. */
export async function serveContent() {
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    response.end(PAGE);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    stop: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}
