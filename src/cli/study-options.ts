/** What a study is to be, from the command line, a study's file and the defaults, in this order. */
import { unknownName } from "../errors.js";
import { optimizerNames as optimizers } from "../recipe.js";
import { defined } from "../study/plan/defined.js";
import type { RecipeOverrides } from "../study/plan/recipe-overrides.js";
import type { StudyOptions, Vary } from "../study/plan/specification.js";
import type { WrittenStudy } from "../study/plan/study-file.js";
import type { GivenOptions } from "./command.js";
import { nameList, realNumber, wholeNumber } from "./numbers.js";

export { optimizers };

const varieties: readonly Vary[] = ["all", "init", "order"];

export const defaults = {
  data: ["glyphs"],
  model: ["mlp"],
  init: ["zero", "random", "xavier-fan-in", "he", "glorot-uniform"],
  seeds: 3,
  seed: 0,
};

/** @throws InputError for a value that is not legal, or a file that is no study */
export async function studyOptions(file: string | undefined, given: GivenOptions): Promise<StudyOptions> {
  const asked = optionsOf(given);
  const written = file === undefined ? {} : await loadStudy(file);
  const { problems, ...rest } = written;
  // Pairs are of the file's own data and models.
  const paired = asked.data === undefined && asked.models === undefined && problems !== undefined ? { problems } : {};
  return {
    data: defaults.data,
    models: defaults.model,
    inits: defaults.init,
    seeds: seedsFrom(defaults.seed, defaults.seeds),
    ...rest,
    ...paired,
    ...asked,
    recipe: { ...written.recipe, ...asked.recipe },
  };
}

async function loadStudy(file: string): Promise<WrittenStudy> {
  const { loadStudyFile } = await import("../study/plan/node/load-study-file.js");
  return loadStudyFile(file);
}

/** What the command line says. */
function optionsOf(given: GivenOptions): WrittenStudy {
  const recipe: { readonly [K in keyof RecipeOverrides]: RecipeOverrides[K] | undefined } = {
    epochs: wholeNumber(given, "epochs", 1, 100_000),
    batch: wholeNumber(given, "batch", 1, 65_536),
    optimizer: oneOf(given, "optimizer", optimizers),
    learningRate: realNumber(given, "lr", { low: 0, high: 1000 }),
    momentum: realNumber(given, "momentum", { low: 0, high: 1, orLow: true }),
  };
  const asked = {
    data: nameList(given, "data"),
    models: nameList(given, "model"),
    inits: nameList(given, "init"),
    seeds: seedsOf(given),
    limit: wholeNumber(given, "limit", 1, 1_000_000_000),
    validation: wholeNumber(given, "validation", 1, 1_000_000_000),
    vary: oneOf(given, "vary", varieties),
    margin: realNumber(given, "margin", { low: 0, high: 1 }),
    target: realNumber(given, "target", { low: 0, high: 1 }),
    evaluateTrain: given.has("evaluate-train") ? ("every" as const) : undefined,
    recipe: defined(recipe),
  };
  return defined(asked) as WrittenStudy;
}

function seedsOf(given: GivenOptions): number[] | undefined {
  const first = wholeNumber(given, "seed", 0, 1_000_000_000);
  const count = wholeNumber(given, "seeds", 1, 10_000);
  if (first === undefined && count === undefined) return undefined;
  return seedsFrom(first ?? defaults.seed, count ?? defaults.seeds);
}

function seedsFrom(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => first + i);
}

function oneOf<T extends string>(given: GivenOptions, option: string, known: readonly T[]): T | undefined {
  const name = given.get(option);
  if (name === undefined) return undefined;
  const found = known.find((one) => one === name);
  if (found === undefined) throw unknownName(option === "vary" ? "value of --vary" : option, name, known);
  return found;
}
