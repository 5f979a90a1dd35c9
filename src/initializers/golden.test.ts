/** Scales beside PyTorch's own, and the numbers themselves pinned for ever. */
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { residualTensors } from "../../test/residual-tensors.js";
import { normals, stream, uniforms } from "../random/index.js";
import { findInitializer, initializers, initialWeights } from "./index.js";

/*
 * The std or bound that torch.nn.init passes to normal_ or uniform_. torch 1.13, /usr/bin/python3:
 *
 * import math, torch; from unittest import mock; I = torch.nn.init; got = []
 * spy = lambda t, low, high, *a, **k: got.append(high)
 * with mock.patch.multiple(I, _no_grad_normal_=spy, _no_grad_uniform_=spy), \
 *      mock.patch.multiple(torch.Tensor, normal_=spy, uniform_=spy):
 *   for s in [...]:
 *     for f in (I.kaiming_normal_, I.kaiming_uniform_, I.xavier_normal_, I.xavier_uniform_,
 *               lambda w: I.kaiming_normal_(w, nonlinearity="linear"),
 *               lambda w: I.kaiming_uniform_(w, nonlinearity="linear"),
 *               lambda w: I.kaiming_uniform_(w, a=math.sqrt(5)),
 *               lambda w: I.kaiming_normal_(w, a=0.2)):
 *       f(torch.empty(s))
 */
const COLUMNS = [
  ["he", {}],
  ["he-uniform", {}],
  ["glorot-normal", {}],
  ["glorot-uniform", {}],
  ["lecun-normal", {}],
  ["lecun-uniform", {}],
  ["pytorch-default", {}],
  ["he", { negativeSlope: 0.2 }],
] as const;
const PYTORCH: [number[], number[]][] = [
  [
    [32, 1, 3, 3],
    [
      0.47140452079103173, 0.816496580927726, 0.08206099398622183, 0.14213381090374028, 0.3333333333333333,
      0.5773502691896257, 0.33333333333333326, 0.46225016352102427,
    ],
  ],
  [
    [64, 32, 3, 3],
    [
      0.08333333333333334, 0.14433756729740646, 0.048112522432468816, 0.08333333333333333, 0.05892556509887897,
      0.10206207261596575, 0.05892556509887896, 0.08171505630757668,
    ],
  ],
  [
    [128, 9216],
    [
      0.014731391274719742, 0.02551551815399144, 0.01463014339951632, 0.02534015168998072, 0.010416666666666666,
      0.018042195912175804, 0.010416666666666664, 0.014445317610032008,
    ],
  ],
  [
    [10, 128],
    [
      0.125, 0.21650635094610965, 0.1203858530857692, 0.20851441405707474, 0.08838834764831843, 0.15309310892394862,
      0.08838834764831842, 0.12257258446136501,
    ],
  ],
  [
    [512, 2304],
    [
      0.029462782549439483, 0.05103103630798288, 0.026650089544451305, 0.046159309117249775, 0.020833333333333332,
      0.03608439182435161, 0.02083333333333333, 0.028890635220064017,
    ],
  ],
];

test.each(PYTORCH)("scales for %j are PyTorch's", (shape, expected) => {
  const tensor = { name: "w", shape, role: { kind: "kernel" } as const };
  const n = 16; // enough: every element is the scale times a known draw
  const z = normals(stream(0, "init", "w"), n);
  const u = uniforms(stream(0, "init", "w"), n);
  for (const [i, [name, options]] of COLUMNS.entries()) {
    const values = initialWeights(findInitializer(name), [tensor], 0, options).w!;
    const uniform = name.endsWith("uniform") || name === "pytorch-default";
    for (let j = 0; j < n; j++) {
      const scale = values[j]! / (uniform ? 2 * u[j]! - 1 : z[j]!);
      expect(Math.abs(scale / expected[i]! - 1)).toBeLessThan(1e-6);
    }
  }
});

test("the paper's methods on Keras's networks: fans to scales", () => {
  // Xavier by fan in and He, worked out by hand from 1 / √fanIn and √(2 / fanIn), to four digits.
  const expected: [number[], number, number][] = [
    [[32, 1, 3, 3], 0.3333, 0.4714],
    [[64, 32, 3, 3], 0.0589, 0.0833],
    [[128, 9216], 0.01042, 0.01473],
    [[10, 128], 0.0884, 0.125],
    [[32, 3, 3, 3], 0.1925, 0.2722],
    [[64, 64, 3, 3], 0.0417, 0.0589],
    [[512, 2304], 0.0208, 0.0295],
    [[10, 512], 0.0442, 0.0625],
  ];
  for (const [shape, xavier, he] of expected) {
    const tensor = { name: "w", shape, role: { kind: "kernel" } as const };
    const scale = (name: string) => {
      const values = initialWeights(findInitializer(name), [tensor], 0).w!;
      return values[0]! / normals(stream(0, "init", "w"), 1)[0]!;
    };
    expect(Math.abs(scale("xavier-fan-in") - xavier)).toBeLessThan(5.1e-5);
    expect(Math.abs(scale("he") - he)).toBeLessThan(5.1e-5);
    expect(scale("he") / scale("xavier-fan-in")).toBeCloseTo(Math.SQRT2, 6);
    expect(scale("random")).toBeCloseTo(0.01, 9);
  }
});

/** The name of each method, and the start of the SHA-256 of what it draws from seed 0. */
const goldenDigests = [
  "zero a61f0f66f5b13404",
  "ones 7e676a97e99eec41",
  "constant 553712663cc7ab3e",
  "identity fdd7aa85cb08f98b",
  "zero-hadamard e1d874dcbde61574",
  "idinit 4c0d0de920a540d6",
  "random 66ad710111cef2b4",
  "xavier-fan-in a74dd9d7b62e7818",
  "he d3747aa86521d0e4",
  "glorot-normal b3388da865b0ac7f",
  "glorot-uniform 64de95bb847b611c",
  "he-uniform e96500d0e66aa8e2",
  "lecun-normal a74dd9d7b62e7818",
  "lecun-uniform 36484062fb396514",
  "standard-normal 99f5e0bf6d455e85",
  "uniform bee955c06563961e",
  "normal 006446c08293f2d1",
  "truncated-normal 34bc78e1a8cc3cd0",
  "variance-scaling b0ee0b76de3fd401",
  "nguyen-widrow e980eccea73f95a9",
  "random-walk 72b67f70f0bda455",
  "sparse fe224e595b2f8139",
  "orthogonal 959180bc5b44ad23",
  "delta-orthogonal 87b35455762e10a3",
  "scale-corrected-uniform-orthogonal d998283830f1dce4",
  "circular-orthogonal 72998b60261120f1",
  "looks-linear 02604c6022728a8b",
  "siren 2cc1b551d6636362",
  "activation-aware a74dd9d7b62e7818",
  "edge-of-chaos a74dd9d7b62e7818",
  "zero-gamma bbe2083190bc2bbc",
  "fixup c1c4053c0a703397",
  "skipinit 650f5524174de1d6",
  "rezero 8485dbeb6cc72b40",
  "t-fixup 67643d1f3516651f",
  "gpt2 2d3b0c42079ddc02",
  "deepnorm 66934d481a48b296",
  "mimetic 81fee2954760ec6a",
  "mup a74dd9d7b62e7818",
  "pytorch-default 79229ee4336ec380",
  "keras-default 64de95bb847b611c",
  "pytorch/xavier-uniform 64de95bb847b611c",
  "pytorch/xavier-normal b3388da865b0ac7f",
  "pytorch/kaiming-uniform e96500d0e66aa8e2",
  "pytorch/kaiming-normal d3747aa86521d0e4",
  "pytorch/kaiming-normal-fan-out d7ac5b676b06c318",
  "pytorch/trunc-normal a6a68125e438d5bb",
  "pytorch/sparse f816fb761873723d",
  "torch7/default 79229ee4336ec380",
  "caffe/xavier 36484062fb396514",
  "caffe/msra d3747aa86521d0e4",
  "tf-playground/default dc9fe405dc21937c",
  "keras/glorot_uniform 64de95bb847b611c",
  "keras/glorot_normal e26ba1bd758d6ddb",
  "keras/he_uniform e96500d0e66aa8e2",
  "keras/he_normal 62eaef364ab409b2",
  "keras/lecun_uniform 36484062fb396514",
  "keras/lecun_normal b0ee0b76de3fd401",
  "keras-2018/glorot_normal d892f12e77a1a796",
  "keras-2018/he_normal bdb967c54924269c",
  "keras-2018/lecun_normal b135c10c8049ffbc",
  "tfjs/glorotUniform 64de95bb847b611c",
  "tfjs/glorotNormal d892f12e77a1a796",
  "tfjs/heUniform e96500d0e66aa8e2",
  "tfjs/heNormal bdb967c54924269c",
  "tfjs/leCunUniform 36484062fb396514",
  "tfjs/leCunNormal b135c10c8049ffbc",
  "jax/glorot_uniform 64de95bb847b611c",
  "jax/glorot_normal e26ba1bd758d6ddb",
  "jax/he_uniform e96500d0e66aa8e2",
  "jax/he_normal 62eaef364ab409b2",
  "jax/lecun_uniform 36484062fb396514",
  "jax/lecun_normal b0ee0b76de3fd401",
  "jax/uniform 877ca8504ca4c7e3",
  "jax/normal 66ad710111cef2b4",
  "flax/default b0ee0b76de3fd401",
];

test("these bits never change", () => {
  const tensors = [
    { name: "conv1.kernel", shape: [32, 1, 3, 3], role: { kind: "kernel", first: true } as const },
    { name: "fc1.kernel", shape: [128, 784], role: { kind: "kernel" } as const },
  ];
  const digests = initializers.map((one) => {
    const hash = createHash("sha256");
    const all = one.requires === undefined ? tensors : [...tensors, ...residualTensors];
    for (const values of Object.values(initialWeights(one, all, 0))) hash.update(values);
    return `${one.name} ${hash.digest("hex").slice(0, 16)}`;
  });
  expect(digests).toEqual(goldenDigests);
});
