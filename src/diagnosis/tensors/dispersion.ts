/** Whether the parts of a tensor differ in scale more than independent draws do. */
import type { Shape } from "../../graph/tensor.js";
import { chiSquareTails } from "../../statistics/chi-square.js";
import type { Sample } from "./sample.js";

/** Below this p-value the parts are of different scales. Tails of few draws are not quite χ². */
export const DISPERSED_BELOW = 1e-5;

/** Where more of the slices along an axis are copies of others, the numbers are no draws. */
const MOST_COPIES = 0.25;

/**
 * The smallest p-value, over the axes, of the test that all slices along an axis have one mean
 * square (χ², with the variance of a mean square by the sample's fourth moment); 1 where no axis
 * has slices to compare, and where slices are exact copies: these are dependent, so that the test
 * does not hold, and training makes none.
 */
export function dispersionPValue(values: Float32Array, shape: Shape, { secondMoment }: Sample): number {
  let fourth = 0;
  for (const x of values) fourth += x ** 4;
  const kurtosis = fourth / values.length / secondMoment ** 2;
  let smallest = 1;
  let inner = values.length;
  for (const slices of shape) {
    inner /= slices;
    const size = values.length / slices;
    if (slices < 4 || size < 16) continue;
    const squares = new Float64Array(slices);
    for (let i = 0; i < values.length; i++) squares[Math.floor(i / inner) % slices]! += values[i]! ** 2;
    if (copiesIn(squares) > MOST_COPIES * slices) return 1;
    let sum = 0;
    for (const square of squares) sum += (square / size / secondMoment - 1) ** 2;
    const statistic = (sum * size) / (kurtosis - 1);
    smallest = Math.min(smallest, chiSquareTails(statistic, slices - 1)[1]);
  }
  return smallest;
}

/** How many are equal to one before them, zeros apart: pruning makes these. */
function copiesIn(squares: Float64Array): number {
  const others = squares.filter((square) => square !== 0);
  return others.length - new Set(others).size;
}
