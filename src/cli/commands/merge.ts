/** `stepzero merge`: joins the parts of a study that ran in different places. */
import { resolve } from "node:path";
import { InputError } from "../../errors.js";
import type { CellResult } from "../../study/plan/cell.js";
import type { Study } from "../../study/plan/study.js";
import type { KeptStudy } from "../../study/run/node/study-file.js";
import { type CommandDefinition, exitCodes } from "../command.js";

export const merge: CommandDefinition = {
  argument: "Folders of one study's results",
  examples: [
    "stepzero merge part-1 part-2 --out results",
    "stepzero merge results part-3",
    "stepzero merge part-1 part-2 part-3 --out results --json",
  ],
  options: [
    {
      title: "Files and output",
      options: [
        {
          name: "out",
          value: "DIR",
          help: "Folder to join into; it may be one of the parts, or hold results already",
          default: "the first folder",
        },
        { name: "json", help: "Print the joined study as one JSON object, as compare does", default: "no" },
      ],
    },
  ],
  run: async (folders, options) => {
    checkFolders(folders);
    return joinParts(folders, options.get("out") ?? folders[0]!, options.has("json"));
  },
};

function checkFolders(folders: readonly string[]): void {
  if (folders.length === 0) {
    throw new InputError("merge needs the folders to join: stepzero merge PART-1 PART-2 --out DIR.");
  }
  const paths = folders.map((folder) => resolve(folder));
  const twice = folders.find((_, i) => paths.indexOf(paths[i]!) !== i);
  if (twice !== undefined) throw new InputError(`merge: ${twice} is given twice; give every part once.`);
}

async function joinParts(folders: readonly string[], out: string, asJson: boolean): Promise<number> {
  const [{ mergeFolders }, { readStudy }] = await Promise.all([
    import("../../study/run/node/merge.js"),
    import("../../study/run/node/study-file.js"),
  ]);
  const notice = (message: string) => process.stderr.write(`${message}\n`);
  const { copied } = await mergeFolders(folders, out, notice);
  const stored = readStudy(out);
  const { results, runtimes, missing } = await readResults(out, stored);
  const { length: all } = stored.cells;
  notice(`${copied} runs were added to ${out}, which now has ${results.length} of the study's ${all}.`);
  if (asJson || missing.length === 0) {
    const { comparisonText } = await import("../terminal/comparison-text.js");
    process.stdout.write(comparisonText({ study: stored.study, results, runtimes }, asJson));
  } else notice(missingText(stored.study, missing, out));
  return missing.length === 0 ? exitCodes.done : exitCodes.incomplete;
}

type StoredCell = KeptStudy["cells"][number];

/** The whole results of a folder; what is damaged counts as missing. */
async function readResults(out: string, { cells }: KeptStudy) {
  const { readCellFile } = await import("../../study/run/node/cell-files.js");
  const results: CellResult[] = [];
  const missing: StoredCell[] = [];
  const runtimes = new Set<string>();
  for (const cell of cells) {
    const stored = readCellFile(out, cell.id);
    if (stored === undefined || typeof stored === "string") missing.push(cell);
    else {
      results.push(stored.result);
      runtimes.add(stored.runtime);
    }
  }
  return { results, missing, runtimes: [...runtimes].sort() };
}

function missingText({ problems, methods }: Study, missing: readonly StoredCell[], out: string): string {
  const first = missing.slice(0, 5).map(({ problem, method, seed }) => {
    const { data, model } = problems[problem]!;
    return `${data} × ${model} × ${methods[method]!.label}, seed ${seed}`;
  });
  return `Missing: ${first.join("; ")}${missing.length > 5 ? "; …" : ""}.
Merge the other parts into ${out}, or run the missing ones: the study's own stepzero compare with --out ${out}.`;
}
