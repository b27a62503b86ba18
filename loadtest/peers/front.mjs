// WHIP and WHEP at the front of a server that speaks another language: POST /whip/SESSION, POST /whep/SESSION, DELETE of what
// they made. Never asks for a token.

import { createServer } from "node:http";

const BODY_BYTES_MAX = 256 * 1024;

async function text(request) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) throw new Error("the offer is too long");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Serves until the process ends; prints the port when it is ready. `publish` and `play` give `{ answer, end }`. */
export function serve({ host, port, publish, play }) {
  const resources = new Map();
  let next = 1;
  const handle = async (request, response) => {
    const [, kind, name] = request.url.split("/");
    if (request.method === "POST" && (kind === "whip" || kind === "whep")) {
      const offer = await text(request);
      const { answer, end } = await (kind === "whip" ? publish : play)(decodeURIComponent(name), offer);
      const id = String(next++);
      resources.set(id, end);
      response.writeHead(201, { "content-type": "application/sdp", location: `/resource/${id}` });
      response.end(answer);
      return;
    }
    if (request.method === "DELETE" && resources.has(name)) {
      const end = resources.get(name);
      resources.delete(name);
      await end();
      response.writeHead(200).end();
      return;
    }
    response.writeHead(404).end();
  };
  const server = createServer((request, response) => {
    handle(request, response).catch((error) => {
      console.error(error);
      if (!response.headersSent) response.writeHead(500, { "content-type": "text/plain" });
      response.end(String(error));
    });
  });
  server.listen(port, host, () => console.log(`ready on ${server.address().port}`));
}
