/**
 * Models of others with recurrent layers, normalizations in training and at inference, dropout and
 * half precision: ONNX Runtime computes on what we read what it computes on the file, and gradients
 * by the weights equal central differences in float64.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as ort from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { GraphBuilder } from "../../src/graph/builder.js";
import { type ReadOptions, readOnnx } from "../../src/graph/file/read.js";
import { writeOnnx } from "../../src/graph/file/write.js";
import { gradients } from "../../src/graph/gradients/gradients.js";
import { type Graph, type Tensor, tensor, toNumbers, type Value } from "../../src/graph/index.js";
import { randomFrom } from "../gradients/inputs.js";
import { haveShared, sharedDir } from "../oracles.js";
import { evaluate } from "../reference/evaluate.js";
import type { Numbers } from "../reference/kernel.js";
import { numbers } from "../reference/numbers.js";

interface Model {
  readonly file: string;
  readonly options?: ReadOptions;
  /** Inputs with fixed numbers; the others are random. */
  readonly inputs?: Readonly<Record<string, readonly number[]>>;
  /** Its inputs and outputs are float16, which we read as float32. */
  readonly half?: true;
  /**
   * How many of its weights are differentiated one by one, beside all at once; all if left out.
   */
  readonly weights?: number;
}

const models: readonly Model[] = [
  { file: "models/burn-lstm-bidirectional.onnx" },
  { file: "models/gonnx-gru.onnx", options: { inputShapes: { data_input: [1, 5, 3] } } },
  { file: "models/torch-lstm-op12.onnx" },
  { file: "models/torch-gru-op14.onnx" },
  { file: "cases/onnx/recurrent-gru.onnx" },
  { file: "cases/onnx/recurrent-lstm.onnx" },
  { file: "cases/onnx/recurrent-rnn.onnx" },
  { file: "models/torch-norms-op11.onnx" },
  { file: "models/torch-norms-op17.onnx" },
  { file: "models/torch-resnet-bntrain-op13.onnx", weights: 4 }, // an evaluation takes a second
  { file: "models/torch-resnet-bntrain-op15.onnx", weights: 1 },
  { file: "cases/onnx/repro-bn-training-op9.onnx" },
  { file: "cases/onnx/norms-batch-plain.onnx" },
  { file: "cases/onnx/norms-group.onnx" },
  { file: "cases/onnx/norms-instance-affine.onnx" },
  { file: "cases/onnx/norms-instance.onnx" },
  { file: "cases/onnx/norms-rms.onnx" },
  { file: "cases/onnx/repro-groupnorm-constants.onnx" },
  { file: "cases/onnx/half-half-cast.onnx" },
  // Lists its output twice; too large to evaluate.
  { file: "models/ort-fuse-conv-bn-mul-add.onnx", weights: 0 },
  { file: "cases/onnx/half-half.onnx", half: true },
  { file: "models/torch-mlp-fp16-op13.onnx", half: true },
  // Its mode is an input; with false, ONNX Runtime does not draw.
  {
    file: "cases/onnx/repro-dropout-runtime-training.onnx",
    options: { onDropout: () => {} },
    inputs: { t: [0] },
  },
];

const read = ({ file, options }: Model): { readonly bytes: Uint8Array; readonly graph: Graph } => {
  const bytes = new Uint8Array(readFileSync(join(sharedDir, file)));
  return { bytes, graph: readOnnx(bytes, options) };
};

/** The bits of numbers that float16 has, and back; no subnormal ones. */
const halfBits = (x: number): number => {
  const bits = new Uint32Array(Float32Array.of(x).buffer)[0]!;
  const exponent = ((bits >>> 23) & 255) - 112;
  return x === 0 ? 0 : ((bits >>> 16) & 0x8000) | (exponent << 10) | ((bits >>> 13) & 1023);
};
const ofHalfBits = (bits: number): number =>
  (bits & 0x8000 ? -1 : 1) * (1 + (bits & 1023) / 1024) * 2 ** (((bits >> 10) & 31) - 15);

/** Numbers for each input: in [-1, 1] and with six binary places, or 0 and 1. */
function feeds(graph: Graph, fixed: Model["inputs"] = {}): Record<string, Numbers> {
  const random = randomFrom(7);
  const draw = ({ name, type, shape }: Value) =>
    fixed[name] ??
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () =>
      type.startsWith("float") ? Math.round(128 * random() - 64) / 64 : Math.floor(2 * random()),
    );
  return Object.fromEntries(graph.inputs.map((v) => [v.name, numbers(v.type, v.shape, draw(v))]));
}

async function run(bytes: Uint8Array, graph: Graph, inputs: Readonly<Record<string, Numbers>>, half = false) {
  const session = await ort.InferenceSession.create(bytes, { logSeverityLevel: 3, intraOpNumThreads: 1 });
  try {
    const values = graph.inputs
      .filter(({ name }) => session.inputNames.includes(name))
      .map((v) => {
        const { data } = inputs[v.name]!;
        const values = half ? Uint16Array.from(data, halfBits) : tensor(v.type, v.shape, data).data;
        return [v.name, new ort.Tensor(half ? "float16" : v.type, values as never, [...v.shape])] as const;
      });
    const results = await session.run(Object.fromEntries(values));
    return Object.fromEntries(
      [...graph.outputs.keys()].map((name) => {
        const numbers = Array.from(results[name]!.data as ArrayLike<number>);
        return [name, half ? numbers.map(ofHalfBits) : numbers];
      }),
    );
  } finally {
    await session.release();
  }
}

function expectNear(got: ArrayLike<number>, want: ArrayLike<number>, tolerance: number, what: string): void {
  const scale = Array.from(want).reduce((most, w) => Math.max(most, Math.abs(w)), 1e-3);
  expect(got.length, what).toBe(want.length);
  const at = Array.from(want).findIndex((w, i) => !(Math.abs(got[i]! - w) <= tolerance * scale));
  expect(at, `${what}[${at}]: ${got[at]} against ${want[at]}`).toBe(-1);
}

/** The graph with other numbers for some constants. */
const withConstants = (graph: Graph, changed: ReadonlyMap<Value, Float64Array>): Graph => ({
  ...graph,
  constants: new Map(
    [...graph.constants].map(([v, t]): [Value, Tensor] => {
      const data = changed.get(v);
      return [v, data === undefined ? t : { type: "float64", shape: t.shape, data }];
    }),
  ),
});

/**
 * The weights' gradients of Σ seed · output against central differences along random directions.
 */
function checkGradients(graph: Graph, inputs: Readonly<Record<string, Numbers>>, count: number): void {
  const random = randomFrom(11);
  const weights = [...graph.constants.keys()].filter((v) => v.type === "float32" && v.shape.length > 0);
  const outputs = [...graph.outputs].filter(([, v]) => v.type === "float32");
  const seeds = outputs.map(([, v]) =>
    Float64Array.from({ length: v.shape.reduce((a, b) => a * b, 1) }, () => Math.fround(random() - 0.5)),
  );
  const g = GraphBuilder.from(graph);
  const seedValues = outputs.map(([, v], i) => g.constant(tensor(v.type, v.shape, seeds[i]!), "seed"));
  const byWeights = gradients(
    g,
    outputs.map(([, v]) => v),
    weights,
    seedValues,
  );
  byWeights.forEach((v, i) => {
    g.output(`gradient ${i}`, v);
  });
  const results = evaluate(g.build(), inputs);
  const f = (changed: ReadonlyMap<Value, Float64Array>): number => {
    const values = evaluate(withConstants(graph, changed), inputs);
    return outputs.reduce(
      (sum, [name], i) => sum + values[name]!.data.reduce((s, y, k) => s + y * seeds[i]![k]!, 0),
      0,
    );
  };
  const directions = new Map(
    weights.map((v) => [v, Float64Array.from(toNumbers(graph.constants.get(v)!), () => random() - 0.5)]),
  );
  /** The slope when these weights move along their directions, and what the gradients say. */
  const compare = (moved: readonly Value[], what: string) => {
    const along = (h: number) =>
      new Map(
        moved.map((v) => [
          v,
          Float64Array.from(toNumbers(graph.constants.get(v)!), (x, k) => x + h * directions.get(v)![k]!),
        ]),
      );
    const h = 1e-7; // so small that no ReLU of an image changes sides
    const slope = (f(along(h)) - f(along(-h))) / (2 * h);
    const terms = moved.map((v) =>
      results[`gradient ${weights.indexOf(v)}`]!.data.reduce((sum, d, k) => sum + d * directions.get(v)![k]!, 0),
    );
    const claimed = terms.reduce((a, b) => a + b, 0);
    expect(Math.abs(claimed - slope), `${what}: gradient ${claimed}, difference ${slope}`).toBeLessThanOrEqual(
      1e-5 * Math.max(0.1, Math.abs(slope)),
    );
  };
  compare(weights, "all weights");
  const step = Math.max(1, Math.floor(weights.length / count));
  for (const v of weights.filter((_, i) => i % step === 0)) compare([v], v.name);
}

describe.skipIf(!haveShared("models") || !haveShared("cases/onnx"))("models of others", () => {
  it.each(models)(
    "$file: results and gradients",
    async (model) => {
      const { bytes, graph } = read(model);
      const inputs = feeds(graph, model.inputs);
      const want = await run(bytes, graph, inputs, model.half);
      const got = await run(writeOnnx(graph), graph, inputs);
      for (const name of graph.outputs.keys()) expectNear(got[name]!, want[name]!, model.half ? 2 ** -10 : 1e-5, name);
      if (model.weights !== 0) checkGradients(graph, inputs, model.weights ?? Number.POSITIVE_INFINITY);
    },
    120_000,
  );
});
