/** Trouble that no start of all weights mends, and answers that are too large. */
import { expect, it } from "vitest";
import { initialWeights, parseInitializer } from "../initializers/index.js";
import { parametersOf, parseModel } from "../network/models/index.js";
import { normals, stream } from "../random/index.js";
import { loadRuntime } from "../runtime/node/load-runtime.js";
import { diagnose } from "./diagnose.js";
import type { Evidence } from "./judge/evidence.js";
import { attentionRule, smallerBy } from "./judge/rules/output-rules.js";
import { drawnBatch, type Subject } from "./subject.js";
import { factorsToMend } from "./what-to-mend.js";

const { runtime } = await loadRuntime();

async function diagnosed(model: string, init: string, change: (subject: Subject) => Subject) {
  const { model: network, options } = parseModel(model);
  const problem = { input: [16], classes: 10 };
  const { parameters } = parametersOf(network, problem, options);
  const method = parseInitializer(init);
  const subject = change({
    name: model,
    layers: network.build(problem, options),
    shape: problem.input,
    parameters,
    weights: initialWeights(method.initializer, parameters, 0, method.options),
    batch: drawnBatch({ shape: problem.input, rows: 128, classes: 10, seed: 0 }),
    labelled: false,
  });
  return diagnose(subject, {
    runtime,
    optimizer: { kind: "sgd", learningRate: 0.1 },
    isFresh: false,
    referenceSeeds: [11, 12, 13],
    remedy: (name) => `stepzero doctor ${model} --init ${name}`,
    weightsInWords: init,
    samplesInWords: "drawn samples",
    notes: [],
  });
}

it("samples that are too large saturate a first layer of tanh with every start", async () => {
  const { verdict, findings } = await diagnosed("mlp:depth=3,width=64,activation=tanh", "glorot-normal", (subject) => ({
    ...subject,
    batch: { ...subject.batch, inputs: subject.batch.inputs.map((x) => 3000 * x) },
  }));
  expect(verdict).toBe("sick");
  const [finding] = findings.filter(({ kind }) => kind === "saturated");
  expect(finding).toMatchObject({ severity: "error", layers: ["dense1"], tensors: [] });
  expect(finding!.measured).toBeGreaterThan(0.95);
  expect(finding!.remedy).toContain("scale the samples");
});

it("a head of mse that is 300 times too large is found, and its factor brings the loss to that of the targets", async () => {
  const asRegression = (factor: number) => (subject: Subject) => ({
    ...subject,
    loss: { name: "mse" as const, output: [10] },
    weights: { ...subject.weights, "dense4/kernel": subject.weights["dense4/kernel"]!.map((x) => factor * x) },
  });
  const model = "mlp:depth=3,width=64";
  const large = await diagnosed(model, "he", asRegression(300));
  expect([large.verdict, large.findings[0]!.kind]).toEqual(["sick", "over-confident"]);
  expect(large.findings[0]!.text).toContain("The outputs are far larger than the targets");
  const factor = factorsToMend(large).get("dense4/kernel")!;
  const mended = await diagnosed(model, "he", asRegression(300 * factor));
  expect([mended.verdict, mended.findings.filter(({ severity }) => severity !== "note")]).toEqual(["healthy", []]);
  expect(mended.network.loss).toBeLessThan(3 * mended.network.classLoss);
});

it("logits of a normal law are brought to a standard deviation of 1, and those with outliers to less", () => {
  const [rows, classes, deviation] = [4000, 100, 6];
  const z = normals(stream(5, "logits"), rows * classes);
  let loss = 0;
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let i = 0; i < classes; i++) sum += Math.exp(deviation * z[row * classes + i]!);
    // The target is the first class of each row.
    loss += (Math.log(sum) - deviation * z[row * classes]!) / rows;
  }
  const answers = {
    objective: { name: "cross-entropy" as const, outputs: classes },
    classes,
    logitDeviation: deviation,
  };
  const factor = smallerBy({ ...answers, loss, classLoss: Math.log(classes) });
  expect(deviation * factor).toBeGreaterThan(0.85);
  expect(deviation * factor).toBeLessThanOrEqual(1);
  // Beyond what normal logits make of it, the loss is linear in their size.
  const of = (excess: number) =>
    smallerBy({ ...answers, loss: Math.log(classes) + excess, classLoss: Math.log(classes) });
  expect(of(100) / of(200)).toBeCloseTo(2, 12);
  expect(of(200)).toBeLessThan(factor / 5);
});

it("attention that is as sharp with the best start lacks 1/√d: a warning", () => {
  const map = { name: "attn", entropy: 0.5, uniformEntropy: Math.log(64), logitDeviation: 10 };
  const evidence = (attention: readonly object[]) =>
    ({
      network: { attention },
      attention: [],
      references: [{ method: "he", draws: [{ network: { attention: [{ ...map, entropy: 0.6 }] } }] }],
      remedy: () => "",
    }) as unknown as Evidence;
  const [finding] = attentionRule.find(evidence([map]));
  expect(finding).toMatchObject({ kind: "entropy-collapse", severity: "warning", layers: ["attn"] });
  expect(finding!.remedy).toContain("√d");
  expect(attentionRule.find(evidence([{ ...map, entropy: 2 }]))).toEqual([]);
  expect(attentionRule.find(evidence([{ ...map, logitDeviation: 2 }]))).toEqual([]);
});
