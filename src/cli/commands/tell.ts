/** `stepzero tell`: stores what came of a run that `stepzero ask` handed out. */
import { InputError } from "../../errors.js";
import type { CommandDefinition } from "../command.js";
import { exitCodes } from "../exit-codes.js";

/** Bytes of metrics that are read. */
const MOST_BYTES = 64_000_000;

export const tell: CommandDefinition = {
  argument: "The folder of results, and the id that ask printed",
  examples: [
    "stepzero tell results 3f2a… --metrics metrics.jsonl",
    "stepzero tell results 3f2a…",
    'stepzero tell results 3f2a… --crashed "out of memory"',
  ],
  options: [
    {
      title: "Telling",
      options: [
        {
          name: "metrics",
          value: "FILE",
          help: "Lines of JSON, one per epoch (docs/your-trainer.md)",
          default: "stdin; its lines that begin with a brace",
        },
        {
          name: "crashed",
          value: "REASON",
          help: "The run broke off, and why; it has no metrics",
          default: "it did not",
        },
      ],
    },
  ],
  run: async ([folder, id, ...rest], options, terminal) => {
    if (folder === undefined || id === undefined || rest.length > 0) {
      throw new InputError(
        "tell needs the folder of results and the id that ask printed. For example: stepzero tell results 3f2a… --metrics metrics.jsonl.",
      );
    }
    const crashed = options.get("crashed");
    if (crashed !== undefined && options.has("metrics")) {
      throw new InputError("A run that crashed is told without metrics. Leave out --metrics or --crashed.");
    }
    const [{ tellFolder }, { formats, jsonLine }, { noticeOn }] = await Promise.all([
      import("../../study/run/node/ask/tell-cell.js"),
      import("../json.js"),
      import("../terminal/notice.js"),
    ]);
    const metrics = crashed !== undefined ? { crashed } : await metricsOf(options.get("metrics"));
    const { status, reason, epochs } = await tellFolder(folder, id, metrics, noticeOn(terminal));
    terminal.out.write(jsonLine(formats.tell, { id, status, reason, epochs: epochs.length }));
    return exitCodes.done;
  },
};

/** The lines of a file; those of stdin that are objects, where no file is named. */
async function metricsOf(file: string | undefined): Promise<string[]> {
  const { readText, readTextOf } = await import("../../files/node/whole-text.js");
  const remedy = "Leave out lines that are no epochs.";
  if (file !== undefined) return readText(file, MOST_BYTES, remedy).split("\n");
  const text = await readTextOf(process.stdin, "stdin", MOST_BYTES, remedy);
  return text.split("\n").filter((line) => line.startsWith("{"));
}
