/** From the options of a study to a planned study: reads the user's files and the data sets. */
import { limitNote } from "../../../data/class-notes.js";
import { dataLocation } from "../../../data/node/data-location.js";
import { type DataPlaces, type DownloadProgress, loadDataset } from "../../../data/node/index.js";
import { mustBeUsed } from "../../../data/node/reading-in-use.js";
import type { ReadingOptions } from "../../../data/reading.js";
import { InputError } from "../../../errors.js";
import type { TensorSpecification } from "../../../network/parameter.js";
import { type DataDescription, describeDataset } from "../description.js";
import { requestStudy, type StudyOptions, type StudyRequest } from "../options.js";
import {
  chooseStudy,
  type NewStudy,
  networkNotes,
  type PlannedStudy,
  planStudy,
  type StudyChoices,
} from "../plan-study.js";
import { raceBudgetNotes } from "../race-budget.js";
import { sameWeightNotes } from "../same-weights.js";
import type { UserModules } from "../user-modules.js";
import { withDistinctNames } from "./distinct-names.js";
import { isOnnxPath, splitModulePath } from "./modules/path.js";

/** What is reported while a study is prepared. */
export type PreparationEvent =
  /** What will be trained, before its data is read. */
  | { readonly kind: "resolved"; readonly choices: StudyChoices }
  | { readonly kind: "notice"; readonly message: string }
  | { readonly kind: "download"; readonly progress: DownloadProgress };

/** Where data sets are read from. */
export interface DataOptions {
  /** The only folder of data sets; if left out, `STEPZERO_DATA`, the cache and the network. */
  readonly dataDir?: string | undefined;
  /** Aborting ends downloads. */
  readonly signal?: AbortSignal | undefined;
}

/** A study whose names are resolved, before its data is read. */
export interface ChosenStudy {
  readonly choices: StudyChoices;
  readonly users: UserModules;
  /** Data that only the study's trainer reads. */
  readonly statedData?: readonly DataDescription[] | undefined;
}

/**
 * Checks the options of a study and loads the user's files.
 *
 * @throws InputError for options that are not legal, for objects in place of names, or for a user's
 *   file that cannot be used
 */
export async function choose(options: StudyOptions): Promise<ChosenStudy> {
  mustBeNames(options);
  const request = requestStudy(options);
  const users = await loadUserModules(request);
  const choices = chooseStudy(request, users);
  if (request.trainer === undefined) return { choices, users };
  const { describeTrainer } = await import("./describe-trainer.js");
  return {
    choices: { ...choices, trainer: describeTrainer(request.trainer) },
    users,
    statedData: request.trainer.data,
  };
}

/** Refuses the objects that `compare` takes. */
function mustBeNames(options: StudyOptions): void {
  for (const key of ["data", "models", "inits"] as const) {
    const names: readonly unknown[] = [options[key]].flat();
    for (const one of names) {
      if (typeof one !== "object" || one === null) continue;
      const { name } = one as { readonly name?: unknown };
      throw new InputError(
        `The study's ${key} has an object${typeof name === "string" ? ` ("${name}")` : ""}: worker processes cannot be ` +
          'sent objects. Pass a name or the path of a file, or use compare() of "stepzero", which trains in this process.',
      );
    }
  }
}

/** A planned study, with what its data takes in memory. */
export interface PreparedStudy extends PlannedStudy {
  /** The data sets, with the type that their samples are held in. */
  readonly samples: readonly (DataDescription & { readonly type: "uint8" | "float32" })[];
}

/**
 * Reads the data sets and plans the study. The samples are dropped again: whoever trains reads them
 * by name and checksum.
 *
 * @param withGuesses gives a study that tunes rates its first guesses
 * @throws InputError for data that cannot be read, or a network or method that does not fit
 */
export async function prepare(
  { choices, users, statedData }: ChosenStudy,
  options: DataOptions,
  emit: (event: PreparationEvent) => void,
  withGuesses: (planned: NewStudy) => Promise<NewStudy> = async (planned) => planned,
): Promise<PreparedStudy> {
  await mustBeUsed(choices.reading, choices.data);
  const data =
    statedData?.map((description) => ({ description, type: "float32" as const })) ??
    (await describeAll(choices, options, emit));
  const planned = await withGuesses(
    planStudy(
      choices,
      data.map(({ description }) => description),
      users,
    ),
  );
  const { leftOut, ...study } = planned;
  const notes = [
    ...(planned.study.trainer === undefined ? networkNotes(planned.study, users) : []),
    ...sameWeightNotes(planned.study, users),
    ...raceBudgetNotes(planned.study),
  ];
  for (const message of [...leftOut, ...notes]) emit({ kind: "notice", message });
  return { ...study, samples: data.map(({ description, type }) => ({ ...description, type })) };
}

/** How a study's data sets are loaded with these options: what workers need to load them again. */
export function placesOf({ dataDir }: DataOptions, reading: ReadingOptions | undefined): DataPlaces {
  return { ...dataLocation(dataDir), ...(reading && { userData: reading }) };
}

async function loadUserModules({ models, inits, trainer }: StudyRequest): Promise<UserModules> {
  const pathsIn = (names: readonly string[]) => [
    ...new Set(names.flatMap((text) => splitModulePath(text)?.path ?? [])),
  ];
  const [modelPaths, initializerPaths] = [pathsIn(models), pathsIn(inits)];
  if (modelPaths.length + initializerPaths.length === 0) return { models: [], initializers: [] };
  const [{ loadInitializer, loadModel }, { givingUp }] = await Promise.all([
    import("./modules/load.js"),
    import("./modules/give-up.js"),
  ]);
  return {
    models: withDistinctNames(
      await Promise.all(
        modelPaths.map(async (written) => ({
          written,
          ...(await loadModel(written)),
          ...(trainer !== undefined && isOnnxPath(written) && { tensors: await tensorsOfFile(written) }),
        })),
      ),
    ),
    initializers: await Promise.all(
      initializerPaths.map(async (written) => {
        const { initializer, file } = await loadInitializer(written);
        return { written, initializer: givingUp(initializer), file };
      }),
    ),
  };
}

/** The weights of an .onnx file; of a trainer's network stepzero needs no more. */
async function tensorsOfFile(path: string): Promise<readonly TensorSpecification[]> {
  const { weightsOfFile } = await import("./modules/load-onnx.js");
  return weightsOfFile(path);
}

async function describeAll(
  { data: names, reading, limit }: StudyChoices,
  options: DataOptions,
  emit: (event: PreparationEvent) => void,
): Promise<{ readonly description: DataDescription; readonly type: "uint8" | "float32" }[]> {
  const described: { description: DataDescription; type: "uint8" | "float32" }[] = [];
  for (const name of names) {
    const dataset = await loadDataset(name, {
      ...placesOf(options, reading),
      signal: options.signal,
      onProgress: (progress) => emit({ kind: "download", progress }),
    });
    const same = described.find(({ description }) => description.checksum === dataset.checksum);
    if (same !== undefined) {
      throw new InputError(`${name} and ${same.description.name} are the same data; name only one of them.`);
    }
    const notes = [...(dataset.notes ?? []), ...limitNote(dataset, limit)];
    for (const note of notes) emit({ kind: "notice", message: `${name}: ${note}` });
    const type = dataset.train.inputs instanceof Uint8Array ? "uint8" : "float32";
    const description = describeDataset({ ...dataset, notes: notes.length === 0 ? undefined : notes }, limit);
    described.push({ description, type });
  }
  return described;
}
