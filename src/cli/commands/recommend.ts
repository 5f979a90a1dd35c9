/** `stepzero recommend`: the initializer to use for a network and its data, within a budget. */
import type { CommandDefinition, OptionGroup } from "../command.js";
import { exitCodes } from "../exit-codes.js";
import { readingGroup } from "../reading-options.js";
import { readRecommendRequest, recommendDefaults } from "../recommend-request.js";
import { dataDir, json, quietly } from "../shared-options.js";
import { typedLine } from "../typed-command.js";

const samples: OptionGroup = {
  title: "Samples",
  options: [{ name: "data", value: "NAME", help: "Data set by name or path", default: "glyphs" }, dataDir],
};

const budget: OptionGroup = {
  title: "Budget and races",
  options: [
    {
      name: "budget",
      value: "TIME",
      help: "Time for all of it, as 90s, 5m or 1h; no run is begun that would exceed it",
      default: recommendDefaults.budget,
    },
    {
      name: "margin",
      value: "X",
      help: "Differences in test accuracy below this do not matter, as a fraction",
      default: String(recommendDefaults.margin),
    },
    {
      name: "confidence",
      value: "X",
      help: "Confidence of all verdicts of the race together",
      default: String(recommendDefaults.confidence),
    },
    { name: "max-seeds", value: "N", help: "Most seeds of the race", default: String(recommendDefaults.maxSeeds) },
  ],
};

export const recommend: CommandDefinition = {
  argument: "A network by name (mlp:depth=10), an .onnx file, or your own in a .ts or .js file",
  examples: [
    "stepzero recommend mlp:depth=10,activation=tanh",
    "stepzero recommend my-net.onnx --data patients.csv --budget 5m",
    "stepzero recommend lenet5 --data mnist --budget 10m --json",
  ],
  options: [samples, budget, readingGroup, { title: "Output", options: [json, quietly] }],
  run: async (words, options, terminal) => {
    const request = readRecommendRequest(words, options);
    const [{ recommendNamed }, { interruptible }] = await Promise.all([
      import("../../recommend/node/recommend-named.js"),
      import("../terminal/interruption.js"),
    ]);
    const { say } = terminal;
    const isInterrupted = { now: false };
    const recommendation = await interruptible(async (signal) => {
      const result = await recommendNamed({
        ...request,
        clock: () => performance.now(),
        commandOf: typedLine,
        say: (sentence) => say(`${sentence}\n`),
        signal,
      });
      isInterrupted.now = signal.aborted;
      return result;
    });
    if (isInterrupted.now) {
      terminal.err.write("Interrupted before the answer.\n");
      return exitCodes.interrupted;
    }
    const [{ renderRecommendation }, { columnsOf, tableColumnsOf, showsColour }, { formats, jsonLine }] =
      await Promise.all([
        import("../terminal/recommendation.js"),
        import("../terminal/screen.js"),
        import("../json.js"),
      ]);
    const { out } = terminal;
    const look = { width: columnsOf(out), tableWidth: tableColumnsOf(out), colour: showsColour(out) };
    if (options.has("json")) out.write(jsonLine(formats.recommend, recommendation));
    else out.writeStyled(renderRecommendation(recommendation, look));
    return exitCodes.done;
  },
};
