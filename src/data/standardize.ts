/** Brings feature columns to mean 0 and standard deviation 1, as initializers assume. */
import { InputError } from "../errors.js";
import type { Split } from "./dataset.js";

/**
 * Subtracts from each column the mean of the training rows and divides by their standard deviation
 * (of N, not N − 1), in double precision. The test rows are scaled by the same numbers. A column
 * that is constant in training becomes 0 in both.
 *
 * @param features number of columns per row
 * @param source name of the table, for messages
 * @throws InputError if a scaled test value exceeds the range of float32
 */
export function standardizeColumns(
  { train, test }: { readonly train: Split; readonly test: Split },
  features: number,
  source: string,
): { readonly train: Split; readonly test: Split } {
  const scales = Array.from({ length: features }, (_, column) => columnScale(train, features, column));
  const apply = (split: Split): Split => {
    const inputs = Float32Array.from(split.inputs, (value, i) => {
      const { mean, deviation } = scales[i % features]!;
      return deviation === 0 ? 0 : (value - mean) / deviation;
    });
    const bad = inputs.findIndex((value) => !Number.isFinite(value));
    if (bad < 0) return { ...split, inputs };
    throw new InputError(
      `${source}: ${split.inputs[bad]} in feature ${bad % features} of the test rows exceeds the range of float32 when divided by the standard deviation of the training rows, ${scales[bad % features]!.deviation}. Remove that column or rescale it.`,
    );
  };
  return { train: apply(train), test: apply(test) };
}

function columnScale(
  { inputs, count }: Split,
  features: number,
  column: number,
): { readonly mean: number; readonly deviation: number } {
  const first = inputs[column]!;
  let sum = 0;
  let constant = true;
  for (let i = column; i < inputs.length; i += features) {
    sum += inputs[i]!;
    constant &&= inputs[i] === first;
  }
  const mean = sum / count;
  // A rounded mean would give a deviation that is not quite 0.
  if (constant) return { mean, deviation: 0 };
  let squares = 0;
  for (let i = column; i < inputs.length; i += features) squares += (inputs[i]! - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / count) };
}
