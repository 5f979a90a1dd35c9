/** From what is asked for to a planned study with its data: reads data sets and the user's own files. */
import { homedir } from "node:os";
import type { Dataset } from "../../../data/dataset.js";
import { type DownloadProgress, dataPlaces, loadDataset } from "../../../data/node/index.js";
import { InputError } from "../../../errors.js";
import { sha256 } from "../../run/node/store.js";
import type { Cell } from "../cell.js";
import { describeDataset } from "../description.js";
import { planStudy, type Study } from "../plan.js";
import { type CheckedOptions, checkOptions, checkTexts, type Own, type StudyOptions } from "../specification.js";
import { splitModulePath } from "./modules/path.js";

export type PreparationEvent =
  | { readonly kind: "notice"; readonly message: string }
  | { readonly kind: "download"; readonly progress: DownloadProgress };

export interface DataOptions {
  /** The only folder of data sets; if left out `STEPZERO_DATA`, the cache and the network. */
  readonly dataDir?: string;
  readonly signal?: AbortSignal;
}

/** Options that are checked, with what stands in the user's own files. */
export interface AskedStudy {
  readonly checked: CheckedOptions;
  readonly own: Own;
}

export interface PreparedStudy {
  readonly study: Study;
  readonly datasets: ReadonlyMap<string, Dataset>;
}

/** @throws InputError for bad options, or files of the user's own that cannot be used */
export async function askStudy(options: StudyOptions): Promise<AskedStudy> {
  checkTexts(options);
  const own = await loadOwn(options);
  return { checked: checkOptions(options, own), own };
}

/** @throws InputError for data that cannot be read, a network or method seen not to fit */
export async function prepareStudy(
  { checked, own }: AskedStudy,
  options: DataOptions,
  emit: (event: PreparationEvent) => void,
): Promise<PreparedStudy> {
  const datasets = await loadAll(checked.data, options, emit);
  const descriptions = checked.data.map((name) => describeDataset(datasets.get(name)!));
  return { study: planStudy(checked, descriptions, sha256, own), datasets };
}

/**
 * Cells as they are handed out: all methods of one seed before the next, so that what an interruption leaves is paired.
 */
export function bySeed({ cells, seeds }: Study): Cell[] {
  const groups = new Map<string, Cell[]>();
  for (const cell of cells) {
    const key = JSON.stringify([cell.data, cell.modelLabel]);
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  return [...groups.values()].flatMap((group) => seeds.flatMap((seed) => group.filter((cell) => cell.seed === seed)));
}

/** The user's own networks and initializers. */
async function loadOwn({ models, inits }: StudyOptions): Promise<Own> {
  const pathsIn = (texts: readonly string[]) => [
    ...new Set(texts.flatMap((text) => splitModulePath(text)?.path ?? [])),
  ];
  const [modelPaths, initPaths] = [pathsIn(models), pathsIn(inits)];
  if (modelPaths.length + initPaths.length === 0) return {};
  const { loadInitializer, loadModel } = await import("./modules/load.js");
  return {
    models: await Promise.all(modelPaths.map(async (written) => ({ written, ...(await loadModel(written)) }))),
    initializers: await Promise.all(
      initPaths.map(async (written) => ({ written, ...(await loadInitializer(written)) })),
    ),
  };
}

async function loadAll(
  names: readonly string[],
  { dataDir, signal }: DataOptions,
  emit: (event: PreparationEvent) => void,
): Promise<Map<string, Dataset>> {
  const places = dataPlaces(process.env, homedir());
  const datasets = new Map<string, Dataset>();
  for (const name of names) {
    const dataset = await loadDataset(name, {
      cacheDir: places.cacheDir,
      dataDir: dataDir ?? places.dataDir,
      onlyDataDir: dataDir !== undefined,
      signal,
      onProgress: (progress) => emit({ kind: "download", progress }),
    });
    for (const [other, { checksum }] of datasets) {
      if (checksum === dataset.checksum)
        throw new InputError(`${name} and ${other} are the same data; give one of them.`);
    }
    for (const note of dataset.notes ?? []) emit({ kind: "notice", message: `${name}: ${note}` });
    datasets.set(name, dataset);
  }
  return datasets;
}
