/** The server's wall clock as far as this page knows it: deadlines are the server's, and a person's clock may be wrong. */

let offset = 0;

/** Takes the `Date` header of an answer; differences within its one-second grain are left alone. */
export function learn(date: string | null): void {
  const server = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(server)) return;
  const difference = server + 500 - Date.now();
  offset = Math.abs(difference) > 2_000 ? difference : 0;
}

/** Now, by the server. */
export function now(): number {
  return Date.now() + offset;
}
