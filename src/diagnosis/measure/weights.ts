/** Readings of a kernel's numbers, and of its gradient and first update. */
import { fans, incoming } from "../../network/fans.js";
import type { TensorSpecification } from "../../network/parameter.js";
import { normals, stream } from "../../random/index.js";
import { fullRank, type Rows, rankOf, spectralNorm } from "./matrices.js";
import type { KernelReading, WeightReading } from "./readings.js";

/** What was computed of a kernel in the graph; null without a gradient, or without an optimizer. */
export interface KernelSlopes {
  /** Of the batch's mean loss. */
  readonly gradient: Float32Array | null;
  /** ‖first update‖. */
  readonly update: number | null;
}

/** The quick readings of one kernel. */
export function weightReading(numbers: Float32Array, { gradient, update }: KernelSlopes): WeightReading {
  const rms = rootMeanSquare(numbers);
  return {
    rms,
    gradientRms: gradient && rootMeanSquare(gradient),
    updateRatio: update && update / (rms * Math.sqrt(numbers.length)),
  };
}

/** The others. */
export async function kernelReading(
  kernel: TensorSpecification,
  numbers: Float32Array,
  { gradient }: Pick<KernelSlopes, "gradient">,
): Promise<KernelReading> {
  const matrix = rowsOf(kernel, numbers);
  const { fanIn, fanOut } = fans(kernel);
  return {
    distinctRows: distinctRows(matrix),
    rank: rankOf(matrix),
    fullRank: fullRank(matrix.rows, matrix.columns),
    spectralRatio: (await spectralNorm(matrix)) / Math.sqrt(fanOut / fanIn),
    gradientRank: gradient && rankOf(rowsOf(kernel, gradient)),
  };
}

/** A kernel as a matrix: a row for each unit. */
export function rowsOf(kernel: TensorSpecification, numbers: Float32Array): Rows {
  const { units, terms, index } = incoming(kernel);
  if (kernel.role.operation !== "transposed-convolution") return { rows: units, columns: terms, values: numbers };
  const values = new Float32Array(numbers.length);
  for (let unit = 0; unit < units; unit++) {
    for (let term = 0; term < terms; term++) values[unit * terms + term] = numbers[index(unit, term)]!;
  }
  return { rows: units, columns: terms, values };
}

function rootMeanSquare(numbers: Float32Array): number {
  let most = 0;
  for (const x of numbers) most = Number.isNaN(x) ? x : Math.max(most, Math.abs(x));
  if (most === 0 || !Number.isFinite(most)) return most;
  let sum = 0;
  for (const x of numbers) sum += (x / most) ** 2;
  return most * Math.sqrt(sum / numbers.length);
}

/** Groups of equal rows, told by two random sums of each: equal rows have equal ones. */
function distinctRows({ rows, columns, values }: Rows): number {
  const draws = normals(stream(0, "diagnosis", "distinct-rows"), 2 * columns);
  const seen = new Set<string>();
  for (let i = 0; i < rows; i++) {
    let [first, second] = [0, 0];
    for (let j = 0; j < columns; j++) {
      const x = values[i * columns + j]!;
      first += x * draws[j]!;
      second += x * draws[columns + j]!;
    }
    seen.add(`${first} ${second}`);
  }
  return seen.size;
}
