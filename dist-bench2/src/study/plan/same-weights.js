/** Methods that begin with the same weights, seen before anything is trained. */
import { InputError } from "../../errors.js";
import { sizeOf } from "../../graph/tensor.js";
import { isDataDriven, learningRateMultipliersOf } from "../../initializers/index.js";
import { drawTensor } from "../../initializers/initial-weights.js";
import { stream } from "../../random/index.js";
import { problemParameters } from "./problem-parameters.js";
import { overrideRecipe } from "./recipe-overrides.js";
import { initializerOf } from "./user-modules.js";
/** The most numbers that are drawn for one network: about a second. */
const DRAWN = 2 ** 24;
/**
 * A sentence for each set of methods whose runs would be the same: bit for bit the same weights
 * with the study's first seed, and one recipe. Tensors are drawn from the smallest on, and of a
 * method only until it differs from all others. Of data-driven methods, and of networks of many
 * millions of weights that methods share, only the runs can tell.
 */
export function sameWeightNotes(study, users) {
    const places = new Map();
    for (const problem of study.problems) {
        for (const labels of sameWeights(study, problem, users)) {
            const key = JSON.stringify(labels);
            places.set(key, [...(places.get(key) ?? []), `${problem.model} on ${problem.data}`]);
        }
    }
    return [...places].map(([key, where]) => {
        const [first, ...others] = JSON.parse(key);
        const isOne = others.length === 1;
        const runs = others.length * where.length * study.seeds.length;
        return (`${where.join(", ")}: ${others.join(" and ")} ${isOne ? "draws" : "draw"} the same weights as ${first} ` +
            `(seed ${study.seeds[0]}) and will be judged as one method with it. ` +
            `Leaving ${isOne ? "it" : "them"} out saves ${runs} ${runs === 1 ? "run" : "runs"}.`);
    });
}
/** The labels of methods whose weights and recipes are the same, in sets of two and more. */
function sameWeights(study, problem, users) {
    const parameters = problemParameters(study, problem, users);
    // Magnitudes of weight normalization follow from their kernels.
    const drawn = parameters.filter(({ role }) => role.direction === undefined);
    const tensors = [...drawn].sort((a, b) => sizeOf(a.shape) - sizeOf(b.shape));
    const { recipe } = study.models.find(({ label }) => label === problem.model);
    const drawers = study.methods.flatMap((method) => drawerOf(method, parameters, study.seeds[0], users));
    let sets = setsOf(drawers, ({ method, initializer }) => {
        const changed = overrideRecipe(recipe, method.recipe);
        const { options } = method.initializer;
        const rates = learningRateMultipliersOf(initializer, parameters, changed.optimizer.kind, options);
        return JSON.stringify([changed, rates]);
    });
    let left = DRAWN;
    for (const tensor of tensors) {
        left -= sizeOf(tensor.shape) * sets.flat().length;
        if (left < 0)
            return [];
        sets = sets.flatMap((set) => alikeIn(tensor, set));
    }
    return sets.map((set) => set.map(({ method }) => method.label));
}
function drawerOf(method, tensors, seed, users) {
    const initializer = initializerOf(method.initializer, users);
    if (isDataDriven(initializer))
        return [];
    const network = { tensors, streamOf: (name) => stream(seed, "init", name) };
    const { options } = method.initializer;
    return [{ method, initializer, draw: (tensor) => drawTensor(initializer, tensor, options, network) }];
}
/** Those of a set that draw the same numbers, in sets of two and more. */
function alikeIn(tensor, set) {
    const sets = [];
    for (const drawer of set) {
        const numbers = numbersOf(drawer, tensor);
        if (numbers === undefined)
            continue;
        const alike = sets.find((one) => one.numbers.every((x, i) => Object.is(x, numbers[i])));
        if (alike === undefined)
            sets.push({ numbers, drawers: [drawer] });
        else
            alike.drawers.push(drawer);
    }
    return sets.map(({ drawers }) => drawers).filter(({ length }) => length > 1);
}
/** Undefined where the method does not suit the tensor, which its runs will say. */
function numbersOf({ draw }, tensor) {
    try {
        return draw(tensor);
    }
    catch (error) {
        if (error instanceof InputError)
            return undefined;
        throw error;
    }
}
/** The sets of two and more that have one key, in the order of their first members. */
function setsOf(all, keyOf) {
    const sets = new Map();
    for (const one of all) {
        const key = keyOf(one);
        sets.set(key, [...(sets.get(key) ?? []), one]);
    }
    return [...sets.values()].filter((set) => set.length > 1);
}
