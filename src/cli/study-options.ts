/**
 * The options of the command line that describe a study, made from the schema of its options: every
 * key of the schema is an option here, or needs a study file.
 */
import { excerpt, InputError } from "../errors.js";
import { decimalOf, parseChoice } from "../options.js";
import { LARGEST_SEED } from "../random/index.js";
import { optimizerNames } from "../recipe.js";
import { horizons } from "../statistics/sequential/nominal-level.js";
import { MOST_RUNS } from "../study/plan/bounds.js";
import { type StudyOptions, studyDefaults, studyOptionsSchema } from "../study/plan/options.js";
import { raceDefaults } from "../study/plan/race-request.js";
import { MOST_TUNING_SEEDS, tuningDefaults } from "../study/plan/tuning-request.js";
import type { OptionDefinition, OptionGroup, OptionTexts } from "./command.js";
import { type KeyOption, names, real, text, whole } from "./key-options.js";
import { oneOf, wholeNumber } from "./option-values.js";
import type { TypedSeeds } from "./over-study-file.js";
import { readingGroup, readingOptionTable } from "./reading-options.js";

/** Keys that only a study file can say. */
type FileKey = "$schema" | "problems" | "trainer" | "training";
type OptionKey = Exclude<keyof StudyOptions, FileKey>;

const recipe = "the network's";
const rate = real("lr", { low: 0, high: 1000, includeHigh: true }, recipe);
/** Every key of a study that the command line has, by the name of its option. */
const studyOptionTable: Readonly<Record<OptionKey, KeyOption>> = {
  data: names("data", studyDefaults.data.join(", ")),
  models: names("model", `${studyDefaults.models.join(", ")}: 6 hidden layers, ReLU`),
  modelInput: text("model-input", "the first"),
  modelOutput: text("model-output", "the first"),
  inits: names("init", studyDefaults.inits.join(", ")),
  seeds: {
    name: "seeds",
    value: "N",
    help: "Runs per method, with the seeds from --seed on",
    default: String(studyDefaults.seeds),
    read: (options) => completeSeeds(readSeeds(options)),
  },
  untilDecided: {
    name: "until-decided",
    default: "no; every method has --seeds runs",
    read: (options) => (options.has("until-decided") ? true : undefined),
  },
  confidence: real("confidence", { low: 0.8, high: 1, includeLow: true }, String(raceDefaults.confidence)),
  maxSeeds: whole("max-seeds", horizons.first, horizons.last, String(raceDefaults.maxSeeds)),
  vary: {
    name: "vary",
    value: "WHAT",
    default: "all",
    read: (options) => oneOf(options, "vary", ["all", "init", "order"], "value of --vary"),
  },
  ...readingOptionTable,
  limit: whole("limit", 1, 1_000_000_000, "all samples"),
  validation: whole("validation", 1, 1_000_000_000, "none"),
  epochs: whole("epochs", 1, 100_000, recipe),
  batch: whole("batch", 1, 65_536, recipe),
  optimizer: {
    name: "optimizer",
    value: "NAME",
    help: `${optimizerNames.join(", ")}; one that is not the network's starts from its usual settings`,
    default: recipe,
    read: (options) => oneOf(options, "optimizer", studyOptionsSchema.shape.optimizer.unwrap().options),
  },
  learningRate: {
    ...rate,
    value: "X|auto",
    read: readRate,
  },
  tuningSeeds: whole("tuning-seeds", 1, MOST_TUNING_SEEDS, String(tuningDefaults.seeds)),
  finalists: whole("finalists", 2, 10_000, "all initializers"),
  tuningEpochs: whole("tuning-epochs", 1, 100_000, "those of the final runs"),
  momentum: real("momentum", { low: 0, high: 1, includeLow: true }, `${recipe}; 0 with another --optimizer`),
  nesterov: {
    name: "nesterov",
    value: "YES",
    help: "Whether the momentum of sgd is Nesterov's: yes or no",
    default: recipe,
    read: (options) => booleanOf(oneOf(options, "nesterov", ["yes", "no"], "value of --nesterov")),
  },
  beta1: real("beta1", { low: 0, high: 1, includeLow: true }, recipe),
  beta2: real("beta2", { low: 0, high: 1, includeLow: true }, recipe),
  rho: real("rho", { low: 0, high: 1, includeLow: true }, recipe),
  epsilon: real("epsilon", { low: 0, high: 1, includeHigh: true }, recipe),
  decay: real("decay", { low: 0, high: 1000, includeLow: true, includeHigh: true }, recipe),
  weightDecay: real("weight-decay", { low: 0, high: 1000, includeLow: true, includeHigh: true }, recipe),
  schedule: {
    name: "schedule",
    value: "NAME",
    help: "How the learning rate changes: constant, step:every=10,factor=0.1, cosine or cosine:final=0.1",
    default: recipe,
    read: readSchedule,
  },
  warmupSteps: whole("warmup-steps", 0, 1_000_000_000, recipe),
  augmentation: {
    name: "augmentation",
    value: "HOW",
    help: "How images are varied in each epoch: none, or shift=0.1,flip=yes or one of the two",
    default: recipe,
    read: readAugmentation,
  },
  evaluateTrain: {
    name: "evaluate-train",
    help: "Also evaluate on the training samples, dropout off, after each epoch",
    default: "no",
    read: (options) => (options.has("evaluate-train") ? "every" : undefined),
  },
  probe: {
    name: "probe",
    default: "no",
    read: (options) => (options.has("probe") ? true : undefined),
  },
  baseline: text("baseline", "every pair is compared"),
  metric: {
    ...text("metric", "testAccuracy"),
    value: "NAME",
    help: "By which figure methods are compared: testAccuracy or testLoss; a study file with a trainer can name others",
  },
  margin: real("margin", { low: 0, high: 1e9 }, "none"),
  target: real("target", { low: -1e9, high: 1e9 }, "95 % of the best"),
};

/** The option of a key, with the schema's words where it has none. */
function optionOf(key: OptionKey): OptionDefinition {
  const { read: _, help = studyOptionsSchema.shape[key].description!, ...option } = studyOptionTable[key];
  return { ...option, help };
}

const groupOf = (title: string, keys: readonly OptionKey[]): OptionGroup => ({ title, options: keys.map(optionOf) });
const comparison = groupOf("What to compare (an option overrides the study file)", [
  "data",
  "models",
  "inits",
  "seeds",
]);
const firstSeed = { name: "seed", value: "N", help: "First seed", default: String(studyDefaults.firstSeed) };

/** Every option that describes a study, in the groups of the help. */
export const studyGroups: readonly OptionGroup[] = [
  {
    ...comparison,
    options: [
      ...comparison.options,
      firstSeed,
      ...["modelInput", "modelOutput", "vary", "limit", "validation"].map((key) => optionOf(key as OptionKey)),
    ],
  },
  groupOf("Racing: seeds until it is decided", ["untilDecided", "confidence", "maxSeeds"]),
  readingGroup,
  groupOf("Training (by default, each network's own recipe)", [
    "epochs",
    "batch",
    "optimizer",
    "learningRate",
    "tuningSeeds",
    "tuningEpochs",
    "finalists",
    "momentum",
    "nesterov",
    "weightDecay",
    "beta1",
    "beta2",
    "rho",
    "epsilon",
    "decay",
    "schedule",
    "warmupSteps",
    "augmentation",
  ]),
  groupOf("Analysis", ["evaluateTrain", "probe", "metric", "baseline", "margin", "target"]),
];

/**
 * The study of a command line: its options over what its study file says. `requestStudy` adds the
 * defaults.
 *
 * @throws InputError for a value that is not legal, a file that is no study, or an option that does
 *   not go with the file
 */
export async function studyOptions(file: string | undefined, options: OptionTexts): Promise<StudyOptions> {
  const { seeds, ...typed } = Object.fromEntries(
    Object.entries(studyOptionTable).flatMap(([key, { read }]) => {
      const value = read(options);
      return value === undefined ? [] : [[key, value]];
    }),
  ) as StudyOptions;
  if (file === undefined) return seeds === undefined ? typed : { ...typed, seeds };
  const [{ readStudyFile }, { overStudyFile }] = await Promise.all([
    import("../study/plan/node/read-study-file.js"),
    import("./over-study-file.js"),
  ]);
  const written = await readStudyFile(file);
  return overStudyFile(file, written, typed, readSeeds(options), (key) => studyOptionTable[key].name);
}

function readSeeds(options: OptionTexts): TypedSeeds {
  return {
    first: wholeNumber(options, "seed", 0, LARGEST_SEED),
    count: wholeNumber(options, "seeds", 1, MOST_RUNS),
  };
}

function completeSeeds({ first, count }: TypedSeeds): StudyOptions["seeds"] {
  if (first === undefined && count === undefined) return undefined;
  return { first: first ?? studyDefaults.firstSeed, count };
}

const booleanOf = (word: "yes" | "no" | undefined): boolean | undefined => (word === undefined ? word : word === "yes");

/** A number, or "auto". */
function readRate(options: OptionTexts): unknown {
  if (options.get("lr") === "auto") return "auto";
  try {
    return rate.read(options);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`${error.message} Or --lr auto tunes it for each initializer.`, { cause: error });
  }
}

/** "none", "shift=0.1", "flip=yes", "shift=0.1,flip=yes". */
function readAugmentation(options: OptionTexts): StudyOptions["augmentation"] {
  const text = options.get("augmentation");
  if (text === undefined || text === "none") return text;
  const { texts } = parseChoice(`augmentation:${text}`, "augmentation");
  const { shift, flip, ...others } = texts;
  const parsed = studyOptionsSchema.shape.augmentation.safeParse({
    ...others,
    ...(shift === undefined ? {} : { shift: decimalOf(shift) }),
    ...(flip === undefined ? {} : { flip: flip === "yes" ? true : flip === "no" ? false : flip }),
  });
  if (parsed.success) return parsed.data;
  throw new InputError(
    `--augmentation must be none, or shift=X (from 0 to 1) and flip=yes or flip=no with a comma between; got "${excerpt(text)}".`,
  );
}

/** "cosine", "cosine:final=0.1", "step:every=10,factor=0.1", "constant". */
function readSchedule(options: OptionTexts): StudyOptions["schedule"] {
  const text = options.get("schedule");
  if (text === undefined) return undefined;
  const { name: kind, texts } = parseChoice(text, "schedule");
  const entries = Object.entries(texts).map(([name, value]): [string, number] => [name, decimalOf(value)]);
  const parsed = studyOptionsSchema.shape.schedule.safeParse({ kind, ...Object.fromEntries(entries) });
  if (parsed.success) return parsed.data;
  throw new InputError(
    `--schedule must be constant, step:every=N,factor=X or cosine, which may have :final=X; got "${excerpt(text)}".`,
  );
}
