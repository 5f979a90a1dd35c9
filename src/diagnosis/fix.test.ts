/** Files of which only the bad tensors get new numbers. */
import { expect, it } from "vitest";
import { patchTensors } from "../graph/file/patch.js";
import { parseInitializer } from "../initializers/index.js";
import { weightsOfModel } from "../network/from-onnx/index.js";
import { parseModel } from "../network/models/index.js";
import { initializeModel } from "../weights/index.js";
import type { Diagnosis, Finding } from "./diagnosis.js";
import { fixedModel, idleFix } from "./fix.js";
import { factorsToMend, parametersToMend, withScope } from "./what-to-mend.js";

const model = parseModel("mlp:depth=3,width=32");
const problem = { input: [20], classes: 4 };
const fresh = await initializeModel({ model, problem, method: parseInitializer("orthogonal"), seed: 4 });
const bytes = fresh.onnx();
const before = weightsOfModel(bytes).weights;

const finding = (kind: Finding["kind"], ...tensors: string[]): Finding => ({
  kind,
  severity: kind === "prior-bias" ? "warning" : "error",
  layers: [],
  tensors,
  measured: null,
  expected: null,
  unit: "",
  text: "",
  cause: null,
  remedy: null,
});
const diagnosisWith = (...findings: Finding[]) =>
  ({ model: "my.onnx", verdict: "sick", findings }) as unknown as Diagnosis;
const request = { name: "my.onnx", model, problem, file: { bytes, externalData: undefined }, method: "he", seed: 1 };

it("a kernel with NaN gets new numbers, and all others keep theirs to the bit", async () => {
  const spoilt = patchTensors(bytes, new Map([["dense2/kernel", before["dense2/kernel"]!.map(() => Number.NaN)]]), {
    source: "my.onnx",
  });
  const only = parametersToMend(diagnosisWith(finding("not-finite", "dense2/kernel")));
  const after = weightsOfModel(
    await fixedModel({ ...request, file: { bytes: spoilt, externalData: undefined }, only }),
  ).weights;
  for (const [name, numbers] of Object.entries(before)) {
    if (name !== "dense2/kernel") expect(after[name], name).toEqual(numbers);
  }
  const rms = Math.hypot(...after["dense2/kernel"]!) / Math.sqrt(after["dense2/kernel"]!.length);
  // He, within 4 σ
  expect(Math.abs(rms / Math.sqrt(2 / 32) - 1)).toBeLessThan(4 / Math.sqrt(2 * 32 * 32));
});

it("a missing prior changes the head's bias alone", async () => {
  const only = parametersToMend(diagnosisWith(finding("prior-bias", "dense4/bias")));
  const after = weightsOfModel(await fixedModel({ ...request, only, classShares: [0.7, 0.1, 0.1, 0.1] })).weights;
  expect(after).toEqual({ ...before, "dense4/bias": Float32Array.from([0.7, 0.1, 0.1, 0.1], Math.log) });
});

it("trouble of signals, or of both sorts, is mended by all weights", () => {
  expect(parametersToMend(diagnosisWith(finding("vanishing", "dense1/kernel")))).toBeUndefined();
  const both = diagnosisWith(finding("vanishing", "dense1/kernel"), finding("prior-bias", "dense4/bias"));
  expect(parametersToMend(both)).toBeUndefined();
});

it("a head without bias cannot have the prior", () => {
  expect(idleFix(diagnosisWith(finding("prior-bias")))).toContain("the head has no bias");
});

it("logits that are too large are divided by their standard deviation, in the head alone", async () => {
  const diagnosis = {
    ...diagnosisWith(finding("over-confident", "dense4/kernel")),
    // No more excess than normal logits have: no smaller factor is needed.
    network: { objective: { name: "cross-entropy" }, classes: 10, classLoss: 2, loss: 12, logitDeviation: 8 },
  } as unknown as Diagnosis;
  const [only, factors] = [parametersToMend(diagnosis), factorsToMend(diagnosis)];
  const after = weightsOfModel(await fixedModel({ ...request, only, factors })).weights;
  expect(after).toEqual({ ...before, "dense4/kernel": before["dense4/kernel"]!.map((x) => x / 8) });
});

it("a remedy of single tensors says so where --fix draws all weights", () => {
  const local = {
    ...finding("equal-tensors", "dense1/kernel"),
    remedy: "these alone:\nstepzero doctor my.onnx --fix fixed.onnx",
  };
  expect(withScope([local], "orthogonal")).toEqual([local]);
  const [first] = withScope([local, finding("vanishing", "dense1/kernel")], "orthogonal");
  expect(first!.remedy).toMatch(/^draw all weights by orthogonal, .*:\nstepzero doctor my.onnx --fix fixed.onnx$/);
});
