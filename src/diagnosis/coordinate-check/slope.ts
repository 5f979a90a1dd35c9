/** The exponent by which a reading follows the size of a network. */
import { tInterval } from "../../statistics/t-interval.js";
import type { Dimension, SlopeInterval } from "./coordinate-check.js";

/**
 * What a reading's logarithm counts at a size. The variance over draws of the weights grows as
 * depth / width (Hanin and Nica 2020), and least squares weighs by its inverse.
 */
export const weightAt = (dimension: Dimension, size: number): number => (dimension === "width" ? size : 1 / size);

/**
 * The slope of ln value over ln size, fitted for each seed, with the 95 % interval of the mean.
 *
 * @param values for each size the value of each seed, at least two
 * @returns null where a value is 0 or no number, and with fewer than two sizes that have values
 */
export function slopeOver(
  dimension: Dimension,
  sizes: readonly number[],
  values: readonly (readonly (number | null)[])[],
): SlopeInterval | null {
  const places = sizes.flatMap((size, i) => (values[i]!.includes(null) ? [] : [{ size, values: values[i]! }]));
  const usable = places.every((place) => place.values.every((value) => value! > 0 && Number.isFinite(value)));
  if (places.length < 2 || !usable) return null;
  const slopes = places[0]!.values.map((_, seed) =>
    weightedSlope(
      places.map(({ size, values: ofSeeds }) => ({
        x: Math.log(size),
        y: Math.log(ofSeeds[seed]!),
        weight: weightAt(dimension, size),
      })),
    ),
  );
  const { mean, low, high } = tInterval(slopes);
  return { mean, low, high };
}

function weightedSlope(points: readonly { readonly x: number; readonly y: number; readonly weight: number }[]): number {
  const sum = (of: (point: (typeof points)[number]) => number) => points.reduce((total, p) => total + of(p), 0);
  const total = sum(({ weight }) => weight);
  const middle = { x: sum(({ x, weight }) => weight * x) / total, y: sum(({ y, weight }) => weight * y) / total };
  return (
    sum(({ x, y, weight }) => weight * (x - middle.x) * (y - middle.y)) /
    sum(({ x, weight }) => weight * (x - middle.x) ** 2)
  );
}
