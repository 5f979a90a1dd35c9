import { expect, test } from "vitest";
import { InputError } from "../errors.js";
import type { Shape } from "../graph/tensor.js";
import { fans, frameworkFans } from "./fans.js";
import type { TensorRole } from "./parameter.js";

const kernel = (shape: Shape, role: Partial<TensorRole> = {}) => ({
  name: "w",
  shape,
  role: { kind: "kernel", ...role } as TensorRole,
});

/**
 * Fans by counting: every use of a weight by a circular convolution joins one input element to one
 * output element, so there are as many joins as outputs times fanIn, and as inputs times fanOut. A
 * transposed convolution has the joins the other way round.
 */
function counted(inputs: number, outputs: number, size: number[], stride: number[], groups: number) {
  const width = 12; // divisible by every stride here
  const places = (step: number) => Array.from({ length: width / step }, (_, i) => i * step);
  const joins = new Map<string, number>();
  let count = 0;
  for (let o = 0; o < outputs; o++) {
    for (let i = 0; i < inputs; i++) {
      if (Math.floor((o * groups) / outputs) !== Math.floor((i * groups) / inputs)) continue;
      for (const y of places(stride[0]!)) {
        for (const x of places(stride[1]!)) {
          for (let ky = 0; ky < size[0]!; ky++) {
            for (let kx = 0; kx < size[1]!; kx++) {
              count++;
              const at = `${i} ${(y + ky) % width} ${(x + kx) % width}`;
              joins.set(at, (joins.get(at) ?? 0) + 1);
            }
          }
        }
      }
    }
  }
  const outputPlaces = (width / stride[0]!) * (width / stride[1]!);
  return { perOutput: count / (outputs * outputPlaces), perInput: count / (inputs * width * width) };
}

const cases: [inputs: number, outputs: number, size: number[], stride: number[], groups: number][] = [
  [1, 8, [3, 3], [1, 1], 1],
  [6, 4, [3, 2], [1, 1], 1],
  [6, 4, [3, 3], [2, 2], 1],
  [4, 8, [1, 1], [2, 2], 1],
  [6, 4, [5, 3], [1, 3], 2],
  [6, 12, [3, 3], [2, 1], 6],
];

test.each(cases)(
  "convolution %d → %d, kernel %j, stride %j, %d groups: fans as counted",
  (inputs, outputs, size, stride, groups) => {
    const { perOutput, perInput } = counted(inputs, outputs, size, stride, groups);
    const role = { stride, groups, dilation: [2, 2] } as const;
    const forward = fans(kernel([outputs, inputs / groups, ...size], { operation: "convolution", ...role }));
    expect(forward.fanIn).toBeCloseTo(perOutput, 12);
    expect(forward.fanOut).toBeCloseTo(perInput, 12);
    // Transposed: from the convolution's outputs back to its inputs, with the same kernel layout.
    const back = fans(kernel([outputs, inputs / groups, ...size], { operation: "transposed-convolution", ...role }));
    expect(back.fanIn).toBeCloseTo(perInput, 12);
    expect(back.fanOut).toBeCloseTo(perOutput, 12);
  },
);

test("dense, fused and looked-up kernels", () => {
  expect(fans(kernel([10, 128], { operation: "dense" }))).toEqual({ fanIn: 128, fanOut: 10 });
  expect(fans(kernel([10, 128]))).toEqual({ fanIn: 128, fanOut: 10 });
  expect(fans(kernel([192, 64], { operation: "dense", fused: 3 }))).toEqual({ fanIn: 64, fanOut: 64 });
  expect(fans(kernel([5000, 64], { operation: "embedding" }))).toEqual({ fanIn: 1, fanOut: 64 });
  expect(fans(kernel([32, 1, 3, 3]))).toEqual({ fanIn: 9, fanOut: 288 });
  expect(fans(kernel([32, 1, 5]))).toEqual({ fanIn: 5, fanOut: 160 });
});

/*
 * torch 1.13, /usr/bin/python3:
 *
 * f = torch.nn.init._calculate_fan_in_and_fan_out
 * print(f(torch.empty(10, 128)), f(torch.empty(64, 32, 3, 3)),
 *       f(torch.nn.Conv2d(6, 12, 3, groups=6).weight), f(torch.nn.ConvTranspose2d(6, 4, 3).weight))
 * (128, 10) (288, 576) (9, 108) (36, 54)
 */
test("framework fans are PyTorch's", () => {
  const ins = [
    [10, 128],
    [64, 32, 3, 3],
    [12, 1, 3, 3],
    [6, 4, 3, 3],
  ].map((shape) => frameworkFans(kernel(shape)));
  expect(ins.map(({ fanIn, fanOut }) => [fanIn, fanOut])).toEqual([
    [128, 10],
    [288, 576],
    [9, 108],
    [36, 54],
  ]);
});

test("what has no fans is refused by name", () => {
  for (const shape of [[], [5], [0, 5], [5, 0], [2.5, 3]]) {
    expect(() => fans(kernel(shape))).toThrow(InputError);
    expect(() => frameworkFans(kernel(shape))).toThrow('Tensor "w" of shape');
  }
  expect(() => fans([256, 128] as never)).toThrow(
    'fans: got [256,128], expected a tensor with name, shape and role, as { name: "kernel", shape: [256, 128], role: { kind: "kernel" } }.',
  );
  for (const none of [undefined, null, 3, {}, { name: "w", shape: [2, 3] }]) {
    expect(() => fans(none as never)).toThrow("expected a tensor with name, shape and role");
  }
  expect(() => fans(kernel([5]))).toThrow("at least two axes, [out, in, ...positions]. If it is none, give its role");
  expect(() => fans(kernel([4, 0, 3]))).toThrow("axis 1 has size 0, and each of [out, in, ...positions] must be");
  expect(() => fans(kernel([10, 4, 3, 3], { groups: 3 }))).toThrow(
    "groups must be a whole number that divides 10, got 3",
  );
  expect(() => fans(kernel([10, 4], { fused: 3 }))).toThrow("fused must be");
});
