/** `stepzero ask`: hands one run of a study to a program that trains it itself. */
import { InputError } from "../../errors.js";
import { readDuration } from "../../study/plan/durations.js";
import { runBounds } from "../../study/run/node/run-options.js";
import type { CommandDefinition } from "../command.js";
import { exitCodes } from "../exit-codes.js";
import { dataDir } from "../shared-options.js";

export const ask: CommandDefinition = {
  argument: "A study file whose trainer is a loop of yours",
  examples: [
    "stepzero ask study.yaml --out results",
    "stepzero ask study.yaml --out results --lease 6h",
    "stepzero ask study.yaml --out results --again",
  ],
  options: [
    {
      title: "Asking",
      options: [
        {
          name: "out",
          value: "DIR",
          help: "Folder of results; programs that ask with the same one share the study",
          default: "must be named",
        },
        {
          name: "lease",
          value: "TIME",
          help: "Nobody else gets the run before so long (90s, 10m, 2h): longer than it takes",
          default: "1h",
        },
        { name: "again", help: "Also hand out runs that were told as crashed", default: "no" },
        dataDir,
      ],
    },
  ],
  run: async ([file, ...rest], options, terminal) => {
    const out = options.get("out");
    if (file === undefined || rest.length > 0 || out === undefined) {
      throw new InputError(
        "ask needs one study file and --out DIR. For example: stepzero ask study.yaml --out results.",
      );
    }
    const lease = Math.ceil(readDuration(options.get("lease") ?? "1h", "--lease", runBounds.lease));
    const [{ readStudyFile }, { openStudy }, { formats, jsonLine }, { noticeOn }] = await Promise.all([
      import("../../study/plan/node/read-study-file.js"),
      import("../../study/run/node/ask/open-study.js"),
      import("../json.js"),
      import("../terminal/notice.js"),
    ]);
    const study = await openStudy(await readStudyFile(file), {
      out,
      lease,
      forAsker: true,
      again: options.has("again"),
      dataDir: options.get("data-dir"),
      onNotice: noticeOn(terminal),
    });
    terminal.out.write(jsonLine(formats.ask, await study.next()));
    return exitCodes.done;
  },
};
