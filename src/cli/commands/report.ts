/** `stepzero report`: a study's results as a page with figures, and as files for other tools. */
import { InputError } from "../../errors.js";
import { type CommandDefinition, exitCodes } from "../command.js";

export const report: CommandDefinition = {
  name: "report",
  arguments: "[results]",
  summary: "Make a page with figures, tables and data files of a study's results",
  options: [
    {
      name: "out",
      value: "DIR",
      help: "Folder to write report.html, figures/, data/ and tables into (default: the results' own folder; of results.json, results-report)",
    },
    {
      name: "tensorboard",
      value: "DIR",
      help: "Also write TensorBoard event files there, a folder a run (default: none)",
    },
  ],
  examples: [
    "stepzero report results",
    "stepzero report results --out report --tensorboard logs",
    "stepzero compare --json > results.json && stepzero report results.json",
  ],
  run: async ([results], given) => {
    if (results === undefined) {
      throw new InputError(
        "report needs results: the folder of a compare --out, or a file with what compare --json printed. For example: stepzero report results.",
      );
    }
    const { writeReport } = await import("../../report/node/write-report.js");
    const [out, tensorboard] = [given.get("out"), given.get("tensorboard")];
    const [page] = await writeReport(results, {
      ...(out === undefined ? {} : { out }),
      ...(tensorboard === undefined ? {} : { tensorboard }),
    });
    process.stdout.write(`${page}\n`);
    process.stderr.write(
      `Beside it: figures/ (SVG), data/ (CSV, Parquet, JSON), tables.md, tables.tex.${tensorboard === undefined ? "" : ` Event files: tensorboard --logdir ${tensorboard}`}\n`,
    );
    return exitCodes.done;
  },
};
