/**
 * One file in a process of its own: diagnosed, fixed, trained, written back, and compared with what
 * the oracle found. Prints a `Row` as JSON.
 *
 *   node one.js NAME FILE.onnx FOLDER
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { NumericArray } from "../../src/data/formats/array.js";
import { parseNpz } from "../../src/data/formats/npz.js";
import { fileBatch, fileProblem } from "../../src/diagnosis/file-problem.js";
import { fixedModel } from "../../src/diagnosis/fix.js";
import { diagnoseNamed, type NamedOutcome } from "../../src/diagnosis/node/diagnose-named.js";
import { InputError } from "../../src/errors.js";
import { readOnnx } from "../../src/graph/file/read.js";
import { readOutline } from "../../src/graph/file/read-outline.js";
import { readSignature } from "../../src/graph/file/signature.js";
import { sizeOf } from "../../src/graph/tensor.js";
import { shapesOfInputs, weightsOfModel } from "../../src/network/from-onnx/index.js";
import { tableRows } from "../../src/network/from-onnx/training/other-inputs.js";
import { loadRuntime } from "../../src/runtime/node/load-runtime.js";
import { writeNpz } from "../../src/weights/index.js";
import { type OnnxFile, readOnnxFile } from "../../src/weights/node/onnx-file.js";
import { arraysOf, gradientsOf, magnitude, outputsOf } from "./file-gradients.js";
import { sampleShapes } from "./files.js";
import type { Row } from "./row.js";
import { logitsOf, type Noise, type TrainedFile, trainedFile } from "./trained.js";

const [name, path, folder] = process.argv.slice(2) as [string, string, string];
const { runtime } = await loadRuntime();

/** What `act` gives; the reason where the file is refused, and "defect: …" for any other error. */
async function tried<T>(act: () => Promise<T> | T): Promise<{ readonly value?: T; readonly reason?: string }> {
  try {
    return { value: await act() };
  } catch (error) {
    const text = (error as Error).message.replace(`${path}: `, "").replace(`${name}: `, "");
    return { reason: error instanceof InputError ? text : `defect: ${(error as Error).stack}` };
  }
}

/** The largest difference of two outputs, of the largest number. */
function distance(got: ArrayLike<number> | undefined, { data }: NumericArray): number {
  if (got === undefined || got.length !== data.length) return Number.POSITIVE_INFINITY;
  const apart = Array.from(data, (x, i) => got[i]! - x);
  return magnitude(apart) / Math.max(magnitude(data), 1e-30);
}

/** The largest error of outputs against each runner that the oracle has, and the runner's own. */
async function forwardError(file: OnnxFile, arrays: ReturnType<typeof parseNpz>) {
  const got = await outputsOf(runtime, file, arraysOf(arrays, "input"));
  const runners = ["output", "twin"].flatMap((word) => [...arraysOf(arrays, word)]);
  const floats = runners.filter(([output]) => got.has(output));
  const spreads = [...arraysOf(arrays, "output")].flatMap(([output, { data }]) => {
    const spread = arraysOf(arrays, "spread").get(output);
    return spread === undefined ? [] : [Number(spread.data[0]) / Math.max(magnitude(data), 1e-30)];
  });
  return {
    error: Math.max(...floats.map(([output, expected]) => distance(got.get(output), expected))),
    spread: Math.max(...spreads),
  };
}

/** The largest error of a gradient, of its tensor's largest or a thousandth of the model's. */
async function gradientError(file: OnnxFile, arrays: ReturnType<typeof parseNpz>) {
  const [places, expected] = [arraysOf(arrays, "index"), arraysOf(arrays, "gradient")];
  const got = await gradientsOf(runtime, file, arraysOf(arrays, "input"), arraysOf(arrays, "weight"));
  const relevant = [...expected.keys()].filter((tensor) => got.has(tensor));
  const floor = 1e-3 * Math.max(...relevant.map((tensor) => magnitude(got.get(tensor)!)));
  const errors = relevant.map((tensor) => {
    const ours = got.get(tensor)!;
    const at = places.get(tensor)!.data;
    const apart = Array.from(expected.get(tensor)!.data, (x, i) => ours[Number(at[i])]! - x);
    return magnitude(apart) / Math.max(magnitude(ours), floor, 1e-30);
  });
  return { error: Math.max(...errors), tensors: relevant.length };
}

/** The bytes of the file with fresh weights: of the remedy where it is sick, else of `he`. */
async function fixedBytes({ diagnosis, network }: NamedOutcome): Promise<{ method: string; bytes: Uint8Array }> {
  const method = diagnosis.recommended ?? "he";
  return { method, bytes: await fixedModel({ ...network, name, method, seed: 0 }) };
}

/** How the file is trained: batches as it fixes them, at most 4 samples else. */
function noiseFor(file: OnnxFile): Noise {
  const { input: shape, classes } = fileProblem(file, name, sampleShapes[name]);
  const { inputs } = readSignature(file.bytes);
  const batch = fileBatch(file) ?? 4;
  const { externalData } = file;
  const graph = readOnnx(file.bytes, {
    externalData,
    inputShapes: shapesOfInputs(inputs, { input: inputs[0]!, shape: [batch, ...shape] }),
  });
  const tokens = tableRows(graph, graph.inputs.find((one) => one.name === inputs[0]!.name)!);
  return { shape, classes, batch: Math.max(2, batch), tokens };
}

/** Whether the file that was written has the weights of the training, read back. */
function sameNumbers(trained: TrainedFile): boolean {
  const read = weightsOfModel(trained.bytes);
  return read.tensors.every(({ tensor, values, type }) => {
    const expected = trained.weights[tensor.name] ?? trained.weights[`file/${tensor.name}`]!;
    const tolerance = type === "float16" ? 2 ** -10 : 0; // the file's numbers are rounded
    return values.every((x, i) => Math.abs(x - expected[i]!) <= tolerance * Math.abs(expected[i]!) + tolerance * 1e-4);
  });
}

/** Writes the trained file, with inputs and what the library answers, for the oracle to check. */
async function forCheck(trained: TrainedFile, noise: Noise, arrays: ReturnType<typeof parseNpz>): Promise<void> {
  const [inputs, expected] = [arraysOf(arrays, "input"), arraysOf(arrays, "output")];
  const file: OnnxFile = { bytes: trained.bytes } as OnnxFile;
  writeFileSync(join(folder, `${name}.trained.onnx`), trained.bytes);
  const feeds = [...inputs].map(([of, { shape, data }]) => ({
    name: `input/${of}`,
    shape,
    data: Float64Array.from(data, Number),
  }));
  const before = trained.notes.find((note) => note.startsWith("the loss reads the logits before"));
  const [[, first]] = [...inputs] as [[string, NumericArray]];
  const [output] = readSignature(file.bytes).outputs;
  const isWhole =
    inputs.size === 1 &&
    before === undefined &&
    first.shape.slice(1).join() === noise.shape.join() &&
    expected.get(output!)?.data.length === noise.classes * first.shape[0]!;
  const answers = new Map(await outputsOf(runtime, file, inputs));
  if (isWhole) {
    const samples = { rows: first.shape[0]!, data: Array.from(first.data, Number) };
    // A file whose batch norms compute their statistics does so at inference, too.
    const tries = await Promise.all(
      (["evaluate", "measure"] as const).map((mode) =>
        logitsOf(runtime, name, file, { ...trained, mode }, noise, samples),
      ),
    );
    const apart = (logits: Float32Array) => distance(logits, { shape: [], data: answers.get(output!)! });
    answers.set(output!, tries.toSorted((a, b) => apart(a) - apart(b))[0]!);
  }
  const outputs = [...answers].map(([of, data]) => ({ name: `output/${of}`, shape: [data.length], data }));
  writeFileSync(join(folder, `${name}.check.npz`), writeNpz([...feeds, ...outputs]));
}

const began = performance.now();
const { value: file, reason: unread } = await tried(() => readOnnxFile(path));
const outline = file && (await tried(() => readOutline(file.bytes, { externalData: file.externalData }))).value;
const row: Row = {
  name,
  opset: outline?.opset ?? null,
  exporter: outline?.producer || "?",
  nodes: outline?.nodes.length ?? 0,
  parameters: 0,
  diagnosed: unread ?? "",
};
if (file !== undefined) {
  const start = performance.now();
  const request = { model: path, input: sampleShapes[name], seed: 0, seeds: 1, rows: 8 };
  const diagnosed = await tried(() => diagnoseNamed({ ...request, remedy: (method) => method }));
  row.diagnosed = diagnosed.value?.diagnosis.verdict ?? diagnosed.reason!;
  row.diagnosisSeconds = (performance.now() - start) / 1000;
  row.parameters = (diagnosed.value?.network.parameters ?? []).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  row.layers = diagnosed.value?.diagnosis.layers.length ?? 0;
  row.findings = (diagnosed.value?.diagnosis.findings ?? [])
    .filter(({ severity }) => severity !== "note")
    .map(({ kind }) => kind);
  const oracle = join(folder, `${name}.npz`);
  const arrays = existsSync(oracle) ? parseNpz(readFileSync(oracle), name) : undefined;
  if (arrays !== undefined) {
    const forward = await tried(() => forwardError(file, arrays));
    row.forward = forward.value?.error ?? forward.reason;
    row.forwardSpread = forward.value?.spread;
    if (arraysOf(arrays, "gradient").size > 0) {
      const gradient = await tried(() => gradientError(file, arrays));
      row.gradient = gradient.value?.error ?? gradient.reason;
      row.gradientTensors = gradient.value?.tensors;
    }
  }
  if (diagnosed.value !== undefined) {
    const fixed = await tried(() => fixedBytes(diagnosed.value!));
    row.fixed = fixed.value?.method ?? fixed.reason!;
    if (fixed.value !== undefined) {
      const fresh = { bytes: fixed.value.bytes } as OnnxFile;
      const trained = await tried(() => trainedFile(runtime, name, fresh, noiseFor(fresh)));
      row.trained = trained.reason;
      if (trained.value !== undefined) {
        const { losses, learningRate, purpose } = trained.value;
        row.trained = [losses[0]!, losses.at(-1)!];
        row.learningRate = learningRate;
        row.asLogits = purpose === "diagnosis";
        row.readBack = sameNumbers(trained.value);
        if (arrays !== undefined) {
          const check = await tried(() => forCheck(trained.value!, noiseFor(fresh), arrays));
          row.written = check.reason;
        }
      }
    }
  }
}
row.seconds = (performance.now() - began) / 1000;
row.megabytes = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify(row));
process.exit(0);
