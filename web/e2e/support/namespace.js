/**
 * Network namespaces of Linux, made and removed by the test that needs one. Firefox forms no pair with a loopback candidate, so
 * a machine of its own is pretended: an interface with an address and a default route.
 */
import { execFileSync } from "node:child_process";

const ip = (...words) => execFileSync("ip", words, { stdio: ["ignore", "pipe", "pipe"] }).toString();
const inside = (name, ...words) => execFileSync("ip", ["netns", "exec", name, ...words], { stdio: ["ignore", "pipe", "pipe"] }).toString();

/** Why namespaces cannot be made here; null when they can. */
export function whyNot() {
  if (process.platform !== "linux") return "network namespaces exist on Linux only";
  if (process.getuid() !== 0) return "network namespaces need root: run the tests as root (for instance in a container with CAP_NET_ADMIN)";
  const name = `lotse-try-${process.pid}`;
  try {
    ip("netns", "add", name);
    ip("netns", "del", name);
    return null;
  } catch (error) {
    return `"ip netns add" does not work here: ${error.stderr ?? error.message}`;
  }
}

let made = 0;

/** Two namespaces with a router between them, which can drop everything. The first is where the server lives. */
export function makeNetwork() {
  made += 1;
  const tag = `lt${process.pid % 100_000}${made}`;
  const names = { server: `${tag}s`, router: `${tag}r`, sharer: `${tag}c` };
  const remove = () => {
    for (const name of Object.values(names)) {
      try {
        ip("netns", "del", name);
      } catch {
        // It was not made, or is gone.
      }
    }
  };
  // Whatever ends this process, no namespace outlives it.
  process.once("exit", remove);
  for (const [name, code] of [["SIGTERM", 143], ["SIGINT", 130]]) process.once(name, () => process.exit(code));
  try {
    for (const name of Object.values(names)) {
      ip("netns", "add", name);
      ip("-n", name, "link", "set", "lo", "up");
    }
    cable(names.server, names.router, "10.77.1");
    cable(names.sharer, names.router, "10.77.2");
    forward(names.router, true);
  } catch (error) {
    remove();
    throw new Error(`no network namespaces: ${error.stderr ?? error.message}`);
  }
  return { ...names, serverAddress: "10.77.1.2", drop: () => forward(names.router, false), restore: () => forward(names.router, true), remove };
}

/** A veth pair: `.2` in the end with a default route, `.1` in the router. */
function cable(end, router, net) {
  ip("-n", end, "link", "add", "eth0", "type", "veth", "peer", "name", net.replaceAll(".", "-"), "netns", router);
  ip("-n", end, "addr", "add", `${net}.2/24`, "dev", "eth0");
  ip("-n", end, "link", "set", "eth0", "up");
  ip("-n", router, "addr", "add", `${net}.1/24`, "dev", net.replaceAll(".", "-"));
  ip("-n", router, "link", "set", net.replaceAll(".", "-"), "up");
  ip("-n", end, "route", "add", "default", "via", `${net}.1`);
}

/** A router that does not forward drops what it gets, in both directions, and tells nobody. */
function forward(router, on) {
  inside(router, "sh", "-c", `echo ${on ? 1 : 0} > /proc/sys/net/ipv4/ip_forward`);
}
