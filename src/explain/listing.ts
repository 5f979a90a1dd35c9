/** The tables of initializers, models and data sets as plain data. */
import { catalogue } from "../data/index.js";
import { type AnyInitializer, type FamilyName, initializerFamilies } from "../initializers/index.js";
import { type Model, models } from "../network/models/index.js";
import type { OptionDescriptions } from "../options.js";
import { type DescribedMethod, describeMethod } from "./method-card.js";

/** An option of a method or a model. */
export interface ListedOption {
  /** As on the command line: "std". */
  readonly name: string;
  /** The value without the option. */
  readonly default: number | string;
  /** Its meaning in a few words. */
  readonly meaning: string;
  /** The lowest and the highest number, or the legal names. */
  readonly legal: readonly (number | string)[];
}

/** A method of the table. */
export interface ListedInitializer extends Omit<DescribedMethod, "options"> {
  /** The family that it belongs to. */
  readonly family: FamilyName;
  /** Its options. */
  readonly options: readonly ListedOption[];
}

/** A network of the table. */
export interface ListedModel extends Omit<Model, "build" | "options"> {
  /** Its options. */
  readonly options: readonly ListedOption[];
}

/** A data set with a name. */
export interface ListedData {
  /** As on the command line: "mnist". */
  readonly name: string;
  /** Full name. */
  readonly title: string;
  /** Of one sample: `[C, H, W]`. */
  readonly shape: readonly number[];
  /** Number of classes. */
  readonly classes: number;
  /** Number of training samples. */
  readonly trainSamples: number;
  /** Number of test samples. */
  readonly testSamples: number;
}

/** The tables that `listing` has. */
export const listingKinds = ["initializers", "models", "data"] as const;

/** The tables by kind; only those that the caller wants. */
export interface Listing {
  /** All methods. */
  readonly initializers?: readonly ListedInitializer[] | undefined;
  /** All networks. */
  readonly models?: readonly ListedModel[] | undefined;
  /** All data sets with a name. */
  readonly data?: readonly ListedData[] | undefined;
}

/**
 * The tables of initializers, models and data sets.
 *
 * @param kinds which tables; all if left out
 * @example
 * import { listing } from "stepzero/explain";
 *
 * listing(["models"]).models![0]!.name; // → "mlp"
 */
export function listing(kinds: readonly (keyof Listing)[] = listingKinds): Listing {
  const tables = {
    initializers: () =>
      initializerFamilies.flatMap(({ name, methods }) => methods.map((method) => listInitializer(method, name))),
    models: () => models.map(listModel),
    data: listData,
  };
  return Object.fromEntries(kinds.map((kind) => [kind, tables[kind]()]));
}

function listInitializer(initializer: AnyInitializer, family: FamilyName): ListedInitializer {
  const { options, ...description } = describeMethod(initializer);
  return { ...description, family, options: listOptions(options) };
}

/** Options in one shape, whether numbers or names. */
export function listOptions(options: OptionDescriptions = {}): ListedOption[] {
  return Object.entries(options).map(([name, option]) => ({
    name,
    default: option.default,
    meaning: option.meaning,
    legal: "names" in option ? [...option.names] : [option.low, option.high],
  }));
}

function listModel({ build: _, options, ...rest }: Model): ListedModel {
  return { ...rest, options: listOptions(options) };
}

function listData(): ListedData[] {
  const published = Object.values(catalogue).map(({ name, title, shape, classNames, trainCount, testCount }) => ({
    name,
    title,
    shape,
    classes: classNames.length,
    trainSamples: trainCount,
    testSamples: testCount,
  }));
  return [glyphs, ...published];
}

const glyphs: ListedData = {
  name: "glyphs",
  title: "Glyphs drawn by stepzero itself; built in",
  shape: [1, 28, 28],
  classes: 10,
  trainSamples: 10_000,
  testSamples: 2_000,
};
