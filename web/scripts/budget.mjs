// Fails the build when what the first page loads is larger than 60 kB gzipped, or when a page names another host or inline code.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const BUDGET = 60_000;
const dist = new URL("../dist/", import.meta.url).pathname;
const html = readFileSync(join(dist, "index.html"), "utf8");
const named = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map(([, path]) => path);
const largestLanguage = Math.max(0, ...readdirSync(join(dist, "assets")).filter((name) => /^(en|de)-.*\.js$/.test(name)).map((name) => size(`assets/${name}`)));
const bytes = named.reduce((sum, path) => sum + size(path), gzipSync(html).length + largestLanguage);

const faults = [];
if (bytes > BUDGET) faults.push(`the first page needs ${bytes} bytes gzipped, more than ${BUDGET}`);
if (/<script(?![^>]*\ssrc=)[^>]*>/.test(html) || /<style|\sstyle=|\son\w+=/.test(html)) faults.push("index.html has inline code or style, which the CSP forbids");
if (/(?:src|href)="(?:https?:)?\/\//.test(html)) faults.push("index.html names another host");
for (const fault of faults) console.error(`budget: ${fault}`);
if (faults.length > 0) process.exit(1);
console.log(`budget: first page ${bytes} of ${BUDGET} bytes gzipped`);

function size(path) {
  return gzipSync(readFileSync(join(dist, path))).length;
}
