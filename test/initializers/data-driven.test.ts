/** Methods that look at data, judged by layers' answers in float64. */
import { describe, expect, it, test } from "vitest";
import { GraphBuilder } from "../../src/graph/builder.js";
import { scale } from "../../src/graph/expressions.js";
import {
  allInitializers,
  dataDrivenInitializers,
  findInitializer,
  initialWeights,
  parseInitializer,
} from "../../src/initializers/index.js";
import { changeRates } from "../../src/initializers/methods/data-driven/krahenbuhl.js";
import { scaleUnits } from "../../src/initializers/methods/data-driven/start.js";
import { dense, dropout, flatten, sequential } from "../../src/network/layers/index.js";
import type { Layer } from "../../src/network/layers/layer.js";
import { normals, stream } from "../../src/random/index.js";
import { evaluate } from "../reference/evaluate.js";
import { numbers } from "../reference/numbers.js";
import { answers, meanAndStd, smallProblem } from "./small-problem.js";

const networks = {
  mlp: "mlp:depth=4,width=24",
  tanh: "mlp:depth=4,width=24,activation=tanh",
  mnist_cnn: "mnist_cnn",
};

/** A layer after which nothing is left. */
const silence: Layer = { kind: "silence", apply: (x, { g }) => scale(g, x, 0) };

describe("lsuv", () => {
  it.each(Object.entries(networks))("%s: every layer's answers have standard deviation 1", async (_, model) => {
    const problem = await smallProblem(model);
    for (const tolerance of [0.1, 0.001]) {
      const { weights, notes, cost } = await problem.prepare("lsuv", { tolerance });
      expect(notes).toEqual([]);
      const layers = Object.values(answers(problem, weights));
      for (const units of layers) {
        expect(Math.abs(meanAndStd(units.flat())[1] - 1)).toBeLessThan(tolerance + 1e-5);
      }
      // One look at each layer, and one more for each that was rescaled (once: its answers are
      // linear in its weights).
      expect(cost.backward).toBe(0);
      expect(cost.forward).toBeGreaterThan(layers.length);
      expect(cost.forward).toBeLessThanOrEqual(2 * layers.length);
    }
  });

  it("reports dead layers and leaves them finite", async () => {
    const dead = await smallProblem(sequential(flatten(), dense(5), silence, dense(4)));
    const { notes, weights } = await dead.prepare("lsuv");
    expect(notes).toEqual([
      "dense2: the standard deviation of its outputs on the batch is 0; it keeps its drawn weights.",
    ]);
    expect(weights["dense2/kernel"]!.every(Number.isFinite)).toBe(true);
  });

  it("kernels keep orthogonal rows", async () => {
    const { weights } = await (await smallProblem(networks.mlp)).prepare("lsuv");
    const kernel = weights["dense2/kernel"]!; // 24 × 24
    const product = (i: number, j: number) =>
      kernel.subarray(24 * i, 24 * i + 24).reduce((sum, w, k) => sum + w * kernel[24 * j + k]!, 0);
    const square = product(0, 0);
    for (let i = 0; i < 24; i++) {
      for (let j = 0; j <= i; j++) expect(product(i, j) / square).toBeCloseTo(i === j ? 1 : 0, 5);
    }
  });
});

describe("weight-norm", () => {
  it.each(Object.entries(networks))("%s: every unit has mean 0 and standard deviation 1", async (_, model) => {
    const problem = await smallProblem(model);
    const { weights, cost, notes } = await problem.prepare("weight-norm");
    expect(notes).toEqual([]);
    const layers = Object.values(answers(problem, weights));
    for (const units of layers) {
      for (const unit of units) {
        const [mean, std] = meanAndStd(unit);
        expect(Math.abs(mean)).toBeLessThan(1e-4);
        expect(Math.abs(std - 1)).toBeLessThan(1e-4);
      }
    }
    expect(cost).toEqual({ forward: layers.length, backward: 0 });
  });
});

describe("krahenbuhl", () => {
  it.each(Object.entries(networks))("%s: first units alike, then rates equal", async (_, model) => {
    const problem = await smallProblem(model);
    const first = await problem.prepare("krahenbuhl", { iterations: 0, bias: 0.5 });
    for (const units of Object.values(answers(problem, first.weights))) {
      for (const unit of units) {
        const [mean, std] = meanAndStd(unit);
        expect(Math.abs(mean - 0.5)).toBeLessThan(1e-4);
        expect(Math.abs(std - 1)).toBeLessThan(1e-4);
      }
    }
    const network = problem.network();
    const batch = network.batch(0);
    const noise = Float32Array.from(normals(stream(0, "init-data", "logits"), batch.rows * network.classes));
    const spread = async (weights: typeof first.weights) => {
      const rates = (await changeRates(network, weights, batch, noise)).map(({ rate }) => rate);
      return Math.max(...rates) / Math.min(...rates);
    };
    expect(await spread(first.weights)).toBeGreaterThan(1.5);
    const { weights, cost } = await problem.prepare("krahenbuhl", { tolerance: 0.02 });
    expect(await spread(weights)).toBeLessThanOrEqual(1.0201);
    expect(cost.forward - cost.backward).toBe(network.layers.length);
  });

  it("one undamped correction equalizes a chain of ReLU layers, and keeps its function up to scale", async () => {
    const problem = await smallProblem(networks.mlp);
    const before = await problem.prepare("krahenbuhl", { iterations: 0 });
    const after = await problem.prepare("krahenbuhl", { iterations: 5, damping: 1, tolerance: 1e-4 });
    expect(after.cost.backward).toBe(2); // measured, corrected, measured
    const last = "dense5/kernel";
    const [a, b] = [answers(problem, before.weights)[last]!.flat(), answers(problem, after.weights)[last]!.flat()];
    expect(Math.max(...a.map((x, i) => Math.abs(x - b[i]!)))).toBeLessThan(1e-4);
  });

  it("its rates are ‖∂W‖ / ‖W‖: doubling a head's kernel halves its own and doubles all others'", async () => {
    const problem = await smallProblem(networks.mlp);
    const { weights } = await problem.prepare("krahenbuhl");
    const network = problem.network();
    const noise = Float32Array.from(normals(stream(1, "n"), 64));
    const rates = (w: typeof weights) => changeRates(network, w, network.batch(0), noise);
    const head = "dense5/kernel";
    const plain = await rates(weights);
    const doubled = await rates({ ...weights, [head]: weights[head]!.map((w) => 2 * w) });
    plain.forEach(({ layer, rate }, i) => {
      expect(doubled[i]!.rate / rate).toBeCloseTo(layer.kernel.name === head ? 0.5 : 2, 4);
    });
  });

  it.each(["pca-filters", "kmeans-filters"])("starts from %s", async (start) => {
    const problem = await smallProblem(networks.mnist_cnn);
    const { weights } = await problem.prepare("krahenbuhl", { start, iterations: 0 });
    const filters = await problem.prepare(start);
    // The first unit's direction is the filter's; its scale is the batch's.
    const [a, b] = [weights["conv1/kernel"]!.subarray(0, 9), filters.weights["conv1/kernel"]!.subarray(0, 9)];
    a.forEach((w, i) => {
      expect(w / a[0]!).toBeCloseTo(b[i]! / b[0]!, 3);
    });
  });
});

test.each([
  ["Conv", "convolution", [6, 2, 2, 2], 2],
  ["ConvTranspose", "transposed-convolution", [4, 3, 2, 2], 2],
] as const)(
  "a unit's factor scales its own output of %s with groups, and no other",
  (operator, operation, shape, groups) => {
    const g = new GraphBuilder("units");
    const [x, w] = [g.input("x", "float32", [1, 4, 3, 3]), g.input("w", "float32", shape)];
    g.output("y", g.apply(operator, [x, w], { group: groups, kernel_shape: [2, 2] }));
    const kernel = { name: "w", shape, role: { kind: "kernel", operation, groups } } as const;
    const draw = (size: number[], name: string) =>
      numbers(
        "float32",
        size,
        normals(
          stream(0, name),
          size.reduce((n, m) => n * m),
        ),
      );
    const numbersOf = draw([...shape], "w");
    const run = (data: ArrayLike<number>) =>
      evaluate(g.build(), { x: draw([1, 4, 3, 3], "x"), w: numbers("float32", shape, data) }).y!;
    const plain = run(numbersOf.data);
    const scaled = Float32Array.from(numbersOf.data);
    scaleUnits({ name: "w", kernel, units: 6 }, scaled, (unit) => unit + 2);
    const result = run(scaled);
    const places = plain.data.length / 6;
    plain.data.forEach((y, i) => {
      expect(result.data[i]! / y).toBeCloseTo(Math.floor(i / places) + 2, 4);
    });
  },
);

test("dropout is off; the seed decides the batches, which do not repeat samples", async () => {
  const plain = await smallProblem(sequential(flatten(), dense(6), dense(4)));
  const dropped = await smallProblem(sequential(flatten(), dense(6), dropout(0.5), dense(4)));
  const { weights } = await plain.prepare("lsuv");
  expect((await dropped.prepare("lsuv")).weights).toEqual(weights);
  const network = plain.network(3);
  const seen = [0, 1, 2, 3].flatMap((i) => Array.from({ length: 16 }, (_, r) => network.batch(i).inputs[r * 144]!));
  expect(new Set(seen).size).toBe(64);
  expect(network.batch(4)).toEqual(network.batch(0));
  expect(network.batch(0).inputs).not.toEqual(plain.network(4).batch(0).inputs);
});

describe.each(dataDrivenInitializers.map((one) => [one.name, one] as const))("%s", (name, one) => {
  it("has a complete description, with the caveat about bits", () => {
    expect(one.title && one.formula && one.summary.endsWith(".")).toBeTruthy();
    expect(one.references.length).toBeGreaterThan(0);
    for (const text of [...(one.caveats ?? []), ...(one.differences ?? [])]) expect(text).toMatch(/^[A-Z\d].*\.$/);
    expect(one.caveats!.some((text) => text.startsWith("Excluded from the promise of the same bits"))).toBe(true);
    for (const option of Object.values(one.options ?? {})) {
      if ("names" in option) expect(option.names).toContain(option.default);
      else expect(option.default >= option.low && option.default <= option.high).toBe(true);
    }
  });

  it("has a unique name, refuses unknown options, and needs data", () => {
    expect(findInitializer(name)).toBe(one);
    expect(allInitializers.filter((other) => other.name === name || other.aliases?.includes(name))).toEqual([one]);
    expect(() => parseInitializer(`${name}:depth=3`)).toThrow("depth");
    expect(() => initialWeights(one, [], 0)).toThrow(`Initializer "${name}" is ${one.kind}: it needs a network`);
  });

  it("the same seed gives the same weights, another seed others", async () => {
    const problem = await smallProblem("mnist_cnn", [1, 8, 8]);
    const few = one.options?.steps ? { steps: 2 } : one.options?.iterations ? { iterations: 2 } : {};
    const { weights } = await problem.prepare(name, few, 1);
    expect((await problem.prepare(name, few, 1)).weights).toEqual(weights);
    expect((await problem.prepare(name, few, 2)).weights["conv1/kernel"]).not.toEqual(weights["conv1/kernel"]);
    expect(Object.keys(weights)).toEqual(problem.tensors.map((tensor) => tensor.name));
  });
});
