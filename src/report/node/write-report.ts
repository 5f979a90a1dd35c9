/** Reports on the disk: reads results, draws with linkedom, writes files. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseHTML } from "linkedom";
import { InputError } from "../../errors.js";
import { type StudyOutput, studyOutput } from "../../study/results/output.js";
import { problemsOf } from "../../study/results/problems.js";
import { makeFolder, writeAtomically, writing } from "../../study/run/node/files.js";
import { readResults } from "../../study/run/node/read-results.js";
import { readManifestRuns } from "../../study/run/node/store.js";
import { tensorboardFiles } from "../exports/tensorboard.js";
import { renderReport } from "../render-report.js";
import type { Provenance, ReportFile, ReportInput } from "../report.js";

/**
 * Writes the report of a results folder, or of a file that `compare --json` printed.
 *
 * @param results folder or file
 * @param options.tensorboard folder to write TensorBoard event files into; none without it
 * @param options.out folder to write into; by default the results folder; of `results.json`, `results-report` beside it
 * @returns paths of the files written, report.html first
 * @throws InputError where there are no results, or the disk does not take the files
 * @example
 * await writeReport("results"); // results/report.html, results/figures/…, results/data/…
 */
export async function writeReport(
  results: string,
  options: { readonly out?: string; readonly tensorboard?: string } = {},
): Promise<string[]> {
  const input = await readReportInput(results);
  const out = options.out ?? (statSync(results).isDirectory() ? results : `${results.replace(/\.json$/, "")}-report`);
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const written = writeFiles(renderReport(input, { document }), out);
  if (options.tensorboard === undefined) return written;
  const started = Date.parse(input.provenance.runs[0]?.started ?? "") / 1000;
  const events = tensorboardFiles(problemsOf(input.output), Number.isFinite(started) ? started : 0);
  return [...written, ...writeFiles(events, options.tensorboard)];
}

/** @throws InputError where there are none, or they are not stepzero's */
export async function readReportInput(results: string): Promise<ReportInput> {
  if (!existsSync(results)) {
    throw new InputError(
      `${results} does not exist. Give the folder of a compare --out, or a file with what compare --json printed.`,
    );
  }
  if (!statSync(results).isDirectory()) {
    return { output: await readOutput(results), provenance: { runs: [], damage: [] } };
  }
  const damage: string[] = [];
  const { study, results: cells, runtimes } = readResults(results, (message) => damage.push(message));
  const runs = readManifestRuns(results) as Provenance["runs"];
  // Through JSON, so that a folder and a file give the same report.
  const output = JSON.parse(JSON.stringify(studyOutput(study, cells, runtimes))) as StudyOutput;
  return { output, provenance: { runs, damage } };
}

async function readOutput(file: string): Promise<StudyOutput> {
  const [{ compareSchema }, { prettifyError }] = await Promise.all([
    import("../../study/results/schema.js"),
    import("zod"),
  ]);
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new InputError(
      `${file} cannot be read as JSON: ${(error as Error).message}. Give the folder of a compare --out, or a file with what compare --json printed.`,
    );
  }
  const checked = compareSchema.safeParse(read);
  if (!checked.success) {
    const [first] = prettifyError(checked.error).replace(/^✖ /, "").split("\n✖ ");
    throw new InputError(
      `${file} is not what this version's compare --json prints: ${first!.replace(/\s+/g, " ")}. Give the folder of a compare --out, or such a file.`,
    );
  }
  return read as StudyOutput;
}

function writeFiles(files: readonly ReportFile[], out: string): string[] {
  return files.map(({ path, content }) => {
    const file = join(resolve(out), path);
    writing(file, () => {
      makeFolder(dirname(file));
      writeAtomically(file, content);
    });
    return file;
  });
}
