/** The real server: `lotse demo`, or `lotse serve` with a config, on free ports with a data folder of its own. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { freePort, until } from "./wait.js";

export const LOTSE = resolve(process.env["LOTSE_BIN"] ?? join(import.meta.dirname, "../../../target/debug/lotse"));

async function written(text, folder) {
  const file = join(folder, "lotse.toml");
  await writeFile(file, text);
  return file;
}

/** Starts it and waits until it is ready; `config` writes the file of a deployment in place of the demo; `within` runs it inside a network namespace. */
export async function startServer({ namespace, options = [], config, port: wanted } = {}) {
  if (!existsSync(LOTSE)) throw new Error(`no server at ${LOTSE}: build it (cargo build -p lotse-cli) or set LOTSE_BIN`);
  const folder = await mkdtemp(join(tmpdir(), "lotse-e2e-"));
  const data = join(folder, "data");
  const [port, mediaPort, adminPort] = [wanted ?? (await freePort()), await freePort(), await freePort()];
  const demo = [LOTSE, "demo", "--port", port, "--media-port", mediaPort, "--admin-port", adminPort, "--data-dir", data, ...options].map(String);
  const serve = config === undefined ? demo : [LOTSE, "serve", "--config", await written(config({ port, mediaPort, adminPort, data }), folder)];
  const [program, ...rest] = namespace === undefined ? serve : ["ip", "netns", "exec", namespace, ...serve];
  let output = "";
  const child = spawn(program, rest, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, RUST_BACKTRACE: "1" } });
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => (output += bytes));
  const ended = new Promise((resolve) => child.once("exit", (code, how) => resolve({ code, how })));
  // Nothing of ours outlives the tests, whatever ends them.
  const withUs = () => child.kill("SIGKILL");
  process.once("exit", withUs);
  const server = {
    port,
    mediaPort,
    adminPort,
    data,
    pid: child.pid,
    /** A browser takes http://localhost for secure. */
    origin: `http://localhost:${port}`,
    admin: `http://127.0.0.1:${adminPort}`,
    log: () => output,
    async stop() {
      child.kill("SIGTERM");
      const late = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await ended;
      clearTimeout(late);
      process.off("exit", withUs);
      await rm(folder, { recursive: true, force: true });
    },
  };
  try {
    await ready(server, child, namespace);
  } catch (error) {
    await server.stop();
    throw new Error(`the server did not become ready: ${error.message}\n${output}`);
  }
  return server;
}

async function ready(server, child, namespace) {
  await until("/readyz", async () => {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
    return (await get(`${server.admin}/readyz`, namespace)) === 200;
  });
}

/** The status of a GET; in a namespace only a process of that namespace can ask. */
async function get(url, namespace) {
  if (namespace === undefined) return fetch(url).then((answer) => answer.status, () => null);
  const ask = `fetch(${JSON.stringify(url)}).then((a) => console.log(a.status), () => {})`;
  const child = spawn("ip", ["netns", "exec", namespace, process.execPath, "-e", ask]);
  let text = "";
  child.stdout.on("data", (bytes) => (text += bytes));
  await new Promise((resolve) => child.once("exit", resolve));
  return Number(text.trim()) || null;
}

/** Runs `lotse` once; resolves to what it printed. */
export async function lotse(...words) {
  const child = spawn(LOTSE, words.map(String), { stdio: ["ignore", "pipe", "pipe"] });
  let [out, err] = ["", ""];
  child.stdout.on("data", (bytes) => (out += bytes));
  child.stderr.on("data", (bytes) => (err += bytes));
  const code = await new Promise((resolve) => child.once("exit", resolve));
  if (code !== 0) throw new Error(`lotse ${words[0]} ended with ${code}: ${err}`);
  return out.trim();
}
