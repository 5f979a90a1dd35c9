import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normals, stream } from "../../../random/index.js";
import { haar, type Matrix, matrix, multiply, qr, svd, symmetricEigen, transpose } from "./index.js";

const gaussian = (rows: number, columns: number, seed = 0): Matrix =>
  matrix(rows, columns, normals(stream(seed, "matrix"), rows * columns));
const diagonal = (values: ArrayLike<number>): Matrix => {
  const n = values.length;
  return matrix(
    n,
    n,
    Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? values[i / (n + 1)]! : 0)),
  );
};
/** Largest difference of two matrices' elements. */
const distance = (a: Matrix, b: Matrix): number => {
  expect([a.rows, a.columns]).toEqual([b.rows, b.columns]);
  return a.values.reduce((worst, x, i) => Math.max(worst, Math.abs(x - b.values[i]!)), 0);
};
const fromIdentity = (a: Matrix): number => distance(a, diagonal(new Float64Array(a.rows).fill(1)));
const sizes = { rows: fc.integer({ min: 1, max: 40 }), columns: fc.integer({ min: 1, max: 40 }) };
const seed = fc.nat();

/*
 * NumPy 1.24, /usr/bin/python3:
 *
 * a = np.sin(np.arange(1, 13) ** 2.0).reshape(4, 3)
 * q, r = np.linalg.qr(a); s = np.sign(np.diag(r))
 * print((q * s).ravel(), (r.T * s).T.ravel(), np.linalg.svd(a)[1])
 * print(np.linalg.eigvalsh(a.T @ a)[::-1])
 *
 * torch 1.13's linalg.qr gives the same q and r to the bit, with its signs fixed as in
 * torch.nn.init.orthogonal_.
 */
const A = matrix(
  4,
  3,
  Array.from({ length: 12 }, (_, i) => Math.sin((i + 1) ** 2)),
);
const QR_GOLDEN = {
  q: [
    0.6015093722043268, 0.14597221288050663, -0.38828419117700275, -0.2058021564490215, -0.6486655361623527,
    -0.7267537216981854, -0.6817717660586146, -0.07021480302387634, 0.16465798094186393, -0.3619657532925004,
    0.7436363470798706, -0.5421735554156123,
  ],
  r: [
    1.3989324583990974, -1.416770200353841, 1.059176209484655, 0.0, 0.653535742057988, 0.3825765660039556, -0.0, -0.0,
    0.7232627181231785,
  ],
};
const SINGULAR_GOLDEN = [2.293152079989555, 0.9072615734174474, 0.31783139615330314];
const EIGEN_GOLDEN = [5.258546461960417, 0.8231235625999037, 0.10101679638075746];

describe("haar", () => {
  test("has orthonormal rows or columns, to double precision, in any shape", () => {
    fc.assert(
      fc.property(sizes.rows, sizes.columns, seed, (rows, columns, n) => {
        const q = haar(stream(n, "q"), rows, columns);
        expect([q.rows, q.columns]).toEqual([rows, columns]);
        const gram = rows < columns ? multiply(q, transpose(q)) : multiply(transpose(q), q);
        expect(fromIdentity(gram)).toBeLessThan(1e-13);
      }),
    );
    for (const [rows, columns] of [
      [100, 67],
      [33, 129],
      [131, 131],
    ] as const) {
      const q = haar(stream(0, "q"), rows, columns);
      const gram = rows < columns ? multiply(q, transpose(q)) : multiply(transpose(q), q);
      expect(fromIdentity(gram)).toBeLessThan(1e-13);
    }
  });

  test("is what reflecting one vector after the other, plainly written, gives", () => {
    // Q = H₀ ⋯ H_{n−1} D with H_k = I − 2 u uᵀ, u ∝ x − α e_k over the k-th part of the stream's
    // normals.
    const n = 37;
    const draws = normals(stream(5, "q"), (n * (n + 1)) / 2);
    let product = diagonal(new Float64Array(n).fill(1));
    const signs: number[] = [];
    let at = 0;
    for (let k = 0; k < n; k++) {
      const u = Array.from({ length: n }, (_, i) => (i < k ? 0 : draws[at + i - k]!));
      at += n - k;
      const alpha = -Math.sign(u[k]!) * Math.sqrt(u.reduce((s, v) => s + v * v, 0));
      signs.push(Math.sign(alpha));
      u[k]! -= alpha;
      const norm = u.reduce((s, v) => s + v * v, 0);
      const h = diagonal(new Float64Array(n).fill(1));
      for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) h.values[i * n + j]! -= (2 * u[i]! * u[j]!) / norm;
      product = multiply(product, h);
    }
    expect(distance(haar(stream(5, "q"), n, n), multiply(product, diagonal(signs)))).toBeLessThan(1e-13);
  });

  test("has the moments of the uniform distribution over O(n)", () => {
    // E tr Q = 0 and E (tr Q)² = 1 for n ≥ 2 (Diaconis and Shahshahani 1994); an entry has E q² = 1
    // / n, E q⁴ = 3 / (n (n + 2)).
    const samples = 4000;
    for (const n of [2, 3, 6]) {
      const sums = { trace: 0, trace2: 0, first4: 0, last4: 0, determinant: 0 };
      for (let s = 0; s < samples; s++) {
        const { values: q } = haar(stream(s, "haar"), n, n);
        let trace = 0;
        for (let i = 0; i < n; i++) trace += q[i * (n + 1)]!;
        sums.trace += trace;
        sums.trace2 += trace * trace;
        sums.first4 += q[0]! ** 4;
        sums.last4 += q[n * n - 1]! ** 4;
        if (n === 2) sums.determinant += q[0]! * q[3]! - q[1]! * q[2]!;
      }
      const fourth = 3 / (n * (n + 2));
      // Four standard errors; (tr Q)² has variance at most 2 (3 − 1), exactly for large n; q⁴ at
      // most E q⁸.
      expect(Math.abs(sums.trace / samples)).toBeLessThan(4 / Math.sqrt(samples));
      expect(Math.abs(sums.trace2 / samples - 1)).toBeLessThan(4 * Math.sqrt(2 / samples));
      const eighth = 105 / (n * (n + 2) * (n + 4) * (n + 6));
      const error = 4 * Math.sqrt((eighth - fourth ** 2) / samples);
      expect(Math.abs(sums.first4 / samples - fourth)).toBeLessThan(error);
      expect(Math.abs(sums.last4 / samples - fourth)).toBeLessThan(error);
      // Reflections are as frequent as rotations.
      expect(Math.abs(sums.determinant / samples)).toBeLessThan(4 / Math.sqrt(samples));
    }
  });
});

describe("qr", () => {
  test("gives back the matrix, with Q orthonormal and R upper triangular with positive diagonal", () => {
    fc.assert(
      fc.property(sizes.rows, sizes.columns, seed, (a, b, n) => {
        const input = gaussian(Math.max(a, b), Math.min(a, b), n);
        const { q, r } = qr(input);
        expect(distance(multiply(q, r), input)).toBeLessThan(1e-13);
        expect(fromIdentity(multiply(transpose(q), q))).toBeLessThan(1e-13);
        r.values.forEach((x, i) => {
          const [row, column] = [Math.floor(i / r.columns), i % r.columns];
          if (row > column) expect(x).toBe(0);
          if (row === column) expect(x).toBeGreaterThan(0);
        });
      }),
    );
    expect(() => qr(gaussian(2, 3))).toThrow("at least as many rows as columns, got 2×3");
  });

  test("is NumPy's after its signs are fixed", () => {
    const { q, r } = qr(A);
    expect(distance(q, matrix(4, 3, QR_GOLDEN.q))).toBeLessThan(1e-14);
    expect(distance(r, matrix(3, 3, QR_GOLDEN.r))).toBeLessThan(1e-14);
  });

  test("has an orthonormal Q for a matrix without full rank too", () => {
    const { q, r } = qr(matrix(3, 2, [1, 2, 1, 2, 1, 2]));
    expect(fromIdentity(multiply(transpose(q), q))).toBeLessThan(1e-15);
    expect(distance(multiply(q, r), matrix(3, 2, [1, 2, 1, 2, 1, 2]))).toBeLessThan(1e-14);
    expect(fromIdentity(multiply(transpose(qr(matrix(2, 2, [0, 0, 0, 0])).q), qr(matrix(2, 2, [0, 0, 0, 0])).q))).toBe(
      0,
    );
  });
});

describe("symmetricEigen", () => {
  test("gives back the matrix from sorted values and orthonormal vectors", () => {
    fc.assert(
      fc.property(sizes.rows, seed, (n, s) => {
        const half = gaussian(n, n, s);
        const input = multiply(half, transpose(half));
        const { values, vectors } = symmetricEigen(input);
        expect(values.every((x, i) => i === 0 || x <= values[i - 1]!)).toBe(true);
        expect(fromIdentity(multiply(vectors, transpose(vectors)))).toBeLessThan(1e-13);
        const again = multiply(multiply(transpose(vectors), diagonal(values)), vectors);
        expect(distance(again, input)).toBeLessThan(1e-13 * (1 + values[0]!));
      }),
    );
  });

  test("known ones: repeated, negative and zero eigenvalues, and one number", () => {
    expect(Array.from(symmetricEigen(diagonal([3, 3, -1, 0])).values)).toEqual([3, 3, 0, -1]);
    // The path graph's second differences: 2 − 2 cos(kπ / (n + 1)).
    const n = 9;
    const path = matrix(
      n,
      n,
      Array.from({ length: n * n }, (_, i) => {
        const step = Math.abs(Math.floor(i / n) - (i % n));
        return step === 0 ? 2 : step === 1 ? -1 : 0;
      }),
    );
    symmetricEigen(path).values.forEach((x, i) => {
      expect(x).toBeCloseTo(2 - 2 * Math.cos(((n - i) * Math.PI) / (n + 1)), 13);
    });
    expect(symmetricEigen(matrix(1, 1, [-7])).values[0]).toBe(-7);
    expect(() => symmetricEigen(gaussian(2, 3))).toThrow("square matrices, got 2×3");
  });
});

describe("svd", () => {
  test("gives back the matrix from sorted values and orthonormal vectors, tall or wide", () => {
    fc.assert(
      fc.property(sizes.rows, sizes.columns, seed, (rows, columns, s) => {
        const input = gaussian(rows, columns, s);
        const { left, values, right } = svd(input);
        expect(values.length).toBe(Math.min(rows, columns));
        expect(values.every((x, i) => x >= 0 && (i === 0 || x <= values[i - 1]!))).toBe(true);
        for (const vectors of [left, right]) {
          expect(fromIdentity(multiply(vectors, transpose(vectors)))).toBeLessThan(1e-12);
        }
        expect(distance(multiply(multiply(transpose(left), diagonal(values)), right), input)).toBeLessThan(1e-12);
      }),
    );
  });

  test("singular values and eigenvalues are NumPy's", () => {
    svd(A).values.forEach((x, i) => {
      expect(x).toBeCloseTo(SINGULAR_GOLDEN[i]!, 13);
    });
    symmetricEigen(multiply(transpose(A), A)).values.forEach((x, i) => {
      expect(x).toBeCloseTo(EIGEN_GOLDEN[i]!, 13);
    });
  });

  test("a matrix of rank one, and zeros", () => {
    const { left, values } = svd(matrix(2, 2, [3, 3, 4, 4]));
    expect(values[0]).toBeCloseTo(Math.sqrt(50), 14);
    expect(values[1]).toBeLessThan(1e-15);
    expect(left.values[0]).toBeCloseTo(0.6, 14);
    const none = svd(matrix(2, 2, [0, 0, 0, 0]));
    expect(Array.from(none.values)).toEqual([0, 0]);
    expect(Array.from(none.left.values)).toEqual([0, 0, 0, 0]);
  });
});

test("matrices and products refuse what does not fit", () => {
  expect(() => matrix(2, 2, [1, 2, 3])).toThrow("A 2×2 matrix needs 4 numbers, got 3.");
  expect(() => matrix(1, 2, [1, Number.NaN])).toThrow("not finite");
  expect(() => multiply(gaussian(2, 3), gaussian(2, 3))).toThrow("A 2×3 matrix times a 2×3 one is not defined.");
});
