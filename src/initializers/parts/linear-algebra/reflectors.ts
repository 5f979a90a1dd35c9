/** Householder reflections H = I − v vᵀ with ‖v‖² = 2, and their products. */

/**
 * H₀ H₁ ⋯ with signs. Reflector k is zero before element k. Row k of `vectors` is reflector k, of
 * `length` numbers; `signs[k]` is the factor on column k of the product.
 */
export interface Reflectors {
  readonly length: number;
  readonly count: number;
  readonly vectors: Float64Array;
  readonly signs: Float64Array;
}

/**
 * Replaces x, row `k` of `vectors` from element k on, by the reflector that maps x to α e_k with
 * |α| = ‖x‖, and returns α. Its sign is opposite to that of x_k, so that nothing cancels. For x = 0
 * there is no reflection (v = 0), and α = 0.
 */
export function toReflector(vectors: Float64Array, length: number, k: number): number {
  const row = vectors.subarray(k * length, (k + 1) * length);
  let rest = 0;
  for (let i = k + 1; i < length; i++) rest += row[i]! * row[i]!;
  const lead = row[k]!;
  const norm = Math.sqrt(lead * lead + rest);
  if (norm === 0) return 0;
  const alpha = lead < 0 ? norm : -norm;
  row[k] = lead - alpha;
  const scale = Math.sqrt(2 / (row[k]! * row[k]! + rest));
  for (let i = k; i < length; i++) row[i]! *= scale;
  return alpha;
}

/**
 * Number of reflectors that are applied to a column in a row, while both are in the second-level
 * cache.
 */
const TILE = 32;

/**
 * The first `count` columns of H₀ H₁ ⋯ H_{count−1}, each times its sign, stored as rows: `count`
 * rows of `length` numbers.
 *
 * Column j is H₀ ⋯ H_{j−1} H_j e_j, because later reflectors do not change e_j. Four reflectors (in
 * their compact form) are applied to two columns at a time: one pass computes eight inner products,
 * another subtracts eight multiples.
 */
export function productOfReflectors({ length: n, count, vectors, signs }: Reflectors): Float64Array {
  const columns = new Float64Array(count * n);
  for (let j = 0; j < count; j++) columns[j * n + j] = signs[j]!;
  const spare = new Float64Array(n); // replaces the second column of an odd last pair
  for (let tile = Math.floor((count - 1) / TILE) * TILE; tile >= 0; tile -= TILE) {
    const fours: Four[] = [];
    for (let k = Math.min(tile + TILE, Math.ceil(count / 4) * 4) - 4; k >= tile; k -= 4) {
      if (k + 3 < count) fours.push(fourFrom(vectors, n, k));
      // The columns that begin within these four: one reflector at a time.
      for (let j = k; j < Math.min(k + 3, count); j++) {
        for (let i = j; i >= k; i--) reflect(columns, j, vectors, i, n);
      }
    }
    for (let j = tile + 3; j < count; j += 2) {
      const x = columns.subarray(j * n, (j + 1) * n);
      // Either both columns are past the start of four reflectors, or neither is: pairs begin at
      // odd columns, and four reflectors apply from column start + 3 on, which is odd, too.
      const y = j + 1 < count ? columns.subarray((j + 1) * n, (j + 2) * n) : spare;
      for (const four of fours) if (four.start + 3 <= j) reflectPair(x, y, four);
    }
  }
  return columns;
}

/** Four neighbouring reflectors from element `start` on (zero before), and their inner products. */
interface Four {
  readonly start: number;
  readonly vectors: readonly [Float64Array, Float64Array, Float64Array, Float64Array];
  /** Of (0,1), (0,2), (0,3), (1,2), (1,3), (2,3). */
  readonly overlaps: Float64Array;
}

function fourFrom(vectors: Float64Array, n: number, start: number): Four {
  const row = (k: number) => vectors.subarray((start + k) * n + start, (start + k + 1) * n);
  const rows = [row(0), row(1), row(2), row(3)] as const;
  const pairs = [
    [0, 1],
    [0, 2],
    [0, 3],
    [1, 2],
    [1, 3],
    [2, 3],
  ] as const;
  return { start, vectors: rows, overlaps: Float64Array.from(pairs, ([i, j]) => product(rows[i], rows[j])) };
}

function product(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]! * y[i]!;
  return sum;
}

function reflect(columns: Float64Array, j: number, vectors: Float64Array, k: number, n: number): void {
  const x = columns.subarray(j * n + k, (j + 1) * n);
  const v = vectors.subarray(k * n + k, (k + 1) * n);
  const w = product(v, x);
  for (let i = 0; i < x.length; i++) x[i]! -= w * v[i]!;
}

/** Multiplies each of two columns by H₀ H₁ H₂ H₃, in place. */
function reflectPair(columnX: Float64Array, columnY: Float64Array, { start, vectors, overlaps }: Four): void {
  const [a, b, c, d] = vectors;
  const x = columnX.subarray(start);
  const y = columnY.subarray(start);
  let xa = 0;
  let xb = 0;
  let xc = 0;
  let xd = 0;
  let ya = 0;
  let yb = 0;
  let yc = 0;
  let yd = 0;
  for (let i = 0; i < x.length; i++) {
    const xi = x[i]!;
    const yi = y[i]!;
    const ai = a[i]!;
    const bi = b[i]!;
    const ci = c[i]!;
    const di = d[i]!;
    xa += ai * xi;
    xb += bi * xi;
    xc += ci * xi;
    xd += di * xi;
    ya += ai * yi;
    yb += bi * yi;
    yc += ci * yi;
    yd += di * yi;
  }
  // H₃ comes first; each reflector acts on the result of the one before.
  const [ab, ac, ad, bc, bd, cd] = overlaps as unknown as readonly [number, number, number, number, number, number];
  xc -= cd * xd;
  yc -= cd * yd;
  xb -= bc * xc + bd * xd;
  yb -= bc * yc + bd * yd;
  xa -= ab * xb + ac * xc + ad * xd;
  ya -= ab * yb + ac * yc + ad * yd;
  for (let i = 0; i < x.length; i++) {
    const ai = a[i]!;
    const bi = b[i]!;
    const ci = c[i]!;
    const di = d[i]!;
    x[i]! -= xa * ai + xb * bi + xc * ci + xd * di;
    y[i]! -= ya * ai + yb * bi + yc * ci + yd * di;
  }
}
