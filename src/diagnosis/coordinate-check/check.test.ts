/** Measured slopes against the exponents of theory, and the verdicts that follow. */
import { describe, expect, it } from "vitest";
import { residualMlp } from "../../../test/residual-network.js";
import { initialWeights, learningRateMultipliersOf, parseInitializer } from "../../initializers/index.js";
import { fans } from "../../network/fans.js";
import { type Model, parseModel } from "../../network/models/index.js";
import type { TensorSpecification } from "../../network/parameter.js";
import type { OptimizerName } from "../../recipe.js";
import { loadRuntime } from "../../runtime/node/load-runtime.js";
import { drawnBatch } from "../subject.js";
import { type CoordinateCheckOptions, coordinateCheck } from "./check.js";
import { layerGroups, type Quantity, type Sweep } from "./coordinate-check.js";

const { runtime } = await loadRuntime();

const shape = [16];

/** The one sweep of a network. */
async function sweepOf(
  model: string,
  sizes: Pick<CoordinateCheckOptions, "widths" | "depths">,
  init: string,
  kind: OptimizerName,
  learningRate: number,
  changes: Partial<CoordinateCheckOptions> & { readonly table?: readonly Model[] } = {},
): Promise<Sweep> {
  const { initializer, options } = parseInitializer(init);
  const family = { ...parseModel(model, changes.table), problem: { input: shape, classes: 10 } };
  const check = await coordinateCheck(family, {
    runtime,
    ...sizes,
    batch: drawnBatch({ shape, rows: 8, classes: 10, seed: 0 }),
    optimizer: { kind, learningRate },
    steps: 1,
    seeds: Array.from({ length: 10 }, (_, i) => i),
    init,
    draw: (parameters, seed) => {
      if ("kind" in initializer) throw new Error(`${init} looks at data`);
      return initialWeights(initializer, parameters, seed, options);
    },
    multipliers: (parameters) => learningRateMultipliersOf(initializer, parameters, kind, options),
    recheck: (method) => `doctor --init ${method}`,
    notes: [],
    ...changes,
  });
  expect(check.sweeps).toHaveLength(1);
  return check.sweeps[0]!;
}

const slopesOf = ({ series }: Sweep, quantity: Quantity) =>
  series.filter((one) => one.quantity === quantity).map(({ slope }) => slope!);

/** What finite widths and depths add to an exponent; those of theory are 0.5 apart. */
const FINITE = 0.06;

/** Each interval holds the exponent of its group. */
function expectExponents(sweep: Sweep, quantity: Quantity, exponents: readonly [number, number, number]) {
  for (const [i, { low, high }] of slopesOf(sweep, quantity).entries()) {
    const name = `${quantity} of ${layerGroups[i]}`;
    expect(low, name).toBeLessThan(exponents[i]! + FINITE);
    expect(high, name).toBeGreaterThan(exponents[i]! - FINITE);
    expect(high - low, name).toBeLessThan(0.5);
  }
}

/** NTK: weights p / √fanIn with p of size 1; a step of p moves the weight by 1 / fanIn of it. */
const ntkRates = (power: number) => (parameters: readonly TensorSpecification[]) =>
  Object.fromEntries(parameters.map((one) => [one.name, one.role.kind === "kernel" ? fans(one).fanIn ** -power : 1]));

const relu = "mlp:depth=3";
const tanh = "mlp:depth=3,activation=tanh";

/**
 * Of `a`, `b`, `c` in W = n⁻ᵃ w, w ~ N(0, n⁻²ᵇ), rate η n⁻ᶜ (Yang and Hu 2021, section 3 and Table
 * 1), for kernels with n inputs: an update of size r changes an answer by r n, one that follows the
 * gradient by r n |gradient|, and the gradient behind the head has the head's size n⁻⁽ᵃ⁺ᵇ⁾.
 */
describe("over widths, the exponents of abc-parametrizations", () => {
  const standard = { gradient: [-0.5, -0.5, 0], activation: [0, 0, 0] } as const;
  const maximal = { gradient: [-1, -1, 0], activation: [0, 0, -0.5] } as const;
  it.each([
    ["standard", relu, "he", "sgd", 1e-2, [-0.5, 0.5, 1], standard, {}],
    ["standard", tanh, "lecun-normal", "sgd", 1e-2, [-0.5, 0.5, 1], standard, {}],
    ["standard", relu, "he", "adam", 1e-4, [0, 1, 1], standard, {}],
    ["μP", relu, "mup:scale=2", "sgd", 1e-2, [0, 0, 0], maximal, {}],
    ["μP", relu, "mup:scale=2", "adamw", 1e-4, [0, 0, 0], maximal, {}],
    ["NTK", relu, "he", "sgd", 1, [-0.5, -0.5, 0], standard, { multipliers: ntkRates(1) }],
    ["NTK", relu, "he", "rmsprop", 1e-3, [0, 0.5, 0.5], standard, { multipliers: ntkRates(0.5) }],
  ] as const)(
    "%s: %s by %s with %s",
    async (law, model, init, kind, rate, update, { gradient, activation }, changes) => {
      const sweep = await sweepOf(model, { widths: [64, 128, 256, 512] }, init, kind, rate, changes);
      expectExponents(sweep, "update", update);
      expectExponents(sweep, "gradient", gradient);
      expectExponents(sweep, "activation", activation);
      expect([sweep.agreesWith, sweep.verdict]).toEqual([law, law === "μP" ? "transfers" : "does-not-transfer"]);
      const expected = sweep.series.flatMap((one) => (one.quantity === "update" ? [one.expected] : []));
      expect(expected).toEqual(update);
    },
  );
});

/**
 * Branches of normalized inputs, multiplied by m = 1 / Lᵅ. Adam changes each branch by m, and L
 * changes add up: L m. Gradient descent changes each by m², since the gradient has that factor,
 * too.
 */
describe("over depths, the exponents of residual branches", () => {
  const check = (alpha: number, kind: OptimizerName) =>
    sweepOf(`residual_mlp:width=32,alpha=${alpha}`, { depths: [4, 16, 64] }, "he", kind, kind === "sgd" ? 1e-3 : 1e-4, {
      table: [residualMlp],
    });

  it.each([
    ["CompleteP", 1, "adam"],
    ["depth-μP", 0.5, "sgd"],
  ] as const)("%s: 1 / depth^%d with %s transfers", async (law, alpha, kind) => {
    const sweep = await check(alpha, kind);
    expectExponents(sweep, "change", [0, 0, 0]);
    expectExponents(sweep, "gradient", [0, -alpha, 0]);
    expect([sweep.agreesWith, sweep.verdict, sweep.remedy]).toEqual([law, "transfers", null]);
  });

  it("1 / √depth with Adam grows as √depth, and plain branches grow more", async () => {
    const half = await check(0.5, "adam");
    expectExponents(half, "change", [0, 0.5, 0.5]);
    const plain = await check(0, "adam");
    for (const i of [1, 2])
      expect(slopesOf(plain, "change")[i]!.low).toBeGreaterThan(slopesOf(half, "change")[i]!.high);
    for (const sweep of [half, plain]) {
      expect([sweep.agreesWith, sweep.verdict]).toEqual([null, "does-not-transfer"]);
      expect(sweep.remedy).toContain("CompleteP multiplies every residual branch by 1/depth");
    }
  });
});

describe("what is said", () => {
  const small = { widths: [16, 32, 64] };

  it("names the group that moves most, by how much, and what to type", async () => {
    const { text, remedy, fixed } = await sweepOf(relu, small, "he", "adam", 1e-4);
    expect(text).toMatch(
      /^A learning rate that is right for width 16 is too large for 64: .* grows by ×\d.* in the hidden layers .* and grows by ×\d.* in the output layer/,
    );
    expect(text).toContain("The slopes are those of the standard parametrization.");
    expect(remedy).toContain("\ndoctor --init mup:scale=2");
    expect(fixed).toEqual({ dimension: "depth", size: 3 });
    expect((await sweepOf(tanh, small, "he", "adam", 1e-4)).remedy).toMatch(/--init mup$/);
  });

  it("a head of zeros moves alone in the first step: it cannot be told; more steps tell", async () => {
    const first = await sweepOf(relu, small, "mup:scale=2,head=0", "adam", 1e-3);
    expect([first.verdict, first.agreesWith]).toEqual(["cannot-tell", null]);
    expect(first.text).toContain("--steps 3");
    const third = await sweepOf(relu, small, "mup:scale=2,head=0", "adam", 1e-3, { steps: 3 });
    expect(third.verdict).toBe("transfers");
  });

  it("where training breaks down at a larger size only, the rate does not transfer", async () => {
    const steps = 6;
    const deep = await sweepOf("mlp:width=32", { depths: [1, 64] }, "variance-scaling:scale=4", "sgd", 1, { steps });
    expect([deep.verdict, deep.text.startsWith("At depth 64 the network is no longer made of numbers")]).toEqual([
      "does-not-transfer",
      true,
    ]);
    const all = await sweepOf(relu, small, "he", "sgd", 1e30, { steps });
    expect([all.verdict, all.remedy]).toEqual(["cannot-tell", null]);
    expect(all.text).toContain("--lr 1e+29");
  });

  it("two draws of narrow networks do not tell", async () => {
    const { verdict, text } = await sweepOf("mlp:depth=12", { widths: [8, 12] }, "mup:scale=2", "sgd", 1e-2, {
      seeds: [0, 1],
    });
    expect([verdict, text.includes("--seeds 8")]).toEqual(["cannot-tell", true]);
  });

  it("μP that does not transfer between narrow networks is told wider ones, not itself", async () => {
    // Without the rates that belong to it: its verdict is the one of widths that are too small.
    const { verdict, remedy } = await sweepOf(relu, small, "mup:scale=2", "adam", 1e-4, {
      multipliers: () => undefined,
    });
    expect(verdict).toBe("does-not-transfer");
    expect(remedy).toContain("--widths 64,128,256");
    expect(remedy).not.toContain("--init");
  });

  it("plain networks have no rule over depths; Adadelta has none over widths", async () => {
    const deep = await sweepOf("mlp:width=32", { depths: [4, 32] }, "he", "adam", 1e-4);
    expect([deep.verdict, deep.agreesWith]).toEqual(["does-not-transfer", null]);
    expect(deep.remedy).toContain("tune it at the depth");
    const wide = await sweepOf(relu, small, "he", "adadelta", 1);
    expect([wide.agreesWith, wide.remedy]).toEqual([null, null]);
  });
});

describe("refusals", () => {
  it.each([
    ["lenet5", { widths: [8, 16] }, 'lenet5 has no option "width" that is a whole number'],
    ["mlp", { widths: [8, 20_000] }, "mlp: width must be a whole number from 1 to 16384"],
    ["mlp", { widths: [8, 16_384] }, "takes at most 4 GB. Choose smaller widths."],
    ["mlp", { widths: [8] }, "widths must be two or more different numbers, got 8"],
    ["mlp", { depths: [8, 8] }, "depths must be two or more different numbers, got 8, 8"],
    ["mlp", {}, "give widths or depths"],
  ])("%s at %j", async (model, sizes, message) => {
    await expect(sweepOf(model, sizes, "he", "sgd", 0.1)).rejects.toThrow(message);
  });
});
