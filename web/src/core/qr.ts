/** A QR code (ISO/IEC 18004) of a text: byte mode, error correction M, versions 1 to 10. Returns dark and light modules; draws nothing. */

/** Rows of modules, `true` for dark, without the quiet zone. */
export type Modules = readonly (readonly boolean[])[];

/** For each version: codewords for correction in a block, blocks of the first and of the second length, data codewords of the first length. */
const VERSIONS = [
  [10, 1, 0, 16],
  [16, 1, 0, 28],
  [26, 1, 0, 44],
  [18, 2, 0, 32],
  [24, 2, 0, 43],
  [16, 4, 0, 27],
  [18, 4, 0, 31],
  [22, 2, 2, 38],
  [22, 3, 2, 36],
  [26, 4, 1, 43],
] as const;

/** Centres of the alignment patterns (annex E). */
const CENTRES: readonly (readonly number[])[] = [[], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50]];

/** The code of a text; `null` for one that is too long. */
export function qr(text: string): Modules | null {
  const bytes = utf8(text);
  const version = VERSIONS.findIndex((_, place) => bytes.length <= capacity(place)) + 1;
  if (version === 0) return null;
  const bits = codewords(bytes, version).flatMap((byte) => bitsOf(byte, 8));
  const masked = [0, 1, 2, 3, 4, 5, 6, 7].map((mask) => drawn(version, bits, mask));
  return masked.reduce((best, next) => (penalty(next) < penalty(best) ? next : best));
}

const dataOf = (place: number): number => {
  const [, first, second, length] = VERSIONS[place] ?? [0, 0, 0, 0];
  return first * length + second * (length + 1);
};

/** Bytes of text that fit: four bits say the mode, eight or sixteen how many there are. */
const capacity = (place: number): number => dataOf(place) - (place < 9 ? 2 : 3);

function codewords(text: readonly number[], version: number): number[] {
  const [correction, first, second, length] = VERSIONS[version - 1] ?? [0, 0, 0, 0];
  const total = dataOf(version - 1);
  const bits = [...bitsOf(0b0100, 4), ...bitsOf(text.length, version < 10 ? 8 : 16), ...text.flatMap((byte) => bitsOf(byte, 8))];
  bits.push(...bitsOf(0, Math.min(4, total * 8 - bits.length)));
  while (bits.length % 8 !== 0) bits.push(0);
  const data = Array.from({ length: bits.length / 8 }, (_, at) => Number.parseInt(bits.slice(at * 8, at * 8 + 8).join(""), 2));
  for (let pad = 0; data.length < total; pad += 1) data.push(pad % 2 === 0 ? 0xec : 0x11);
  const lengths = [...Array<number>(first).fill(length), ...Array<number>(second).fill(length + 1)];
  const blocks = lengths.map((size, at) => data.slice(lengths.slice(0, at).reduce((sum, one) => sum + one, 0)).slice(0, size));
  return [...interleaved(blocks), ...interleaved(blocks.map((block) => remainder(block, correction)))];
}

/** One codeword of each block in turn. */
function interleaved(blocks: readonly (readonly number[])[]): number[] {
  const longest = Math.max(...blocks.map(({ length }) => length));
  return Array.from({ length: longest }, (_, at) => blocks.flatMap((block) => block.slice(at, at + 1))).flat();
}

/** Product in GF(256) modulo x^8 + x^4 + x^3 + x^2 + 1. */
export function product(a: number, b: number): number {
  let result = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    result = (result << 1) ^ ((result >>> 7) * 0x11d);
    result ^= ((b >>> bit) & 1) * a;
  }
  return result;
}

/** The Reed-Solomon remainder of a block. */
function remainder(block: readonly number[], degree: number): number[] {
  let generator = [...Array<number>(degree - 1).fill(0), 1];
  for (let root = 1, done = 0; done < degree; done += 1, root = product(root, 2)) {
    generator = generator.map((factor, at) => product(factor, root) ^ (generator[at + 1] ?? 0));
  }
  let rest = Array<number>(degree).fill(0);
  for (const byte of block) {
    const factor = byte ^ (rest[0] ?? 0);
    rest = [...rest.slice(1), 0].map((old, at) => old ^ product(generator[at] ?? 0, factor));
  }
  return rest;
}

/** A grid in which what the patterns have set is not set again. */
class Grid {
  readonly modules: boolean[][];
  readonly taken: boolean[][];
  readonly size: number;

  constructor(size: number) {
    this.size = size;
    this.modules = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
    this.taken = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
  }

  set(x: number, y: number, dark: boolean): void {
    const [row, taken] = [this.modules[y], this.taken[y]];
    if (row === undefined || taken === undefined || x < 0 || x >= this.size) return;
    row[x] = dark;
    taken[x] = true;
  }
}

function drawn(version: number, bits: readonly number[], mask: number): Modules {
  const grid = new Grid(version * 4 + 17);
  patterns(grid, version);
  format(grid, mask);
  if (version >= 7) versionMarks(grid, version);
  fill(grid, bits, mask);
  return grid.modules;
}

function patterns(grid: Grid, version: number): void {
  const { size } = grid;
  for (let at = 0; at < size; at += 1) {
    grid.set(6, at, at % 2 === 0);
    grid.set(at, 6, at % 2 === 0);
  }
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]] as const) square(grid, x, y, 4, [0, 1, 3]);
  const centres = CENTRES[version - 1] ?? [];
  const last = centres.at(-1);
  for (const x of centres) for (const y of centres) {
    const corner = (x === 6 && y === 6) || (x === 6 && y === last) || (x === last && y === 6);
    if (!corner) square(grid, x, y, 2, [0, 2]);
  }
}

/** Rings around a centre; those at the given distances are dark. */
function square(grid: Grid, x: number, y: number, reach: number, dark: readonly number[]): void {
  for (let dy = -reach; dy <= reach; dy += 1) for (let dx = -reach; dx <= reach; dx += 1) {
    grid.set(x + dx, y + dy, dark.includes(Math.max(Math.abs(dx), Math.abs(dy))));
  }
}

/** Error correction M and the mask, twice (section 7.9). */
function format(grid: Grid, mask: number): void {
  let rest = mask;
  for (let at = 0; at < 10; at += 1) rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
  const bits = ((mask << 10) | rest) ^ 0x5412;
  const bit = (at: number): boolean => ((bits >>> at) & 1) === 1;
  const { size } = grid;
  for (let at = 0; at <= 5; at += 1) grid.set(8, at, bit(at));
  grid.set(8, 7, bit(6));
  grid.set(8, 8, bit(7));
  grid.set(7, 8, bit(8));
  for (let at = 9; at < 15; at += 1) grid.set(14 - at, 8, bit(at));
  for (let at = 0; at < 8; at += 1) grid.set(size - 1 - at, 8, bit(at));
  for (let at = 8; at < 15; at += 1) grid.set(8, size - 15 + at, bit(at));
  grid.set(8, size - 8, true);
}

/** The version, twice (section 7.10). */
function versionMarks(grid: Grid, version: number): void {
  let rest = version;
  for (let at = 0; at < 12; at += 1) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25);
  const bits = (version << 12) | rest;
  for (let at = 0; at < 18; at += 1) {
    const [far, near, dark] = [grid.size - 11 + (at % 3), Math.floor(at / 3), ((bits >>> at) & 1) === 1];
    grid.set(far, near, dark);
    grid.set(near, far, dark);
  }
}

const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** Up and down in pairs of columns from the right, leaving out what is taken. */
function fill(grid: Grid, bits: readonly number[], mask: number): void {
  const { size, taken } = grid;
  const flips = MASKS[mask] ?? (() => false);
  let next = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step += 1) {
      const y = ((right + 1) & 2) === 0 ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (taken[y]?.[x] !== false) continue;
        const row = grid.modules[y];
        if (row !== undefined) row[x] = (bits[next] === 1) !== flips(x, y);
        next += 1;
      }
    }
  }
}

/** How hard a code is to read: long runs, blocks, finder-like runs, an uneven share of dark (section 7.8.3). */
function penalty(modules: Modules): number {
  const columns = modules.map((_, x) => modules.map((row) => row[x] === true));
  const lines = [...modules, ...columns].map((line) => line.map((dark) => (dark ? "1" : "0")).join(""));
  let points = 0;
  for (const line of lines) {
    for (const [run] of line.matchAll(/0{5,}|1{5,}/gu)) points += run.length - 2;
    points += [...line.matchAll(/(?=00001011101|10111010000)/gu)].length * 40;
  }
  modules.forEach((row, y) =>
    row.forEach((dark, x) => {
      if (modules[y + 1]?.[x] === dark && row[x + 1] === dark && modules[y + 1]?.[x + 1] === dark) points += 3;
    }),
  );
  const share = (modules.flat().filter(Boolean).length * 20) / modules.length ** 2;
  return points + Math.floor(Math.abs(share - 10)) * 10;
}

const bitsOf = (value: number, count: number): number[] => Array.from({ length: count }, (_, at) => (value >>> (count - 1 - at)) & 1);

function utf8(text: string): number[] {
  return [...encodeURIComponent(text).matchAll(/%(..)|(.)/gsu)].map(([, hex, char]) => (hex === undefined ? (char ?? "").charCodeAt(0) : Number.parseInt(hex, 16)));
}
