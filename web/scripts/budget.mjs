// Fails the build when what the first page loads is larger than 60 kB gzipped, or when a page names another host or inline code.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const BUDGET = 60_000;
const dist = new URL("../dist/", import.meta.url).pathname;
const html = readFileSync(join(dist, "index.html"), "utf8");
const assets = readdirSync(join(dist, "assets"));
const languages = readdirSync(new URL("../src/i18n/", import.meta.url)).filter((name) => name.endsWith(".ftl")).map((name) => name.slice(0, -4));
const largestLanguage = Math.max(...languages.map((name) => size(chunk(name))));
const named = [...html.matchAll(/(?:src|href)="\/assets\/([^"]+\.(?:js|css))"/g)].map(([, name]) => name);
const shared = gzipSync(html).length + largestLanguage;

const faults = [];
for (const place of ["sharer", "helper", "plain"]) {
  const loaded = [...closure([...named, chunk(`part-${place}`)])];
  const bytes = loaded.reduce((sum, name) => sum + size(name), shared);
  console.log(`budget: the ${place} page needs ${bytes} of ${BUDGET} bytes gzipped`);
  if (bytes > BUDGET) faults.push(`the ${place} page needs ${bytes} bytes gzipped, more than ${BUDGET}: ${loaded.map((name) => `${name} ${size(name)}`).join(", ")}`);
}
if (/<script(?![^>]*\ssrc=)[^>]*>/.test(html) || /<style|\sstyle=|\son\w+=/.test(html)) faults.push("index.html has inline code or style, which the CSP forbids");
if (/(?:src|href)="(?:https?:)?\/\//.test(html)) faults.push("index.html names another host");
for (const fault of faults) console.error(`budget: ${fault}`);
if (faults.length > 0) process.exit(1);

/** The built file of a chunk, by the name that Vite gives it. */
function chunk(name) {
  const found = assets.find((file) => file.endsWith(".js") && file.startsWith(`${name}-`) && file.length === name.length + 12);
  if (found === undefined) throw new Error(`no chunk ${name} among ${assets.join(", ")}`);
  return found;
}

/** The files, and all that they import before they run; what is imported later is left out. */
function closure(names, seen = new Set()) {
  for (const name of names) {
    if (seen.has(name)) continue;
    seen.add(name);
    if (!name.endsWith(".js")) continue;
    const text = readFileSync(join(dist, "assets", name), "utf8");
    closure([...text.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)].map(([, found]) => found), seen);
  }
  return seen;
}

function size(name) {
  return gzipSync(readFileSync(join(dist, "assets", name))).length;
}
