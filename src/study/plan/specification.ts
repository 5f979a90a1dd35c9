/** What a study asks for, and its options checked before any data is read. `plan.ts` makes the cells. Read this first. */
import { InputError, unknownName } from "../../errors.js";
import {
  formatInitializer,
  type Initializer,
  type MethodDescription,
  parseInitializer,
} from "../../initializers/index.js";
import { formatModel, models as knownModels, type Model, parseModel } from "../../network/models/index.js";
import type { Recipe } from "../../recipe.js";
import type { EvaluateTrain, OwnFile } from "./cell.js";
import { describeOverrides, overrideRecipe, type RecipeOverrides } from "./recipe-overrides.js";

/** Who calls methods equivalent that are ten points apart meant something else. */
const LARGEST_MARGIN = 0.1;

/** A data set and a network that are trained together. */
export interface Problem {
  readonly data: string;
  readonly model: string;
}

/** What varies with the seed: initial weights and the run (batch order, dropout, augmentation), or only one of them. */
export type Vary = "all" | "init" | "order";

/** What a user asks for. */
export interface StudyOptions {
  /** Names of the catalogue, or paths. */
  readonly data: readonly string[];
  /** "mnist_cnn", "mlp:depth=10,activation=tanh", "./my-cnn.ts". */
  readonly models: readonly string[];
  /** "he", "random:std=0.1", "./mine.ts". */
  readonly inits: readonly string[];
  readonly seeds: readonly number[];
  /** Which networks are trained on which data, as written in `data` and `models`; every one on every set if left out. */
  readonly problems?: readonly Problem[];
  /** Only the first so many training samples; the test set stays whole. */
  readonly limit?: number;
  /** So many of the training samples are held out, the same for every seed, and evaluated after every epoch. */
  readonly validation?: number;
  /** What all recipes change about the networks' own. */
  readonly recipe?: RecipeOverrides;
  /** Recipes to compare, over and above `recipe`: each network is trained by each of them. */
  readonly training?: readonly RecipeOverrides[];
  /** Also evaluate on the training samples, dropout off: after the last epoch, or after every one (`true` is "every"). */
  readonly evaluateTrain?: EvaluateTrain | boolean;
  /** "all" if left out. What does not vary is that of the first seed. */
  readonly vary?: Vary;
  /** A difference in test accuracy that nobody would care about: methods are called equivalent within it. */
  readonly margin?: number;
  /** The test accuracy to which epochs are counted; 95 % of each problem's best if left out. */
  readonly target?: number;
}

export interface StudyModel {
  /**
   * As it is shown and may be typed, only options that differ from their defaults; where several recipes are compared,
   * with the recipe in brackets: "mlp:depth=30 [adam, lr 0.001]".
   */
  readonly label: string;
  readonly name: string;
  readonly options: Readonly<Record<string, number | string>>;
  readonly recipe: Recipe;
  /** Of a user's own network. */
  readonly file?: OwnFile;
}

export interface StudyInit {
  readonly label: string;
  readonly name: string;
  readonly options: Readonly<Record<string, number | string>>;
  /** Of a user's own initializer. */
  readonly file?: OwnFile;
  /** What a user's own initializer says of itself; the built-in ones' cards are known by name. */
  readonly description?: Partial<Pick<MethodDescription, "title" | "formula" | "summary">>;
}

/** A user's own initializer, as it is written among the methods: "./mine.ts" without its options. */
export interface OwnInitializer {
  readonly written: string;
  readonly initializer: Initializer;
  readonly file: Pick<OwnFile, "path" | "sha256">;
}

/** A user's own network, likewise. */
export interface OwnModel {
  readonly written: string;
  readonly model: Model;
  readonly file: Pick<OwnFile, "path" | "sha256">;
}

/** What stands in the user's files, loaded. */
export interface Own {
  readonly models?: readonly OwnModel[];
  readonly initializers?: readonly OwnInitializer[];
}

/** Options, checked and complete, before any data is read. */
export interface CheckedOptions {
  readonly data: readonly string[];
  readonly models: readonly StudyModel[];
  readonly inits: readonly StudyInit[];
  readonly seeds: readonly number[];
  /** In the order of data and models, by their labels. */
  readonly problems: readonly Problem[];
  readonly limit?: number;
  readonly validation?: number;
  readonly evaluateTrain: EvaluateTrain | false;
  readonly vary: Vary;
  readonly margin?: number;
  readonly target?: number;
}

/**
 * Checks all that can be checked without the data.
 *
 * @param own what the paths among the models and initializers stand for
 * @throws InputError for unknown names, options that are not legal, an empty or repeated choice
 */
export function checkOptions(options: StudyOptions, own: Own = {}): CheckedOptions {
  const { data, seeds, limit, validation, margin, target, evaluateTrain = false, vary = "all" } = options;
  checkTexts(options);
  distinct("data set", data);
  const models = options.models.flatMap((text) => modelsOf(text, options, own).map((model) => ({ text, model })));
  const labels = models.map(({ model }) => model.label);
  distinct("model", labels);
  const inits = options.inits.map((text) => initOf(text, own));
  distinct(
    "initializer",
    inits.map(({ label }) => label),
  );
  distinct("seed", seeds.map(String));
  for (const seed of seeds) {
    if (!Number.isSafeInteger(seed) || seed < 0) {
      throw new InputError(`A seed must be a whole number from 0 to ${Number.MAX_SAFE_INTEGER}, got ${seed}.`);
    }
  }
  for (const [name, count] of Object.entries({ limit, validation })) {
    if (count !== undefined && !(Number.isSafeInteger(count) && count >= 1)) {
      throw new InputError(`${name} must be a whole number of samples from 1 on, got ${count}.`);
    }
  }
  if (margin !== undefined && margin > LARGEST_MARGIN) {
    throw new InputError(
      `margin is a difference in test accuracy as a fraction, at most ${LARGEST_MARGIN}: 0.003 is 0.3 points; got ${margin}.`,
    );
  }
  for (const [name, share] of Object.entries({ margin, target })) {
    if (share !== undefined && !(share > 0 && share < 1)) {
      throw new InputError(
        `${name} is a test accuracy as a fraction, above 0 and below 1 (0.003 is 0.3 points); got ${share}.`,
      );
    }
  }
  return {
    data,
    models: models.map(({ model }) => model),
    inits,
    seeds,
    problems: problemsOf(options, models),
    ...(limit === undefined ? {} : { limit }),
    ...(validation === undefined ? {} : { validation }),
    evaluateTrain: evaluateTrain === true ? "every" : evaluateTrain,
    vary,
    ...(margin === undefined ? {} : { margin }),
    ...(target === undefined ? {} : { target }),
  };
}

/** A network, once for each recipe it is trained by. */
function modelsOf(text: string, { recipe = {}, training = [{}] }: StudyOptions, own: Own): StudyModel[] {
  const mine = own.models?.find(isWritten(text));
  if (mine !== undefined && knownModels.some(({ name }) => name === mine.model.name)) {
    throw new InputError(
      `${mine.written}: the network's name "${mine.model.name}" is stepzero's own; give it another.`,
    );
  }
  const chosen =
    mine === undefined ? parseModel(text) : parseModel(mine.model.name + text.slice(mine.written.length), [mine.model]);
  if (training.length === 0) throw new InputError("At least one recipe is needed in training; leave it out for none.");
  return training.map((overrides) => {
    const short = formatModel(chosen);
    const label = training.length === 1 ? short : `${short} [${describeOverrides(overrides)}]`;
    return {
      label,
      name: chosen.model.name,
      options: chosen.options,
      recipe: overrideRecipe(overrideRecipe(chosen.model.recipe, recipe), overrides),
      ...(mine === undefined ? {} : { file: { ...mine.file, label: short } }),
    };
  });
}

function initOf(text: string, own: Own): StudyInit {
  const mine = own.initializers?.find(isWritten(text));
  const chosen =
    mine === undefined
      ? parseInitializer(text)
      : parseInitializer(mine.initializer.name + text.slice(mine.written.length), [mine.initializer]);
  const init = { label: formatInitializer(chosen), name: chosen.initializer.name, options: chosen.options };
  if (mine === undefined) return init;
  const { title, formula, summary } = mine.initializer as Partial<MethodDescription>;
  const description = Object.fromEntries(
    Object.entries({ title, formula, summary }).filter(([, text]) => typeof text === "string" && text !== ""),
  );
  return { ...init, file: { ...mine.file, label: init.label }, description };
}

/** The pairs that are trained, each network by all its recipes. */
function problemsOf(
  { data, problems }: StudyOptions,
  models: readonly { readonly text: string; readonly model: StudyModel }[],
): Problem[] {
  const texts = models.map(({ text }) => text);
  const isAsked = (set: string, text: string) =>
    problems === undefined || problems.some((one) => one.data === set && one.model === text);
  for (const one of problems ?? []) {
    if (!data.includes(one.data)) throw unknownName("data set of a problem", one.data, data);
    if (!texts.includes(one.model)) throw unknownName("model of a problem", one.model, [...new Set(texts)]);
  }
  const pairs = data.flatMap((set) =>
    models.filter(({ text }) => isAsked(set, text)).map(({ model }) => ({ data: set, model: model.label })),
  );
  if (pairs.length === 0) throw new InputError("At least one problem is needed: a data set and a model.");
  return pairs;
}

/** Whether a choice is what stands in a file, with its options or without. */
function isWritten(text: string): (own: { readonly written: string }) => boolean {
  return ({ written }) => text === written || text.startsWith(`${written}:`);
}

/**
 * For callers in JavaScript, and for the networks and methods that one would hand in as objects: workers are processes of their own,
 * so they can be given names and paths only.
 *
 * @throws InputError for a list that is none, and for what is no text in it
 */
export function checkTexts(options: Pick<StudyOptions, "data" | "models" | "inits">): void {
  for (const field of ["data", "models", "inits"] as const) {
    const given: unknown = options[field];
    const own = field === "models" ? "a network" : field === "inits" ? "an initializer" : "a data set";
    const wanted = `a name, or the path of a file with ${own} of your own`;
    if (!Array.isArray(given)) throw new InputError(`${field} must be a list, each ${wanted}; got ${typeof given}.`);
    for (const [i, one] of given.entries()) {
      if (typeof one === "string") continue;
      throw new InputError(
        `${field}[${i}] must be a text: ${wanted}${field === "data" ? "" : ' ("./mine.ts")'}; got ${typeof one}.`,
      );
    }
  }
}

function distinct(kind: string, labels: readonly string[]): void {
  if (labels.length === 0) throw new InputError(`At least one ${kind} is needed.`);
  const seen = new Set<string>();
  for (const label of labels) {
    if (seen.has(label)) throw new InputError(`The ${kind} "${label}" is given twice.`);
    seen.add(label);
  }
}
