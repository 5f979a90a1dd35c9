/**
 * What `reproduce` runs: the paper's data sets as studies, by budget, and a study of depth, where
 * initialization decides.
 */
import { InputError } from "../errors.js";
import type { StudyOptions } from "../study/plan/options.js";
import { type PaperData, paperMethods, paperProblems } from "./paper.js";

/** How much is run, from minutes to days. */
export const budgets = ["quick", "standard", "full"] as const;
/** One of `budgets`. */
export type Budget = (typeof budgets)[number];

/** A study with its own folder in the results. */
export interface Part {
  readonly name: PaperData | "beyond";
  readonly options: StudyOptions;
}

/**
 * Methods beside the paper's four: standard-normal, which its text calls random, and Glorot's, the
 * first of which was Keras's default.
 */
export const besideThem = ["standard-normal", "glorot-uniform", "glorot-normal"] as const;

/** The size of a study. */
interface Size {
  readonly limit?: number | undefined;
  readonly epochs: number;
  readonly seeds: number;
  readonly inits: readonly string[];
}

const small = { limit: 4000, epochs: 2, seeds: 3 };
const all = [...paperMethods, ...besideThem];

/**
 * In `quick` only MNIST has methods beside the four, so that it ends within ten minutes on two
 * cores.
 */
const sizes: Readonly<Record<Budget, Readonly<Record<PaperData, Size>>>> = {
  quick: {
    mnist: { ...small, inits: [...paperMethods, "standard-normal", "glorot-uniform"] },
    "fashion-mnist": { ...small, inits: paperMethods },
    cifar10: { ...small, limit: 3000, inits: paperMethods },
  },
  standard: {
    mnist: { epochs: 12, seeds: 5, inits: all },
    "fashion-mnist": { epochs: 12, seeds: 5, inits: all },
    cifar10: { epochs: 25, seeds: 3, inits: all },
  },
  full: {
    mnist: { epochs: 12, seeds: 5, inits: all },
    "fashion-mnist": { epochs: 12, seeds: 5, inits: all },
    cifar10: { epochs: 100, seeds: 5, inits: all },
  },
};

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** The order in which they run: the small ones first. */
const order: readonly PaperData[] = ["mnist", "fashion-mnist", "cifar10"];

/** Which part of a budget is run. */
export interface Choice {
  /** Only these of the paper's data sets. */
  readonly data?: readonly string[] | undefined;
  /**
   * Number of seeds.
   *
   * @defaultValue the budget's
   */
  readonly seeds?: number | undefined;
}

/**
 * The paper's data sets at a budget, each a study.
 *
 * @throws InputError for more seeds than the budget has
 */
export function paperParts(budget: Budget, { data, seeds }: Choice = {}): Part[] {
  return order
    .filter((name) => data === undefined || data.includes(name))
    .map((name): Part => {
      const size = sizes[budget][name];
      const { model } = paperProblems.find((one) => one.data === name)!;
      checkSeeds(seeds, size.seeds, `${budget} budget on ${name}`);
      return {
        name,
        options: {
          data: [name],
          models: [model],
          inits: [...size.inits],
          seeds: upTo(seeds ?? size.seeds),
          limit: size.limit,
          epochs: size.epochs,
          evaluateTrain: "last",
        },
      };
    });
}

/** Where initialization decides: depth × activation × optimizer. */
export const beyondDepths = [3, 10, 30, 100] as const;
/** The activations of the study of depth. */
export const beyondActivations = ["relu", "tanh"] as const;
const beyondInits = [
  ...paperMethods,
  "glorot-uniform",
  "orthogonal",
  "orthogonal:activationGain=unit",
  "lsuv",
  "pytorch-default",
];
const beyondSizes: Readonly<Record<Budget, Size & { readonly width: number }>> = {
  quick: { limit: 4000, epochs: 5, seeds: 3, width: 64, inits: beyondInits },
  standard: { limit: 10_000, epochs: 10, seeds: 5, width: 64, inits: beyondInits },
  full: { epochs: 10, seeds: 10, width: 128, inits: beyondInits },
};

/** The study of depth on MNIST: multilayer perceptrons, narrow where the budget is small. */
export function beyondPart(budget: Budget, { seeds }: Choice = {}): Part {
  const size = beyondSizes[budget];
  checkSeeds(seeds, size.seeds, `${budget} budget of --beyond`);
  return {
    name: "beyond",
    options: {
      data: ["mnist"],
      models: beyondActivations.flatMap((activation) =>
        beyondDepths.map((depth) => `mlp:depth=${depth},width=${size.width},activation=${activation}`),
      ),
      inits: [...size.inits],
      seeds: upTo(seeds ?? size.seeds),
      limit: size.limit,
      epochs: size.epochs,
      training: [
        { optimizer: "sgd", learningRate: 0.05 },
        { optimizer: "adam", learningRate: 0.001 },
      ],
    },
  };
}

/** The budget whose part of that name has these epochs and samples, for a study run another way. */
export function budgetOf(name: string, epochs: number, limit: number | undefined): Budget | undefined {
  return budgets.find((budget) =>
    [...paperParts(budget), beyondPart(budget)].some(
      (part) => part.name === name && part.options.epochs === epochs && part.options.limit === limit,
    ),
  );
}

function checkSeeds(count: number | undefined, most: number, what: string): void {
  if (count !== undefined && count > most) {
    throw new InputError(`The ${what} has ${most} seeds, got ${count}. Legal: 1 to ${most}.`);
  }
}
