/** The network with the weights of the remedy, as an .onnx file. */
import type { Dataset } from "../data/dataset.js";
import { readOutline } from "../graph/file/read-outline.js";
import { type ChosenInitializer, isDataDriven, parseInitializer } from "../initializers/index.js";
import { inferRoles, tensorName, weightsOfModel } from "../network/from-onnx/index.js";
import type { ChosenModel, ProblemShape } from "../network/models/index.js";
import { initializeModel, initializeOnnx } from "../weights/index.js";
import type { Diagnosis } from "./diagnosis.js";
import type { ModelBytes } from "./file-problem.js";
import { isOfArchitecture } from "./judge/rules/signal-rules.js";
import { fileNames, type ModuleNames } from "./module-names.js";

/** What is written anew. */
export interface FixRequest {
  readonly name: string;
  readonly model: ChosenModel;
  readonly problem: ProblemShape;
  /** Of an .onnx file. */
  readonly file?: ModelBytes | undefined;
  /** The method of the remedy. */
  readonly method: string;
  readonly seed: number;
  /** The class shares, where the head's bias is to be their logarithm. */
  readonly classShares?: readonly number[] | undefined;
  /** Of a file: the only parameters that get new numbers, by their shown names; all without it. */
  readonly only?: readonly string[] | undefined;
  /** Of a file: factors on the numbers that parameters have, by their shown names. */
  readonly factors?: ReadonlyMap<string, number> | undefined;
  /** Of a file: its tensors' shown names. */
  readonly names?: ModuleNames | undefined;
}

/**
 * The bytes of the network with weights of the method.
 *
 * @throws InputError for a network that is not sick, or whose weights look trained
 */
export async function fixedModel(request: FixRequest): Promise<Uint8Array> {
  const { model, problem, file, seed, name, classShares, only, factors, names = new Map() } = request;
  const plain = parseInitializer(request.method);
  const drawn = classShares === undefined ? plain : withPrior(plain, classShares);
  const method = factors === undefined || file === undefined ? drawn : withFactors(drawn, file, factors, names);
  if (file !== undefined) {
    const { bytes, externalData } = file;
    const stored = only && storedNames(file, only, names);
    return initializeOnnx(bytes, { method, seed, externalData, source: name, only: stored }).onnx();
  }
  return (await initializeModel({ model, problem, method, seed })).onnx();
}

/** The file's names of parameters; a gate's kernel is a part of a tensor. */
function storedNames(
  { bytes, externalData }: ModelBytes,
  shown: readonly string[],
  names: ModuleNames,
): readonly string[] {
  const { weights } = inferRoles(readOutline(bytes, { externalData }));
  const inFile = fileNames(names);
  const meant = new Set(shown.map((name) => inFile.get(name) ?? name));
  const stored = weights.flatMap(({ tensor, places }) =>
    meant.has(tensorName(tensor.name)) ? places.map(({ name }) => name) : [],
  );
  return [...new Set(stored)];
}

/** The method, and the logarithms of the class shares as the bias of the head. */
function withPrior({ initializer, options }: ChosenInitializer, shares: readonly number[]): ChosenInitializer {
  if (isDataDriven(initializer)) return { initializer, options };
  const [first = 1, second = 1] = shares;
  const biases = shares.map((share) => Math.log(share));
  return {
    options,
    initializer: {
      ...initializer,
      initialize: (stream, tensor, values, network) => {
        const numbers = initializer.initialize(stream, tensor, values, network);
        const { kind, head } = tensor.role;
        if (kind !== "bias" || head !== true) return numbers;
        // One output is the logit of the second class.
        if (numbers.length === 1 && shares.length === 2) return Float32Array.of(Math.log(second / first));
        return numbers.length === shares.length ? Float32Array.from(biases) : numbers;
      },
    },
  };
}

/** The method, and for some parameters the numbers that they have, times a factor. */
function withFactors(
  { initializer, options }: ChosenInitializer,
  { bytes, externalData }: ModelBytes,
  factors: ReadonlyMap<string, number>,
  names: ModuleNames,
): ChosenInitializer {
  if (isDataDriven(initializer)) return { initializer, options };
  const { weights } = weightsOfModel(bytes, { externalData });
  return {
    options,
    initializer: {
      ...initializer,
      initialize: (stream, tensor, values, network) => {
        const name = tensorName(tensor.name);
        const factor = factors.get(names.get(name) ?? name);
        const numbers = weights[name];
        if (factor === undefined || numbers === undefined) {
          return initializer.initialize(stream, tensor, values, network);
        }
        return numbers.map((x) => factor * x);
      },
    },
  };
}

/** The share of each class among the training samples, each at least that of half a sample. */
export function classSharesOf({ train, classes }: Dataset): readonly number[] {
  const counts = new Float64Array(classes);
  for (const label of train.labels) counts[label]!++;
  return Array.from(counts, (count) => Math.max(count, 0.5) / train.count);
}

/** Why fresh weights would mend nothing; undefined where they would. */
export function idleFix({ verdict, findings, model }: Diagnosis): string | undefined {
  const bad = findings.filter(({ severity }) => severity !== "note");
  if (verdict === "cannot-tell") {
    return (
      "--fix writes fresh weights, and it cannot be told that those of the model are bad. " +
      `To draw fresh ones all the same: stepzero init --model ${model} --init he --out FILE.onnx`
    );
  }
  if (bad.length === 0) return "nothing needs mending";
  if (bad.every(({ kind, tensors }) => kind === "prior-bias" && tensors.length === 0)) {
    return "the head has no bias that could be the class prior, and nothing else is wrong. Add a bias to the last layer and export the model again";
  }
  return bad.some(isOfArchitecture) ? "no start that was tried keeps the gradient: change the architecture" : undefined;
}
