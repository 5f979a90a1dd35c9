/** Every use of every stored tensor, and the kernels that none was found for. */
import type { Outline, OutlineNode, OutlineValue } from "../../graph/file/outline.js";
import { type Shape, sizeOf } from "../../graph/tensor.js";
import { addedRules } from "./claims/added-claims.js";
import type { Claim, Units } from "./claims/claim.js";
import { kernelRules } from "./claims/kernel-claims.js";
import { normClaims } from "./claims/norm-claims.js";
import type { MissedKernel } from "./model-roles.js";
import { type ProductBehind, valuesFromInputs, walkBack } from "./neighbourhood.js";
import { type FindSource, isStoredFloat, type StoredSource } from "./stored-source.js";

/** A stored tensor as one operator uses it. */
export interface Use {
  readonly source: StoredSource;
  readonly claim: Claim;
}

/** What the operators of a model say of its tensors. */
export interface Uses {
  /** In the order of the file. */
  readonly uses: readonly Use[];
  readonly missed: readonly MissedKernel[];
}

/** Collects the uses, node by node. Kernels come first, since biases are found behind them. */
export function usesIn(outline: Outline, find: FindSource): Uses {
  const products = new Map<OutlineValue, ProductBehind>();
  const ofKernels = new Map<OutlineNode, readonly Claim[]>();
  const missed: MissedKernel[] = [];
  const fromInputs = valuesFromInputs(outline);
  for (const node of outline.nodes) {
    const rule = Object.hasOwn(kernelRules, node.operator) ? kernelRules[node.operator] : undefined;
    if (isLengthOfWeights(node, find, fromInputs)) {
      ofKernels.set(node, []);
      continue;
    }
    const claims = rule?.(node, find) ?? [];
    ofKernels.set(node, claims);
    const kernel = claims.find((claim) => claim.units !== undefined) as (Claim & { units: Units }) | undefined;
    if (kernel !== undefined && node.outputs[0] !== undefined) {
      products.set(node.outputs[0], { claim: kernel, axisFromEnd: kernel.units.axisFromEnd });
    }
    const ofFunction = missedInFunction(outline, node);
    missed.push(...(ofFunction ?? missedAt(node, find, kernelInputs(claims), fromInputs)));
  }
  const context = { outline, find, products, fromInputs };
  const claims = outline.nodes.flatMap((node) => {
    const ofKernel = ofKernels.get(node)!;
    if (ofKernel.length > 0) return ofKernel;
    const norm = normClaims(outline, node, find);
    if (norm.length > 0) return norm;
    const rule = Object.hasOwn(addedRules, node.operator) ? addedRules[node.operator] : undefined;
    return rule?.(node, context) ?? [];
  });
  const uses = claims.flatMap((claim): Use[] => {
    const source = claim.source ?? find(claim.node.inputs[claim.input]);
    return source === undefined ? [] : [{ source, claim }];
  });
  return { uses, missed };
}

/**
 * Whether a node multiplies a stored vector by what stored tensors alone make: spectral
 * normalization estimates the norm of a kernel in this way (u · W · v), and u is no kernel.
 */
const isLengthOfWeights = (node: OutlineNode, find: FindSource, fromInputs: ReadonlySet<OutlineValue>): boolean =>
  perhaps.has(node.operator) &&
  !node.inputs.some((value) => value !== undefined && fromInputs.has(value)) &&
  node.inputs.some((value) => isVector(find(value)?.shape));

/** Whether numbers lie along one axis at most. */
const isVector = (shape: Shape | undefined): boolean =>
  shape !== undefined && shape.length > 0 && sizeOf(shape) === Math.max(...shape);

/** The inputs of a node that are claimed as kernels. */
const kernelInputs = (claims: readonly Claim[]): ReadonlySet<number> =>
  new Set(claims.flatMap(({ role, input }) => (typeof role !== "string" && role.kind === "kernel" ? [input] : [])));

const recurrent: ReadonlySet<string> = new Set(["LSTM", "GRU", "RNN"]);
/** Operators that have a kernel at input 1, whatever it comes from. */
const always: ReadonlySet<string> = new Set([
  ...["Conv", "ConvTranspose", "DeformConv", "com.microsoft:FusedConv", ...recurrent],
]);
/** Operators that have one where an operand does not depend on the model's input. */
const perhaps: ReadonlySet<string> = new Set(["Gemm", "MatMul", "Einsum", "com.microsoft:FusedMatMul"]);
/** Operators whose kernels are whole numbers. */
const quantized = /^(com\.microsoft:)?(QLinear|QGemm|.*Integer)/;

/** The inputs of a node that could be kernels. */
function kernelPlaces({ operator }: OutlineNode): readonly number[] {
  if (recurrent.has(operator)) return [1, 2];
  return always.has(operator) ? [1] : perhaps.has(operator) ? [0, 1] : [];
}

/** A node whose operator the file defines may have kernels inside. */
function missedInFunction({ functions }: Outline, { operator, name, inputs }: OutlineNode): MissedKernel[] | undefined {
  if (!functions.has(operator)) return undefined;
  const stored = inputs.flatMap((value) => (isStoredFloat(value) && sizeOf(value.tensor.shape) > 1 ? value.name : []));
  const tensors = stored.length === 0 ? "" : `, which reads ${stored.join(", ")}`;
  const remedy = "write the model without functions (onnx.inliner.inline_local_functions)";
  return [{ node: name, operator, reason: `it is a function of the file${tensors}: ${remedy}` }];
}

/**
 * @param matches the inputs that are claimed as kernels
 * @param fromInputs the values that are computed from the model's inputs
 */
function missedAt(
  node: OutlineNode,
  find: FindSource,
  matches: ReadonlySet<number>,
  fromInputs: ReadonlySet<OutlineValue>,
): MissedKernel[] {
  const { operator, name, inputs } = node;
  const missed = (reason: string): MissedKernel[] => [{ node: name, operator, reason }];
  if (quantized.test(operator)) {
    return missed("its kernel is quantized to whole numbers: take the float model that it was made from");
  }
  if (perhaps.has(operator) && matches.size > 0) return [];
  for (const place of kernelPlaces(node)) {
    const value = inputs[place];
    if (value === undefined || matches.has(place)) continue;
    if (find(value) !== undefined && !always.has(operator)) continue;
    if (value.isInput && always.has(operator)) return missed(`its kernel is the model's input ${value.name}`);
    if (value.tensor?.type.startsWith("sparse") === true) {
      return missed(`its kernel ${value.name} is stored without its zeros: write it as a dense initializer`);
    }
    if (fromInputs.has(value) && !always.has(operator)) continue;
    if (isDequantized(value)) {
      return missed("its kernel is quantized to whole numbers: take the float model that it was made from");
    }
    const stored = storedBehind(value);
    if (!fromInputs.has(value) && stored.length === 0) continue;
    const from =
      value.producer === undefined ? "nothing in the file" : `${value.producer.name} (${value.producer.operator})`;
    const tensors = stored.length === 0 ? "" : `, from ${stored.map((one) => one.name).join(", ")}`;
    return missed(`its kernel is computed by ${from}${tensors}`);
  }
  return [];
}

/** Whether whole numbers of the file become floats on the way to a value. */
function isDequantized(value: OutlineValue): boolean {
  let matches = false;
  walkBack(value, (node) => {
    const [input] = node.inputs;
    matches ||= node.operator === "DequantizeLinear" && input?.tensor !== undefined;
    return (
      !matches && ["Transpose", "Reshape", "Identity", "Cast", "Mul", "Sub", "DequantizeLinear"].includes(node.operator)
    );
  });
  return matches;
}

function storedBehind(value: OutlineValue): OutlineValue[] {
  const stored = new Set<OutlineValue>();
  walkBack(value, (node) => {
    for (const input of node.inputs) if (isStoredFloat(input) && sizeOf(input.tensor.shape) > 1) stored.add(input);
    return true;
  });
  return [...stored];
}
