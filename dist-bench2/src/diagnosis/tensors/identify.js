import { candidates } from "./candidates.js";
import { DISPERSED_BELOW, dispersionPValue } from "./dispersion.js";
import { freeFit } from "./free-scale.js";
import { pValueOf, REJECTED_BELOW, stdOf } from "./laws.js";
import { effectiveValues, sampleOf } from "./sample.js";
import { structureOf } from "./structures/index.js";
/** From so many elements on, the laws of the catalogue can be told apart. */
export const FEWEST_ELEMENTS = 1000;
const nothing = {
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
export function identify(tensor, context = {}) {
    return identifyTensor(tensor, context).recipe;
}
/** As `identify`, with what was measured on the way. */
export function identifyTensor(tensor, context = {}) {
    const { specification } = tensor;
    const values = effectiveValues(tensor);
    const sample = sampleOf(values, tensor.type);
    const tensors = context.tensors ?? [specification];
    return { specification, values, sample, ...recipeOf(specification, values, sample, tensors) };
}
/** Every tensor of a network. */
export function identifyTensors(tensors) {
    const context = { tensors: tensors.map(({ specification }) => specification) };
    return tensors.map((tensor) => identifyTensor(tensor, context));
}
const abstained = (abstains) => ({ recipe: { ...nothing, abstains }, basis: "none" });
function recipeOf(tensor, values, sample, tensors) {
    if (values.length === 0)
        return abstained("it has no elements");
    if (sample.notFinite > 0)
        return abstained(`${sample.notFinite} of its numbers are not finite`);
    const structure = structureOf({ tensor, values, sample, tensors });
    if (structure !== undefined) {
        const tells = structure.methods.length > 0 || tensor.role.kind === "kernel";
        const abstains = tells ? null : `${structure.shape}, as most methods start it`;
        // Pruned kernels are sparse by no method.
        const isPruned = structure.shape.startsWith("sparse") && structure.methods.length === 0;
        const looksTrained = isPruned && dispersionPValue(values, tensor.shape, sample) < DISPERSED_BELOW;
        return { recipe: { ...nothing, ...structure, abstains, looksTrained }, basis: "structure" };
    }
    if (values.length < FEWEST_ELEMENTS)
        return abstained(`${values.length} elements: too few to tell`);
    return recipeOfDraws(tensor, drawsOf(tensor, values, sample), sample, tensors, values);
}
/** The row of zeros of an embedding is no draw. */
function drawsOf({ role, shape }, values, sample) {
    if (role.paddingRow === undefined)
        return sample;
    const width = values.length / shape[0];
    const start = role.paddingRow * width;
    return sampleOf(values.filter((_, i) => i < start || i >= start + width));
}
function recipeOfDraws(tensor, sample, whole, tensors, values) {
    const plain = tested(candidates(tensor, tensors, "plain"), sample);
    const fitting = plain.filter(({ pValue }) => pValue >= REJECTED_BELOW);
    if (fitting.length > 0)
        return recipeFrom(fitting, plain, sample);
    const variants = tensor.role.kind === "kernel" ? tested(candidates(tensor, tensors, "variants"), sample) : [];
    const rarer = variants.filter(({ pValue }) => pValue >= REJECTED_BELOW);
    if (rarer.length > 0)
        return recipeFrom(rarer, plain, sample);
    const runnerUp = nearest(plain, sample);
    const isDispersed = dispersionPValue(values, tensor.shape, whole) < DISPERSED_BELOW;
    const free = freeFit(sample);
    if (free === undefined || isDispersed) {
        return { recipe: { ...nothing, runnerUp, looksTrained: isDispersed }, basis: "none" };
    }
    const { fitted, law, pValue } = free;
    return { recipe: { ...nothing, methods: [fitted], runnerUp, shape: law.family.name, pValue }, basis: "free scale" };
}
/** Methods of one law are tested once. */
function tested(all, sample) {
    const pValues = new Map();
    return all.map((one) => {
        const { family, mean, scale } = one.law;
        const key = `${family.name} ${mean.toPrecision(6)} ${scale.toPrecision(6)}`;
        const pValue = pValues.get(key) ?? pValueOf(sample, one.law);
        pValues.set(key, pValue);
        return { ...one, pValue };
    });
}
function recipeFrom(fitting, plain, sample) {
    const [first] = fitting;
    const others = plain.filter((one) => !fitting.includes(one));
    const recipe = {
        methods: fitting.map(publicPart),
        runnerUp: nearest(others, sample),
        shape: first.law.family.name,
        abstains: null,
        pValue: first.pValue,
        looksTrained: false,
    };
    return { recipe, basis: "formula" };
}
const publicPart = ({ method, how }) => ({ method, how });
/** The candidate with the largest p-value; among those that are all rejected, the nearest scale. */
function nearest(all, { secondMoment }) {
    const distance = ({ law }) => Math.abs(Math.log((stdOf(law) ** 2 + law.mean ** 2) / secondMoment));
    const [best] = [...all].sort((a, b) => b.pValue - a.pValue || distance(a) - distance(b));
    return best === undefined ? null : publicPart(best);
}
