/**
 * The options that describe a study, and the study they describe. `studyGroups` is a table with all
 * that the help shows; `studyOptions` reads the values.
 */
import type { OptimizerSpecification } from "../recipe.js";
import type { StudyOptions } from "../study/plan/options.js";
import type { Vary } from "../study/plan/study.js";
import type { OptionGroup, OptionTexts } from "./command.js";
import { nameList, oneOf, realNumber, wholeNumber } from "./option-values.js";

const optimizers: readonly OptimizerSpecification["kind"][] = ["sgd", "adam", "adamw", "rmsprop", "adadelta"];
const varieties: readonly Vary[] = ["all", "init", "order"];

/**
 * The defaults of a study, as the help shows them. (`studyDefaults` itself would load zod for
 * `--help`.)
 */
export const helpDefaults = {
  data: ["glyphs"],
  models: ["mlp"],
  inits: ["zero", "random", "xavier-fan-in", "he", "glorot-uniform"],
  seeds: 3,
  firstSeed: 0,
};

/** What is compared. */
const comparison: OptionGroup = {
  title: "What to compare (an option overrides the study file)",
  options: [
    {
      name: "data",
      value: "A,B",
      list: true,
      help: "Data sets by name (see stepzero list data) or by path",
      default: helpDefaults.data.join(),
    },
    {
      name: "model",
      value: "A,B",
      list: true,
      help: "Networks by name, with options as mlp:depth=10,width=64 (see stepzero list models), or your own as ./mine.ts",
      default: `${helpDefaults.models}: 6 hidden layers, ReLU`,
    },
    {
      name: "init",
      value: "A,B",
      list: true,
      help: "Initializers by name, with options as random:std=0.1 (see stepzero list initializers), or your own as ./mine.ts",
      default: helpDefaults.inits.join(", "),
    },
    { name: "seeds", value: "N", help: "Runs per method: seeds 0 to N − 1", default: String(helpDefaults.seeds) },
    { name: "seed", value: "N", help: "First seed", default: String(helpDefaults.firstSeed) },
    {
      name: "vary",
      value: "WHAT",
      help: "What the seed varies: all; init: only the initial weights; order: only batches, dropout and augmentation",
      default: "all",
    },
    {
      name: "limit",
      value: "N",
      help: "Train on the first N training samples only; the test set stays whole",
      default: "all samples",
    },
    {
      name: "validation",
      value: "N",
      help: "Hold out N training samples, the same for every seed, and evaluate on them after each epoch",
      default: "none",
    },
  ],
};

/** How each network is trained. */
const training: OptionGroup = {
  title: "Training (without an option, each model's own recipe holds)",
  options: [
    { name: "epochs", value: "N", help: "Passes over the training samples", default: "the model's recipe" },
    { name: "batch", value: "N", help: "Samples per step", default: "the model's recipe" },
    { name: "optimizer", value: "NAME", help: optimizers.join(", "), default: "the model's recipe" },
    {
      name: "lr",
      value: "X",
      help: "Learning rate",
      default: "the model's recipe; with --optimizer: sgd 0.01, adam, adamw and rmsprop 0.001, adadelta 1",
    },
    {
      name: "momentum",
      value: "X",
      help: "Momentum of sgd or rmsprop",
      default: "the model's recipe; with --optimizer: 0",
    },
  ],
};

/** What is measured and concluded. */
const analysis: OptionGroup = {
  title: "Analysis",
  options: [
    {
      name: "evaluate-train",
      help: "Evaluate on the training samples too after each epoch, without dropout",
      default: "no",
    },
    {
      name: "margin",
      value: "X",
      help: "Call methods equivalent if their test accuracies are shown to differ by less than X, as 0.003 for 0.3 points",
      default: "none",
    },
    {
      name: "target",
      value: "X",
      help: "Count the epochs until this test accuracy",
      default: "95 % of the best",
    },
  ],
};

/** Every option that describes a study, in the groups of the help. */
export const studyGroups: readonly OptionGroup[] = [comparison, training, analysis];

/**
 * The study of a command line: its options, else what its study file says. Defaults are the
 * study's.
 *
 * @throws InputError for a value that is not legal, or a file that is no study
 */
export async function studyOptions(file: string | undefined, options: OptionTexts): Promise<StudyOptions> {
  const typed = readOptions(options);
  const { problems, ...written } = file === undefined ? ({} as StudyOptions) : await readStudy(file);
  // Pairs of data set and model in the file hold for the file's data sets and models only.
  const hasPairs = typed.data === undefined && typed.models === undefined;
  return { ...written, ...(hasPairs ? { problems } : {}), ...withoutUndefined(typed) };
}

async function readStudy(file: string): Promise<StudyOptions> {
  const { readStudyFile } = await import("../study/plan/node/read-study-file.js");
  return readStudyFile(file);
}

function readOptions(options: OptionTexts): StudyOptions {
  return {
    data: nameList(options, "data"),
    models: nameList(options, "model"),
    inits: nameList(options, "init"),
    seeds: readSeeds(options),
    limit: wholeNumber(options, "limit", 1, 1_000_000_000),
    validation: wholeNumber(options, "validation", 1, 1_000_000_000),
    vary: oneOf(options, "vary", varieties, "value of --vary"),
    margin: realNumber(options, "margin", { low: 0, high: 1 }),
    target: realNumber(options, "target", { low: 0, high: 1 }),
    evaluateTrain: options.has("evaluate-train") ? "every" : undefined,
    epochs: wholeNumber(options, "epochs", 1, 100_000),
    batch: wholeNumber(options, "batch", 1, 65_536),
    optimizer: oneOf(options, "optimizer", optimizers),
    learningRate: realNumber(options, "lr", { low: 0, high: 1000 }),
    momentum: realNumber(options, "momentum", { low: 0, high: 1, includeLow: true }),
  };
}

function readSeeds(options: OptionTexts): StudyOptions["seeds"] {
  const first = wholeNumber(options, "seed", 0, 1_000_000_000);
  const count = wholeNumber(options, "seeds", 1, 10_000);
  if (first === undefined && count === undefined) return undefined;
  return { first: first ?? helpDefaults.firstSeed, count: count ?? helpDefaults.seeds };
}

/** An option that is missing must not hide what the file says. */
function withoutUndefined(options: StudyOptions): StudyOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
