/** Small readers of unknown JSON: each returns a value of its type or throws `Unreadable`. Never trusts a length or a type. */

/** Thrown for anything that is not what was agreed. */
export class Unreadable extends Error {}

export type Shape<T> = (value: unknown) => T;

/** Text of at most `max` UTF-16 units. */
export const text =
  (max = 1_024): Shape<string> =>
  (value) => {
    if (typeof value !== "string" || value.length > max) throw new Unreadable("text");
    return value;
  };

/** A whole number from 0 that JavaScript can hold exactly. */
export const whole: Shape<number> = (value) => {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) throw new Unreadable("number");
  return value;
};

export const flag: Shape<boolean> = (value) => {
  if (typeof value !== "boolean") throw new Unreadable("flag");
  return value;
};

export const list =
  <T>(item: Shape<T>, max = 1_000): Shape<T[]> =>
  (value) => {
    if (!Array.isArray(value) || value.length > max) throw new Unreadable("list");
    return value.map(item);
  };

/** One word of a closed union; the record makes the compiler ask for all of them. */
export const word =
  <T extends string>(all: Readonly<Record<T, true>>): Shape<T> =>
  (value) => {
    if (typeof value !== "string" || !Object.hasOwn(all, value)) throw new Unreadable("word");
    return value as T;
  };

type OptionalKeys<T> = { [K in keyof T]-?: Record<never, never> extends Pick<T, K> ? K : never }[keyof T];
type Required_<T> = { readonly [K in Exclude<keyof T, OptionalKeys<T>>]: Shape<T[K]> };
type Optional_<T> = { readonly [K in OptionalKeys<T>]: Shape<NonNullable<T[K]>> };

/** An object of known fields; unknown ones are left out, `null` counts as absent. */
export const object =
  <T>(required: Required_<T>, optional: Optional_<T>): Shape<T> =>
  (value) => {
    const fields = record(value);
    const read: Record<string, unknown> = {};
    for (const [name, shape] of Object.entries<Shape<unknown>>(required)) read[name] = shape(fields[name]);
    for (const [name, shape] of Object.entries<Shape<unknown>>(optional)) {
      if (fields[name] !== undefined && fields[name] !== null) read[name] = shape(fields[name]);
    }
    return read as T; // Every field of T has been read by its own shape just now.
  };

/** An object of which nothing is known yet. */
export function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Unreadable("object");
  return value as Readonly<Record<string, unknown>>;
}

/** Parses JSON text and reads it. */
export function readJson<T>(json: string, shape: Shape<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new Unreadable("json");
  }
  return shape(value);
}
