/** A user's .onnx file as a network that studies, `train` and `compare` take. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { InputError, ShapeError } from "../../../errors.js";
import { GraphBuilder } from "../../../graph/builder.js";
import type { ExternalData } from "../../../graph/file/read.js";
import { bytesBeside, type FileSignature, readSignature } from "../../../graph/file/signature.js";
import { choice } from "../../../options.js";
import { buildNetwork } from "../../layers/build-network.js";
import { plainRecipe } from "../../models/define.js";
import type { Model, ProblemShape } from "../../models/model.js";
import { axesInWords, fixedBatchOf, formOf, orderNote } from "./model-input.js";
import type { OutputForm } from "./model-output.js";
import { type FittedModel, onnxLayer } from "./onnx-layer.js";
import { shapesOfInputs } from "./other-inputs.js";
import { trainableModel } from "./trainable-model.js";
import { unreachedParameters } from "./unreached.js";

/** How `onnxModel` reads a file. */
export interface OnnxModelOptions {
  /**
   * The file's name: that of the network in results and messages.
   *
   * @defaultValue "model.onnx"
   */
  readonly name?: string | undefined;
  /** Reads weights that the model keeps in files beside it. */
  readonly externalData?: ExternalData | undefined;
  /**
   * "diagnosis": an output of any shape `[N, …]` is read, flattened, operators need no gradient,
   * and inputs besides that of the samples are fed with numbers that the notes state.
   *
   * @defaultValue "training"
   */
  readonly purpose?: "training" | "diagnosis" | undefined;
  /**
   * What the loss reads of an output that ends in a softmax or sigmoid: "logits", what stands
   * before that, or "output", what the model returns.
   *
   * @defaultValue "logits"
   */
  readonly reads?: "logits" | "output" | undefined;
}

/** The network of an .onnx file. Its options name the input and the output that are used. */
export type OnnxModel = Model &
  Required<Pick<Model, "checksum" | "notes">> & {
    /**
     * What the output that is read looks like.
     *
     * @throws InputError where the model does not fit the samples
     */
    readonly outputForm: (
      problem: Pick<ProblemShape, "input">,
      values: Readonly<Record<string, number | string>>,
    ) => OutputForm;
  };

/**
 * The network of an .onnx file, for use wherever a named network is. Every tensor whose role the
 * graph shows (`inferRoles`) is initialized and trained, under the file's name; all other constants
 * keep the file's numbers. Batch normalization trains with batch statistics and `Dropout` nodes
 * with masks. The recipe is that of `defineNetwork`: SGD with rate 0.05, batches of 128, 10 epochs.
 *
 * The samples go into the input that the option `input` names (the first if left out), as they are,
 * with channels last or flattened, whichever fits. The loss reads the output that the option
 * `output` names (the first), or what stands before its softmax or sigmoid.
 *
 * @param bytes the content of the file
 * @throws InputError for bytes that are no .onnx model; when it is built, where input, output or
 *   batch do not fit the data, with a remedy, and for an operator without gradient
 * @example
 * import { glyphs, parseInitializer, parseModel, train } from "stepzero";
 * import { onnxModel } from "stepzero/networks";
 * import { loadRuntime } from "stepzero/node";
 * import { initializeModel } from "stepzero/weights";
 *
 * // Any .onnx file will do; this one is an MLP with weights of He.
 * const method = parseInitializer("he");
 * const problem = { input: [784], classes: 10 };
 * const { onnx } = await initializeModel({ model: parseModel("mlp"), problem, method, seed: 0 });
 *
 * const { runtime } = await loadRuntime();
 * const settings = { dataset: glyphs(), init: "orthogonal", seed: 0, epochs: 1, runtime };
 * for await (const { testAccuracy } of train({ ...settings, model: onnxModel(onnx()) })) {
 *   console.log(testAccuracy);
 * }
 */
export function onnxModel(
  bytes: Uint8Array,
  { name = "model.onnx", externalData, purpose = "training", reads = "logits" }: OnnxModelOptions = {},
): OnnxModel {
  const { inputs, outputs } = underName(name, () => readSignature(bytes));
  const [firstInput, firstOutput] = [inputs[0]?.name, outputs[0]];
  if (firstInput === undefined || firstOutput === undefined) {
    throw new InputError(
      `${name}: every input of the model has an initializer, so none can receive samples. Export it with an input for them.`,
    );
  }
  const options = {
    input: choice(
      firstInput,
      inputs.map((input) => input.name),
      "input that receives the samples",
    ),
    output: choice(firstOutput, outputs, "output with the logits"),
  };
  const file = { bytes, externalData, signature: { inputs, outputs }, purpose, reads };
  const planned = new Map<string, PlannedLayer>();
  const plan = (problem: ProblemShape, values: Readonly<Record<string, number | string>>): PlannedLayer => {
    // A diagnosis takes the output as it is, whatever the classes.
    const key = JSON.stringify([problem.input, purpose === "training" ? problem.classes : 0, values]);
    const before = planned.get(key);
    if (before !== undefined) return before;
    const layer = underName(name, () => planLayer(file, problem, String(values.input), String(values.output)));
    planned.set(key, layer);
    return layer;
  };
  return {
    name,
    summary: "the network of an .onnx file",
    options,
    recipe: plainRecipe,
    checksum: underName(name, () => checksumOf(bytes, externalData)),
    build: (problem, values) => {
      const { layer } = plan(problem, values);
      return { ...layer, apply: (x, scope) => underName(name, () => layer.apply(x, scope)) };
    },
    notes: (problem, values) => plan(problem, values).notes,
    outputForm: ({ input }, values) => plan({ input, classes: 0 }, values).form,
  };
}

interface OnnxFile {
  readonly bytes: Uint8Array;
  readonly externalData: ExternalData | undefined;
  readonly signature: FileSignature;
  readonly purpose: "training" | "diagnosis";
  readonly reads: "logits" | "output";
}

/** A layer, and what was decided about it. */
interface PlannedLayer {
  readonly layer: ReturnType<typeof onnxLayer>;
  readonly notes: readonly string[];
  readonly form: OutputForm;
}

/** Fits the model to a problem, and tries it at a batch that is not the file's, with gradients. */
function planLayer(file: OnnxFile, problem: ProblemShape, input: string, output: string): PlannedLayer {
  const notes = new Set<string>();
  const fitted = fitModel(file, problem, input, output);
  const { form, model } = fitted;
  if (form.note !== undefined) notes.add(`the samples go into "${input}" ${form.note}`);
  let returned: OutputForm = { shape: [problem.classes], ending: undefined, axis: undefined };
  const layer = onnxLayer(
    fitted,
    (note) => notes.add(note),
    (seen) => {
      returned = seen;
    },
  );
  const isTrained = file.purpose === "training";
  const g = new GraphBuilder("trial");
  const rows = isTrained ? 2 * (fitted.fixedBatch ?? 1) : (fitted.fixedBatch ?? 2);
  const x = g.input("x", "float32", [rows, ...problem.input]);
  const network = buildNetwork(g, layer, x, { mode: isTrained ? "train" : "evaluate" });
  const unreached = isTrained ? unreachedParameters(g, network) : [];
  if (unreached.length > 0) notes.add(`no gradient reaches ${unreached.join(", ")}: they stay as they are drawn`);
  for (const one of model.notes) notes.add(one);
  const unknown = model.kept.filter(({ isFixed }) => !isFixed);
  if (unknown.length > 0) {
    const list = unknown.map((one) => `${one.name} [${one.shape.join(", ")}] (${one.reason})`).join(", ");
    notes.add(`these keep the file's numbers and are not trained, since their role is unknown: ${list}`);
  }
  for (const { node, operator, reason } of model.missed) {
    notes.add(`${node} (${operator}) is not trained: ${reason}`);
  }
  if (isTrained) {
    notes.add("the file has no recipe: where the study names none, that of networks without a recipe holds");
  }
  return { layer, notes: [...notes], form: returned };
}

function fitModel(
  { bytes, externalData, signature, purpose, reads }: OnnxFile,
  problem: ProblemShape,
  input: string,
  output: string,
): FittedModel {
  const target = signature.inputs.find(({ name }) => name === input)!;
  const others = purpose === "diagnosis" ? [] : signature.inputs.filter((one) => one !== target);
  const listed = (list: FileSignature["inputs"]) => list.map((one) => `"${one.name}" ${axesInWords(one)}`).join(", ");
  if (others.length > 0) {
    throw new InputError(
      `it reads ${listed(others)} besides "${input}", which receives the samples, and nothing has numbers for that. ` +
        "Export the model with one input, or give the others initializers in the file.",
    );
  }
  const form = formOf(problem.input, target);
  if (form === undefined) {
    throw new InputError(
      `its input ${listed([target])} does not take samples of [${problem.input.join(", ")}]. ` +
        `${orderNote(problem.input, target)}Export the model for samples of that shape, or choose other data.`,
    );
  }
  const fixedBatch = fixedBatchOf(target);
  const inputShapes = shapesOfInputs(signature.inputs, { input: target, shape: [fixedBatch ?? 1, ...form.shape] });
  const model = trainableModel(bytes, { inputShapes, externalData });
  if (model.parameters.length === 0) {
    throw new InputError(
      "no tensor in it has a role that the graph shows, so there is nothing to initialize or train. " +
        "Give a model with float kernels: of a quantized one, the model that it was made from.",
    );
  }
  const otherOutputs = signature.outputs.filter((name) => name !== output);
  return {
    model,
    externalData,
    inputs: signature.inputs,
    input: target,
    output,
    otherOutputs,
    form,
    fixedBatch,
    classes: problem.classes,
    anyShape: purpose === "diagnosis",
    readsLogits: reads === "logits",
  };
}

/** SHA-256 of the file, and of what it keeps beside it. */
function checksumOf(bytes: Uint8Array, externalData: ExternalData | undefined): string {
  const hash = sha256.create();
  const add = (part: Uint8Array) => hash.update(utf8ToBytes(`${part.length}\n`)).update(part);
  add(bytes);
  for (const part of bytesBeside(bytes, externalData)) add(part);
  return bytesToHex(hash.digest());
}

/** Runs `read`; errors of the user's input begin with the file's name. */
function underName<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InputError) || error.message.startsWith(`${name}: `)) throw error;
    const Kind = error instanceof ShapeError ? ShapeError : InputError;
    throw new Kind(`${name}: ${error.message}`, { cause: error });
  }
}
