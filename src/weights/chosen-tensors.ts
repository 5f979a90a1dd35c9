/** Which tensors of a user's model get new numbers, by patterns of their names. */
import { InputError } from "../errors.js";

/** Patterns of names; `*` stands for any text. */
export interface TensorChoice {
  readonly keep?: readonly string[] | undefined;
  readonly only?: readonly string[] | undefined;
}

/** Every name that a user may know a stored tensor by, its own among them. */
export type TensorNames = ReadonlyMap<string, readonly string[]>;

/**
 * Says of a stored tensor whether it keeps its numbers: a pattern of `keep` fits one of its names,
 * or there are patterns of `only` and none does.
 *
 * @throws InputError for a pattern that no name fits
 */
export function chosenTensors(names: TensorNames, { keep = [], only }: TensorChoice): (name: string) => boolean {
  const all = [...new Set([...names.values()].flat())];
  const keptOnes = keep.map((pattern) => matcher(pattern, all));
  const onlyOnes = only?.map((pattern) => matcher(pattern, all));
  return (name) => {
    const aliases = names.get(name) ?? [name];
    const fitsOne = (patterns: readonly ((name: string) => boolean)[]) =>
      patterns.some((fits) => aliases.some((one) => fits(one)));
    return fitsOne(keptOnes) || (onlyOnes !== undefined && !fitsOne(onlyOnes));
  };
}

function matcher(pattern: string, names: readonly string[]): (name: string) => boolean {
  const source = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  const expression = new RegExp(`^${source}$`, "s");
  const fits = (name: string) => expression.test(name);
  if (names.some(fits)) return fits;
  throw new InputError(
    `No tensor of the model is named "${pattern}". Its tensors: ${names.slice(0, 20).join(", ")}${names.length > 20 ? `, and ${names.length - 20} more` : ""}.`,
  );
}
