/** A TCP relay, for pages that listen on loopback of another namespace: node relay.js HOST PORT TO_HOST TO_PORT. */
import { connect, createServer } from "node:net";

const [host, port, toHost, toPort] = process.argv.slice(2);

const server = createServer({ allowHalfOpen: true }, (near) => {
  const far = connect({ host: toHost, port: Number(toPort), allowHalfOpen: true });
  near.pipe(far);
  far.pipe(near);
  for (const [one, other] of [[near, far], [far, near]]) one.on("error", () => other.destroy());
  for (const [one, other] of [[near, far], [far, near]]) one.on("close", () => other.destroy());
});
server.listen(Number(port), host, () => console.log("ready"));
