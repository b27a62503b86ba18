/** Process trees, read from /proc. Signals go to processes that a test has started, by their ids, and to no other. */
import { readFileSync, readdirSync } from "node:fs";

/** A process and everything below it. */
export function tree(root) {
  const children = new Map();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const parent = parentOf(Number(name));
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found = [];
  const visit = (pid) => {
    found.push(pid);
    for (const child of children.get(pid) ?? []) visit(child);
  };
  visit(root);
  return found;
}

function parentOf(pid) {
  try {
    // proc(5): "pid (name) state ppid"; the name may hold anything, so count from its last bracket.
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return null; // It has ended.
  }
}

/** Signals each; one that has ended meanwhile is no fault. */
export function signal(pids, name) {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch (error) {
      if (error.code !== "ESRCH") throw error;
    }
  }
}
