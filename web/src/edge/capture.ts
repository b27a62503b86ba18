/** The browser's screen picker and the track it gives. Never opens without a click and never keeps a stopped track. */
import type { Surface } from "../protocol/wire.ts";
import { type CaptureFault, captureFault, surfaceOf } from "../core/capture.ts";
import type { Product } from "../core/gate.ts";

/** What is captured right now. */
export type Captured = { readonly stream: MediaStream; readonly track: MediaStreamTrack; readonly surface: Surface };

/** Options of the picker that TypeScript's library does not know yet; browsers that do not either ignore them. */
type PickerOptions = DisplayMediaStreamOptions & {
  readonly selfBrowserSurface: "exclude";
  readonly surfaceSwitching: "include";
  readonly systemAudio: "exclude";
  readonly monitorTypeSurfaces: "include";
};

const OPTIONS: PickerOptions = {
  // The whole monitor is offered first: what people need help with is seldom a browser tab. They may pick anything.
  video: { frameRate: { ideal: 30, max: 30 }, displaySurface: "monitor" },
  audio: false,
  selfBrowserSurface: "exclude",
  surfaceSwitching: "include",
  systemAudio: "exclude",
  monitorTypeSurfaces: "include",
};

/** Opens the picker; resolves to what was picked, or to why not. */
export async function openPicker(product: Product): Promise<Captured | CaptureFault> {
  const began = performance.now();
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia(OPTIONS);
    const track = stream.getVideoTracks()[0];
    if (track === undefined) return "device-failed";
    if ("contentHint" in track) track.contentHint = "text";
    return { stream, track, surface: surfaceOf(track.getSettings().displaySurface) };
  } catch (thrown) {
    const known = thrown instanceof DOMException || thrown instanceof TypeError;
    const said = known ? { name: thrown.name, message: thrown.message } : { name: "", message: "" };
    return captureFault({ ...said, afterMs: performance.now() - began }, product);
  }
}

/** Stops a capture for good. */
export function stop({ stream }: Captured): void {
  for (const track of stream.getTracks()) track.stop();
}
