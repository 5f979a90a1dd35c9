/** `stepzero view`: a results folder as a page in the browser. */
import { existsSync, statSync } from "node:fs";
import { InputError } from "../../errors.js";
import type { CommandDefinition } from "../command.js";
import { exitCodes } from "../exit-codes.js";
import { openOption, portOf, portOption } from "../page-options.js";
import { quietly } from "../shared-options.js";

export const view: CommandDefinition = {
  argument: "A folder of compare --out, of a study that runs or has ended",
  examples: ["stepzero view results", "stepzero view results --open", "stepzero view results --port 8080"],
  options: [{ title: "Page", options: [openOption, portOption, quietly] }],
  run: async ([folder], options, terminal) => {
    if (folder === undefined) {
      throw new InputError("view needs a folder of results. For example: stepzero view results.");
    }
    if (!existsSync(folder)) {
      throw new InputError(
        `${folder} does not exist. Name the folder of a compare --out; compare --out ${folder} --open makes it and shows it.`,
      );
    }
    if (!statSync(folder).isDirectory()) {
      throw new InputError(
        `${folder} is a file; view shows a folder of compare --out. stepzero report reads files, too.`,
      );
    }
    const port = portOf(options);
    const [{ servePage }, { abortionOf, interruptible }] = await Promise.all([
      import("../live-page.js"),
      import("../terminal/interruption.js"),
    ]);
    return interruptible(async (signal) => {
      const page = await servePage(folder, { port, open: options.has("open") }, terminal);
      terminal.say("Ctrl-C ends it.\n");
      await abortionOf(signal);
      await page.close();
      return exitCodes.done;
    });
  },
};
