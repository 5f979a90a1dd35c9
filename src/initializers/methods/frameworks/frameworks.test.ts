/**
 * Frameworks' scales, defects included, beside PyTorch itself and numbers worked out from the
 * frameworks' own layouts.
 */
import { describe, expect, test } from "vitest";
import type { TensorRole, TensorSpecification } from "../../../network/parameter.js";
import { normals, stream, truncatedNormals, uniforms } from "../../../random/index.js";
import { fans, findInitializer, frameworkMethods, initialWeights, jaxFans, kerasFans } from "../../index.js";

const kernel = (shape: number[], role: Partial<TensorRole> = {}): TensorSpecification => ({
  name: "w",
  shape,
  role: { kind: "kernel", ...role },
});
const grouped = kernel([16, 2, 3, 3], { operation: "convolution", groups: 4 });
const transposed = kernel([8, 6, 4, 4], { operation: "transposed-convolution", stride: [2, 2] });
const fused = kernel([192, 64], { operation: "dense", fused: 3 });
const depthwise = kernel([24, 1, 3, 3], { operation: "convolution", groups: 8 });

/**
 * The scale by which a method multiplies the tensor's first draw; bounds for uniform ones, σ before
 * cutting for cut ones.
 */
function scaleOf(name: string, tensor: TensorSpecification, draw: "normal" | "uniform" | "truncated"): number {
  const w = initialWeights(findInitializer(name), [tensor], 0)[tensor.name]!;
  const place = stream(0, "init", tensor.name);
  const first = { normal: normals, uniform: uniforms, truncated: truncatedNormals }[draw](place, 1)[0]!;
  return w[0]! / (draw === "uniform" ? 2 * first - 1 : first);
}

const close = (got: number, expected: number) => expect(Math.abs(got / expected - 1)).toBeLessThan(1e-6);

/*
 * The std or bound that torch.nn.init passes to normal_ or uniform_, recorded as in golden.test.ts.
 * torch 1.13, /usr/bin/python3:
 *
 * conv = torch.nn.Conv2d(8, 16, 3, groups=4)
 * transposed = torch.nn.ConvTranspose2d(8, 6, 4, stride=2)
 * for w in (conv.weight, transposed.weight, torch.empty(192, 64)):
 *   for f in (I.xavier_uniform_, I.xavier_normal_, I.kaiming_uniform_, I.kaiming_normal_,
 *             lambda w: I.kaiming_normal_(w, mode='fan_out')):
 *     f(w)
 */
test.each<[string, TensorSpecification, number[]]>([
  [
    "grouped convolution",
    grouped,
    [0.19245008972987523, 0.1111111111111111, 0.5773502691896258, 0.33333333333333337, 0.11785113019775793],
  ],
  ["transposed convolution", transposed, [0.16366341767699427, 0.0944911182523068, 0.25, 0.14433756729740646, 0.125]],
  [
    "fused query, key, value",
    fused,
    [0.15309310892394865, 0.08838834764831845, 0.3061862178478973, 0.1767766952966369, 0.10206207261596577],
  ],
])("PyTorch's scales of a %s", (_title, tensor, expected) => {
  const names = ["xavier-uniform", "xavier-normal", "kaiming-uniform", "kaiming-normal", "kaiming-normal-fan-out"];
  for (const [i, name] of names.entries()) {
    close(scaleOf(`pytorch/${name}`, tensor, name.endsWith("uniform") ? "uniform" : "normal"), expected[i]!);
  }
});

/*
 * Recorded in the same way from the constructors of layers: bounds of weight and bias of
 * Linear(25, 7), Conv2d(8, 16, 3, groups=4) and ConvTranspose2d(8, 6, 4, stride=2), and the std of
 * Embedding(10, 4):
 *
 * [0.19999999999999998, 0.2]
 * [0.23570226039551584, 0.23570226039551587]
 * [0.10206207261596574, 0.10206207261596577]
 * [1.0]
 */
test("PyTorch's layers by default", () => {
  for (const [tensor, bound] of [
    [kernel([7, 25]), 0.2],
    [grouped, 0.23570226039551587],
    [transposed, 0.10206207261596577],
  ] as const) {
    close(scaleOf("pytorch/conv-default", tensor, "uniform"), bound);
    const { shape, role } = tensor;
    const bias = { name: "b", shape: [6], role: { kind: "bias", kernel: { shape, role } } as const };
    close(scaleOf("pytorch/linear-default", bias, "uniform"), bound);
  }
  close(scaleOf("pytorch/default", { name: "e", shape: [10, 4], role: { kind: "embedding" } }, "normal"), 1);
});

describe("defects as they are", () => {
  test("grouped: fanOut is too large by the groups; transposed: swapped, and without the stride", () => {
    expect(fans(grouped)).toEqual({ fanIn: 18, fanOut: 36 });
    expect(kerasFans(grouped)).toEqual({ fanIn: 18, fanOut: 144 });
    expect(jaxFans(grouped)).toEqual({ fanIn: 18, fanOut: 144 });
    expect(fans(transposed)).toEqual({ fanIn: 32, fanOut: 96 });
    expect(kerasFans(transposed)).toEqual({ fanIn: 96, fanOut: 128 });
    expect(jaxFans(transposed)).toEqual({ fanIn: 128, fanOut: 96 });
  });

  test("Keras's depthwise kernel [3, 3, 8, 3]: fan_in = 8 · 9, fan_out = 3 · 9, so weights √8 too small", () => {
    expect(kerasFans(depthwise)).toEqual({ fanIn: 72, fanOut: 27 });
    const ratio = scaleOf("keras/he_uniform", depthwise, "uniform") / scaleOf("he-uniform", depthwise, "uniform");
    close(ratio, 1 / Math.sqrt(8));
    close(scaleOf("keras/default", depthwise, "uniform"), Math.sqrt(6 / (72 + 27)));
    close(scaleOf("tfjs/glorotUniform", depthwise, "uniform"), Math.sqrt(6 / (72 + 27)));
  });

  // tensorflow#18706, keras#8048; 0.8796… is scipy.stats.truncnorm(-2, 2).std().
  test("Keras since 2018 divides by 0.8796, before it and tfjs do not: variance 0.774", () => {
    const dense = kernel([30, 50]);
    close(scaleOf("keras/he_normal", dense, "truncated"), Math.sqrt(2 / 50) / 0.8796256610342398);
    close(scaleOf("jax/he_normal", dense, "truncated"), Math.sqrt(2 / 50) / 0.8796256610342398);
    close(scaleOf("keras-2018/he_normal", dense, "truncated"), Math.sqrt(2 / 50));
    close(scaleOf("tfjs/heNormal", dense, "truncated"), Math.sqrt(2 / 50));
    close(scaleOf("tfjs/glorotNormal", dense, "truncated"), Math.sqrt(2 / 80));
    close(0.8796256610342398 ** 2, 0.7737413035); // what the texts round to 0.774
  });

  test("PyTorch's Xavier on a fused kernel has half the variance of Glorot's on each projection", () => {
    close((scaleOf("glorot-normal", fused, "normal") / scaleOf("pytorch/xavier-normal", fused, "normal")) ** 2, 2);
  });

  test("JAX's uniform is one-sided; PyTorch's truncation is at absolute numbers", () => {
    const w = initialWeights(findInitializer("jax/uniform"), [kernel([100, 100])], 0).w!;
    expect(w.every((x) => x >= 0 && x <= Math.fround(0.01))).toBe(true);
    const narrow = initialWeights(findInitializer("pytorch/trunc-normal"), [kernel([100, 100])], 0, { std: 0.02 }).w!;
    expect(Math.max(...narrow)).toBeGreaterThan(3 * 0.02);
  });

  test("Torch7 and Flax take a transposed convolution's own inputs, Caffe and PyTorch the other side's", () => {
    close(scaleOf("torch7/default", transposed, "uniform"), 1 / Math.sqrt(8 * 16));
    close(scaleOf("flax/default", transposed, "truncated"), Math.sqrt(1 / (8 * 16)) / 0.8796256610342398);
    close(scaleOf("caffe/xavier", transposed, "uniform"), Math.sqrt(3 / (6 * 16)));
    close(scaleOf("caffe/msra", grouped, "normal"), Math.sqrt(2 / 18));
  });
});

test("each names its framework, its source, and where it differs or fails", () => {
  for (const { name, references, caveats = [], differences = [] } of frameworkMethods) {
    expect(name).toMatch(/^[a-z0-9-]+\/[A-Za-z_-]+$/);
    expect(references[0]!.link).toMatch(/^https:/);
    expect(caveats.length + differences.length).toBeGreaterThan(0);
  }
  const text = (name: string) => {
    const { caveats = [], differences = [] } = findInitializer(name);
    return [...caveats, ...differences].join(" ");
  };
  expect(text("keras-2018/he_normal")).toContain("keras#8048");
  expect(text("tfjs/heNormal")).toContain("tfjs#8594");
  expect(text("tfjs/glorotUniform")).not.toContain("tfjs#8594");
  expect(text("pytorch/xavier-normal")).toContain("pytorch#166378");
  expect(text("jax/uniform")).toContain("flax#4127");
});
