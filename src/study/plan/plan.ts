/** From checked options to cells: problems × initializers × seeds, each cell with the hash of all that decides it. */
import { InputError } from "../../errors.js";
import { checkFits } from "../../initializers/fits.js";
import {
  type AnyInitializer,
  findInitializer,
  formatInitializer,
  isDataDriven,
  learningRateMultipliersOf,
} from "../../initializers/index.js";
import { findModel, formatModel, parametersOf } from "../../network/models/index.js";
import type { Cell, OwnFile } from "./cell.js";
import type { DataDescription } from "./description.js";
import type { CheckedOptions, Own, OwnInitializer, OwnModel, StudyInit, StudyModel, Vary } from "./specification.js";

/**
 * Part of every cell's id. To be raised with every change of code that may change any figure of any cell: results kept
 * before it are then computed anew.
 */
export const RESULTS_VERSION = 3;

/** A study: what is compared, and the cells in the order they are reported (data, model, initializer, seed). */
export interface Study extends Omit<CheckedOptions, "data"> {
  readonly resultsVersion: number;
  readonly data: readonly DataDescription[];
  readonly cells: readonly Cell[];
}

/** A study without its cells. */
export type StudyDescription = Omit<Study, "cells">;

/** Lower-case hexadecimal SHA-256 of a text's UTF-8 bytes; Node and browsers bring their own. */
export type Sha256 = (text: string) => string;

/**
 * All cells of a study.
 *
 * @param own as given to `checkOptions`
 * @throws InputError where `limit` or `validation` exceed a data set, or a method is seen not to fit a network; ShapeError where a network does not fit a data set
 */
export function planStudy(
  options: CheckedOptions,
  data: readonly DataDescription[],
  sha256: Sha256,
  own: Own = {},
): Study {
  const { models, inits, seeds, problems, evaluateTrain, vary } = options;
  const cells = problems.flatMap((problem): Cell[] => {
    const set = data.find(({ name }) => name === problem.data)!;
    const chosen = models.find(({ label }) => label === problem.model)!;
    const samples = samplesOf(options, set);
    checkFit(chosen, inits, set, own, seeds[0]!);
    return inits.flatMap((init) =>
      seeds.map((seed): Cell => {
        const { name: model, options: modelOptions, recipe, file: modelFile, label: modelLabel } = chosen;
        const { name, options: initOptions, file: initFile } = init;
        const decided = {
          data: set.name,
          dataChecksum: set.checksum,
          ...samples,
          model,
          modelOptions,
          ...(modelFile === undefined ? {} : { modelFile }),
          modelLabel,
          init: name,
          initOptions,
          ...(initFile === undefined ? {} : { initFile }),
          seed,
          ...heldFixed(vary, seed, seeds[0]!),
          recipe,
          ...(evaluateTrain === false ? {} : { evaluateTrain }),
        };
        return { id: cellId(decided, sha256), ...decided };
      }),
    );
  });
  return { resultsVersion: RESULTS_VERSION, ...options, data, cells };
}

/** Which training samples are used. Taking all is the same as no limit, and has the same id. */
function samplesOf(
  { limit, validation }: CheckedOptions,
  { name, trainSamples }: DataDescription,
): Pick<Cell, "limit" | "validation"> {
  if (limit !== undefined && limit > trainSamples) {
    throw new InputError(
      `The limit is ${limit} training samples, but ${name} has ${trainSamples}. Legal: 1 to ${trainSamples}.`,
    );
  }
  const used = Math.min(limit ?? trainSamples, trainSamples);
  if (validation !== undefined && validation >= used) {
    throw new InputError(
      `${validation} validation samples are to be held out of ${used} training samples of ${name}, which leaves none. Legal: 1 to ${used - 1}.`,
    );
  }
  return {
    ...(used === trainSamples ? {} : { limit: used }),
    ...(validation === undefined ? {} : { validation }),
  };
}

/** Only what differs from the cell's own seed is named: with the first seed it is the same cell, whatever varies. */
function heldFixed(vary: Vary, seed: number, first: number): Pick<Cell, "initSeed" | "orderSeed"> {
  if (vary === "all" || seed === first) return {};
  return vary === "init" ? { orderSeed: first } : { initSeed: first };
}

/** Whether a choice is from the user's file of that path. */
function isFrom(file: OwnFile): (own: OwnModel | OwnInitializer) => boolean {
  return (own) => own.file.path === file.path;
}

/** Builds the forward graph once, so that a network or a method that does not fit is refused before any work. */
function checkFit(
  { label, name, options, recipe, file }: StudyModel,
  inits: readonly StudyInit[],
  { name: data, shape, classes }: DataDescription,
  own: Own,
  seed: number,
): void {
  const model = (file && own.models?.find(isFrom(file))?.model) ?? findModel(name);
  const { parameters } = parametersOf(model, { input: shape, classes }, options);
  for (const init of inits) {
    const mine = init.file && own.initializers?.find(isFrom(init.file));
    const initializer: AnyInitializer = mine?.initializer ?? findInitializer(init.name);
    // What data-driven methods cannot do shows when they are run.
    if (isDataDriven(initializer)) continue;
    try {
      checkFits(initializer, parameters, seed, init.options);
      learningRateMultipliersOf(initializer, parameters, recipe.optimizer.kind, init.options);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw new InputError(`${init.label} does not fit ${label} on ${data}: ${error.message}`, { cause: error });
    }
  }
}

/**
 * The id of a cell: 128 bits of the SHA-256 of everything that decides its result. The data set's name and the paths of a user's own
 * initializers and networks are not among it (their checksums are), so a file that was moved is still the same.
 */
export function cellId(cell: Omit<Cell, "id">, sha256: Sha256): string {
  const { data: _, modelLabel: __, initFile, modelFile, ...rest } = cell;
  const decides = {
    ...rest,
    ...(initFile === undefined ? {} : { initChecksum: initFile.sha256 }),
    ...(modelFile === undefined ? {} : { modelChecksum: modelFile.sha256 }),
  };
  return sha256(canonicalJson({ resultsVersion: RESULTS_VERSION, ...decides })).slice(0, 32);
}

/** JSON with the keys of every object in order and nothing undefined: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** How a cell's model and initializer are shown. */
export function labelsOf(cell: Cell): { readonly data: string; readonly model: string; readonly init: string } {
  const { init, initOptions, initFile, modelFile, modelLabel } = cell;
  return {
    data: cell.data,
    model: modelLabel ?? modelFile?.label ?? formatModel({ model: findModel(cell.model), options: cell.modelOptions }),
    init: initFile?.label ?? formatInitializer({ initializer: findInitializer(init), options: initOptions }),
  };
}
