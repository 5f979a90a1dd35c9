import { sizeOf, toNumbers } from "../graph/tensor.js";
import { floatType } from "../network/from-onnx/index.js";
import { flattenedChannels } from "./flattened-channels.js";
import { freshTensors } from "./fresh-tensors.js";
import { summarizeTensor } from "./initialized-model.js";
import { axesIn, place } from "./layout.js";
/**
 * The tensors of a file in a layout.
 *
 * @param dictionary of a module of PyTorch, for a file in its layout
 */
export function fileTensors(model, layout, dictionary) {
    if (dictionary !== undefined)
        return inStateDictionary(model, dictionary);
    return layout === "onnx" ? inFile(model) : inLayout(model, layout);
}
/** A state dictionary; kernels show their fans. */
function inStateDictionary({ roles, edit }, { entries }) {
    const kernels = new Map(roles.weights.flatMap(({ tensor, places }) => tensor.role.kind === "kernel" ? places.map((one) => [edit.nameOf(one), tensor]) : []));
    return {
        tensors: entries.map(({ from: _, ...tensor }) => tensor),
        summaries: entries.map((entry) => summarizeTensor(entry, kernels.get(entry.from ?? ""))),
    };
}
/** Tensors as the file has them, under its names: each stored tensor as a whole. */
function inFile(model) {
    const { outline, roles, edit } = model;
    const fresh = freshTensors(outline, edit);
    const places = [...roles.weights.flatMap((weight) => weight.places), ...roles.states.map((state) => state.place)];
    const names = [...new Set([...places.map(edit.nameOf), ...keptNames(model)])];
    return {
        tensors: names.map((name) => tensorNamed(outline, fresh, name)),
        summaries: [
            ...roles.weights.map((weight) => {
                const { name, shape } = weight.tensor;
                const [first] = weight.places;
                const whole = tensorNamed(outline, fresh, edit.nameOf(first));
                const isAll = sizeOf(whole.shape) === sizeOf(shape);
                const part = { name, shape, data: model.numbers[name], ...storedAs(first.type) };
                return summarizeTensor(isAll ? { ...whole, name } : part, weight.tensor);
            }),
            ...roles.states.map((state) => summarizeTensor(initialState(state))),
            ...keptTensors(model).map((tensor) => summarizeTensor(tensor)),
        ],
    };
}
function tensorNamed({ stored }, fresh, name) {
    return fresh.added(name) ?? fresh.stored(stored.find((value) => value.name === name));
}
/**
 * Weights in the axes of a framework. Names are the file's, but for a file of stepzero, whose names
 * every layout has its own form of.
 */
function inLayout(model, layout) {
    const { outline, roles, numbers } = model;
    const isOurs = outline.producer === "stepzero";
    const nameIn = (tensor) => (isOurs ? place(tensor, layout).name : tensor.name);
    const weights = roles.weights.map((weight) => {
        const placed = placedTensor(outline, weight, numbers);
        const tensor = { name: nameIn(placed), ...axesIn(placed, layout), ...storedAs(weight.places[0].type) };
        return { tensor, specification: weight.tensor };
    });
    const states = roles.states.map((state) => {
        const statistic = state.initial === 0 ? "mean" : "variance";
        const role = { kind: state.initial === 0 ? "norm-shift" : "norm-scale" };
        const tensor = initialState(state);
        return { ...tensor, name: nameIn({ ...tensor, role, statistic }) };
    });
    const others = [...states, ...keptTensors(model)];
    return {
        tensors: [...weights.map(({ tensor }) => tensor), ...others],
        summaries: [
            ...weights.map(({ tensor, specification }) => summarizeTensor(tensor, specification)),
            ...others.map((tensor) => summarizeTensor(tensor)),
        ],
    };
}
function placedTensor(outline, weight, numbers) {
    const channels = flattenedChannels(outline, weight);
    const { tensor } = weight;
    return { ...tensor, data: numbers[tensor.name], ...(channels === undefined ? {} : { flattenedChannels: channels }) };
}
const initialState = ({ name, shape, initial, place: { type } }) => ({
    ...{ name, shape, data: new Float32Array(sizeOf(shape)).fill(initial) },
    ...storedAs(type),
});
/** The type that the file has, unless it is float32. */
function storedAs(type) {
    return floatType(type) === "float32" ? {} : { type: floatType(type) };
}
/** Initializers that keep their numbers. */
function keptNames({ outline, roles }) {
    const initializers = new Set(outline.stored.flatMap(({ name, tensor }) => (tensor.place === "initializer" ? name : [])));
    return roles.kept.map(({ name }) => name).filter((name) => initializers.has(name));
}
function keptTensors(model) {
    const stored = new Map(model.outline.stored.map((value) => [value.name, value.tensor]));
    return keptNames(model).map((name) => {
        const tensor = stored.get(name);
        return {
            name,
            shape: tensor.shape,
            ...{ data: Float64Array.from(toNumbers(tensor.read())), type: floatType(tensor.type) },
        };
    });
}
