/** Runs the parts of a reproduction one after the other, measures step 0, and writes what was found. */
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { dataPlaces, loadDataset } from "../../data/node/index.js";
import { InputError } from "../../errors.js";
import { reproductionMarkdown } from "../../paper/markdown.js";
import { measure } from "../../paper/measure.js";
import type { Measurements } from "../../paper/measurements.js";
import { keepCommand, provenanceOf } from "../../paper/node/provenance.js";
import { readParts } from "../../paper/node/read-parts.js";
import { type Budget, beyondPart, type Part, paperParts } from "../../paper/plan.js";
import { type CurveFigure, type Reproduction, reproduce } from "../../paper/reproduction.js";
import { loadRuntime } from "../../runtime/node/load-runtime.js";
import { RESULTS_VERSION } from "../../study/plan/plan.js";
import { estimateStudy } from "../../study/run/node/estimate-study.js";
import { makeFolder, writeAtomically } from "../../study/run/node/files.js";
import { runStudy, type StudyEvent } from "../../study/run/node/run-study.js";
import { isToBeRetried } from "../../study/run/queue.js";
import { exitCodes } from "../command.js";
import { renderEstimate, renderTotal } from "../terminal/estimate-table.js";
import { createProgress, type Progress } from "../terminal/progress.js";
import { renderReproduction } from "../terminal/reproduction-text.js";
import { listenForInterruption, resumeCommand } from "./run-comparison.js";

export interface ReproductionOptions {
  readonly budget: Budget;
  readonly beyond: boolean;
  readonly json: boolean;
  readonly out: string;
  readonly data?: readonly string[];
  readonly seeds?: number;
  readonly jobs?: number;
  readonly dataDir?: string;
}

function partsOf({ budget, beyond, data, seeds }: ReproductionOptions): Part[] {
  const choice = { ...(data === undefined ? {} : { data }), ...(seeds === undefined ? {} : { seeds }) };
  return beyond ? [beyondPart(budget, choice)] : paperParts(budget, choice);
}

/** @returns the exit code */
export async function runReproduction(options: ReproductionOptions): Promise<number> {
  const { out, jobs, dataDir } = options;
  const { stderr, stdout, env } = process;
  const parts = partsOf(options);
  const live = stderr.isTTY === true && !env.CI && env.TERM !== "dumb";
  let crashed = false;
  for (const [i, { name, options: study }] of parts.entries()) {
    if (parts.length > 1) stderr.write(`Part ${i + 1} of ${parts.length}: ${name}\n`);
    const progress = createProgress({
      stream: stderr,
      live,
      colour: live && !env.NO_COLOR,
      clock: () => performance.now() / 1000,
    });
    const interruption = listenForInterruption(progress);
    try {
      const outcome = await runStudy(study, {
        ...(jobs === undefined ? {} : { jobs }),
        ...(dataDir === undefined ? {} : { dataDir }),
        out: join(out, name),
        signal: interruption.signal,
        onEvent: (event) => {
          if (event.kind === "planned") keepCommand(out, options);
          progress.on(event);
        },
        ...(env.STEPZERO_DEBUG ? { onOutput: progress.say } : {}),
      });
      if (outcome.interrupted) return interrupted(out);
      crashed ||= outcome.results.some(isToBeRetried);
    } catch (error) {
      if (!interruption.signal.aborted) throw error;
      return interrupted(out);
    } finally {
      interruption.stop();
      progress.stop();
    }
  }
  if (!options.beyond) await measureOnce(options, say(stderr));
  const found = collect(out, say(stderr));
  writeIn(out, "reproduction.json", `${JSON.stringify(found)}\n`);
  await writeDocument(out, found, join(out, "reproduction.md"));
  const width = Math.min(stdout.columns ?? 80, 120);
  stdout.write(
    options.json ? `${JSON.stringify(found)}\n` : renderReproduction(found, { width, beyond: options.beyond }),
  );
  stderr.write(`The whole document is ${join(out, "reproduction.md")}; results are kept in ${out}\n`);
  return crashed ? exitCodes.incomplete : exitCodes.done;
}

function interrupted(out: string): number {
  process.stderr.write(
    `Interrupted; what is finished is kept in ${out}\nTo go on from there:\n  ${resumeCommand(process.argv.slice(2), out)}\n`,
  );
  return exitCodes.interrupted;
}

/** Writes the document from what there is; step 0 is measured, where it was not. @returns the exit code */
export async function documentReproduction(options: ReproductionOptions, file: string): Promise<number> {
  const { out, dataDir } = options;
  const data = readParts(out, () => {}).map(({ name }) => name);
  await measureOnce({ out, data, ...(dataDir === undefined ? {} : { dataDir }) }, say(process.stderr));
  makeFolder(dirname(file));
  await writeDocument(out, collect(out, say(process.stderr)), file);
  process.stderr.write(`Written: ${file}\n`);
  return exitCodes.done;
}

/** The document, and its figures in a folder beside it that has its name. */
async function writeDocument(out: string, found: Reproduction, file: string): Promise<void> {
  const { writeFigures } = await import("../../paper/node/reproduction-figures.js");
  const folder = basename(file, ".md");
  const nameOf = await writeFigures(out, found, join(dirname(file), folder));
  const pictures = (figure: CurveFigure) => {
    const name = nameOf(figure);
    return name === undefined ? undefined : `${folder}/${name}`;
  };
  write(file, reproductionMarkdown(found, provenanceOf(out), pictures));
}

/** Says what it would take. @returns the exit code */
export async function estimateReproduction(options: ReproductionOptions): Promise<number> {
  const { out, jobs, dataDir, json } = options;
  const onEvent = (event: StudyEvent) => {
    if (event.kind === "notice") process.stderr.write(`${event.message}\n`);
  };
  const estimates = [];
  for (const { name, options: study } of partsOf(options)) {
    const run = {
      ...(jobs === undefined ? {} : { jobs }),
      ...(dataDir === undefined ? {} : { dataDir }),
      out: join(out, name),
      onEvent,
    };
    estimates.push({ name, ...(await estimateStudy(study, run)) });
  }
  const tables = estimates.map((one) => `${one.name}: ${renderEstimate(one, true)}`);
  if (estimates.length > 1) tables.push(renderTotal(estimates, closingOf(options)));
  process.stdout.write(json ? `${JSON.stringify(estimates)}\n` : tables.join("\n"));
  return exitCodes.done;
}

function closingOf({ beyond }: ReproductionOptions): string {
  return beyond ? "tables are written" : "step 0 is measured and tables and figures are written";
}

const say = (stream: NodeJS.WriteStream) => (message: string) => void stream.write(`${message}\n`);

/** What the folder holds, put together. */
function collect(out: string, notice: (message: string) => void): Reproduction {
  return reproduce(readParts(out, notice), readMeasurements(out)?.measurements, out);
}

interface KeptMeasurements {
  readonly resultsVersion: number;
  readonly data: readonly string[];
  readonly measurements: Measurements;
}

const MEASUREMENTS = "measurements.json";

function readMeasurements(out: string): KeptMeasurements | undefined {
  const file = join(out, MEASUREMENTS);
  if (!existsSync(file)) return undefined;
  try {
    const kept = JSON.parse(readFileSync(file, "utf8")) as KeptMeasurements;
    return kept.resultsVersion === RESULTS_VERSION ? kept : undefined;
  } catch {
    return undefined; // measured again
  }
}

/** Measures step 0, unless the folder has it for these data sets. Fashion-MNIST's network is MNIST's. */
async function measureOnce(
  { out, data, dataDir }: Pick<ReproductionOptions, "out" | "data" | "dataDir">,
  notice: Progress["say"],
): Promise<void> {
  const wanted = ["mnist", "cifar10"].filter((name) => data === undefined || data.includes(name));
  const kept = readMeasurements(out);
  if (wanted.every((name) => kept?.data.includes(name))) return;
  const names = [...new Set([...(kept?.data ?? []), ...wanted])];
  const places = dataPlaces(process.env, homedir());
  const datasets = [];
  for (const name of names) {
    const where = { cacheDir: places.cacheDir, dataDir: dataDir ?? places.dataDir, onlyDataDir: dataDir !== undefined };
    datasets.push(await loadDataset(name, { ...where, signal: undefined, onProgress: () => {} }));
  }
  const { runtime } = await loadRuntime();
  const measurements = await measure(runtime, datasets, (what) => notice(`Measuring: ${what}`));
  const record: KeptMeasurements = { resultsVersion: RESULTS_VERSION, data: names, measurements };
  writeIn(out, MEASUREMENTS, `${JSON.stringify(record)}\n`);
}

function writeIn(out: string, name: string, text: string): void {
  write(join(out, name), text);
}

function write(file: string, text: string): void {
  try {
    writeAtomically(file, text);
  } catch (error) {
    throw new InputError(`${file} cannot be written: ${(error as Error).message}.`);
  }
}
