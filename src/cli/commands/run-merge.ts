/** Joins parts and shows what they are together. */

import { studyOutput } from "../../study/results/output.js";
import { mergeStores } from "../../study/run/node/merge.js";
import { readResults } from "../../study/run/node/read-results.js";
import { exitCodes } from "../command.js";
import { renderComparison } from "../terminal/comparison-table.js";

/** @returns the exit code */
export function runMerge(
  folders: readonly string[],
  { out, json }: { readonly out: string; readonly json: boolean },
): number {
  const { stdout, stderr } = process;
  const notice = (message: string) => stderr.write(`${message}\n`);
  const { copied } = mergeStores(folders, out, notice);
  const { study, results, missing, runtimes } = readResults(out, notice);
  notice(
    `${copied} runs were added to ${out}, which now has ${results.length} of the study's ${results.length + missing.length}.`,
  );
  if (json) stdout.write(`${JSON.stringify(studyOutput(study, results, runtimes))}\n`);
  else if (missing.length === 0) {
    const look = { width: Math.min(stdout.columns ?? 80, 120), colour: stdout.isTTY === true && !process.env.NO_COLOR };
    stdout.write(renderComparison(study, results, look));
  } else {
    notice(
      `Missing: ${missing
        .slice(0, 5)
        .map(({ data, model, init, seed }) => `${data} × ${model} × ${init}, seed ${seed}`)
        .join(
          "; ",
        )}${missing.length > 5 ? "; …" : ""}.\nMerge the other parts into ${out}, or run what is missing: the study's own stepzero compare with --out ${out}.`,
    );
  }
  return missing.length === 0 ? exitCodes.done : exitCodes.incomplete;
}
