/** Which tensors of a user's model get new numbers, by patterns of their names. */
import { InputError } from "../errors.js";
import type { Outline } from "../graph/file/outline.js";
import { sizeOf } from "../graph/tensor.js";

/** Patterns of names; `*` stands for any text. */
export interface TensorChoice {
  readonly keep?: readonly string[] | undefined;
  readonly only?: readonly string[] | undefined;
}

/**
 * Says of a tensor's name whether it keeps its numbers: a pattern of `keep` fits it, or there are
 * patterns of `only` and none does.
 *
 * @throws InputError for a pattern that no stored tensor fits
 */
export function chosenTensors(outline: Outline, { keep = [], only }: TensorChoice): (name: string) => boolean {
  const names = outline.stored.filter(({ tensor }) => sizeOf(tensor.shape) > 1).map(({ name }) => name);
  const keptOnes = keep.map((pattern) => matcher(pattern, names));
  const onlyOnes = only?.map((pattern) => matcher(pattern, names));
  return (name) =>
    keptOnes.some((fits) => fits(name)) || (onlyOnes !== undefined && !onlyOnes.some((fits) => fits(name)));
}

function matcher(pattern: string, names: readonly string[]): (name: string) => boolean {
  const escaped = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  const expression = new RegExp(`^${escaped}$`, "s");
  const fits = (name: string) => expression.test(name);
  if (names.some(fits)) return fits;
  throw new InputError(
    `No tensor of the model is named "${pattern}". Its tensors: ${names.slice(0, 20).join(", ")}${names.length > 20 ? `, and ${names.length - 20} more` : ""}.`,
  );
}
