/** Closes unions: what the compiler has ruled out cannot happen. Never used for values from outside. */

/** Makes a missing `case` a compile error. */
export function unreachable(value: never): never {
  throw new Error(`unhandled ${JSON.stringify(value)}`);
}
