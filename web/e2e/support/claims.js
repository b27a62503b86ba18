/** For scenarios that run in a process of their own: claims, told as JSON lines, and what must be stopped afterwards. */
const say = (line) => console.log(JSON.stringify(line));

export async function claim(name, check) {
  try {
    await check();
    say({ name, ok: true });
  } catch (error) {
    say({ name, ok: false, error: error.stack });
    throw error;
  }
}

/** Runs a scenario, stops what it started, last first, and ends the process with its result. */
export async function play(run) {
  const stops = [];
  let failed = false;
  try {
    await run(stops);
  } catch (error) {
    failed = true;
    console.error(error.stack);
  }
  for (const stop of stops.reverse()) await stop().catch((error) => console.error(error.message));
  process.exit(failed ? 1 : 0);
}
