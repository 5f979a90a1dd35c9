/** `stepzero merge`: joins the parts of a study that ran in different places. */
import { InputError } from "../errors.js";
import type { CommandDefinition } from "./command.js";

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
    const { runMerge } = await import("./run-merge.js");
    return runMerge(folders, { out: given.get("out") ?? folders[0]!, json: given.has("json") });
  },
};
