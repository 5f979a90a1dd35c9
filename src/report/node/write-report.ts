/** Writes reports: reads results, draws with linkedom, writes files. */
import { existsSync, statSync } from "node:fs";
import { parseHTML } from "linkedom";
import { InputError } from "../../errors.js";
import { readText } from "../../files/node/whole-text.js";
import { writeFiles } from "../../files/node/written-files.js";
import { messageOf, parseJson } from "../../plain-data.js";
import { readFolder } from "../../study/results/node/read-folder.js";
import { analyse, type Outcome } from "../../study/results/outcome.js";
import { readManifest } from "../../study/run/node/manifest.js";
import { tensorboardFiles } from "../exports/tensorboard.js";
import type { FigureFormat } from "../figure-formats.js";
import { renderReport } from "../render-report.js";
import type { ReportInput } from "../report.js";
import { loadFormats } from "./figures/formats.js";

/** Where a report is written. */
export interface WriteReportOptions {
  /**
   * Folder to write into.
   *
   * @defaultValue the results folder; of `results.json`, `results-report` beside it
   */
  readonly out?: string | undefined;
  /**
   * Folder to write TensorBoard event files into.
   *
   * @defaultValue none are written
   */
  readonly tensorboard?: string | undefined;
  /**
   * The files of each figure: "svg", "pdf", "png", all light and with their captions.
   *
   * @defaultValue ["svg"]
   */
  readonly figures?: readonly FigureFormat[] | undefined;
  /**
   * Called with a sentence where PDF or PNG show characters as escapes, since their font lacks
   * them.
   *
   * @defaultValue nothing is called
   */
  readonly onNotice?: ((message: string) => void) | undefined;
  /**
   * Called with a sentence for every file of the folder that is not used because it is damaged. The
   * page has the sentences, too.
   *
   * @defaultValue nothing is called
   */
  readonly onDamage?: ((message: string) => void) | undefined;
}

/** Most bytes of a file that `compare --json` printed: 400,000 runs. A string holds no more. */
const MOST_BYTES = 500_000_000;
const REMEDY = "Give the folder of a compare --out, or a file with what compare --json printed.";

const ELSEWHERE = "Move it away, or write the report into another folder: stepzero report RESULTS --out DIR.";

/**
 * Writes the report of a results folder, or of a file that `compare --json` printed.
 *
 * @param results folder or file; of results version 3 and before, too
 * @returns paths of the files written, report.html first
 * @throws InputError where there are no results, a file of the report's name is not one of an
 *   earlier report, or the disk does not take the files
 * @example
 * import { runStudy, writeReport } from "stepzero/node";
 *
 * await runStudy({ inits: ["he", "zero"], seeds: 2, epochs: 1, limit: 256 }, { out: "results" });
 * const [page] = await writeReport("results"); // and results/figures/…, results/data/…
 * console.log(page); // …/results/report.html
 */
export async function writeReport(results: string, options: WriteReportOptions = {}): Promise<string[]> {
  const input = await readReportInput(results, options.onDamage);
  const out = options.out ?? (statSync(results).isDirectory() ? results : `${results.replace(/\.json$/, "")}-report`);
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const formats = await loadFormats(options.figures ?? ["svg"], options.onNotice ?? (() => {}));
  const written = writeFiles(renderReport(input, { document, formats }), out, ELSEWHERE);
  if (options.tensorboard === undefined) return written;
  const started = Date.parse(input.provenance.runs[0]?.started ?? "") / 1000;
  const events = tensorboardFiles(input.outcome, Number.isFinite(started) ? started : 0);
  return [...written, ...writeFiles(events, options.tensorboard, ELSEWHERE)];
}

/**
 * Reads the input of a report.
 *
 * @param results folder or file
 * @param onDamage called with a sentence for every damaged file that is not used
 * @throws InputError where there are no results, or they are not stepzero's
 */
export async function readReportInput(
  results: string,
  onDamage: (message: string) => void = () => {},
): Promise<ReportInput> {
  if (!existsSync(results)) {
    throw new InputError(`${results} does not exist. ${REMEDY}`);
  }
  if (!statSync(results).isDirectory()) {
    return { outcome: await readOutputFile(results), provenance: { runs: [], damage: [] } };
  }
  const damage: string[] = [];
  const note = (message: string): void => {
    damage.push(message);
    onDamage(message);
  };
  const { study, records, runtimes } = readFolder(results, note);
  const manifest = readManifest(results);
  if (manifest.damage !== undefined) note(manifest.damage);
  return { outcome: analyse(study, records, { runtimes }), provenance: { runs: manifest.runs, damage } };
}

async function readOutputFile(file: string): Promise<Outcome> {
  const { readOutput } = await import("../../study/results/read-output.js");
  const text = readText(file, MOST_BYTES, REMEDY);
  let value: unknown;
  try {
    value = parseJson(text, file);
  } catch (error) {
    throw new InputError(`${messageOf(error)} ${REMEDY}`);
  }
  return readOutput(value, file);
}
