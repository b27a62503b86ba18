/** A screen without a monitor: Xvfb on a free display number, for browsers that share a real screen. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { until } from "./wait.js";

/** Starts a screen; `{ display, stop }`. */
export async function startDisplay({ width = 1280, height = 800 } = {}) {
  // Xvfb picks the number itself and tells it on the descriptor that it is given.
  const child = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", `${width}x${height}x24`, "-nolisten", "tcp", "-noreset"], { stdio: ["ignore", "ignore", "pipe", "pipe"] });
  let [said, faults] = ["", ""];
  child.stdio[3].on("data", (bytes) => (said += bytes));
  child.stderr.on("data", (bytes) => (faults += bytes));
  let broken = null;
  child.on("error", (error) => (broken = error));
  const withUs = () => child.kill("SIGKILL");
  process.once("exit", withUs);
  const number = await until("Xvfb is ready", () => {
    if (broken !== null) throw new Error(`no Xvfb (install xvfb): ${broken.message}`);
    if (child.exitCode !== null) throw new Error(`Xvfb ended: ${faults}`);
    return said.includes("\n") ? said.trim() : null;
  });
  return {
    display: `:${number}`,
    async stop() {
      process.off("exit", withUs);
      child.kill("SIGTERM");
      await until("Xvfb has ended", () => child.exitCode !== null || child.signalCode !== null || !existsSync(`/proc/${child.pid}`));
    },
  };
}
