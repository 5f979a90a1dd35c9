/** Draws a network's initial weights and writes them. */
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, extname, join, resolve } from "node:path";
import { catalogue, glyphs } from "../../data/index.js";
import { dataPlaces, loadDataset } from "../../data/node/index.js";
import { InputError } from "../../errors.js";
import { readOnnx } from "../../graph/file/read.js";
import { writeOnnx } from "../../graph/file/write.js";
import { sizeOf } from "../../graph/tensor.js";
import {
  type ChosenInitializer,
  fans,
  initialWeights,
  isDataDriven,
  parseInitializer,
  prepareWeights,
  type TensorSpecification,
} from "../../initializers/index.js";
import { inFileLayout, inferRoles, replaceInitializers } from "../../network/from-onnx/index.js";
import { evaluationNetwork, type Model, type Problem, parseModel } from "../../network/models/index.js";
import type { OptionValues } from "../../options.js";
import { splitModulePath } from "../../study/plan/node/modules/path.js";
import {
  findLayout,
  type Layout,
  loaderSnippet,
  type NamedTensor,
  type PlacedTensor,
  place,
  type WeightsFormat,
  writeNpz,
  writeSafetensors,
} from "../../weights/index.js";
import { exitCodes } from "../command.js";
import { renderWeights, type WrittenTensor } from "../terminal/weights-table.js";
import { refuseExisting, writeFileAtomically } from "../write-file.js";

export interface InitOptions {
  readonly model: string;
  readonly init: string;
  readonly seed: number;
  readonly out: string;
  readonly layout: string | undefined;
  readonly data: string;
  /** Instead of the data set's. */
  readonly problem: Problem | undefined;
  readonly batch: number;
  readonly dataDir: string | undefined;
  readonly force: boolean;
  readonly json: boolean;
}

/** What is to be written, and what is said of it. */
interface Outcome {
  readonly bytes: Uint8Array;
  readonly tensors: readonly WrittenTensor[];
  readonly notes: readonly string[];
}

/** @returns the exit code */
export async function runInit(options: InitOptions): Promise<number> {
  const format = formatOf(options.out);
  refuseExisting(options.out, options.force);
  const fromOnnx = extname(options.model) === ".onnx";
  const layout = findLayout(options.layout ?? (format === "onnx" || fromOnnx ? "onnx" : "pytorch"));
  if (format === "onnx" && layout !== "onnx") {
    throw new InputError(`An .onnx file has ONNX's own layout; --layout ${layout} is for .npz and .safetensors.`);
  }
  const chosen = await chooseInitializer(options.init);
  const outcome = fromOnnx
    ? fromOnnxModel(chosen, options, format, layout)
    : await fromModel(chosen, options, format, layout);
  writeFileAtomically(options.out, outcome.bytes, options.force);

  const { tensors, notes } = outcome;
  for (const note of notes) process.stderr.write(`${note}\n`);
  const { model, init, seed, out } = options;
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ file: out, format, layout, model, init, seed, tensors, notes })}\n`);
  } else {
    process.stdout.write(renderWeights(tensors, Math.min(process.stdout.columns ?? 80, 120)));
    process.stdout.write(`\n${out}: ${init}, seed ${seed}, layout ${layout}. To load it:\n\n`);
    process.stdout.write(`${loaderSnippet(format, layout, out).replaceAll(/^/gm, "    ")}\n`);
  }
  return exitCodes.done;
}

function formatOf(out: string): WeightsFormat {
  const formats: readonly WeightsFormat[] = ["npz", "safetensors", "onnx"];
  const found = formats.find((format) => extname(out).toLowerCase() === `.${format}`);
  if (found !== undefined) return found;
  throw new InputError(`--out must end in .npz, .safetensors or .onnx, got "${out}".`);
}

async function chooseInitializer(text: string): Promise<ChosenInitializer> {
  const own = splitModulePath(text);
  if (own === undefined) return parseInitializer(text);
  const { loadInitializer } = await import("../../study/plan/node/modules/load.js");
  const { initializer } = await loadInitializer(own.path);
  return parseInitializer(initializer.name + own.options, [initializer]);
}

async function chooseModel(text: string): Promise<{ readonly model: Model; readonly options: OptionValues }> {
  const own = splitModulePath(text);
  if (own === undefined) return parseModel(text);
  const { loadModel } = await import("../../study/plan/node/modules/load.js");
  const { model } = await loadModel(own.path);
  return parseModel(model.name + own.options, [model]);
}

async function fromModel(
  chosen: ChosenInitializer,
  options: InitOptions,
  format: WeightsFormat,
  layout: Layout,
): Promise<Outcome> {
  const { model, options: modelOptions } = await chooseModel(options.model);
  const problem = await problemOf(options);
  const layers = model.build(problem, modelOptions);
  const network = evaluationNetwork(model.name, layers, problem, options.batch);
  const { weights, notes } = isDataDriven(chosen.initializer)
    ? await weightsFromData(chosen, options, model, layers)
    : { weights: initialWeights(chosen.initializer, network.parameters, options.seed, chosen.options), notes: [] };
  const placed: PlacedTensor[] = network.parameters.map((p) => ({ ...p, data: weights[p.name]! }));
  const statistics: PlacedTensor[] = network.states.map(({ name, shape, initial }) => ({
    name,
    shape,
    role: { kind: initial === 0 ? "norm-shift" : "norm-scale" },
    statistic: initial === 0 ? "mean" : "variance",
    data: new Float32Array(sizeOf(shape)).fill(initial),
  }));
  const all = [...placed, ...statistics];
  const named = all.map((tensor) => place(tensor, layout));
  return {
    bytes: format === "onnx" ? writeOnnx(network.graph(weights)) : pack(format, named, options),
    tensors: all.map((tensor, i) => written(named[i]!, tensor)),
    notes,
  };
}

/** The weights of a method that looks at the data set, and what it says of them. */
async function weightsFromData(
  { initializer, options: initOptions }: ChosenInitializer,
  options: InitOptions,
  model: Model,
  layers: ReturnType<Model["build"]>,
): Promise<{ readonly weights: Record<string, Float32Array>; readonly notes: readonly string[] }> {
  if (!isDataDriven(initializer)) throw new Error(`${initializer.name} needs no data`);
  if (options.problem !== undefined) {
    throw new InputError(
      `${initializer.name} is ${initializer.kind}: it looks at a data set. Give --data instead of --input and --classes.`,
    );
  }
  const dataset = await load(options);
  const [{ loadRuntime }, { initializableNetworks }] = await Promise.all([
    import("../../runtime/node/load-runtime.js"),
    import("../../training/initializable-network.js"),
  ]);
  const { runtime, notice } = await loadRuntime();
  const { loss, batch } = model.recipe;
  const networks = initializableNetworks(runtime, dataset, layers, loss, batch);
  try {
    const network = networks.of(options.seed);
    const parameters = evaluationNetwork(model.name, layers, {
      input: dataset.shape,
      classes: dataset.classes,
    }).parameters;
    const { weights, cost, notes } = await prepareWeights(initializer, network, parameters, options.seed, initOptions);
    const passes = `${cost.forward} forward and ${cost.backward} backward passes`;
    return {
      weights,
      notes: [
        ...(notice === undefined ? [] : [notice]),
        ...notes,
        `${initializer.name} looked at ${dataset.name} (${passes}): the same seed gives the same bits on one kind of machine, not on all.`,
      ],
    };
  } finally {
    await networks.release();
  }
}

async function problemOf(options: InitOptions): Promise<Problem> {
  if (options.problem !== undefined) return options.problem;
  // Of the published ones shape and classes are known without reading them.
  const known = Object.values(catalogue).find(({ name }) => name === options.data);
  if (known !== undefined) return { input: known.shape, classes: known.classNames.length };
  const { shape, classes } = options.data === "glyphs" ? glyphs() : await load(options);
  return { input: shape, classes };
}

function load({ data, dataDir }: InitOptions) {
  const places = dataPlaces(process.env, homedir());
  const from = { dataDir: dataDir ?? places.dataDir, onlyDataDir: dataDir !== undefined };
  return loadDataset(data, { cacheDir: places.cacheDir, ...from });
}

function fromOnnxModel(
  { initializer, options: initOptions }: ChosenInitializer,
  options: InitOptions,
  format: WeightsFormat,
  layout: Layout,
): Outcome {
  if (isDataDriven(initializer)) {
    throw new InputError(
      `${initializer.name} is ${initializer.kind}: it needs a network that stepzero can train. Choose a method that needs no data, or a network by name or in a .ts file.`,
    );
  }
  const bytes = readModel(options.model);
  const externalData = (location: string, offset: number, length: number | undefined) =>
    readModel(join(dirname(options.model), location)).subarray(
      offset,
      length === undefined ? undefined : offset + length,
    );
  const { weights, states, others } = inferRoles(readOnnx(bytes, { externalData }));
  if (weights.length === 0) throw new InputError(`${options.model} has no weights among its initializers.`);
  const drawn = initialWeights(
    initializer,
    weights.map(({ tensor }) => tensor),
    options.seed,
    initOptions,
  );
  const reset = states.map(({ name, shape, initial }) => ({
    name,
    shape,
    data: new Float32Array(sizeOf(shape)).fill(initial),
  }));
  const inFile = weights.map((weight): NamedTensor => {
    const { name } = weight.tensor;
    return { name, shape: weight.shape, data: inFileLayout(weight, drawn[name]!) };
  });
  // The names stay the file's; other layouts turn the axes only.
  const named =
    layout === "onnx"
      ? inFile
      : weights.map(({ tensor }) => ({
          ...place({ ...tensor, data: drawn[tensor.name]! }, layout),
          name: tensor.name,
        }));
  const all = [...named, ...reset];
  const kept = others.map(({ name, shape }) => `${name} [${shape.join(", ")}]`);
  return {
    bytes:
      format === "onnx"
        ? replaceInitializers(bytes, new Map(all.map(({ name, data }) => [name, data])), externalData)
        : pack(format, all, options),
    tensors: all.map((tensor, i) => written(tensor, weights[i]?.tensor)),
    notes: kept.length === 0 ? [] : [`Kept as they were, their role being unknown: ${kept.join(", ")}.`],
  };
}

function readModel(path: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new InputError(`There is no file ${path} (${resolve(path)}).`);
    throw new InputError(`${path} cannot be read: ${message}.`);
  }
}

function pack(format: "npz" | "safetensors", tensors: readonly NamedTensor[], options: InitOptions): Uint8Array {
  const { model, init, seed } = options;
  return format === "npz" ? writeNpz(tensors) : writeSafetensors(tensors, { model, init, seed: String(seed) });
}

/** What is told of a tensor: fans of kernels, and what its numbers are like. */
function written({ name, shape, data }: NamedTensor, tensor: TensorSpecification | undefined): WrittenTensor {
  let sum = 0;
  let squares = 0;
  for (const x of data) sum += x;
  const mean = sum / data.length;
  for (const x of data) squares += (x - mean) ** 2;
  const of = tensor?.role.kind === "kernel" ? fans(tensor) : undefined;
  return { name, shape, ...of, mean, std: Math.sqrt(squares / data.length) };
}
