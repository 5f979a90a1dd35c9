/** What a study asks of its trainer, checked: nothing that it says is ignored in silence. */
import type { z } from "zod";
import { closest, InputError } from "../../errors.js";
import { splitWords } from "../../shell-words.js";
import type { Layout } from "../../weights/layout.js";
import type { DataDescription } from "./description.js";
import { recipeFields } from "./recipe-overrides.js";
import { placeholders, placeholdersIn } from "./trainer-command.js";
import type { statedDataSchema, trainerField, trainerSchema } from "./trainer-schema.js";

/** A trainer as a study names it; its files are not read yet. */
export interface TrainerRequest {
  /** The words of the command, with placeholders. */
  readonly command: readonly string[];
  /** The name of a loop that asks for cells, where there is no command. */
  readonly loop: string | undefined;
  /** Files besides those that are words of the command. */
  readonly files: readonly string[];
  readonly environment: readonly string[];
  /** Undefined for the current folder. */
  readonly folder: string | undefined;
  readonly weights: "safetensors" | "npz";
  readonly layout: Layout | undefined;
  /** Data that only the trainer reads; undefined where the study names data of stepzero. */
  readonly data: readonly DataDescription[] | undefined;
  readonly diskMegabytes: number;
}

/** The keys of a study that have to do with its trainer. */
export interface TrainerKeys {
  readonly trainer?: z.infer<typeof trainerField>;
  readonly data?: unknown;
  readonly probe?: boolean | undefined;
  readonly evaluateTrain?: unknown;
  readonly limit?: number | undefined;
  readonly validation?: number | undefined;
  readonly learningRate?: number | "auto" | undefined;
  readonly training?: readonly object[] | undefined;
}

/** Megabytes that one run may write, where the study says nothing. */
const DISK_MEGABYTES = 10_000;

/** A command that is handed all values, as a loop is. */
const everything = Object.keys(placeholders)
  .filter((name) => name !== "samples")
  .map((name) => `{${name}}`);

/** Recipe keys that are not one number or word. */
const unhanded = ["schedule", "augmentation"];

/**
 * The study's trainer; undefined where stepzero trains.
 *
 * @param source where the study comes from, for messages: "study.yaml"
 * @throws InputError for an unknown placeholder, one that is missing, and for a key of the study
 *   that would not reach the trainer
 */
export function trainerOf(options: TrainerKeys, source: string): TrainerRequest | undefined {
  const { trainer, data: names } = options;
  if (trainer === undefined) return undefined;
  const stated = typeof trainer === "object" && !Array.isArray(trainer) ? trainer : { command: trainer };
  const {
    files = [],
    environment = [],
    folder,
    weights = "safetensors",
    layout,
    data,
    diskMegabytes,
    loop,
  } = stated as z.infer<typeof trainerSchema>;
  const { command: text = [] } = stated;
  const command = typeof text === "string" ? splitWords(text, `${source}: the trainer's command`) : text;
  if ((loop === undefined) === (command.length === 0)) {
    throw new InputError(
      `${source}: a trainer has a command that trains one run, or the name of a loop that asks for runs. ${loop === undefined ? "Write one of the two" : "Leave out one of the two"}: command: python3 train.py …, or loop: my-loop-1.`,
    );
  }
  if (loop === undefined) mustHavePlaceholders(command, source);
  mustReachTrainer(options, loop === undefined ? command : everything, source);
  if (data !== undefined && names !== undefined) {
    throw new InputError(
      `${source}: data names data that stepzero reads, and trainer.data states data that only the trainer reads. Leave out one of the two.`,
    );
  }
  if (data !== undefined && placeholdersIn(command).includes("samples")) {
    throw new InputError(
      `${source}: {samples} is a file of data that stepzero reads, and trainer.data states data that only the trainer reads. Leave out one of the two.`,
    );
  }
  return {
    command,
    loop,
    files,
    environment,
    folder,
    weights,
    layout,
    data: data && [data].flat().map(descriptionOf),
    diskMegabytes: diskMegabytes ?? DISK_MEGABYTES,
  };
}

function mustHavePlaceholders(command: readonly string[], source: string): void {
  const names = placeholdersIn(command);
  const legal = Object.keys(placeholders);
  const unknown = names.find((name) => !Object.hasOwn(placeholders, name));
  if (unknown !== undefined) {
    const near = closest(unknown, legal);
    const hint = near === undefined ? "" : ` Did you mean {${near}}?`;
    throw new InputError(
      `${source}: the trainer's command has the unknown placeholder {${unknown}}.${hint} Legal: ${legal.map((name) => `{${name}}`).join(", ")}.`,
    );
  }
  const missing = ["weights", "seed"].find((name) => !names.includes(name));
  if (missing === undefined) return;
  const why =
    missing === "weights"
      ? "without the file of initial weights every method would train the same"
      : "without the seed runs of several methods could not be paired";
  throw new InputError(
    `${source}: the trainer's command lacks {${missing}}: ${why}. Add a word, as --${missing} "{${missing}}".`,
  );
}

/** @throws InputError for a key that says something which the command is not handed */
function mustReachTrainer(options: TrainerKeys, command: readonly string[], source: string): void {
  for (const key of ["probe", "evaluateTrain"] as const) {
    if (options[key] === undefined || options[key] === false) continue;
    throw new InputError(
      `${source}: ${key} reads networks that stepzero trains, and this study has a trainer. Leave it out.`,
    );
  }
  const names = placeholdersIn(command);
  const recipes = [options, ...(options.training ?? [])] as readonly Readonly<Record<string, unknown>>[];
  const says = (key: string) => recipes.some((one) => one[key] !== undefined);
  const taken = unhanded.find(says);
  if (taken !== undefined) {
    throw new InputError(
      `${source}: ${taken} cannot be handed to a trainer. Leave it out, and let the trainer have it.`,
    );
  }
  // How many epochs were trained shows in the metrics.
  const handed = [...Object.keys(recipeFields), "limit", "validation"].filter((key) => key !== "epochs");
  // The file of samples is made of those that the study trains on and holds out.
  const isHanded = (key: string) =>
    names.includes(key) || (["limit", "validation"].includes(key) && names.includes("samples"));
  const lost = handed.find((key) => says(key) && !isHanded(key));
  if (lost !== undefined) {
    throw new InputError(
      `${source}: ${lost} would not reach the trainer, whose command lacks {${lost}}. Add a word, as --${lost} "{${lost}}", or leave out ${lost}.`,
    );
  }
  if (options.learningRate === "auto" && !isHanded("validation")) {
    throw new InputError(
      `${source}: learningRate "auto" tunes rates on held-out samples, and the trainer's command lacks {validation}, the number of training samples to hold out. ` +
        'Add a word, as --validation "{validation}", and let the trainer report validationAccuracy and validationLoss.',
    );
  }
}

/** A statement in the form of a data set that was read. */
function descriptionOf(stated: z.infer<typeof statedDataSchema>): DataDescription {
  const { name, sha256: checksum, classes, trainSamples, testSamples, shape = [], largestClass } = stated;
  return {
    name,
    checksum,
    shape,
    classes,
    trainSamples,
    testSamples,
    majority: { className: "the most frequent class", share: largestClass ?? 1 / classes },
  };
}
