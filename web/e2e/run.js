/** Runs every test file, one after the other: two cores do not carry more browsers at once. `node run.js flow` runs flow only. */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

const wanted = process.argv.slice(2);
const folder = join(import.meta.dirname, "tests");
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".test.js"))
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
  .map((name) => join(folder, name));
if (files.length === 0) {
  console.log(`no test file has ${wanted.join(" or ")} in its name\n1 failed`);
  process.exit(1);
}
const reporter = join(import.meta.dirname, "support/reporter.js");
const options = ["--test", "--test-concurrency=1", `--test-reporter=file://${reporter}`, "--test-reporter-destination=stdout"];
const { status } = spawnSync(process.execPath, [...options, ...files], { stdio: "inherit" });
process.exit(status ?? 1);
