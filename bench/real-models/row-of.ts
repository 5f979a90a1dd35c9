/** One file: diagnosed, drawn anew, trained, written back, and compared with the oracle. */
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
import type { Runtime } from "../../src/runtime/runtime.js";
import { writeNpz } from "../../src/weights/index.js";
import { type OnnxFile, readOnnxFile } from "../../src/weights/node/onnx-file.js";
import { distance, forwardError, gradientError, type OracleArrays } from "./errors.js";
import { arraysOf, outputsOf } from "./file-gradients.js";
import { sampleShapes } from "./files.js";
import type { Row } from "./row.js";
import { logitsOf, type Noise, type TrainedFile, trainedFile } from "./trained.js";

/** Where a file's results lie. */
export interface Place {
  readonly runtime: Runtime;
  /** Of the file, without ".onnx". */
  readonly name: string;
  /** With the oracle's NAME.npz; NAME.trained.onnx and NAME.check.npz are put there. */
  readonly folder: string;
}

/** What `act` gives; the reason where the file is refused, and "defect: …" for any other error. */
async function tried<T>(act: () => Promise<T> | T): Promise<{ readonly value?: T; readonly reason?: string }> {
  try {
    return { value: await act() };
  } catch (error) {
    return { reason: error instanceof InputError ? error.message : `defect: ${(error as Error).stack}` };
  }
}

/** Diagnoses a file, trains it from fresh weights, writes it, and compares it with the oracle. */
export async function rowOf(place: Place, path: string): Promise<Row> {
  const { name, folder } = place;
  const began = performance.now();
  const { value: file, reason: unread } = await tried(() => readOnnxFile(path));
  if (file === undefined) return { name, opset: null, exporter: "?", nodes: 0, parameters: 0, diagnosed: unread! };
  const { externalData } = file;
  const outline = (await tried(() => readOutline(file.bytes, { externalData }))).value;
  const start = performance.now();
  const request = { model: path, input: sampleShapes[name], seed: 0, seeds: 1, rows: 8 };
  const diagnosed = await tried(() => diagnoseNamed({ ...request, remedy: (method) => method }));
  const { diagnosis, network } = diagnosed.value ?? {};
  const oracle = join(folder, `${name}.npz`);
  const arrays = existsSync(oracle) ? parseNpz(readFileSync(oracle), name) : undefined;
  return {
    name,
    opset: outline?.opset ?? null,
    exporter: outline?.producer || "?",
    nodes: outline?.nodes.length ?? 0,
    parameters: (network?.parameters ?? []).reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    diagnosed: diagnosis?.verdict ?? diagnosed.reason!,
    diagnosisSeconds: (performance.now() - start) / 1000,
    layers: diagnosis?.layers.length ?? 0,
    findings: (diagnosis?.findings ?? []).flatMap(({ kind, severity }) => (severity === "note" ? [] : [kind])),
    ...(arrays === undefined ? {} : await errorsOf(place, file, arrays)),
    ...(diagnosed.value === undefined ? {} : await trainedRow(place, diagnosed.value, arrays)),
    seconds: (performance.now() - began) / 1000,
    megabytes: process.resourceUsage().maxRSS / 1024,
  };
}

async function errorsOf({ runtime }: Place, file: OnnxFile, arrays: OracleArrays): Promise<Partial<Row>> {
  const forward = await tried(() => forwardError(runtime, file, arrays));
  const outputs = { forward: forward.value?.error ?? forward.reason, forwardSpread: forward.value?.spread };
  if (arraysOf(arrays, "gradient").size === 0) return outputs;
  const gradient = await tried(() => gradientError(runtime, file, arrays));
  return {
    ...outputs,
    gradient: gradient.value?.error ?? gradient.reason,
    gradientTensors: gradient.value?.tensors,
  };
}

/** The file with fresh weights, trained and written. */
async function trainedRow(
  place: Place,
  outcome: NamedOutcome,
  arrays: OracleArrays | undefined,
): Promise<Partial<Row>> {
  const { runtime, name } = place;
  const fixed = await tried(() => fixedBytes(name, outcome));
  if (fixed.value === undefined) return { fixed: fixed.reason! };
  const fresh = { bytes: fixed.value.bytes } as OnnxFile;
  const noise = await tried(() => noiseFor(name, fresh));
  const trained = await tried(() => trainedFile(runtime, name, fresh, noise.value!));
  if (trained.value === undefined) return { fixed: fixed.value.method, trained: noise.reason ?? trained.reason };
  const { losses, learningRate, purpose } = trained.value;
  const check = arrays && (await tried(() => forCheck(place, trained.value!, noise.value!, arrays)));
  return {
    fixed: fixed.value.method,
    trained: [losses[0]!, losses.at(-1)!],
    learningRate,
    asLogits: purpose === "diagnosis",
    readBack: sameNumbers(trained.value),
    written: check?.reason,
  };
}

/** The bytes of the file with fresh weights: of the remedy where it is sick, else of `he`. */
async function fixedBytes(
  name: string,
  { diagnosis, network }: NamedOutcome,
): Promise<{ method: string; bytes: Uint8Array }> {
  const method = diagnosis.recommended ?? "he";
  return { method, bytes: await fixedModel({ ...network, name, method, seed: 0 }) };
}

/** How the file is trained: batches as it fixes them, at most 4 samples else. */
function noiseFor(name: string, file: OnnxFile): Noise {
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
async function forCheck(
  { runtime, name, folder }: Place,
  trained: TrainedFile,
  noise: Noise,
  arrays: OracleArrays,
): Promise<void> {
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
      (samples.rows > 1 ? (["evaluate", "measure"] as const) : (["evaluate"] as const)).map((mode) =>
        logitsOf(runtime, name, file, { ...trained, mode }, noise, samples),
      ),
    );
    const apart = (logits: Float32Array) => distance(logits, { shape: [], data: answers.get(output!)! });
    answers.set(output!, tries.toSorted((a, b) => apart(a) - apart(b))[0]!);
  }
  const outputs = [...answers].map(([of, data]) => ({ name: `output/${of}`, shape: [data.length], data }));
  writeFileSync(join(folder, `${name}.check.npz`), writeNpz([...feeds, ...outputs]));
}
