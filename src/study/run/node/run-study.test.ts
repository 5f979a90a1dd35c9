import { describe, expect, it } from "vitest";
import { estimateStudy } from "./estimate.js";
import { runStudy } from "./run-study.js";

/** Options as a program without types may pass them. */
const anything = (value: unknown) => value as never;

describe.each([runStudy, estimateStudy])("%o", (conduct) => {
  it.each([
    ["a device that it does not know", {}, { device: "gpu" }, 'Unknown device "gpu"; did you mean "webgpu"'],
    ["an unknown key", {}, { job: 2 }, 'unknown key "job" in the second argument; did you mean "jobs"?'],
    ["another one", {}, { threads: 2 }, "Known: jobs, device, recompute, replicas, out, lease, timeLimit, shard, "],
    ["a key of the study", {}, { epochs: 2 }, '"epochs" is a key of the study; write it in the first argument.'],
    ["its own key in the study", { out: "x" }, {}, '"out" says how the study is run; write it in the second argument.'],
    ["an unknown key of the study", { epoch: 1 }, {}, 'unknown key "epoch"; did you mean "epochs"?'],
    ["a number out of bounds", {}, { jobs: 0 }, "jobs must be a whole number from 1 to 1024, got 0."],
    ["no number", {}, { replicas: "2" }, "replicas must be a whole number from 1 to 1024, got 2."],
    ["a path", "study.yaml", {}, 'the study must be an object; await readStudyFile("study.yaml") of "stepzero/node"'],
    ["nothing", null, {}, "the study must be an object; "],
  ])("refuses %s", async (_, study, run, message) => {
    await expect(conduct(anything(study), anything(run))).rejects.toThrow(message);
  });
});
