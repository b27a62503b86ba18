/** How large a picture is shown. Never knows an element. */

/** `null` fits the picture into the page; a number is a share of the original size. */
export type Zoom = number | null;

const STEPS = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4] as const;
const [SMALLEST, LARGEST] = [0.25, 4];

/** The next step up or down from a size. */
export function stepped(from: number, direction: 1 | -1): number {
  const next = direction === 1 ? STEPS.find((step) => step > from + 0.01) : [...STEPS].reverse().find((step) => step < from - 0.01);
  return next ?? from;
}

/** A size after a turn of the wheel or a pinch on a touchpad: small turns, small changes. */
export function wheeled(from: number, delta: number): number {
  const turned = from * Math.exp(-Math.max(-120, Math.min(120, delta)) / 300);
  return Math.min(LARGEST, Math.max(SMALLEST, turned));
}

/** Where to scroll so that the point under the pointer stays under it. */
export function anchored(scrolled: number, pointer: number, ratio: number): number {
  return (scrolled + pointer) * ratio - pointer;
}
