/** `stepzero compare`: trains the same networks from different initializations and ranks them. */
import { InputError, unknownName } from "../../errors.js";
import { type Device, devices } from "../../runtime/device.js";
import { parseShard } from "../../study/plan/shard.js";
import type { CommandDefinition, GivenOptions } from "../command.js";
import { wholeNumber } from "../numbers.js";
import { defaults, optimizers, studyOptions } from "../study-options.js";

export const compare: CommandDefinition = {
  name: "compare",
  arguments: "[study]",
  summary: "Train the same networks from different initializations and rank them",
  options: [
    {
      name: "data",
      value: "A,B",
      list: true,
      help: `Data sets by name (see stepzero list data) or path (default: ${defaults.data}). Options go before what a study file says`,
    },
    {
      name: "model",
      value: "A,B",
      list: true,
      help: `Networks, with options as mlp:depth=10,width=64, or your own as ./mine.ts; see stepzero list models (default: ${defaults.model}: 6 hidden layers, ReLU)`,
    },
    {
      name: "init",
      value: "A,B",
      list: true,
      help: `Initializers, with options as random:std=0.1, or your own as ./mine.ts; see stepzero list initializers (default: ${defaults.init})`,
    },
    { name: "seeds", value: "N", help: `Runs a method: seeds 0 to N − 1 (default: ${defaults.seeds})` },
    { name: "seed", value: "N", help: `First seed (default: ${defaults.seed})` },
    { name: "epochs", value: "N", help: "Passes over the training samples (default: the model's recipe)" },
    { name: "batch", value: "N", help: "Samples a step (default: the model's recipe)" },
    { name: "optimizer", value: "NAME", help: `${optimizers.join(", ")} (default: the model's recipe)` },
    {
      name: "lr",
      value: "X",
      help: "Learning rate (default: the model's recipe; with another optimizer sgd 0.01, adam, adamw and rmsprop 0.001, adadelta 1)",
    },
    {
      name: "momentum",
      value: "X",
      help: "Momentum of sgd or rmsprop (default: the model's recipe; with another optimizer 0)",
    },
    { name: "limit", value: "N", help: "Only the first N training samples; the test set stays whole (default: all)" },
    {
      name: "validation",
      value: "N",
      help: "Hold N training samples out, the same for every seed, and evaluate them after each epoch (default: none)",
    },
    {
      name: "vary",
      value: "WHAT",
      help: "What the seed varies: all, init (initial weights only) or order (batches, dropout, augmentation only) (default: all)",
    },
    {
      name: "evaluate-train",
      help: "Also evaluate on the training samples after each epoch, dropout off (default: no)",
    },
    {
      name: "margin",
      value: "X",
      help: "Call methods equivalent whose difference in test accuracy is shown to be below X, as 0.003 for 0.3 points (default: none)",
    },
    { name: "target", value: "X", help: "Count epochs to this test accuracy (default: 95 % of the best)" },
    {
      name: "dry-run",
      help: "Say how many runs, how long and how much disk, from a few timed steps; run nothing (default: no)",
    },
    {
      name: "shard",
      value: "I/N",
      help: "Run only the I-th of N parts, into --out; stepzero merge joins the parts (default: all)",
    },
    {
      name: "device",
      value: "NAME",
      help: "What to train on: cpu, webgpu or cuda; see stepzero devices. Not cpu: one process, and runs that fail there are run again on the processor (default: cpu)",
    },
    {
      name: "recompute",
      help: "Compute most activations again in the backward pass instead of keeping them: deep networks train in about a third of the memory and a fifth more time, to the same results (with attention, up to rounding) (default: no)",
    },
    {
      name: "replicas",
      value: "N",
      help: "Train N runs of a problem at once in each process, in one graph, which small networks need to fill a card or a core. Sums are rounded in another order, which long training makes visible (default: 1)",
    },
    { name: "jobs", value: "N", help: "Processes that train, one thread each (default: one a core)" },
    {
      name: "data-dir",
      value: "DIR",
      help: "The only folder of data sets (default: STEPZERO_DATA, else the cache, else downloaded)",
    },
    {
      name: "out",
      value: "DIR",
      help: "Keep results in DIR as they finish; with the same DIR, what is there is not run again (default: a temporary folder, kept only on Ctrl-C)",
    },
    { name: "json", help: "Print one JSON object on stdout instead of the table (default: no)" },
  ],
  examples: [
    "stepzero compare",
    "stepzero compare --data mnist --model mnist_cnn --init zero,random,xavier-fan-in,he --epochs 2 --seeds 1",
    "stepzero compare --model mlp:depth=20,activation=tanh --init xavier-fan-in,he --out results",
    "stepzero compare study.yaml --dry-run",
    "stepzero compare study.yaml --shard 2/8 --out part-2",
  ],
  run: async ([file], given) => {
    const options = await studyOptions(file, given);
    const jobs = wholeNumber(given, "jobs", 1, 1024);
    const replicas = wholeNumber(given, "replicas", 1, 1024);
    const device = deviceOf(given);
    const shard = given.has("shard") ? parseShard(given.get("shard")!) : undefined;
    if (shard !== undefined && !given.has("out") && !given.has("dry-run")) {
      throw new InputError("--shard needs --out DIR: the parts are joined from their folders, by stepzero merge.");
    }
    const { runComparison, runEstimate } = await import("./run-comparison.js");
    const run = given.has("dry-run") ? runEstimate : runComparison;
    return run(options, {
      json: given.has("json"),
      ...(jobs === undefined ? {} : { jobs }),
      ...(device === undefined ? {} : { device }),
      ...(shard === undefined ? {} : { shard }),
      ...(replicas === undefined ? {} : { replicas }),
      ...(given.has("recompute") ? { recompute: true } : {}),
      ...(given.has("out") ? { out: given.get("out")! } : {}),
      ...(given.has("data-dir") ? { dataDir: given.get("data-dir")! } : {}),
    });
  },
};

function deviceOf(given: GivenOptions): Device | undefined {
  const name = given.get("device");
  if (name === undefined) return undefined;
  const device = devices.find((one) => one === name);
  if (device === undefined) throw unknownName("device", name, devices);
  if (device !== "cpu" && given.has("jobs")) {
    throw new InputError(`--jobs goes with --device cpu only: on ${device} one process trains. Leave --jobs out.`);
  }
  return device;
}
