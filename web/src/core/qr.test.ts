import { describe, expect, it } from "vitest";
import { type Modules, product, qr } from "./qr.ts";

const LINKS = ["https://help.example.org/#4060r0gx", "HELLO", "x".repeat(213), "https://hilfe.hafenwerk.example/лоцман/#abcd1234", "http://localhost:8080/#00000000", ...[16, 28, 44, 64, 86, 108, 124, 154, 182].map((size) => "q".repeat(size - 2))];

/** What is data: everything but the patterns, the format and the version. */
function isData(x: number, y: number, size: number): boolean {
  const version = (size - 17) / 4;
  if (x === 6 || y === 6 || (x <= 8 && y <= 8) || (x <= 8 && y >= size - 8) || (x >= size - 8 && y <= 8)) return false;
  if (version >= 7 && ((x < 6 && y >= size - 11) || (y < 6 && x >= size - 11))) return false;
  const centres = [[], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50]][version - 1] ?? [];
  const last = centres.at(-1) ?? 0;
  return !centres.some((cx) => centres.some((cy) => Math.abs(x - cx) <= 2 && Math.abs(y - cy) <= 2 && !((cx === 6 && (cy === 6 || cy === last)) || (cy === 6 && cx === last))));
}

const MASKS: ((i: number, j: number) => number)[] = [(i, j) => (i + j) % 2, (i) => i % 2, (_, j) => j % 3, (i, j) => (i + j) % 3, (i, j) => ((i >> 1) + Math.floor(j / 3)) % 2, (i, j) => ((i * j) % 2) + ((i * j) % 3), (i, j) => (((i * j) % 2) + ((i * j) % 3)) % 2, (i, j) => (((i + j) % 2) + ((i * j) % 3)) % 2];
/** Blocks and their data codewords for M, from table 9. */
const BLOCKS = [[16], [28], [44], [32, 32], [43, 43], [27, 27, 27, 27], [31, 31, 31, 31], [38, 38, 39, 39], [36, 36, 36, 37, 37], [43, 43, 43, 43, 44]];
const CORRECTION = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26];

/** Reads a code back as a scanner would, with the check of every block. */
function scan(modules: Modules): string {
  const size = modules.length;
  const version = (size - 17) / 4;
  const dark = (x: number, y: number): number => (modules[y]?.[x] === true ? 1 : 0);
  const format = [0, 1, 2, 3, 4, 5, 7, 8].map((y) => dark(8, y)).concat([7, 5, 4, 3, 2, 1, 0].map((x) => dark(x, 8)));
  const value = format.reduce((sum, bit, at) => sum | (bit << at), 0) ^ 0x5412;
  expect(value >>> 13).toBe(0); // Error correction M.
  const mask = MASKS[(value >>> 10) & 7];
  const bits: number[] = [];
  for (let right = size - 1, up = true; right > 0; right -= 2, up = !up) {
    if (right === 6) right -= 1;
    for (let step = 0; step < size; step += 1) {
      const y = up ? size - 1 - step : step;
      for (const x of [right, right - 1]) if (isData(x, y, size)) bits.push(dark(x, y) ^ (mask?.(y, x) === 0 ? 1 : 0));
    }
  }
  const bytes = Array.from({ length: bits.length >> 3 }, (_, at) => bits.slice(at * 8, at * 8 + 8).reduce((sum, bit) => sum * 2 + bit, 0));
  const lengths = BLOCKS[version - 1] ?? [];
  const blocks: number[][] = lengths.map(() => []);
  let next = 0;
  for (let at = 0; at < Math.max(...lengths); at += 1) blocks.forEach((block, which) => at < (lengths[which] ?? 0) && block.push(bytes[next++] ?? 0));
  const data = blocks.flatMap((block) => [...block]);
  for (let at = 0; at < (CORRECTION[version - 1] ?? 0); at += 1) blocks.forEach((block) => block.push(bytes[next++] ?? 0));
  // Every syndrome of every block is zero.
  for (const block of blocks) for (let power = 0, root = 1; power < (CORRECTION[version - 1] ?? 0); power += 1, root = product(root, 2)) expect(block.reduce((sum, byte) => product(sum, root) ^ byte, 0)).toBe(0);
  const stream = data.flatMap((byte) => [7, 6, 5, 4, 3, 2, 1, 0].map((bit) => (byte >>> bit) & 1));
  const read = (from: number, count: number): number => stream.slice(from, from + count).reduce((sum, bit) => sum * 2 + bit, 0);
  expect(read(0, 4)).toBe(4);
  const wide = version < 10 ? 8 : 16;
  const length = read(4, wide);
  return new TextDecoder().decode(Uint8Array.from({ length }, (_, at) => read(4 + wide + at * 8, 8)));
}

describe("a QR code", () => {
  it.each(LINKS)("is read back as %s", (text) => {
    const modules = qr(text);

    expect(modules === null ? null : scan(modules)).toBe(text);
  });

  it("is as small as the text allows", () => {
    const largest = [14, 26, 42, 62, 84, 106, 122, 152, 180, 213];

    expect(largest.map((size) => qr("q".repeat(size))?.length)).toEqual([21, 25, 29, 33, 37, 41, 45, 49, 53, 57]);
    expect(largest.slice(0, -1).map((size) => qr("q".repeat(size + 1))?.length)).toEqual([25, 29, 33, 37, 41, 45, 49, 53, 57]);
  });

  it("says twice how it is masked, and which version it is, in words of their codes", () => {
    const modules = qr("q".repeat(122)) ?? [];
    const size = modules.length;
    const word = (places: readonly (readonly [number, number])[]): number => places.reduce((sum, [x, y], at) => sum | ((modules[y]?.[x] === true ? 1 : 0) << at), 0);
    const divided = (value: number, by: number): number => {
      for (let bit = 31 - Math.clz32(value); bit >= 31 - Math.clz32(by); bit -= 1) if ((value >>> bit) & 1) value ^= by << (bit - 31 + Math.clz32(by));
      return value;
    };
    const near = word([...[0, 1, 2, 3, 4, 5, 7, 8].map((y) => [8, y] as const), ...[7, 5, 4, 3, 2, 1, 0].map((x) => [x, 8] as const)]);
    const far = word([...[1, 2, 3, 4, 5, 6, 7, 8].map((x) => [size - x, 8] as const), ...[7, 6, 5, 4, 3, 2, 1].map((y) => [8, size - y] as const)]);
    expect(far).toBe(near);
    expect(divided(near ^ 0x5412, 0x537)).toBe(0);

    const corner = Array.from({ length: 18 }, (_, at) => [size - 11 + (at % 3), Math.floor(at / 3)] as const);
    expect(word(corner) >>> 12).toBe(7);
    expect(divided(word(corner), 0x1f25)).toBe(0);
    expect(word(corner.map(([x, y]) => [y, x] as const))).toBe(word(corner));
  });

  it("is refused for more than version 10 holds", () => {
    expect(qr("x".repeat(214))).toBeNull();
  });

  it("has the finders where scanners look for them", () => {
    const rows = (qr("HELLO") ?? []).slice(0, 7).map((row) => row.slice(0, 8).map((dark) => (dark ? "#" : ".")).join(""));

    expect(rows).toEqual(["#######.", "#.....#.", "#.###.#.", "#.###.#.", "#.###.#.", "#.....#.", "#######."]);
  });
});
