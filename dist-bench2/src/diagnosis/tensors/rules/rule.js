/** A rule that finds one kind of bug from the weights alone. Read this first. */
import { layerOf } from "../../../training/affine-layers.js";
/** The names of tensors and their layers, as a finding has them. */
export function namesOf(tensors) {
    const names = tensors.map(({ specification }) => specification.name);
    return { tensors: names, layers: [...new Set(names.map(layerOf))] };
}
/** "conv1/kernel", "conv1/kernel and 3 others". */
export function listed(tensors) {
    const [first] = tensors;
    const rest = tensors.length - 1;
    const { name } = first.specification;
    return rest === 0 ? name : `${name} and ${rest} ${rest === 1 ? "other" : "others"}`;
}
/** "is" or "are", after `listed`. */
export const verb = (tensors, one, several) => tensors.length === 1 ? one : several;
/** What writes the model with fresh weights. */
export const fix = ({ model }, method) => `stepzero doctor ${model} --init ${method} --fix fixed.onnx`;
/** Standard deviation of all numbers, about their mean. */
export const spreadOf = ({ sample }) => Math.sqrt(Math.max(0, sample.secondMoment - sample.mean ** 2));
/** Whether a tensor is a kernel. */
export const isKernel = ({ specification }) => specification.role.kind === "kernel";
