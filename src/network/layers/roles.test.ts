/** What a network adds to roles: position, residual branch, activation and a bias's kernel. */
import { describe, expect, it } from "vitest";
import { graphOf } from "../../../test/networks.js";
import { InputError } from "../../errors.js";
import { GraphBuilder } from "../../graph/builder.js";
import type { Value } from "../../graph/graph.js";
import type { Shape } from "../../graph/tensor.js";
import {
  activation,
  batchNorm,
  buildNetwork,
  conv,
  dense,
  flatten,
  groupNorm,
  type Layer,
  layerNorm,
  maxPool,
  residual,
  type Scope,
  selfAttention,
  sequential,
} from "./index.js";

const parameters = (layer: Layer, input: readonly number[]) => graphOf(layer, input).network.parameters;
const roles = (layer: Layer, input: readonly number[]) =>
  Object.fromEntries(parameters(layer, input).map((p) => [p.name, p.role]));

describe("roles", () => {
  it("mark the first layer and the head, kernel and bias", () => {
    const r = roles(sequential(flatten(), dense(4, { activation: "tanh" }), dense(3)), [2, 1, 2, 2]);
    expect(r["dense1/kernel"]).toEqual({ kind: "kernel", operation: "dense", activation: "tanh", first: true });
    expect(r["dense2/kernel"]).toEqual({ kind: "kernel", operation: "dense", activation: "linear", head: true });
    expect(r["dense2/bias"]).toEqual({
      kind: "bias",
      activation: "linear",
      head: true,
      kernel: { shape: [3, 4], role: r["dense2/kernel"] },
    });
  });

  it("give a convolution's geometry", () => {
    const r = roles(conv(6, [3, 1], { groups: 2, stride: 2, dilation: [1, 2] }), [1, 4, 9, 9]);
    expect(r["conv1/kernel"]).toMatchObject({
      operation: "convolution",
      groups: 2,
      stride: [2, 2],
      dilation: [1, 2],
      activation: "linear",
    });
  });

  it("name the activation that follows through norms, poolings, dropout and sums", () => {
    const network = sequential(
      conv(4, 3, { padding: 1, bias: false }),
      batchNorm(),
      maxPool(2),
      activation("gelu"),
      residual(sequential(conv(4, 3, { padding: 1, activation: "relu" }), conv(4, 3, { padding: 1 }), groupNorm(2)), {
        activation: "silu",
      }),
      flatten(),
      dense(3),
    );
    for (const mode of ["train", "evaluate"] as const) {
      const kernels = graphOf(network, [2, 3, 8, 8], mode).network.parameters.filter((p) => p.role.kind === "kernel");
      expect(kernels.map((p) => [p.name, p.role.activation])).toEqual([
        ["conv1/kernel", "gelu"],
        ["block1/conv1/kernel", "relu"],
        ["block1/conv2/kernel", "silu"],
        ["dense1/kernel", "linear"],
      ]);
    }
  });

  it("count residual branches and the layers in them", () => {
    const transformer = [
      residual(sequential(layerNorm(), selfAttention(2, { fused: false }))),
      residual(sequential(layerNorm(), dense(8, { activation: "gelu" }), dense(4)), { scale: true }),
    ];
    const r = roles(sequential(dense(4), ...transformer, dense(3)), [2, 5, 4]);
    const place = (name: string) => {
      const { branch, branches, layer, layers, last } = r[name]!.residual!;
      return [branch, branches, layer, layers, last];
    };
    expect(r["dense1/kernel"]!.residual).toBeUndefined();
    expect(r["dense2/kernel"]!.residual).toBeUndefined();
    expect(place("block1/layernorm1/scale")).toEqual([0, 2, 0, 2, false]);
    for (const projection of ["query", "key", "value"]) {
      expect(place(`block1/attention1/${projection}-kernel`)).toEqual([0, 2, 0, 2, false]);
      expect(r[`block1/attention1/${projection}-bias`]).toMatchObject({ projection });
    }
    expect(place("block1/attention1/output-kernel")).toEqual([0, 2, 1, 2, true]);
    expect(r["block1/attention1/output-kernel"]).toMatchObject({ projection: "output" });
    expect(place("block2/dense1/bias")).toEqual([1, 2, 0, 2, false]);
    expect(place("block2/dense2/kernel")).toEqual([1, 2, 1, 2, true]);
    expect(place("block2/scale")).toEqual([1, 2, 1, 2, true]);
    expect(r["block2/scale"]!.kind).toBe("residual-scale");
    expect(r["block2/dense2/bias"]!.kernel!.role).toEqual(r["block2/dense2/kernel"]);
  });

  it("put the norm after a branch's last convolution last, and leave the shortcut out", () => {
    const branch = sequential(conv(4, 3, { padding: 1 }), batchNorm(), conv(4, 3, { padding: 1 }), batchNorm());
    const r = roles(residual(branch, { shortcut: conv(4, 1) }), [2, 3, 4, 4]);
    expect(r["block1/batchnorm1/scale"]!.residual).toMatchObject({ layer: 0, last: false });
    expect(r["block1/batchnorm2/scale"]!.residual).toMatchObject({ layer: 1, last: true });
    expect(r["block1/shortcut1/kernel"]!.residual).toBeUndefined();
  });

  describe("of a user's layer", () => {
    /** A dense layer that declares its roles as `declare` says. */
    const affine = (declare: (scope: Scope, shape: Shape, units: number) => readonly [Value, Value]): Layer => ({
      kind: "affine",
      apply: (x, scope) => scope.g.apply("Gemm", [x, ...declare(scope, [4, x.shape[1]!], 4)], { transB: 1 }),
    });
    const role = { kind: "kernel", operation: "dense" } as const;
    const copying = affine((scope, shape, units) => {
      const kernel = scope.parameter("kernel", shape, { ...role });
      return [kernel, scope.parameter("bias", [units], { ...{ kind: "bias", kernel } })];
    });

    it("are complete where the layer copies them", () => {
      const r = roles(sequential(copying, activation("tanh"), residual(copying), copying), [2, 4]);
      const first = { ...role, activation: "tanh", first: true };
      expect(r["affine1/kernel"]).toEqual(first);
      expect(r["affine1/bias"]).toEqual({
        kind: "bias",
        activation: "tanh",
        first: true,
        kernel: { shape: [4, 4], role: first },
      });
      expect(r["block1/affine1/bias"]!.residual).toMatchObject({ branch: 0, layer: 0, last: true });
      expect(r["block1/affine1/bias"]!.kernel!.role).toEqual(r["block1/affine1/kernel"]);
      expect(r["affine2/kernel"]).toEqual({ ...role, head: true });
      expect(r["affine2/bias"]).toMatchObject({ head: true });
    });

    it("are the same in two layers that share one role object", () => {
      const shared = affine((scope, shape, units) => {
        const kernel = scope.parameter("kernel", shape, role);
        return [kernel, scope.parameter("bias", [units], { kind: "bias", kernel })];
      });
      const r = roles(sequential(shared, activation("relu"), shared), [2, 4]);
      expect(r["affine1/kernel"]).toEqual({ ...role, activation: "relu", first: true });
      expect(r["affine2/kernel"]).toEqual({ ...role, head: true });
      expect(r["affine2/bias"]!.kernel!.role).toEqual({ ...role, head: true });
    });

    it("say the same where the parameters are values of the caller's", () => {
      const layers = sequential(copying, activation("tanh"), copying);
      const g = new GraphBuilder("computed");
      const doubled = new Map(
        parameters(layers, [2, 4]).map((p) => {
          const input = g.input(`half of ${p.name}`, "float32", p.shape);
          return [p.name, g.apply("Add", [input, input])];
        }),
      );
      const x = g.input("x", "float32", [2, 4]);
      const computed = buildNetwork(g, layers, x, { mode: "train", parameterInputs: doubled }).parameters;
      expect(computed.map((p) => p.role)).toEqual(parameters(layers, [2, 4]).map((p) => p.role));
    });

    it.each<[string, (kernel: Value, scope: Scope) => unknown, string]>([
      ["the layer's input", (_, { g }) => g.input("stray", "float32", [4, 4]), 'got "stray" float32 [4, 4]'],
      [
        "a transposed kernel",
        (kernel, { g }) => g.apply("Transpose", [kernel]),
        'got "affine1/transpose" float32 [4, 4]',
      ],
      ["a norm's scale", (_, scope) => scope.parameter("scale", [4], { kind: "norm-scale" }), 'got "affine1/scale"'],
      ["shape and role", () => ({ shape: [4, 4], role }), "got an object that is no value of the graph"],
    ])("that names %s as a bias's kernel is refused", (_, other, got) => {
      const wrong = affine((scope, shape, units) => {
        const kernel = scope.parameter("kernel", shape, role);
        const bias = scope.parameter("bias", [units], { kind: "bias", kernel: other(kernel, scope) as Value });
        return [kernel, bias];
      });
      expect(() => parameters(wrong, [2, 4])).toThrow(InputError);
      expect(() => parameters(wrong, [2, 4])).toThrow(
        'The role of "affine1/bias" must refer to its kernel by the value',
      );
      expect(() => parameters(wrong, [2, 4])).toThrow(got);
      expect(() => parameters(wrong, [2, 4])).toThrow("Kernels declared before it: affine1/kernel.");
    });

    it("that names another network's kernel is refused", () => {
      const foreign = parameters(copying, [2, 4])[0]!.value;
      const wrong: Layer = {
        kind: "shift",
        apply: (x, { g, parameter }) => g.apply("Add", [x, parameter("bias", [4], { kind: "bias", kernel: foreign })]),
      };
      expect(() => parameters(wrong, [2, 4])).toThrow("Kernels declared before it: none.");
    });
  });

  it("say that query, key and value are fused", () => {
    const r = roles(selfAttention(2), [2, 5, 4]);
    expect(r["attention1/query-key-value-kernel"]).toMatchObject({ fused: 3, projection: "query-key-value" });
  });
});
