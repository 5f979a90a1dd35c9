/** A network that can be built at several widths and depths. */
import { InputError } from "../../errors.js";
import { type ChosenModel, models, type ProblemShape, parametersOf } from "../../network/models/index.js";
import { completeOptions, type OptionDescription } from "../../options.js";
import { rowsWithin } from "../rows.js";
import type { SizedNetwork } from "./at-size.js";
import { type Dimension, dimensions } from "./coordinate-check.js";

/** A network by name or of a user, and the samples that it is built for. */
export interface Family extends ChosenModel {
  readonly problem: ProblemShape;
}

/** A network at one size, and the memory that its training takes. */
export interface Member extends SizedNetwork {
  readonly size: number;
  /** An estimate, in bytes. */
  readonly bytes: number;
}

/** Bytes that one network may take. */
const MOST_BYTES = 4e9;

/** Weights, trained weights, gradients and two slots of an optimizer, most of them twice. */
const COPIES = 10;

/** Whether an option counts something: `width` and `depth` must. */
const counts = (option: OptionDescription | undefined): boolean =>
  option !== undefined && !("names" in option) && option.integer === true;

/**
 * The network at each size, ascending; nothing is drawn yet.
 *
 * @param sizes two or more whole numbers
 * @param rows of the batch
 * @throws InputError where the network has no option of that name, cannot be built at a size, or
 *   would take more than 4 GB
 */
export function membersOf(
  family: Family,
  dimension: Dimension,
  sizes: readonly number[],
  rows: number,
): readonly Member[] {
  const { model, options, problem } = family;
  if (!counts(model.options[dimension])) throw noSuchOption(family, dimension);
  return sizes
    .toSorted((a, b) => a - b)
    .map((size) => {
      const changed = completeOptions(model, { ...options, [dimension]: size });
      const { parameters, total } = parametersOf(model, problem, changed);
      const layers = model.build(problem, changed);
      const forward = rowsWithin(layers, problem.input, rows, Number.POSITIVE_INFINITY, undefined);
      const bytes = forward.bytes + COPIES * 4 * total;
      if (bytes > MOST_BYTES) throw tooLarge(model.name, dimension, size, total, bytes);
      return { size, layers, parameters, bytes };
    });
}

/** The other size of the network, which stays. */
export function otherSize({ options }: Family, dimension: Dimension) {
  const other = dimensions.find((one) => one !== dimension)!;
  const size = options[other];
  return typeof size === "number" ? { dimension: other, size } : null;
}

function noSuchOption({ model }: Family, dimension: Dimension): InputError {
  const names = models.filter(({ options }) => counts(options[dimension])).map(({ name }) => name);
  return new InputError(
    `${model.name} has no option "${dimension}" that is a whole number, so it cannot be built at other ${dimension}s. ` +
      `Networks by name that have it: ${names.join(", ")}. A network of your own has it where its file says ` +
      `defineModel({ options: { ${dimension}: integer(…) }, … }).`,
  );
}

function tooLarge(name: string, dimension: Dimension, size: number, total: number, bytes: number): InputError {
  return new InputError(
    `${name} of ${dimension} ${size} has ${total.toLocaleString("en")} weights and takes about ` +
      `${(bytes / 1e9).toFixed(1)} GB in training; the coordinate check takes at most ${MOST_BYTES / 1e9} GB. ` +
      `Choose smaller ${dimension}s.`,
  );
}
