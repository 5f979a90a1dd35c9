/**
 * Tensors that no training made: tables of sines, Fourier transforms, banks of triangular filters.
 * They are recognized by their numbers alone.
 */
import { type Shape, sizeOf, type Tensor, toNumbers } from "../../graph/tensor.js";

/** What a tensor is known to be, in words; `undefined` for one that training may have made. */
export function fixedTable({ shape, ...tensor }: Tensor): string | undefined {
  if (sizeOf(shape) < 32) return undefined;
  const numbers = toNumbers({ shape, ...tensor });
  const matrix = matrixOf(numbers, shape);
  if (matrix === undefined) return undefined;
  const turned = transposed(matrix);
  if (areWaves(matrix) || areWaves(turned)) return "a table of sines";
  if (areTriangles(matrix) || areTriangles(turned)) return "a bank of triangular filters";
  return undefined;
}

type Matrix = readonly (readonly number[])[];

/** A tensor as rows; axes of one element do not count. */
function matrixOf(numbers: readonly number[], shape: Shape): Matrix | undefined {
  const sizes = shape.filter((n) => n > 1);
  if (sizes.length === 0 || sizes.length > 2) return undefined;
  const width = sizes.at(-1)!;
  return Array.from({ length: numbers.length / width }, (_, i) => numbers.slice(i * width, (i + 1) * width));
}

const transposed = (matrix: Matrix): Matrix => matrix[0]!.map((_, j) => matrix.map((row) => row[j]!));

/** Most rows that are looked at. */
const ROWS = 24;

/** Most sines of which a row is a sum, as a sine under a Hann window is of three. */
const WAVES = 3;

/**
 * Whether every row is a sum of a few sines, and some row of more than a constant. A sum of w sines
 * obeys a linear recurrence of order 2 w, which no row of noise does.
 */
function areWaves(matrix: Matrix): boolean {
  const width = matrix[0]!.length;
  const order = 2 * WAVES + 1;
  if (width < 3 * order) return shortWaves(matrix);
  const rows = sample(matrix);
  return rows.every((row) => predictable(row, order)) && rows.filter(isWavy).length * 2 > rows.length;
}

/** Of short rows only single sines are recognized. */
function shortWaves(matrix: Matrix): boolean {
  const rows = sample(matrix);
  if (matrix[0]!.length < 8) return false;
  return rows.every((row) => predictable(row, 2)) && rows.filter(isWavy).length * 2 > rows.length;
}

const sample = (matrix: Matrix): Matrix =>
  matrix.length <= ROWS
    ? matrix
    : Array.from({ length: ROWS }, (_, i) => matrix[Math.floor((i * matrix.length) / ROWS)]!);

/** Whether a row has more than two values. */
const isWavy = (row: readonly number[]): boolean => new Set(row.map((x) => Math.fround(x).toPrecision(4))).size > 2;

/** Whether each number of a row follows from the `order` before it by one linear rule. */
function predictable(row: readonly number[], order: number): boolean {
  const scale = Math.sqrt(row.reduce((sum, x) => sum + x * x, 0) / row.length);
  if (scale === 0) return true;
  const equations = row.length - order;
  const columns = Array.from({ length: order }, (_, k) => row.slice(k, k + equations));
  const rest = residual(columns, row.slice(order));
  return Math.sqrt(rest / equations) < 2e-4 * scale;
}

/** Sum of squares of what least squares leaves of a target (modified Gram–Schmidt). */
function residual(columns: readonly (readonly number[])[], target: readonly number[]): number {
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
  const basis: number[][] = [];
  const without = (vector: readonly number[]) =>
    basis.reduce<readonly number[]>((rest, unit) => {
      const part = dot(rest, unit);
      return rest.map((x, i) => x - part * unit[i]!);
    }, vector);
  for (const column of columns) {
    const size = Math.sqrt(dot(column, column));
    const rest = without(without(column));
    const length = Math.sqrt(dot(rest, rest));
    if (length > 1e-5 * size) basis.push(rest.map((x) => x / length));
  }
  const rest = without(without(target));
  return dot(rest, rest);
}

/**
 * Whether every row rises and falls once, is nowhere negative and mostly 0, as mel filters are; rows
 * of zeros may be among them.
 */
function areTriangles(matrix: Matrix): boolean {
  if (matrix.length < 4 || matrix[0]!.length < 8) return false;
  const zeros = matrix.flat().filter((x) => x === 0).length;
  if (zeros < 0.5 * matrix.length * matrix[0]!.length) return false;
  const shaped = matrix.filter((row) => row.some((x) => x !== 0));
  return shaped.length * 2 > matrix.length && shaped.every(isTriangle) && new Set(shaped.map(peakOf)).size > 2;
}

const peakOf = (row: readonly number[]): number => row.indexOf(Math.max(...row));

function isTriangle(row: readonly number[]): boolean {
  const peak = peakOf(row);
  return row.every((x, i) => {
    if (x < 0) return false;
    if (i === 0) return true;
    return i <= peak ? x >= row[i - 1]! : x <= row[i - 1]!;
  });
}
