/** Ranks and singular values against SciPy's. */
import { describe, expect, it } from "vitest";
import { normals, stream } from "../../random/index.js";
import { largestEigenvalue } from "./lanczos.js";
import { type Rows, rankOf, spectralNorm } from "./matrices.js";

/** Hilbert's matrix, 1 / (i + j + 1), in float32. */
const hilbert = (rows: number, columns: number): Rows => ({
  rows,
  columns,
  values: Float32Array.from({ length: rows * columns }, (_, k) => 1 / (Math.floor(k / columns) + (k % columns) + 1)),
});

/** Products of normal matrices [rows, rank] and [rank, columns]. */
function ofRank(rank: number, rows: number, columns: number): Rows {
  const [left, right] = [normals(stream(0, "left"), rows * rank), normals(stream(0, "right"), rank * columns)];
  const values = new Float32Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let k = 0; k < rank; k++) sum += left[i * rank + k]! * right[k * columns + j]!;
      values[i * columns + j] = sum;
    }
  }
  return { rows, columns, values };
}

describe("the largest singular value", () => {
  // import numpy as np; from scipy.linalg import svdvals
  // h = lambda n, m: np.float32(1 / (np.arange(n)[:, None] + np.arange(m) + 1.0)).astype(float)
  // [svdvals(h(n, m))[0] for n, m in ((6, 4), (12, 12), (80, 100))]
  it.each([
    [6, 4, 1.55522918],
    [12, 12, 1.79537208],
    [80, 100, 2.16574306],
  ])("of Hilbert's %d × %d matrix is %d, as SciPy's", async (rows, columns, value) => {
    expect(await spectralNorm(hilbert(rows, columns))).toBeCloseTo(value, 7);
  });

  it("of a normal matrix is right to 1e-6, though the next is near", async () => {
    const matrix = ofRank(300, 300, 200);
    const gram = new Float64Array(200 * 200);
    const { values, columns } = matrix;
    // Independent: 3,000 power iterations on the Gram matrix, to 1e-9.
    for (let r = 0; r < 300; r++) {
      for (let i = 0; i < 200; i++) {
        for (let j = 0; j < 200; j++) gram[i * 200 + j]! += values[r * columns + i]! * values[r * columns + j]!;
      }
    }
    let v = normals(stream(1, "power"), 200);
    let size = 0;
    for (let k = 0; k < 3000; k++) {
      const next = v.map((_, i) => v.reduce((sum, x, j) => sum + gram[i * 200 + j]! * x, 0));
      size = Math.hypot(...next);
      v = next.map((x) => x / size);
    }
    expect(Math.abs((await spectralNorm(matrix)) / Math.sqrt(size) - 1)).toBeLessThan(1e-6);
  });

  it("of zeros is 0, of what is not finite NaN", async () => {
    expect(await spectralNorm({ rows: 2, columns: 2, values: new Float32Array(4) })).toBe(0);
    expect(await spectralNorm({ rows: 1, columns: 2, values: Float32Array.of(1, Number.NaN) })).toBeNaN();
  });

  it("an eigenvalue that is negative is found as well", async () => {
    const values = [-3, -2, -5];
    const product = (v: Float64Array) => v.map((x, i) => x * values[i]!);
    expect(await largestEigenvalue(Float64Array.of(1, 1, 1), product)).toBeCloseTo(-2, 12);
  });
});

describe("the rank", () => {
  it("of Hilbert's 12 × 12 matrix is 6, as SciPy's singular values show", () => {
    // The same program: svdvals(h(12, 12)) = [1.795, 0.380, 0.0447, 3.72e-3, 2.33e-4, 1.12e-5,
    // 4.07e-7, …]
    expect(rankOf(hilbert(12, 12))).toBe(6);
    expect(rankOf(hilbert(6, 4))).toBe(4);
  });
  it.each([
    [1, 7, 5],
    [3, 20, 50],
    [20, 60, 20],
    [40, 600, 700], // folded to 256 × 256
  ])("%d: of a product of that inner size, %d × %d", (rank, rows, columns) => {
    expect(rankOf(ofRank(rank, rows, columns))).toBe(rank);
  });
  it("of zeros is 0, of what is not finite NaN, and counts up to 256", () => {
    expect(rankOf({ rows: 3, columns: 2, values: new Float32Array(6) })).toBe(0);
    expect(rankOf({ rows: 1, columns: 1, values: Float32Array.of(Number.POSITIVE_INFINITY) })).toBeNaN();
    const normal = Float32Array.from(normals(stream(0, "large"), 600 * 257));
    expect(rankOf({ rows: 600, columns: 257, values: normal })).toBe(256);
  });
});
