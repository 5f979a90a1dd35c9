/** A healthy network is seldom accused: 30 layers of ReLU, width 128, by `he`. */
import { expect, it } from "vitest";
import { diagnose } from "../../src/diagnosis/diagnose.js";
import { drawnBatch } from "../../src/diagnosis/subject.js";
import { he, initialWeights } from "../../src/initializers/index.js";
import { parametersOf, parseModel } from "../../src/network/models/index.js";
import { loadRuntime } from "../../src/runtime/node/load-runtime.js";

it("of 100 draws, at least 98 are healthy", { timeout: 1_200_000 }, async () => {
  const { runtime } = await loadRuntime();
  const { model, options } = parseModel("mlp:depth=30,width=128");
  const problem = { input: [64], classes: 10 };
  const { parameters } = parametersOf(model, problem, options);
  const accused: string[] = [];
  for (let seed = 0; seed < 100; seed++) {
    const { verdict, findings } = await diagnose(
      {
        name: "mlp:depth=30",
        layers: model.build(problem, options),
        shape: problem.input,
        parameters,
        weights: initialWeights(he, parameters, seed),
        batch: drawnBatch({ shape: problem.input, rows: 128, classes: 10, seed }),
        labelled: false,
      },
      {
        runtime,
        optimizer: { kind: "sgd", learningRate: 0.1 },
        isFresh: true,
        referenceSeeds: [1000 + seed, 2000 + seed, 3000 + seed],
        remedy: (method) => method,
        weightsInWords: "he",
        samplesInWords: "drawn samples",
        notes: [],
      },
    );
    const grave = findings.filter(({ severity }) => severity !== "note").map(({ kind }) => kind);
    if (verdict !== "healthy" || grave.length > 0) accused.push(`seed ${seed}: ${verdict} ${grave.join(", ")}`);
  }
  console.log(accused.length === 0 ? "none is accused" : accused.join("\n"));
  expect(accused.length).toBeLessThanOrEqual(2);
});
