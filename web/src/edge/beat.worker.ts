/** Beats in a worker, since browsers slow down the timers of hidden pages. Knows nothing else. */
import { SHARER_BEAT_MS } from "../core/limits.ts";

setInterval(() => postMessage(0), SHARER_BEAT_MS);
