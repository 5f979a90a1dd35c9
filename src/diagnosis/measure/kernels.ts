/** What a kernel's numbers say: size, equal rows, rank, and how much it can stretch. */
import { symmetricEigen } from "../../initializers/parts/linear-algebra/index.js";
import { fans } from "../../network/fans.js";
import type { TensorSpecification } from "../../network/parameter.js";
import { normals, stream } from "../../random/index.js";
import type { KernelReading } from "./readings.js";

/** Ranks are counted up to this number: more is as good as full. */
export const MOST_RANK = 64;

/** What a kernel's numbers say by themselves. */
export function kernelReading(kernel: TensorSpecification, values: Float32Array): KernelReading {
  const rows = kernel.shape[0]!;
  return {
    distinctRows: distinctRows(values, rows),
    rank: rankOf(values, rows, 1e-6),
    spectralRatio: spectralRatio(kernel, values),
  };
}

/** √ of the mean of squares. */
export function rootMeanSquare(values: Float32Array): number {
  const most = values.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  if (most === 0 || !Number.isFinite(most)) return values.some(Number.isNaN) ? Number.NaN : most;
  return most * Math.sqrt(values.reduce((sum, w) => sum + (w / most) ** 2, 0) / values.length);
}

/** Rows that differ from all others. Equal rows have equal products with one vector. */
function distinctRows(values: Float32Array, rows: number): number {
  const width = values.length / rows;
  const direction = normals(stream(0, "diagnosis", "rows"), width);
  const products = new Set<number>();
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let i = 0; i < width; i++) sum += values[row * width + i]! * direction[i]!;
    products.add(sum);
  }
  return products.size;
}

/**
 * Number of singular values of `[rows, width]` above a share of the largest, at most `MOST_RANK`:
 * that of random combinations of the rows.
 */
export function rankOf(values: Float32Array, rows: number, share: number): number {
  const size = rootMeanSquare(values);
  if (!(size > 0)) return 0;
  const width = values.length / rows;
  const most = Math.min(MOST_RANK, rows, width);
  const combinations = rows <= most ? rowsOf(values, rows, width, size) : combined(values, rows, width, most, size);
  const gram = new Float64Array(most * most);
  for (let i = 0; i < most; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < width; k++) sum += combinations[i * width + k]! * combinations[j * width + k]!;
      gram[i * most + j] = gram[j * most + i] = sum;
    }
  }
  const { values: eigenvalues } = symmetricEigen({ rows: most, columns: most, values: gram });
  const largest = eigenvalues.reduce((a, b) => Math.max(a, b), 0);
  return eigenvalues.filter((value) => value > largest * share * share).length;
}

const rowsOf = (values: Float32Array, rows: number, width: number, size: number): Float64Array =>
  Float64Array.from({ length: rows * width }, (_, i) => values[i]! / size);

function combined(values: Float32Array, rows: number, width: number, count: number, size: number): Float64Array {
  const factors = normals(stream(0, "diagnosis", "combinations"), count * rows);
  const result = new Float64Array(count * width);
  for (let i = 0; i < count; i++) {
    for (let row = 0; row < rows; row++) {
      const factor = factors[i * rows + row]! / size;
      for (let k = 0; k < width; k++) result[i * width + k]! += factor * values[row * width + k]!;
    }
  }
  return result;
}

/** Power iterations give the largest singular value to about 1 %. */
const ITERATIONS = 20;

/** The largest singular value of a kernel `[out, rest]`, over √(fanOut / fanIn). */
function spectralRatio(kernel: TensorSpecification, values: Float32Array): number {
  const { fanIn, fanOut } = fans(kernel);
  const rows = kernel.shape[0]!;
  const width = values.length / rows;
  let v = Float64Array.from(normals(stream(0, "diagnosis", "power"), width));
  let sigma = 0;
  for (let step = 0; step < ITERATIONS; step++) {
    const image = new Float64Array(rows);
    const back = new Float64Array(width);
    const length = lengthOf(v);
    for (let row = 0; row < rows; row++) {
      let sum = 0;
      for (let k = 0; k < width; k++) sum += values[row * width + k]! * v[k]!;
      image[row] = sum / length;
    }
    sigma = lengthOf(image);
    if (!(sigma > 0)) break;
    for (let row = 0; row < rows; row++) {
      for (let k = 0; k < width; k++) back[k]! += values[row * width + k]! * image[row]!;
    }
    v = back;
  }
  return sigma / Math.sqrt(fanOut / fanIn);
}

const lengthOf = (v: Float64Array): number => Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
