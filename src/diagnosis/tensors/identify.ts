/** Recipe identification: which methods of the catalogue draw values as a tensor has them. */
import type { TensorSpecification } from "../../network/parameter.js";
import { type Candidate, candidates } from "./candidates.js";
import { DISPERSED_BELOW, dispersionPValue } from "./dispersion.js";
import { freeFit } from "./free-scale.js";
import { pValueOf, REJECTED_BELOW, stdOf } from "./laws.js";
import type { FittedMethod, Recipe, TensorValues } from "./recipe.js";
import { effectiveValues, type Sample, sampleOf } from "./sample.js";
import { structureOf } from "./structures/index.js";

/** From so many elements on, the laws of the catalogue can be told apart. */
export const FEWEST_ELEMENTS = 1000;

/** What a tensor stands in. */
export interface IdentifyContext {
  /**
   * All tensors of its network: some methods act on what the network has.
   *
   * @defaultValue the tensor alone
   */
  readonly tensors?: readonly TensorSpecification[] | undefined;
}

/** A tensor with what was measured of it. */
export interface IdentifiedTensor {
  readonly specification: TensorSpecification;
  /** What the network computes with. */
  readonly values: Float32Array;
  readonly sample: Sample;
  readonly recipe: Recipe;
  /** What the recipe rests on; "none" also where the tensor has too few elements. */
  readonly basis: "structure" | "formula" | "free scale" | "none";
}

const nothing: Recipe = {
  methods: [],
  runnerUp: null,
  shape: null,
  abstains: null,
  pValue: null,
  looksTrained: false,
};

/**
 * The methods that draw values as these are: first by their structure (zeros, identities,
 * orthogonal rows, …), which is exact; then by tests of independent draws, in which a right method
 * is rejected once in a hundred tensors. Methods that coincide for the tensor are all named. What
 * no formula gives is named by the distribution and a round scale; trained values fit nothing.
 *
 * @example
 * import { draw, he } from "stepzero";
 * import { identify } from "stepzero/diagnosis";
 * import { kernelTensor } from "stepzero/initializers";
 *
 * const specification = kernelTensor([64, 32, 3, 3], { activation: "relu" });
 * const values = draw(he, specification.shape, { seed: 0 });
 * identify({ specification, values }).methods[0]!.method; // → "he"
 */
export function identify(tensor: TensorValues, context: IdentifyContext = {}): Recipe {
  return identifyTensor(tensor, context).recipe;
}

/** As `identify`, with what was measured on the way. */
export function identifyTensor(tensor: TensorValues, context: IdentifyContext = {}): IdentifiedTensor {
  const { specification } = tensor;
  const values = effectiveValues(tensor);
  const sample = sampleOf(values, tensor.type);
  const tensors = context.tensors ?? [specification];
  return { specification, values, sample, ...recipeOf(specification, values, sample, tensors) };
}

/** Every tensor of a network. */
export function identifyTensors(tensors: readonly TensorValues[]): IdentifiedTensor[] {
  const context = { tensors: tensors.map(({ specification }) => specification) };
  return inConsensus(
    tensors.map((tensor) => identifyTensor(tensor, context)),
    context.tensors,
  );
}

/**
 * Tensors of one shape and role are named alike, where one method draws them all: each test may
 * reject a right method, and a network has many tensors. So a method fits the group where no member
 * rejects it at the level divided by their number (Bonferroni).
 */
function inConsensus(all: readonly IdentifiedTensor[], tensors: readonly TensorSpecification[]): IdentifiedTensor[] {
  const groups = new Map<string, IdentifiedTensor[]>();
  for (const one of all.filter(isOfDraws)) {
    const key = groupOf(one);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const methods = new Map([...groups].map(([key, members]) => [key, commonMethods(members, tensors)]));
  return all.map((one) => {
    const common = isOfDraws(one) ? (methods.get(groupOf(one)) ?? []) : [];
    const [first] = common;
    if (first === undefined) return one;
    const pValue = pValueOf(one.sample, first.law);
    const shape = first.law.family.name;
    const recipe = { ...one.recipe, methods: common.map(publicPart), shape, pValue, looksTrained: false };
    return { ...one, recipe, basis: "formula" };
  });
}

/** Whether the numbers were tested as draws, and do not look trained. */
const isOfDraws = ({ recipe, basis }: IdentifiedTensor): boolean =>
  basis !== "structure" && recipe.abstains === null && !recipe.looksTrained;

const groupOf = ({ specification: { shape, role } }: IdentifiedTensor): string => {
  const { kind, operation, projection, groups, fused, stride, activation, head, first, residual, recurrent } = role;
  const place = { head, first, endsBranch: residual?.last };
  const facts = { kind, operation, projection, groups, fused, stride, activation, recurrent, ...place };
  return `${shape.join()} ${JSON.stringify(facts)}`;
};

/** The methods that half of the members name, and none rejects; empty where they agree already. */
function commonMethods(members: readonly IdentifiedTensor[], tensors: readonly TensorSpecification[]): Candidate[] {
  const counts = new Map<string, number>();
  for (const { recipe, basis } of members) {
    for (const { method } of basis === "formula" ? recipe.methods : [])
      counts.set(method, (counts.get(method) ?? 0) + 1);
  }
  if ([...counts.values()].every((count) => count === members.length)) {
    if (counts.size > 0 || members.length < 2) return [];
  }
  const names = new Set([...counts].flatMap(([method, count]) => (2 * count >= members.length ? [method] : [])));
  const laws = members.map(({ specification }) => candidatesNamed(names, specification, tensors));
  return (laws[0] ?? []).filter(({ method }) =>
    members.every(({ sample }, i) => {
      const law = laws[i]!.find((one) => one.method === method)?.law;
      return law !== undefined && pValueOf(sample, law) >= REJECTED_BELOW / members.length;
    }),
  );
}

const candidatesNamed = (
  names: ReadonlySet<string>,
  tensor: TensorSpecification,
  tensors: readonly TensorSpecification[],
): Candidate[] => {
  if (names.size === 0) return [];
  const all = [...candidates(tensor, tensors, "plain"), ...candidates(tensor, tensors, "variants")];
  return all.filter(({ method }) => names.has(method));
};

type Identification = Pick<IdentifiedTensor, "recipe" | "basis">;

const abstained = (abstains: string): Identification => ({ recipe: { ...nothing, abstains }, basis: "none" });

function recipeOf(
  tensor: TensorSpecification,
  values: Float32Array,
  sample: Sample,
  tensors: readonly TensorSpecification[],
): Identification {
  if (values.length === 0) return abstained("it has no elements");
  if (sample.notFinite > 0) return abstained(`${sample.notFinite} of its numbers are not finite`);
  const structure = structureOf({ tensor, values, sample, tensors });
  if (structure !== undefined) {
    const tells = structure.methods.length > 0 || tensor.role.kind === "kernel";
    const abstains = tells ? null : `${structure.shape}, as most methods start it`;
    // Pruned kernels are sparse by no method.
    const isPruned = structure.shape.startsWith("sparse") && structure.methods.length === 0;
    const looksTrained = isPruned && dispersionPValue(values, tensor.shape, sample) < DISPERSED_BELOW;
    return { recipe: { ...nothing, ...structure, abstains, looksTrained }, basis: "structure" };
  }
  if (values.length < FEWEST_ELEMENTS) return abstained(`${values.length} elements: too few to tell`);
  return recipeOfDraws(tensor, drawsOf(tensor, values, sample), sample, tensors, values);
}

/** The row of zeros of an embedding is no draw. */
function drawsOf({ role, shape }: TensorSpecification, values: Float32Array, sample: Sample): Sample {
  if (role.paddingRow === undefined) return sample;
  const width = values.length / shape[0]!;
  const start = role.paddingRow * width;
  return sampleOf(values.filter((_, i) => i < start || i >= start + width));
}

function recipeOfDraws(
  tensor: TensorSpecification,
  sample: Sample,
  whole: Sample,
  tensors: readonly TensorSpecification[],
  values: Float32Array,
): Identification {
  const plain = tested(candidates(tensor, tensors, "plain"), sample);
  const fitting = plain.filter(({ pValue }) => pValue >= REJECTED_BELOW);
  if (fitting.length > 0) return recipeFrom(fitting, plain, sample);
  const variants = tensor.role.kind === "kernel" ? tested(candidates(tensor, tensors, "variants"), sample) : [];
  const rarer = variants.filter(({ pValue }) => pValue >= REJECTED_BELOW);
  if (rarer.length > 0) return recipeFrom(rarer, plain, sample);
  const runnerUp = nearest(plain, sample);
  const isDispersed = dispersionPValue(values, tensor.shape, whole) < DISPERSED_BELOW;
  const free = freeFit(sample);
  if (free === undefined || isDispersed) {
    return { recipe: { ...nothing, runnerUp, looksTrained: isDispersed }, basis: "none" };
  }
  const { fitted, law, pValue } = free;
  return { recipe: { ...nothing, methods: [fitted], runnerUp, shape: law.family.name, pValue }, basis: "free scale" };
}

interface Tested extends Candidate {
  readonly pValue: number;
}

/** Methods of one law are tested once. */
function tested(all: readonly Candidate[], sample: Sample): Tested[] {
  const pValues = new Map<string, number>();
  return all.map((one) => {
    const { family, mean, scale } = one.law;
    const key = `${family.name} ${mean.toPrecision(6)} ${scale.toPrecision(6)}`;
    const pValue = pValues.get(key) ?? pValueOf(sample, one.law);
    pValues.set(key, pValue);
    return { ...one, pValue };
  });
}

function recipeFrom(fitting: readonly Tested[], plain: readonly Tested[], sample: Sample): Identification {
  const [first] = fitting as readonly [Tested];
  const others = plain.filter((one) => !fitting.includes(one));
  const recipe: Recipe = {
    methods: fitting.map(publicPart),
    runnerUp: nearest(others, sample),
    shape: first.law.family.name,
    abstains: null,
    pValue: first.pValue,
    looksTrained: false,
  };
  return { recipe, basis: "formula" };
}

const publicPart = ({ method, how }: Candidate): FittedMethod => ({ method, how });

/** The candidate with the largest p-value; among those that are all rejected, the nearest scale. */
function nearest(all: readonly Tested[], { secondMoment }: Sample): FittedMethod | null {
  const distance = ({ law }: Tested) => Math.abs(Math.log((stdOf(law) ** 2 + law.mean ** 2) / secondMoment));
  const [best] = [...all].sort((a, b) => b.pValue - a.pValue || distance(a) - distance(b));
  return best === undefined ? null : publicPart(best);
}
