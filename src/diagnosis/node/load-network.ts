/** The network that a person names: by name, from an .onnx file, or from a file of their own. */
import { basename } from "node:path";
import type { Dataset } from "../../data/dataset.js";
import { dataLocation } from "../../data/node/data-location.js";
import { loadDataset } from "../../data/node/index.js";
import type { ReadingOptions } from "../../data/reading.js";
import { InputError } from "../../errors.js";
import { GraphBuilder } from "../../graph/builder.js";
import { sizeOf } from "../../graph/tensor.js";
import { AS_WHOLE_NUMBERS, onnxModel } from "../../network/from-onnx/index.js";
import { buildNetwork } from "../../network/layers/build-network.js";
import type { Layer } from "../../network/layers/layer.js";
import { type ChosenModel, type ProblemShape, parseModel } from "../../network/models/index.js";
import type { TensorSpecification } from "../../network/parameter.js";
import { chooseModel } from "../../study/plan/node/modules/choose.js";
import { foldedBatchNorms } from "../../study/plan/node/modules/load-onnx.js";
import { isOnnxPath, splitModulePath } from "../../study/plan/node/modules/path.js";
import type { OnnxFile } from "../../weights/node/onnx-file.js";
import { readOnnxFile } from "../../weights/node/onnx-file.js";
import { fileBatch, fileProblem } from "../file-problem.js";
import { type AnsweredLoss, type LossQuestion, type LossRequest, lossFor } from "../loss/assume-loss.js";
import { classesOf } from "../loss/subject-loss.js";
import { type ModuleNames, moduleNames, renamedLayer } from "../module-names.js";

/** What happens to a table before a network reads it. */
const STANDARDIZED =
  "the columns of the table are standardized (mean 0, standard deviation 1), as compare trains on them. Where your program reads them raw, give raw numbers: an .npz file";

/** Which network, and which samples. */
export interface NetworkRequest {
  /** "mlp:depth=30", "my-net.onnx", "./mine.ts". */
  readonly model: string;
  /** A data set by name or path; samples are drawn without one. */
  readonly data?: string | undefined;
  readonly dataDir?: string | undefined;
  readonly reading?: ReadingOptions | undefined;
  /** Of one sample. */
  readonly input?: readonly number[] | undefined;
  readonly classes?: number | undefined;
  /** The loss; without it the one that the output suggests. */
  readonly loss?: LossRequest | undefined;
}

/** A network, built for its samples. */
export interface LoadedNetwork {
  readonly name: string;
  readonly model: ChosenModel;
  readonly layers: Layer;
  readonly parameters: readonly TensorSpecification[];
  readonly problem: ProblemShape;
  /** Of an .onnx file. */
  readonly file?: OnnxFile | undefined;
  /** What the parameters of a file are called in the module that it was exported from. */
  readonly names: ModuleNames;
  /** The batch that the file fixes. */
  readonly fixedRows?: number | undefined;
  readonly dataset?: Dataset | undefined;
  /** Without targets, which are drawn with the batch. */
  readonly loss: AnsweredLoss;
  /** Why the network in the file is not the one that is trained; undefined where it is. */
  readonly changed?: string | undefined;
  /** What was assumed. */
  readonly notes: readonly string[];
}

const noNames: ModuleNames = new Map();

/** Of a network by name, where nothing says otherwise. */
const usualProblem: ProblemShape = { input: [1, 28, 28], classes: 10 };

/**
 * Reads the model and the data.
 *
 * @throws InputError for a model or data that cannot be read, or that do not fit each other
 */
export async function loadNetwork(request: NetworkRequest): Promise<LoadedNetwork> {
  const { model: text, data, dataDir, reading } = request;
  const path = splitModulePath(text);
  const file = path !== undefined && isOnnxPath(path.path) ? readOnnxFile(path.path) : undefined;
  const dataset =
    data === undefined ? undefined : await loadDataset(data, { ...dataLocation(dataDir), userData: reading });
  const samples =
    dataset === undefined ? drawnProblem(text, file, request) : { input: dataset.shape, classes: dataset.classes };
  const isSaid = dataset !== undefined || request.classes !== undefined;
  const question = {
    name: text,
    input: samples.input,
    classes: isSaid || file === undefined ? samples.classes : undefined,
    labelled: dataset !== undefined,
    loss: request.loss,
  };
  const { chosenModel, loss } =
    file === undefined ? await networkByName(text, question) : networkOfFile(file, path!, question);
  const problem = { ...samples, classes: loss.loss.name === "cross-entropy" ? classesOf(loss.loss) : samples.classes };
  const names = file === undefined ? noNames : moduleNames(file.bytes, file.externalData);
  const layers = renamedLayer(chosenModel.model.build(problem, chosenModel.options), names);
  const fixedRows = file === undefined ? undefined : fileBatch(file);
  const parameters = parametersFor(layers, problem, fixedRows);
  if (parameters.length === 0) {
    throw new InputError(`${text} has no weights whose role stepzero can see: there is nothing to diagnose.`);
  }
  const empty = parameters.find(({ shape }) => sizeOf(shape) === 0);
  if (empty !== undefined) {
    throw new InputError(
      `${text}: its weight "${empty.name}" [${empty.shape.join(", ")}] holds no number, so there is nothing to diagnose. Export the model with layers of at least one unit.`,
    );
  }
  const tokens = dataset === undefined ? tokensRead(parameters) : undefined;
  const ofModel = chosenModel.model.notes?.(problem, chosenModel.options) ?? [];
  const notes = [
    ...(dataset?.notes ?? []),
    ...(dataset !== undefined && /\.[ct]sv\b/i.test(dataset.name) ? [STANDARDIZED] : []),
    // How samples are read says nothing where they are drawn as tokens.
    ...(tokens === undefined ? ofModel : ofModel.filter((note) => !note.includes(AS_WHOLE_NUMBERS))),
    ...(tokens === undefined
      ? []
      : [`the network reads tokens: they are drawn uniformly, whole numbers from 0 to ${tokens - 1}`]),
  ];
  const [folded] = file === undefined ? [] : foldedBatchNorms(file.bytes, file.externalData);
  const changed = folded && `${folded}. So this is not the network that is trained, and it is not judged.`;
  return {
    name: text,
    model: chosenModel,
    layers,
    parameters,
    problem,
    file,
    names,
    fixedRows,
    dataset,
    loss,
    changed,
    notes,
  };
}

/** How many tokens a network reads whose first weight is an embedding; undefined of others. */
export function tokensRead([first]: readonly TensorSpecification[]): number | undefined {
  return first?.role.kind === "embedding" ? first.shape[0] : undefined;
}

/** The parameters of a network, built at the batch that its file fixes. */
function parametersFor(layers: Layer, { input }: ProblemShape, rows = 1): readonly TensorSpecification[] {
  const g = new GraphBuilder("parameters");
  const network = buildNetwork(g, layers, g.input("x", "float32", [rows, ...input]), { mode: "evaluate" });
  return network.parameters.map(({ name, shape, role }) => ({ name, shape, role }));
}

interface NetworkAndLoss {
  readonly chosenModel: ChosenModel;
  readonly loss: AnsweredLoss;
}

/** A network by name has one output for each class, and a recipe that says the loss. */
async function networkByName(text: string, question: Omit<LossQuestion, "output">): Promise<NetworkAndLoss> {
  const chosenModel = await chooseModel(text);
  const output = { shape: [question.classes ?? usualProblem.classes], ending: undefined, axis: undefined };
  return { chosenModel, loss: lossFor({ ...question, output, ofRecipe: chosenModel.model.recipe.loss }) };
}

/** The network of an .onnx file, whatever its output. */
function networkOfFile(
  file: OnnxFile,
  { path, options }: { readonly path: string; readonly options: string },
  question: Omit<LossQuestion, "output">,
): NetworkAndLoss {
  // A name with options is written name:option=value,option=value.
  const name = basename(path).replaceAll(/[:,=]/g, "_");
  const read = (reads: "logits" | "output") => {
    const model = onnxModel(file.bytes, { ...file, name, purpose: "diagnosis", reads });
    return { model, chosenModel: parseModel(name + options, [model]) };
  };
  const { model, chosenModel } = read("logits");
  const output = model.outputForm(question, chosenModel.options);
  const loss = lossFor({ ...question, output });
  const isAsReturned = loss.loss.name === "mse" && output.ending !== undefined;
  return { chosenModel: isAsReturned ? read("output").chosenModel : chosenModel, loss };
}

function drawnProblem(name: string, file: OnnxFile | undefined, { input, classes }: NetworkRequest): ProblemShape {
  if (file !== undefined) {
    const problem = fileProblem(file, name, input);
    return { input: problem.input, classes: classes ?? problem.classes };
  }
  return { input: input ?? usualProblem.input, classes: classes ?? usualProblem.classes };
}
