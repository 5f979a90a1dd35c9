/** MetaInit: scales at which a gradient step changes the gradient least. */

import { add, div, scale, shift, sub } from "../../../graph/expressions.js";
import type { Value } from "../../../graph/graph.js";
import { sizeOf } from "../../../graph/tensor.js";
import { normals, stream, uniforms } from "../../../random/index.js";
import type { DataDrivenInitializer } from "../../initializer.js";
import type { Batch, InitializableNetwork, Numbers, ObjectiveContext } from "../../network.js";
import { dauphin2019 } from "../../references.js";
import { exclusion } from "./exclusion.js";
import { countOf, signOf, squared, total } from "./objectives.js";
import { chosenStart, startOptions } from "./start.js";

export const metainit: DataDrivenInitializer = {
  name: "metainit",
  kind: "learned",
  title: "MetaInit",
  formula: "per-tensor norms that minimize mean |(g − H·g) / (g + ε·sign g) − 1|, by descent along signs with momentum",
  summary: "Learns the kernels' norms on noise, so that the loss is as straight as possible around the start.",
  references: [{ ...dauphin2019, where: "eq. 1 and §4" }],
  options: {
    steps: { default: 200, low: 0, high: 100_000, meaning: "descent steps" },
    learningRate: { default: 0.1, low: 1e-6, high: 10, meaning: "change of a norm by one step, before momentum" },
    momentum: { default: 0.9, low: 0, high: 0.999, meaning: "share of the last change that is kept" },
    epsilon: { default: 1e-5, low: 1e-12, high: 1, meaning: "ε, which keeps the quotient finite" },
    batch: { default: 32, low: 1, high: 65_536, meaning: "rows of random data in a step" },
    ...startOptions,
  },
  caveats: [
    exclusion,
    "Third derivatives: a step costs tens of training steps on convolutional networks.",
    "A norm moves by about 1 in 10 steps whatever its size: kernels of large norm want more steps.",
    "It mends starts that are wrong. From He's on ReLU networks it shrinks signals: 0.4 of He's norms on glyphs' mlp, which then trains worse.",
    "The data are noise: nothing is learned of the data set but its shape and number of classes.",
  ],
  differences: [
    "The paper takes 500 steps.",
    "A norm that would become negative stops at a hundredth of where it began; the paper lets it pass through.",
  ],
  prepare: async (network, tensors, seed, options) => {
    const { steps, learningRate, momentum, epsilon, batch: rows } = options as Numbers;
    const weights = chosenStart(options, tensors, seed);
    const learned = tensors.filter(({ shape }) => shape.length >= 2).map(({ name }) => name);
    if (steps === 0) return { weights };
    const objective = await network.compileObjective(rows!, gradientQuotient(epsilon!));
    try {
      const start = Object.fromEntries(learned.map((name) => [name, normOf(weights[name]!)]));
      const norms = { ...start };
      const speed = Object.fromEntries(learned.map((name) => [name, 0]));
      const scales = () => Object.fromEntries(learned.map((name) => [name, norms[name]! / (start[name]! || 1)]));
      for (let step = 0; step < steps!; step++) {
        const { slopes } = await objective.evaluate(weights, scales(), [noiseBatch(network, rows!, seed, step)]);
        for (const name of learned) {
          // The slope by the scale has the sign of the slope by the norm.
          const sign = Math.sign(slopes[name]!) || 0;
          speed[name] = momentum! * speed[name]! - learningRate! * sign;
          const moved = norms[name]! + speed[name]!;
          norms[name] = Math.max(moved, start[name]! / 100);
        }
      }
      const found = scales();
      for (const name of learned) weights[name] = weights[name]!.map((w) => w * found[name]!);
      return { weights };
    } finally {
      await objective.release();
    }
  },
};

/** The gradient quotient over all parameters: 0 where the loss is linear, large where a step of size 1 turns the gradient. */
export function gradientQuotient(epsilon: number) {
  return ({ g, parameters, loss, gradients }: ObjectiveContext): Value => {
    const slopes = gradients([loss(parameters, 0)], parameters);
    const half = scale(
      g,
      total(
        g,
        slopes.map((s) => squared(g, s)),
      ),
      0.5,
    );
    const turned = gradients([half], parameters); // H·g
    const parts = slopes.map((slope, i) => {
      const below = add(g, slope, scale(g, signOf(g, slope), epsilon));
      return g.apply("Abs", [shift(g, div(g, sub(g, slope, turned[i]!), below), -1)]);
    });
    return scale(g, total(g, parts), 1 / countOf(parameters));
  };
}

/** Standard normal inputs and uniform labels, others in each step. */
export function noiseBatch(network: InitializableNetwork, rows: number, seed: number, step: number): Batch {
  const size = rows * sizeOf(network.inputShape);
  const labels = uniforms(stream(seed, "init-data", "labels"), rows, step * rows);
  return {
    inputs: Float32Array.from(normals(stream(seed, "init-data", "noise"), size, step * size)),
    labels: Int32Array.from(labels, (u) => Math.floor(u * network.classes)),
    rows,
  };
}

function normOf(numbers: Float32Array): number {
  return Math.sqrt(numbers.reduce((sum, x) => sum + x * x, 0));
}
