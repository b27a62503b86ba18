// Keeps the messages complete: every language has the same keys with the same variables and counts in its own way, the menu offers it,
// `ids.ts` lists the keys, and each one is used.
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
for (const language of languages) countsRightly(language);
checkMenu();
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
  const selects = new Map();
  for (const { id, value } of new FluentResource(text).body) {
    if (messages.has(id)) faults.push(`${name}: ${id} stands twice`);
    messages.set(id, variables(value));
    const select = Array.isArray(value) ? value.find((part) => part?.type === "select") : undefined;
    if (select !== undefined) selects.set(id, select.variants.map(({ key }) => key.value));
  }
  // The runtime parser skips what it cannot read, so every line that looks like a message is counted against it.
  for (const [, id] of text.matchAll(/^([a-z][\w-]*) *=/gim)) if (!messages.has(id)) faults.push(`${name}: ${id} cannot be parsed`);
  return { name, messages, selects };
}

function compare({ name, messages }) {
  for (const [id, wanted] of english.messages) {
    const found = messages.get(id);
    if (found === undefined) faults.push(`${name}: ${id} is missing`);
    else if (found !== wanted) faults.push(`${name}: ${id} uses { ${found} }, English uses { ${wanted} }`);
  }
  for (const id of messages.keys()) if (!english.messages.has(id)) faults.push(`${name}: ${id} is not in English`);
}

/** A message that counts has a form of its own for each way in which the language counts, up to a thousand. */
function countsRightly({ name, selects }) {
  const rules = new Intl.PluralRules(name.slice(0, -4));
  const wanted = new Set(Array.from({ length: 1_001 }, (_, number) => rules.select(number)));
  for (const [id, forms] of selects) {
    for (const form of wanted) if (!forms.includes(form)) faults.push(`${name}: ${id} has no form [${form}]`);
    const known = [...wanted, "other"];
    for (const form of forms) if (!known.includes(form)) faults.push(`${name}: ${id} has a form [${form}] that the language never uses`);
  }
}

/** The menu offers what there is, and nothing else. */
function checkMenu() {
  const table = /export const NAMES = \{([^}]+)\}/.exec(readFileSync(join(folder, "translate.ts"), "utf8"))?.[1] ?? "";
  const offered = [...table.matchAll(/^\s*"?([\w-]+)"?: "/gm)].map(([, id]) => id);
  const there = languages.map(({ name }) => name.slice(0, -4));
  for (const id of offered) if (!there.includes(id)) faults.push(`translate.ts offers ${id}, and there is no ${id}.ftl`);
  for (const id of there) if (!offered.includes(id)) faults.push(`translate.ts does not offer ${id}`);
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
