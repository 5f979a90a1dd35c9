/** Networks with residual branches: what is compared with what, and which starts are tried. */
import { expect, it } from "vitest";
import { GraphBuilder } from "../graph/builder.js";
import { initialWeights, parseInitializer } from "../initializers/index.js";
import { buildNetwork, dense, type Layer, layerNorm, residual, sequential } from "../network/layers/index.js";
import { loadRuntime } from "../runtime/node/load-runtime.js";
import { diagnose } from "./diagnose.js";
import { drawnBatch } from "./subject.js";

const { runtime } = await loadRuntime();
const times = (count: number, of: () => Layer): Layer[] => Array.from({ length: count }, of);

async function diagnosisOf(layers: Layer, init: string) {
  const shape = [64];
  const g = new GraphBuilder("test");
  const { parameters: declared } = buildNetwork(g, layers, g.input("x", "float32", [2, ...shape]), {
    mode: "evaluate",
  });
  const parameters = declared.map(({ name, shape: size, role }) => ({ name, shape: size, role }));
  const { initializer, options } = parseInitializer(init);
  return diagnose(
    {
      name: "net",
      layers,
      shape,
      parameters,
      weights: initialWeights(initializer, parameters, 1, options),
      batch: drawnBatch({ shape, rows: 128, classes: 10, seed: 1 }),
      labelled: false,
    },
    {
      runtime,
      optimizer: { kind: "sgd", learningRate: 0.1 },
      isFresh: true,
      referenceSeeds: [11, 12, 13],
      remedy: (name) => `--init ${name}`,
      weightsInWords: init,
      samplesInWords: "drawn samples",
      notes: [],
    },
  );
}

/** X + relu(W x), as often as `depth`. */
const unnormalized = (depth: number): Layer =>
  sequential(dense(256), ...times(depth, () => residual(dense(256, { activation: "relu" }))), dense(10));

/**
 * ln of the growth of E φ² per block, of `he` in the limit of width, from block 0 to the last. With
 * s = E x², μ = E x: s' = 2 s + 2 μ √(s / π) and μ' = μ + √(s / π), because E relu(z)² = s and E
 * relu(z) = √(s / π) for z ~ N(0, 2 s), independent of x.
 */
function growthOfHe(depth: number): number {
  let [s, mu] = [2, 0];
  const signals: number[] = [];
  for (let block = 0; block < depth; block++) {
    signals.push(s);
    [s, mu] = [2 * s + 2 * mu * Math.sqrt(s / Math.PI), mu + Math.sqrt(s / Math.PI)];
  }
  return Math.log(signals.at(-1)! / signals[0]!) / (depth - 1);
}

it("30 un-normalized blocks by `he` explode as the closed form says; a start for branches mends them", async () => {
  const network = unnormalized(30);
  const { verdict, findings, recommended } = await diagnosisOf(network, "he");
  const [first, ...others] = findings.filter(({ severity }) => severity === "error");
  expect([verdict, first!.kind, first!.unit, others]).toEqual(["sick", "exploding", "E φ² per block", []]);
  expect(Math.log(first!.measured!)).toBeCloseTo(growthOfHe(30), 1);
  expect(first!.text).not.toContain("whatever the start");
  expect(first!.remedy).not.toContain("residual branches");
  expect(["gpt2", "fixup"]).toContain(recommended);
  for (const start of ["fixup", "gpt2"]) {
    const other = await diagnosisOf(network, start);
    expect([start, other.verdict, other.findings.filter(({ severity }) => severity !== "note")]).toEqual([
      start,
      "healthy",
      [],
    ]);
    expect(other.headline).not.toContain("NaN");
  }
}, 240_000);

const preNorm = (depth: number): Layer =>
  sequential(
    dense(64),
    ...times(depth, () => residual(sequential(layerNorm(), dense(256, { activation: "relu" }), dense(64)))),
    layerNorm(),
    dense(10),
  );

it("small branches beside a residual stream are nothing vanishing: the same place in every block is alike", async () => {
  const { verdict, findings, headline, layers } = await diagnosisOf(preNorm(6), "gpt2");
  expect([verdict, findings.filter(({ severity }) => severity !== "note")]).toEqual(["healthy", []]);
  // Behind a layer norm, E φ² of N(0, σ²) kernels and ReLU is σ² 64 / 2; the ends have σ² / 6.
  const inner = (0.02 ** 2 * 64) / 2;
  const ends = layers.filter(({ before, name }) => before.units === 64 && name !== layers[0]!.name);
  expect(ends).toHaveLength(6);
  for (const { after } of ends)
    expect(after.secondMoment / (((inner * 0.02 ** 2) / 6) * 256)).toSatisfy((x: number) => x > 0.7 && x < 1.4);
  // The headline compares ends with ends.
  const ratio = ends.at(-1)!.after.secondMoment / ends[0]!.after.secondMoment;
  expect(headline).toContain(
    `from ${ends[0]!.name} to ${ends.at(-1)!.name} E φ² changes by ×${Number(ratio.toPrecision(2))}`,
  );
}, 60_000);

it("zero kernels stay an error", async () => {
  expect((await diagnosisOf(preNorm(3), "zeros")).verdict).toBe("sick");
}, 60_000);
