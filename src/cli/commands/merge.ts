/** `stepzero merge`: joins the parts of a study that ran in different places. */
import { resolve } from "node:path";
import { InputError } from "../../errors.js";
import type { KeptResults } from "../../study/run/node/read-results.js";
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
  const [{ mergeStores }, { readResults }, { comparisonText }] = await Promise.all([
    import("../../study/run/node/merge.js"),
    import("../../study/run/node/read-results.js"),
    import("../terminal/comparison-text.js"),
  ]);
  const notice = (message: string) => process.stderr.write(`${message}\n`);
  const { copied } = mergeStores(folders, out, notice);
  const stored = readResults(out, notice);
  const { results, missing } = stored;
  notice(
    `${copied} runs were added to ${out}, which now has ${results.length} of the study's ${results.length + missing.length}.`,
  );
  if (asJson || missing.length === 0) process.stdout.write(comparisonText(stored, asJson));
  else notice(missingText(missing, out));
  return missing.length === 0 ? exitCodes.done : exitCodes.incomplete;
}

function missingText(missing: KeptResults["missing"], out: string): string {
  const first = missing.slice(0, 5).map(({ data, model, init, seed }) => `${data} × ${model} × ${init}, seed ${seed}`);
  return `Missing: ${first.join("; ")}${missing.length > 5 ? "; …" : ""}.
Merge the other parts into ${out}, or run the missing ones: the study's own stepzero compare with --out ${out}.`;
}
