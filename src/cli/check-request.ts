/** What `--widths` and `--depths` of `stepzero doctor` ask for. */
import { excerpt, InputError } from "../errors.js";
import type { OptionTexts } from "./command.js";
import { wholeNumber } from "./option-values.js";

/** The coordinate check that a person asks for. */
export interface CheckRequest {
  readonly widths: readonly number[] | undefined;
  readonly depths: readonly number[] | undefined;
  readonly seeds: number;
  readonly steps: number;
}

/** Draws at each size, where nothing else is said. */
export const CHECK_SEEDS = 10;

/**
 * The check; undefined where neither option stands there.
 *
 * @throws InputError for sizes that are not two or more different whole numbers, and for one draw
 */
export function readCheck(options: OptionTexts): CheckRequest | undefined {
  const [widths, depths] = [readSizes(options, "widths"), readSizes(options, "depths")];
  if (widths === undefined && depths === undefined) return undefined;
  const seeds = wholeNumber(options, "seeds", 1, 1000) ?? CHECK_SEEDS;
  if (seeds < 2) {
    throw new InputError(
      "With --widths or --depths, --seeds must be 2 or more, got 1: one draw has no interval. Leave it out for 10.",
    );
  }
  return { widths, depths, seeds, steps: wholeNumber(options, "steps", 1, 1000) ?? 1 };
}

const examples = { widths: "64,128,256,512", depths: "2,8,32" } as const;

/** Sizes of one list, at most. */
const MOST_SIZES = 20;

function readSizes(options: OptionTexts, name: keyof typeof examples): readonly number[] | undefined {
  const text = options.get(name);
  if (text === undefined) return undefined;
  const wrong = (what: string) =>
    new InputError(`--${name} ${what}, got "${excerpt(text)}". For example: --${name} ${examples[name]}.`);
  const parts = text.split(",").map((part) => part.trim());
  if (!parts.every((part) => /^[1-9]\d{0,8}$/.test(part))) {
    throw wrong("must be whole numbers from 1 on, separated by commas");
  }
  const sizes = parts.map(Number);
  if (new Set(sizes).size < sizes.length) throw wrong("must be different numbers");
  if (sizes.length < 2) throw wrong("needs two numbers or more, since a slope goes through two points");
  if (sizes.length > MOST_SIZES) throw wrong(`takes at most ${MOST_SIZES} numbers`);
  return sizes;
}
