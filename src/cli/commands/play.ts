/** `stepzero play`: the playground, which trains in the browser. */
import type { CommandDefinition } from "../command.js";
import { exitCodes } from "../exit-codes.js";
import { openOption, portOf, portOption } from "../page-options.js";
import { quietly } from "../shared-options.js";

export const play: CommandDefinition = {
  examples: ["stepzero play", "stepzero play --open", "stepzero play --port 8080"],
  options: [{ title: "Page", options: [openOption, portOption, quietly] }],
  run: async (_, options, terminal) => {
    const port = portOf(options);
    const [{ servePlay }, { showPage }, { abortionOf, interruptible }] = await Promise.all([
      import("../../view/node/serve-play.js"),
      import("../live-page.js"),
      import("../terminal/interruption.js"),
    ]);
    return interruptible(async (signal) => {
      const page = await servePlay(port);
      showPage(page, "The playground", options.has("open"), terminal.out);
      terminal.say("Ctrl-C ends it.\n");
      await abortionOf(signal);
      await page.close();
      return exitCodes.done;
    });
  },
};
