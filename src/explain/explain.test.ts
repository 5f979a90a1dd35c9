import { describe, expect, it } from "vitest";
import { havePython } from "../../test/oracles.js";
import { runPython } from "../../test/python.js";
import { InputError } from "../errors.js";
import {
  allInitializers,
  findInitializer,
  initialWeights,
  isDataDriven,
  parseInitializer,
  type TensorSpecification,
} from "../initializers/index.js";
import {
  type Distribution,
  explainLayer,
  explainMethod,
  findFramework,
  frameworks,
  issueLink,
  parseLayers,
} from "./index.js";

const one = (text: string) => {
  const layers = parseLayers(text);
  expect(layers.length).toBe(1);
  return layers[0]!;
};

describe("layers in words", () => {
  it.each([
    [
      "conv 3x3 64→128 stride 2",
      [128, 64, 3, 3],
      { operation: "convolution", stride: [2, 2], groups: 1, dilation: [1, 1] },
    ],
    ["Conv 3 × 3 64 -> 128 stride 2x1 dilation 2", [128, 64, 3, 3], { stride: [2, 1], dilation: [2, 2] }],
    ["conv 5 3=>8", [8, 3, 5, 5], { stride: [1, 1] }],
    ["conv1d 5 16→32", [32, 16, 5], { stride: [1] }],
    ["conv 3d 3 16→32 groups 4", [32, 4, 3, 3, 3], { groups: 4 }],
    ["conv2d 1x7 8→8", [8, 8, 1, 7], {}],
    ["depthwise 3x3 64", [64, 1, 3, 3], { groups: 64 }],
    ["depthwise conv 3 64→128", [128, 1, 3, 3], { groups: 64 }],
    ["transposed 4x4 64→32 stride 2", [64, 32, 4, 4], { operation: "transposed-convolution", stride: [2, 2] }],
    ["conv transposed 2 64→32 groups 2", [64, 16, 2, 2], { groups: 2 }],
    ["convtranspose1d 4 6→3", [6, 3, 4], {}],
    ["linear 512→10", [10, 512], { operation: "dense" }],
    ["dense 64→192 fused 3", [192, 64], { fused: 3 }],
    ["embedding 1000x64", [1000, 64], { kind: "embedding" }],
  ])("%s", (text, shape, role) => {
    const { kernel } = one(text);
    expect(kernel.shape).toEqual(shape);
    expect(kernel.role).toMatchObject(role);
  });

  it("stand side by side", () => {
    expect(parseLayers(" conv 3x3 1→2 , linear 2→3;linear 3→4\n").map(({ text }) => text)).toEqual([
      "conv 3x3 1→2",
      "linear 2→3",
      "linear 3→4",
    ]);
  });

  it.each([
    ["", "The list of layers is empty."],
    ["conv 3x3", "it lacks the channels, as 64→128"],
    ["conv 64→128", "it lacks the kernel's size, as 3x3"],
    ["64→128", "it names no kind of layer"],
    ["linaer 5→3", '"linaer" does not describe a layer; did you mean "linear"? Legal: linear'],
    ["linear 5→0", "it names its channels twice, or they are 0"],
    ["linear 5", "a linear layer is written linear 512→10"],
    ["linear 5→3 stride 2", "linear layers have no stride"],
    ["conv 3x3x3x3 1→2", "a convolution has one to three dimensions"],
    ["conv2d 3x3x3 1→2", "its kernel 3x3x3 does not have 2 dimensions"],
    ["conv 3x3 64→128 stride", "stride needs one number after it"],
    ["conv 3x3 64→128 groups 3", "64→128 channels do not divide into 3 groups"],
    ["depthwise 3x3 64 groups 2", "a depthwise convolution has as many groups as channels"],
    ["embedding 1000", "an embedding is written embedding 1000x64"],
    ["linear conv 3x3 1→2", "it is both linear and conv"],
  ])("%j is refused, with what is legal", (text, message) => {
    expect(() => parseLayers(text)).toThrow(InputError);
    expect(() => parseLayers(text)).toThrow(message);
    expect(() => parseLayers(text)).toThrow("Legal: linear 512→10; conv 3x3 64→128");
  });
});

const samples = [
  "linear 300→200",
  "conv 3x3 32→64 stride 2",
  "conv1d 5 40→60",
  "conv 3x3 64→64 groups 8",
  "depthwise 5x5 256→512",
  "transposed 4x4 32→24 stride 2",
  "embedding 200x100",
];

function spread(values: ArrayLike<number>) {
  const list = Array.from(values);
  const mean = list.reduce((sum, x) => sum + x, 0) / list.length;
  return {
    std: Math.sqrt(list.reduce((sum, x) => sum + (x - mean) ** 2, 0) / list.length),
    largest: Math.max(...list.map(Math.abs)),
    count: list.length,
  };
}

/** Within four standard errors, and within the bounds. */
function agree({ std, high, kind }: Distribution, drawn: ReturnType<typeof spread>) {
  if (kind === "constant") return expect(drawn.largest).toBe(0);
  expect(Math.abs(drawn.std / std - 1)).toBeLessThan(4 / Math.sqrt(2 * drawn.count));
  if (high === undefined) return;
  expect(drawn.largest).toBeLessThanOrEqual(high * (1 + 1e-6));
  expect(drawn.largest).toBeGreaterThan(high * (1 - 20 / drawn.count ** 0.75));
}

describe.each(frameworks.map((framework) => [framework.name, framework] as const))("%s", (_, framework) => {
  it.each(samples)("says of %s what its method draws", (text) => {
    const { kernel } = one(text);
    const { weights, biases } = explainLayer(framework, one(text));
    const bias: TensorSpecification = { name: "bias", shape: [4000], role: { kind: "bias", kernel } };
    const drawn = initialWeights(findInitializer(framework.method), [kernel, bias], 3);
    // In the table only the kernels of caffe/xavier are Caffe's; its Embed layer, which has a
    // filler too, is not.
    if (!(framework.name === "caffe" && kernel.role.kind === "embedding")) agree(weights, spread(drawn[kernel.name]!));
    if (biases !== null) agree(biases, spread(drawn.bias!));
  });

  it("has public issues behind its defects", () => {
    for (const text of samples) {
      for (const { text: said, issues, links } of explainLayer(framework, one(text)).defects) {
        expect(said).toMatch(/^[A-Z].*\.$/);
        expect(links).toEqual(issues.map(issueLink));
        for (const link of links) expect(link).toMatch(/^https:\/\/github\.com\/[\w-]+\/[\w-]+\/issues\/\d+$/);
      }
    }
  });
});

describe("PyTorch's own layers", () => {
  const pytorch = findFramework("pytorch");
  it.skipIf(!havePython("torch"))("have the distributions of the table", () => {
    const program = `
import json, torch, torch.nn as nn
torch.manual_seed(1)
layers = [nn.Linear(300, 200), nn.Conv2d(32, 64, 3, stride=2), nn.Conv1d(40, 60, 5), nn.Conv2d(64, 64, 3, groups=8),
        nn.Conv2d(256, 512, 5, groups=256), nn.ConvTranspose2d(32, 24, 4, stride=2), nn.Embedding(200, 100)]
tell = lambda t: None if t is None else {"std": t.std(unbiased=False).item(), "largest": t.abs().max().item(), "count": t.numel()}
print(json.dumps([[list(m.weight.shape), tell(m.weight), tell(getattr(m, "bias", None))] for m in layers]))
`;
    const measured = JSON.parse(runPython(program)) as [
      number[],
      ReturnType<typeof spread>,
      ReturnType<typeof spread> | null,
    ][];
    measured.forEach(([shape, weights, biases], i) => {
      const explained = explainLayer(pytorch, one(samples[i]!));
      expect(explained.shape).toEqual(shape);
      agree(explained.weights, weights);
      expect(biases === null).toBe(explained.biases === null);
      if (biases !== null) expect(biases.largest).toBeLessThanOrEqual(explained.biases!.high! * (1 + 1e-6));
    });
  });

  it.skipIf(!havePython("torch"))("shrink signals by the factor, and settle at the value of the table", () => {
    const { gain, relu } = explainLayer(pytorch, one("linear 2000→2000"));
    expect(gain).toBeCloseTo(Math.sqrt(1 / 3), 12);
    expect(relu!.factor).toBeCloseTo(1 / 6, 12);
    expect(relu!.settles).toBeCloseTo(1 / (5 * 2000), 12);
    const program = `
import json, torch, torch.nn as nn
torch.manual_seed(0)
x = torch.randn(64, 2000); q = []
with torch.no_grad():
    for _ in range(12):
        x = nn.Linear(2000, 2000)(x).relu(); q.append((x * x).mean().item())
print(json.dumps(q))
`;
    const q = JSON.parse(runPython(program)) as number[];
    const expected = q.map((_, i) => relu!.settles! + (1 - relu!.settles!) * relu!.factor ** (i + 1));
    for (const [i, got] of q.entries()) expect(Math.abs(got / expected[i]! - 1)).toBeLessThan(0.2);
  });
});

describe("a method on common layers", () => {
  it("is what it draws", () => {
    const rows = explainMethod(parseInitializer("random:std=0.5"));
    for (const { layer, std, fanIn, gain, reluFactor } of rows) {
      expect(std!).toBeGreaterThan(0.4);
      expect(gain).toBeCloseTo(std! * Math.sqrt(fanIn), 12);
      if (layer.startsWith("lstm")) expect(reluFactor).toBeNull();
      else expect(reluFactor).toBeCloseTo(gain! ** 2 / 2, 12);
    }
    expect(rows.map(({ layer }) => layer)).toContain("conv 3x3 64→128 stride 2");
  });

  it("has the kernels of an LSTM's gate, as the frameworks draw them", () => {
    const stds = (name: string) =>
      explainMethod(parseInitializer(name)).flatMap(({ layer, std }) => (layer.startsWith("lstm") ? std! : []));
    const close = (got: number[], expected: number[]) => {
      expect(got.length).toBe(2);
      // 32,768 and 65,536 numbers: four standard errors of the smaller.
      for (const [i, std] of got.entries())
        expect(Math.abs(std / expected[i]! - 1)).toBeLessThan(4 / Math.sqrt(2 * 32_768));
    };
    close(stds("pytorch-default"), [1 / Math.sqrt(3 * 256), 1 / Math.sqrt(3 * 256)]);
    close(stds("keras-default"), [Math.sqrt(2 / (128 + 1024)), 1 / Math.sqrt(1024)]);
    close(stds("flax/default"), [1 / Math.sqrt(128), 1 / Math.sqrt(256)]);
    close(stds("he"), [Math.sqrt(2 / 128), Math.sqrt(2 / 256)]);
  });

  it("says why where the method does not serve a layer", () => {
    const rows = explainMethod(parseInitializer("delta-orthogonal"));
    expect(rows.some(({ refused }) => refused?.includes("delta-orthogonal"))).toBe(true);
  });

  it.each(allInitializers.map((method) => [method.name, method] as const))("%s", (_, initializer) => {
    const rows = explainMethod({ initializer, options: parseInitializer(initializer.name).options });
    expect(rows.length > 0).toBe(!isDataDriven(initializer));
    expect(rows.length === 0 || rows.some(({ std }) => std !== null)).toBe(true);
  });
});
