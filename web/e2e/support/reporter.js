/** One line for each claim, the whole error of a failed one, and the totals on lines of their own. */
export default async function* reporter(source) {
  let [passed, failed] = [0, 0];
  const started = Date.now();
  for await (const { type, data } of source) {
    if (type === "test:fail" || type === "test:pass") {
      // A file or a suite is no claim, unless it broke by itself.
      const group = data.details.type === "suite" || data.name.endsWith(".test.js");
      const childFailed = data.details.error?.failureType === "subtestsFailed";
      if (group && (type === "test:pass" || childFailed)) continue;
      if (childFailed) continue;
      const skipped = data.skip !== undefined || data.todo !== undefined;
      const good = type === "test:pass" && !skipped;
      if (good) passed += 1;
      else failed += 1;
      const seconds = (data.details.duration_ms / 1_000).toFixed(1);
      yield `${good ? "ok  " : "FAIL"} ${seconds.padStart(5)} s  ${data.name}${skipped ? " (skipped, which counts as failed)" : ""}\n`;
      if (!good && data.details.error !== undefined) yield `${indent(words(data.details.error))}\n`;
    } else if (type === "test:stderr" || type === "test:stdout") {
      yield data.message;
    }
  }
  if (failed > 0 || passed === 0) process.exitCode = 1; // A skipped claim is no proof, and neither is none at all.
  yield `\n${failed} failed\n${passed} passed (${Math.round((Date.now() - started) / 1_000)}s)\n`;
}

const words = (error) => {
  const cause = error.cause ?? error;
  return cause.stack ?? String(cause.message ?? cause);
};
const indent = (text) => text.replaceAll(/^/gm, "        ");
