/**
 * What `reproduce` runs: the paper's data sets as studies, by budget, and a study of depth, where
 * initialization decides.
 */
import { InputError } from "../errors.js";
import { paperMethods, paperProblems } from "./paper.js";
/** How much is run, from minutes to days. */
export const budgets = ["quick", "standard", "full"];
/**
 * Methods beside the paper's four: standard-normal, which its text calls random, and Glorot's, the
 * first of which was Keras's default.
 */
export const besideThem = ["standard-normal", "glorot-uniform", "glorot-normal"];
const small = { limit: 4000, epochs: 2, seeds: 3 };
const all = [...paperMethods, ...besideThem];
/**
 * In `quick` only MNIST has methods beside the four, so that it ends within ten minutes on two
 * cores.
 */
const sizes = {
    quick: {
        mnist: { ...small, inits: [...paperMethods, "standard-normal", "glorot-uniform"] },
        "fashion-mnist": { ...small, inits: paperMethods },
        cifar10: { ...small, limit: 3000, inits: paperMethods },
    },
    standard: {
        mnist: { epochs: 12, seeds: 5, inits: all },
        "fashion-mnist": { epochs: 12, seeds: 5, inits: all },
        cifar10: { epochs: 25, seeds: 3, inits: all },
    },
    full: {
        mnist: { epochs: 12, seeds: 5, inits: all },
        "fashion-mnist": { epochs: 12, seeds: 5, inits: all },
        cifar10: { epochs: 100, seeds: 5, inits: all },
    },
};
const upTo = (count) => Array.from({ length: count }, (_, i) => i);
/** The order in which they run: the small ones first. */
const order = ["mnist", "fashion-mnist", "cifar10"];
/**
 * The paper's data sets at a budget, each a study.
 *
 * @throws InputError for more seeds than the budget has
 */
export function paperParts(budget, { data, seeds } = {}) {
    return order
        .filter((name) => data === undefined || data.includes(name))
        .map((name) => {
        const size = sizes[budget][name];
        const { model } = paperProblems.find((one) => one.data === name);
        checkSeeds(seeds, size.seeds, `${budget} budget on ${name}`);
        return {
            name,
            options: {
                data: [name],
                models: [model],
                inits: [...size.inits],
                seeds: upTo(seeds ?? size.seeds),
                limit: size.limit,
                epochs: size.epochs,
                evaluateTrain: "last",
            },
        };
    });
}
/** Where initialization decides: depth × activation × optimizer. */
export const beyondDepths = [3, 10, 30, 100];
/** The activations of the study of depth. */
export const beyondActivations = ["relu", "tanh"];
const beyondInits = [
    ...paperMethods,
    "glorot-uniform",
    "orthogonal",
    "orthogonal:activationGain=unit",
    "lsuv",
    "pytorch-default",
];
const beyondSizes = {
    quick: { limit: 4000, epochs: 5, seeds: 3, width: 64, inits: beyondInits },
    standard: { limit: 10_000, epochs: 10, seeds: 5, width: 64, inits: beyondInits },
    full: { epochs: 10, seeds: 10, width: 128, inits: beyondInits },
};
/** The study of depth on MNIST: multilayer perceptrons, narrow where the budget is small. */
export function beyondPart(budget, { seeds } = {}) {
    const size = beyondSizes[budget];
    checkSeeds(seeds, size.seeds, `${budget} budget of --beyond`);
    return {
        name: "beyond",
        options: {
            data: ["mnist"],
            models: beyondActivations.flatMap((activation) => beyondDepths.map((depth) => `mlp:depth=${depth},width=${size.width},activation=${activation}`)),
            inits: [...size.inits],
            seeds: upTo(seeds ?? size.seeds),
            limit: size.limit,
            epochs: size.epochs,
            training: [
                { optimizer: "sgd", learningRate: 0.05 },
                { optimizer: "adam", learningRate: 0.001 },
            ],
        },
    };
}
/** The budget whose part of that name has these epochs and samples, for a study run another way. */
export function budgetOf(name, epochs, limit) {
    return budgets.find((budget) => [...paperParts(budget), beyondPart(budget)].some((part) => part.name === name && part.options.epochs === epochs && part.options.limit === limit));
}
function checkSeeds(count, most, what) {
    if (count !== undefined && count > most) {
        throw new InputError(`The ${what} has ${most} seeds, got ${count}. Legal: 1 to ${most}.`);
    }
}
