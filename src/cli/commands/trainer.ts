/** `stepzero trainer check`: whether a study can rest on a trainer of the user's. */
import { InputError, unknownName } from "../../errors.js";
import { runBounds } from "../../study/run/node/run-options.js";
import type { CommandDefinition } from "../command.js";
import { exitCodes } from "../exit-codes.js";
import { dataDir, json } from "../shared-options.js";

export const trainer: CommandDefinition = {
  argument: "The word check, and a study file that has a trainer",
  examples: [
    "stepzero trainer check study.yaml",
    "stepzero trainer check study.yaml --time-limit 5m",
    "stepzero trainer check study.yaml --json",
  ],
  options: [
    {
      title: "Running",
      options: [
        {
          name: "time-limit",
          value: "TIME",
          help: "End a run that takes longer (90s, 10m, 2h)",
          default: "10m",
        },
        dataDir,
        json,
      ],
    },
  ],
  run: async ([action, file, ...rest], options, terminal) => {
    if (action === undefined || file === undefined || rest.length > 0) {
      throw new InputError(
        "trainer needs the word check and one study file. For example: stepzero trainer check study.yaml.",
      );
    }
    if (action !== "check") throw unknownName("action of trainer", action, ["check"]);
    const [
      { readStudyFile },
      { checkTrainer },
      { readDuration },
      { renderCheck },
      { columnsOf },
      { formats, jsonLine },
    ] = await Promise.all([
      import("../../study/plan/node/read-study-file.js"),
      import("../../study/run/node/trainer/check-trainer.js"),
      import("../../study/plan/durations.js"),
      import("../terminal/trainer-check.js"),
      import("../terminal/screen.js"),
      import("../json.js"),
    ]);
    const { interruptible } = await import("../terminal/interruption.js");
    const timeLimit = Math.ceil(readDuration(options.get("time-limit") ?? "10m", "--time-limit", runBounds.timeLimit));
    const study = await readStudyFile(file);
    const { out, err } = terminal;
    return interruptible(async (signal) => {
      if (!options.has("json")) terminal.say("Four short runs of the trainer …\n");
      try {
        const check = await checkTrainer(study, { timeLimit, dataDir: options.get("data-dir"), signal });
        out.write(options.has("json") ? jsonLine(formats.trainerCheck, check) : renderCheck(check, columnsOf(out)));
        return check.findings.some(({ verdict }) => verdict === "no") ? exitCodes.troubleFound : exitCodes.done;
      } catch (error) {
        if (!signal.aborted) throw error;
        err.write("Interrupted before the last run.\n");
        return exitCodes.interrupted;
      }
    });
  },
};
