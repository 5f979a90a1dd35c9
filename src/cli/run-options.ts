/** Options of commands that train runs of a study, and how they are read. */
import { InputError } from "../errors.js";
import { type Device, findDevice } from "../runtime/device.js";
import { readDuration } from "../study/plan/durations.js";
import { type RunStudyOptions, runBounds } from "../study/run/node/run-options.js";
import type { OptionDefinition, OptionTexts } from "./command.js";
import { wholeNumber } from "./option-values.js";
import { jobs } from "./shared-options.js";

/** In the order of the help. */
export const trainingOptions: readonly OptionDefinition[] = [
  jobs,
  {
    name: "device",
    value: "NAME",
    help: "What to train on: cpu, webgpu or cuda (see stepzero devices). webgpu and cuda train in one process; runs that fail there run again on the processor",
    default: "cpu",
  },
  {
    name: "replicas",
    value: "N",
    help: "Train N runs of a problem at once per process, in one graph; small networks need this to fill a card or a core. Sums are rounded in another order, which long training makes visible",
    default: "1",
  },
  {
    name: "recompute",
    help: "Compute most activations again in the backward pass: deep networks need about a third of the memory and a fifth more time, for the same results; with attention, the same up to rounding",
    default: "no",
  },
  {
    name: "time-limit",
    value: "TIME",
    help: "End a run that takes longer (90s, 10m, 2h) and record it as crashed; the others go on. Results of runs that end in time do not depend on it",
    default: "none",
  },
];

/** How long a claim on a run holds. */
export const leaseOption: OptionDefinition = {
  name: "lease",
  value: "SECONDS",
  help: "Another machine that shares DIR takes over a run of this one when it was not heard of for so long",
  default: "30",
};

/**
 * How runs are trained.
 *
 * @throws InputError for a value that is not legal, and for `--jobs` where one process trains
 */
export function readTraining(options: OptionTexts): RunStudyOptions {
  return {
    jobs: wholeNumber(options, "jobs", ...runBounds.jobs),
    device: readDevice(options),
    replicas: wholeNumber(options, "replicas", ...runBounds.replicas),
    recompute: options.has("recompute") ? true : undefined,
    lease: wholeNumber(options, "lease", ...runBounds.lease),
    timeLimit: readTimeLimit(options),
    dataDir: options.get("data-dir"),
  };
}

function readTimeLimit(options: OptionTexts): number | undefined {
  const text = options.get("time-limit");
  return text === undefined ? undefined : Math.ceil(readDuration(text, "--time-limit", runBounds.timeLimit));
}

function readDevice(options: OptionTexts): Device | undefined {
  const name = options.get("device");
  if (name === undefined) return undefined;
  const device = findDevice(name);
  if (device !== "cpu" && options.has("jobs")) {
    throw new InputError(
      `--jobs works with --device cpu only: on ${device} one process trains. Leave out --jobs or --device.`,
    );
  }
  return device;
}
