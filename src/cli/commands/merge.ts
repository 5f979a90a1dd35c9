/** `stepzero merge`: joins the parts of a study that ran in different places. */
import { resolve } from "node:path";
import { InputError } from "../../errors.js";
import type { CommandDefinition } from "../command.js";

export const merge: CommandDefinition = {
  name: "merge",
  arguments: "[...folders]",
  summary: "Join results folders of one study, as compare --shard leaves them",
  options: [
    {
      name: "out",
      value: "DIR",
      help: "Folder to join into; may be one of them, or hold results already (default: the first)",
    },
    { name: "json", help: "Print the joined study as one JSON object, as compare does (default: no)" },
  ],
  examples: ["stepzero merge part-1 part-2 part-3 --out results"],
  run: async (folders, given) => {
    if (folders.length === 0) {
      throw new InputError("merge needs the folders to join: stepzero merge PART-1 PART-2 --out DIR.");
    }
    const places = folders.map((folder) => resolve(folder));
    const twice = folders.find((_, i) => places.indexOf(places[i]!) !== i);
    if (twice !== undefined) throw new InputError(`merge: ${twice} is given twice; give every part once.`);
    const { runMerge } = await import("./run-merge.js");
    return runMerge(folders, { out: given.get("out") ?? folders[0]!, json: given.has("json") });
  },
};
