/** Methods made for a depth, judged by sending signals and gradients through many layers. */
import { describe, expect, test } from "vitest";
import type { TensorRole } from "../../../network/parameter.js";
import { normals, stream } from "../../../random/index.js";
import { backwardFactor, gain, scalarActivations } from "../../../signal/index.js";
import { initialWeights, parseInitializer } from "../../index.js";

const WIDTH = 256;

function layerOf(text: string, layer: number, activation: string, seed: number, width = WIDTH) {
  const { initializer, options } = parseInitializer(text);
  const role: TensorRole = { kind: "kernel", operation: "dense", activation };
  const shape = [width, width];
  const tensors = [
    { name: `w${layer}`, shape, role },
    { name: `b${layer}`, shape: [width], role: { kind: "bias", activation, kernel: { shape, role } } as TensorRole },
  ];
  const weights = initialWeights(initializer, tensors, seed, options);
  return { w: weights[`w${layer}`]!, b: weights[`b${layer}`]! };
}

const meanSquare = (x: Float64Array) => x.reduce((sum, v) => sum + v * v, 0) / x.length;

/**
 * Second moments of the pre-activations, and of a gradient of variance 1 sent back, through `depth`
 * layers; geometric means of seeds.
 */
function propagate(text: string, activation: string, depth: number, seeds: number, width = WIDTH) {
  const { value, derivative } = scalarActivations[activation]!;
  let [forward, backward] = [0, 0];
  for (let seed = 0; seed < seeds; seed++) {
    let x = normals(stream(seed, "x"), width);
    const start = meanSquare(x);
    const layers: { w: Float32Array; slopes: Float64Array }[] = [];
    for (let layer = 0; layer < depth; layer++) {
      const { w, b } = layerOf(text, layer, activation, seed, width);
      const z = new Float64Array(width);
      for (let i = 0; i < width; i++) {
        let sum = b[i]!;
        for (let j = 0; j < width; j++) sum += w[i * width + j]! * x[j]!;
        z[i] = sum;
      }
      layers.push({ w, slopes: z.map(derivative) });
      x = z.map(value);
    }
    forward += Math.log(meanSquare(x) / start) / seeds;
    let d = normals(stream(seed, "d"), width);
    const first = meanSquare(d);
    for (const { w, slopes } of layers.reverse()) {
      const next = new Float64Array(width);
      for (let i = 0; i < width; i++) {
        for (let j = 0; j < width; j++) next[j]! += w[i * width + j]! * d[i]! * slopes[i]!;
      }
      d = next;
    }
    backward += Math.log(meanSquare(d) / first) / seeds;
  }
  return { forward, backward };
}

describe("activation-aware", () => {
  test("gains as computed, to 10 digits, and unit ones for bounded activations", () => {
    const factor = (text: string, activation: string) => {
      const { w } = layerOf(text, 0, activation, 0);
      return (w[5]! / normals(stream(0, "init", "w0"), 6)[5]!) * Math.sqrt(WIDTH);
    };
    for (const name of ["linear", "relu", "elu", "selu", "gelu", "silu", "mish", "softplus"]) {
      expect(factor("activation-aware", name)).toBeCloseTo(gain(name, { kind: "fixed-point" }), 6);
      expect(factor("activation-aware:gain=unit", name)).toBeCloseTo(gain(name), 6);
    }
    for (const name of ["tanh", "sigmoid", "sin", "step"]) {
      expect(factor("activation-aware", name)).toBeCloseTo(gain(name), 6);
    }
    expect(factor("activation-aware:gain=pytorch", "tanh")).toBeCloseTo(5 / 3, 6);
    expect(factor("activation-aware", "softmax")).toBeCloseTo(1, 6);
    expect(() => factor("activation-aware:gain=pytorch", "gelu")).toThrow('Tensor "w0": PyTorch');
  });

  test.each(["relu", "elu", "gelu", "silu"])(
    "%s: signals keep their size over 16 layers, gradients as foretold",
    (name) => {
      const { forward, backward } = propagate("activation-aware", name, 16, 6);
      // At the fixed point a step of the logarithm has a spread of about √(5 / width) per layer; of
      // six seeds' mean, four of them. A drift of gain 1 instead would be 16 ln g² > 7.
      const spread = 4 * Math.sqrt((5 * 16) / WIDTH / 6);
      expect(Math.abs(forward)).toBeLessThan(spread + (16 * 2.5) / WIDTH);
      expect(Math.abs(backward - 16 * Math.log(backwardFactor(name)))).toBeLessThan(spread + (16 * 2.5) / WIDTH);
    },
  );
});

describe("edge-of-chaos", () => {
  test.each(["tanh", "elu", "relu"])("%s: gradients keep their size over 20 layers", (name) => {
    const { backward } = propagate("edge-of-chaos", name, 20, 6);
    expect(Math.abs(backward)).toBeLessThan(4 * Math.sqrt((5 * 20) / WIDTH / 6) + (20 * 2.5) / WIDTH);
    if (name === "tanh") expect(propagate("activation-aware", name, 20, 2).backward).toBeGreaterThan(1.5);
  });

  test("gelu: the point is kept exactly in theory, and left in practice", () => {
    // From q = 2.5 after the first layer it grows: see varianceSlope.
    expect(propagate("edge-of-chaos", "gelu", 20, 2).forward).toBeGreaterThan(2);
  });

  test("refused where there is none, by the tensor's name", () => {
    expect(() => layerOf("edge-of-chaos", 3, "softplus", 0)).toThrow('Tensor "w3": softplus has no edge of chaos');
  });
});

/*
 * The drift that g compensates. Per linear layer ln |d|² drifts by E ln(χ²_N / N); per ReLU layer
 * at g = √2 by E ln(2 χ²_k / N), k ~ Binomial(N, ½). Beside them stand the paper's −1 / N and
 * −2.4 / (N − 2.4). NumPy 1.24, /usr/bin/python3:
 *
 * r = np.random.default_rng(0)
 * for N in (10, 20, 60, 100):
 *   k = r.binomial(N, .5, 400000); k = k[k > 0]
 *   relu, linear = np.log(2 * r.chisquare(k) / N).mean(), np.log(r.chisquare(N, 400000) / N).mean()
 *   print(N, relu, -2.4 / (N - 2.4), linear, -1 / N)
 * 10 -0.3068 -0.3158 -0.1030 -0.1000
 * 20 -0.1382 -0.1364 -0.0514 -0.0500
 * 60 -0.0421 -0.0417 -0.0171 -0.0167
 * 100 -0.0256 -0.0246 -0.0104 -0.0100
 */
describe("random walk", () => {
  /** The mean of ln |W d|² − ln |d|² per layer over many layers, with its standard error. */
  function drift(activation: "linear" | "relu", width: number, method: string) {
    const layers = 600;
    const { initializer, options } = parseInitializer(method);
    const role: TensorRole = { kind: "kernel", operation: "dense", activation };
    const steps: number[] = [];
    for (let layer = 0; layer < layers; layer++) {
      const name = `w${layer}`;
      const w = initialWeights(initializer, [{ name, shape: [width, width], role }], 1, options)[name]!;
      // A gradient in a direction of its own, through units that are on or off with even chances:
      // as seen from far off.
      const d = normals(stream(layer, "d"), width);
      const on = normals(stream(layer, "on"), width);
      let squares = 0;
      for (let j = 0; j < width; j++) {
        let sum = 0;
        for (let i = 0; i < width; i++) sum += w[i * width + j]! * d[i]!;
        if (activation === "linear" || on[j]! > 0) squares += sum * sum;
      }
      steps.push(Math.log(squares / meanSquare(d) / width));
    }
    const mean = steps.reduce((a, b) => a + b, 0) / layers;
    const variance = steps.reduce((a, b) => a + (b - mean) ** 2, 0) / (layers - 1);
    return { mean, error: Math.sqrt(variance / layers) };
  }

  test.each([
    ["linear", 10],
    ["linear", 40],
    ["relu", 20],
    ["relu", 60],
  ] as const)("%s layers of width %d: the logarithm of gradients does not drift", (activation, width) => {
    const walk = drift(activation, width, "random-walk");
    expect(Math.abs(walk.mean)).toBeLessThan(3 * walk.error);
    // He and LeCun without the correction do.
    const plain = drift(activation, width, activation === "relu" ? "he" : "lecun-normal");
    expect(plain.mean).toBeLessThan(walk.mean - 0.9 * (activation === "relu" ? 2.4 / (width - 2.4) : 1 / width));
  });
});
