// Keeps the messages complete: every language has the same keys with the same variables, `ids.ts` lists them, and each one is used.
// Run with --write to renew ids.ts; without it, differences fail.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FluentResource } from "@fluent/bundle";

const root = new URL("../src/", import.meta.url).pathname;
const folder = join(root, "i18n");
const faults = [];

const languages = readdirSync(folder).filter((name) => name.endsWith(".ftl")).map((name) => read(name));
const english = languages.find(({ name }) => name === "en.ftl");
for (const language of languages) compare(language);
checkUse();
const generated = `// Generated from en.ftl by \`npm run ftl\`; \`npm run check\` keeps it true. Do not edit.\n\nexport type MessageId =\n${[...english.messages.keys()].map((id) => `  | "${id}"`).join("\n")};\n`;
const file = join(folder, "ids.ts");
if (process.argv.includes("--write")) writeFileSync(file, generated);
else if (readOr(file) !== generated) faults.push("src/i18n/ids.ts is not what en.ftl says: run `npm run ftl`");

for (const fault of faults) console.error(`ftl: ${fault}`);
if (faults.length > 0) process.exit(1);
console.log(`ftl: ${english.messages.size} messages in ${languages.length} languages, complete`);

function read(name) {
  const text = readFileSync(join(folder, name), "utf8");
  const messages = new Map();
  for (const { id, value } of new FluentResource(text).body) {
    if (messages.has(id)) faults.push(`${name}: ${id} stands twice`);
    messages.set(id, variables(value));
  }
  // The runtime parser skips what it cannot read, so every line that looks like a message is counted against it.
  for (const [, id] of text.matchAll(/^([a-z][\w-]*) *=/gim)) if (!messages.has(id)) faults.push(`${name}: ${id} cannot be parsed`);
  return { name, messages };
}

function compare({ name, messages }) {
  for (const [id, wanted] of english.messages) {
    const found = messages.get(id);
    if (found === undefined) faults.push(`${name}: ${id} is missing`);
    else if (found !== wanted) faults.push(`${name}: ${id} uses { ${found} }, English uses { ${wanted} }`);
  }
  for (const id of messages.keys()) if (!english.messages.has(id)) faults.push(`${name}: ${id} is not in English`);
}

function variables(pattern) {
  const names = new Set();
  JSON.stringify(pattern, (_, value) => {
    if (value?.type === "var") names.add(value.name);
    return value;
  });
  return [...names].sort().join(", ");
}

/** A message is used when its key, or the prefix of a family that words.ts builds, stands in the source. */
function checkUse() {
  const sources = [...walk(root)].filter((path) => path.endsWith(".ts") && !path.endsWith("ids.ts")).map((path) => readFileSync(path, "utf8")).join("\n");
  const families = [...sources.matchAll(/`([a-z-]+-)\$\{/g)].map(([, prefix]) => prefix);
  for (const id of english.messages.keys()) {
    if (!sources.includes(`"${id}"`) && !families.some((prefix) => id.startsWith(prefix))) faults.push(`en.ftl: ${id} is used nowhere`);
  }
}

function* walk(path) {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.isDirectory()) yield* walk(join(path, entry.name));
    else yield join(path, entry.name);
  }
}

function readOr(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
