/**
 * The steps of a reproduction: run its parts one after the other, measure step 0, write the
 * document. A step does nothing that a folder of results has already.
 */
import { basename, dirname, join } from "node:path";
import { dataLocation } from "../../data/node/data-location.js";
import { loadDataset } from "../../data/node/index.js";
import { makeFolder, writeAtomically, writing } from "../../files/node/write-whole.js";
import { type FileToWrite, writeFiles } from "../../files/node/written-files.js";
import { loadRuntime } from "../../runtime/node/load-runtime.js";
import { RESULTS_VERSION } from "../../study/plan/study.js";
import { estimateStudy, type StudyEstimate } from "../../study/run/node/estimate.js";
import type { RunStudyOptions } from "../../study/run/node/run-options.js";
import { runStudy, type StudyResults } from "../../study/run/node/run-study.js";
import { reproductionMarkdown } from "../markdown.js";
import { measure } from "../measure.js";
import { beyondPart, type Part, paperParts } from "../plan.js";
import { type CurveFigure, type Reproduction, reproduce } from "../reproduction.js";
import { ELSEWHERE, keepCommand, provenanceOf } from "./provenance.js";
import { readParts } from "./read-parts.js";
import { drawFigures } from "./reproduction-figures.js";
import type { ReproductionOptions } from "./reproduction-options.js";
import { MEASUREMENTS, readMeasurements, type StoredMeasurements } from "./stored-measurements.js";

/** Takes a sentence for the user. */
type Notice = (message: string) => void;

/**
 * The studies of a reproduction, in the order in which they run.
 *
 * @throws InputError for more seeds than the budget has
 */
export function partsOf({ budget, beyond, data, seeds }: ReproductionOptions): Part[] {
  const choice = { data, seeds };
  return beyond ? [beyondPart(budget, choice)] : paperParts(budget, choice);
}

/** Runs one part into its folder, and stores the command. */
export function runPart(
  { name, options: study }: Part,
  options: ReproductionOptions,
  hooks: Pick<RunStudyOptions, "signal" | "onEvent" | "onOutput">,
): Promise<StudyResults> {
  return runStudy(study, {
    ...hooks,
    ...runOptions(name, options),
    onEvent: (event) => {
      if (event.kind === "planned") keepCommand(options.out, options);
      hooks.onEvent?.(event);
    },
  });
}

function runOptions(part: string, { out, jobs, dataDir }: ReproductionOptions): RunStudyOptions {
  return { jobs, dataDir, out: join(out, part) };
}

/**
 * Measures step 0 where the paper is reproduced, and writes the document and its data into the
 * folder of results.
 */
export async function finishReproduction(options: ReproductionOptions, notice: Notice): Promise<Reproduction> {
  const { out } = options;
  if (!options.beyond) await measureOnce(options, notice);
  const reproduction = collect(out, notice);
  const data = { path: "reproduction.json", content: `${JSON.stringify(reproduction)}\n` };
  writeFiles([data, ...(await documentFiles(out, reproduction, "reproduction"))], out, ELSEWHERE);
  return reproduction;
}

/** Writes the document from the results so far; measures step 0 where no measurement is kept. */
export async function documentReproduction(
  { out, dataDir }: Pick<ReproductionOptions, "out" | "dataDir">,
  file: string,
  notice: Notice,
): Promise<void> {
  const data = readParts(out, () => {}).map(({ name }) => name);
  await measureOnce({ out, data, dataDir }, notice);
  for (const { path, content } of await documentFiles(out, collect(out, notice), basename(file, ".md"))) {
    const target = path.endsWith(".md") ? file : join(dirname(file), path);
    writing(target, () => {
      makeFolder(dirname(target));
      writeAtomically(target, content);
    });
  }
}

/** The document, and its figures in a folder of the same name beside it. */
async function documentFiles(out: string, reproduction: Reproduction, name: string): Promise<FileToWrite[]> {
  const figures = await drawFigures(out, reproduction);
  const pathOf = (number: number) => `${name}/figure-${number}.svg`;
  const pictures = ({ number }: CurveFigure) => (figures.has(number) ? pathOf(number) : undefined);
  return [
    { path: `${name}.md`, content: reproductionMarkdown(reproduction, provenanceOf(out), pictures) },
    ...[...figures].map(([number, content]) => ({ path: pathOf(number), content })),
  ];
}

/** A part's name, and its estimate. */
export type PartEstimate = StudyEstimate & { readonly name: string };

/** The estimate of each part; trains nothing. */
export async function estimateReproduction(options: ReproductionOptions, notice: Notice): Promise<PartEstimate[]> {
  const estimates: PartEstimate[] = [];
  for (const { name, options: study } of partsOf(options)) {
    const estimate = await estimateStudy(study, {
      ...runOptions(name, options),
      onEvent: (event) => {
        if (event.kind === "notice") notice(event.message);
      },
    });
    estimates.push({ name, ...estimate });
  }
  return estimates;
}

/** The reproduction of a folder's results. */
function collect(out: string, notice: Notice): Reproduction {
  return reproduce(readParts(out, notice), readMeasurements(out)?.measurements, out);
}

/**
 * Measures step 0, unless the folder has it for these data sets. Fashion-MNIST's network is
 * MNIST's.
 */
async function measureOnce(
  { out, data, dataDir }: Pick<ReproductionOptions, "out" | "data" | "dataDir">,
  notice: Notice,
): Promise<void> {
  const needed = ["mnist", "cifar10"].filter((name) => data === undefined || data.includes(name));
  const stored = readMeasurements(out);
  if (needed.every((name) => stored?.data.includes(name))) return;
  const names = [...new Set([...(stored?.data ?? []), ...needed])];
  const datasets = [];
  for (const name of names) datasets.push(await loadDataset(name, dataLocation(dataDir)));
  const { runtime } = await loadRuntime();
  const measurements = await measure(runtime, datasets, (what) => notice(`Measuring: ${what}`));
  const record: StoredMeasurements = { resultsVersion: RESULTS_VERSION, data: names, measurements };
  writeFiles([{ path: MEASUREMENTS, content: `${JSON.stringify(record)}\n` }], out, ELSEWHERE);
}
