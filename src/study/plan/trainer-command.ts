/** The words of a trainer's commands: placeholders, and what they stand for. */
import { InputError } from "../../errors.js";
import { optimizerDefaults, type Recipe } from "../../recipe.js";
import type { Cell } from "./cell.js";
import { optimizerKeys } from "./recipe-overrides.js";
import type { CellTrainer } from "./trainer.js";

/** Paths that a run hands to its trainer. */
export interface TrainerPaths {
  readonly weights: string;
  /** The samples, where the command asks for them. */
  readonly samples?: string | undefined;
  readonly metrics: string;
  readonly checkpoint: string;
}

type Value = (cell: Cell, paths: TrainerPaths) => string | number | undefined;

/** Every placeholder of a command with what it stands for. */
export const placeholders: Readonly<Record<string, Value>> = {
  weights: (_, paths) => paths.weights,
  samples: (_, paths) => paths.samples,
  metrics: (_, paths) => paths.metrics,
  checkpoint: (_, paths) => paths.checkpoint,
  seed: ({ seed, orderSeed = seed }) => orderSeed,
  method: ({ method }) => method.label,
  model: ({ problem }) => problem.model.label,
  data: ({ problem }) => problem.data,
  limit: ({ problem }) => problem.limit ?? "all",
  validation: ({ problem }) => problem.validation ?? 0,
  epochs: ({ method }) => method.recipe.epochs,
  batch: ({ method }) => method.recipe.batch,
  optimizer: ({ method }) => method.recipe.optimizer.kind,
  warmupSteps: ({ method }) => method.recipe.warmupSteps ?? 0,
  ...Object.fromEntries(
    optimizerKeys.map((key): [string, Value] => [key, ({ method }) => settingOf(method.recipe, key)]),
  ),
};

/** A setting of a recipe's optimizer; undefined where the optimizer has none of this name. */
function settingOf({ optimizer }: Pick<Recipe, "optimizer">, key: string): string | undefined {
  const defaults: Readonly<Record<string, unknown>> = { weightDecay: 0, ...optimizerDefaults[optimizer.kind] };
  const value = (optimizer as Readonly<Record<string, unknown>>)[key] ?? defaults[key];
  return value === undefined ? undefined : String(value);
}

const PLACEHOLDER = /\{([A-Za-z][A-Za-z0-9]*)\}/g;

/** The names of the placeholders in some words, each once. */
export function placeholdersIn(words: readonly string[]): readonly string[] {
  return [...new Set(words.flatMap((word) => [...word.matchAll(PLACEHOLDER)].map(([, name]) => name!)))];
}

/** What says which values a trainer is handed: a loop that asks for its cells gets all of them. */
type Handed = Pick<CellTrainer, "command" | "loop">;

/** Whether a trainer is handed a value. */
export const receives = ({ command, loop }: Handed, name: string): boolean =>
  loop !== undefined || placeholdersIn(command).includes(name);

/** The words of a cell's command. A value stays within its word, whatever it holds. */
export function commandOfCell({ command }: Pick<CellTrainer, "command">, cell: Cell, paths: TrainerPaths): string[] {
  return command.map((word) =>
    word.replaceAll(PLACEHOLDER, (whole, name: string) => String(placeholders[name]?.(cell, paths) ?? whole)),
  );
}

/** Placeholders that are paths of one run. */
const paths: readonly string[] = ["weights", "samples", "metrics", "checkpoint"];

/** What a loop of the user's needs of a cell beside its weights, by the names of placeholders. */
export function valuesOfCell(cell: Cell): Readonly<Record<string, string | number | boolean>> {
  const none = { weights: "", metrics: "", checkpoint: "" };
  return Object.fromEntries(
    Object.entries(placeholders).flatMap(([name, value]) => {
      const got = paths.includes(name) ? undefined : value(cell, none);
      return got === undefined ? [] : [[name, optimizerKeys.includes(name as never) ? plainValue(got) : got] as const];
    }),
  );
}

/** Settings are texts for a command, and numbers for a program. */
function plainValue(text: string | number): string | number | boolean {
  if (text === "true" || text === "false") return text === "true";
  return Number.isNaN(Number(text)) ? text : Number(text);
}

/** The settings of an optimizer that a trainer is handed, with their names. */
export function optimizerSettingsOf(
  trainer: Handed,
  optimizer: Recipe["optimizer"],
): (readonly [name: string, value: string])[] {
  return optimizerKeys.flatMap((key) => {
    const value = receives(trainer, key) ? settingOf({ optimizer }, key) : undefined;
    return value === undefined ? [] : [[key, value] as const];
  });
}

/**
 * The part of a recipe that a trainer is handed. What stepzero cannot hand over (a schedule, how
 * images are varied) is the trainer's.
 *
 * @throws InputError where the command asks for a setting that the optimizer does not have
 */
export function recipeOfTrainer(trainer: Handed, recipe: Recipe): Recipe {
  const { loss, optimizer, batch, epochs, warmupSteps } = recipe;
  const names = placeholdersIn(trainer.command);
  const missing = optimizerKeys.find((key) => names.includes(key) && settingOf(recipe, key) === undefined);
  if (missing !== undefined) {
    throw new InputError(
      `The trainer's command asks for {${missing}}, and ${optimizer.kind} has no ${missing}. Leave the placeholder out, or choose an optimizer that has it (optimizer: sgd).`,
    );
  }
  return { loss, optimizer, batch, epochs, ...(warmupSteps === undefined ? {} : { warmupSteps }) };
}

/**
 * A command in a few words: its program and what follows, up to its options: "python3 train.py".
 */
export function nameOfTrainer({ command, loop }: Handed): string {
  if (loop !== undefined) return loop;
  const isPlain = (word: string) => !word.startsWith("-") && placeholdersIn([word]).length === 0;
  const [path = "", ...rest] = command;
  const program = path.split(/[/\\]/).at(-1);
  const end = rest.findIndex((word) => !isPlain(word));
  return [program, ...rest.slice(0, end < 0 ? MOST_NAMED : Math.min(end, MOST_NAMED))].join(" ");
}

/** Words after the program that name a trainer. */
const MOST_NAMED = 2;
