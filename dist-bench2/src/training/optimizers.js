/**
 * Optimizers as graph updates: (parameter, gradient, slots, scalars) → (parameter, slots). One
 * literal table of plain objects; a user's own optimizer is such an object, too.
 *
 * The learning rate and everything that changes from step to step are scalar inputs of the graph,
 * so that one session serves every rate and step.
 */
import { InputError } from "../errors.js";
import { add, div, mul, scale, shift, sqrt, sub } from "../graph/expressions.js";
import { sameShape } from "../graph/tensor.js";
import { optimizerDefaults, optimizerName, } from "../recipe.js";
/** ρ·average + (1 − ρ)·x: an exponential moving average. */
const movingAverage = (g, average, x, rho) => add(g, scale(g, average, rho), scale(g, x, 1 - rho));
/**
 * Stochastic gradient descent: w ← w − ηg. With momentum v ← μv − ηg, w ← w + v, and Nesterov's w ←
 * w + μv − ηg. This is Keras's form; PyTorch keeps v without η, which differs only while η changes.
 */
const sgd = {
    name: "sgd",
    hyperparameters: optimizerDefaults.sgd,
    slots: ({ momentum }) => (momentum === 0 ? [] : ["velocity"]),
    update({ g, parameter: w, gradient, slots: [v], learningRate, hyperparameters: { momentum, nesterov } }) {
        const move = mul(g, gradient, learningRate);
        if (momentum === 0)
            return { parameter: sub(g, w, move), slots: [] };
        const velocity = sub(g, scale(g, v, momentum), move);
        const next = nesterov ? sub(g, add(g, w, scale(g, velocity, momentum)), move) : add(g, w, velocity);
        return { parameter: next, slots: [velocity] };
    },
};
/**
 * Adam (Kingma & Ba 2015, algorithm 1): ε stands outside the root of the corrected second moment,
 * as in PyTorch. Keras (2018 and 3) corrects the rate instead: its ε is larger by 1/√(1 − β₂ᵗ).
 */
const adam = {
    name: "adam",
    hyperparameters: optimizerDefaults.adam,
    slots: () => ["first-moment", "second-moment"],
    scalars: ({ beta1, beta2 }, step) => ({
        firstCorrection: 1 / (1 - beta1 ** step),
        secondCorrection: 1 / (1 - beta2 ** step),
    }),
    update({ g, parameter, gradient, slots: [m, v], learningRate, scalars, hyperparameters }) {
        const { beta1, beta2, epsilon } = hyperparameters;
        const first = movingAverage(g, m, gradient, beta1);
        const second = movingAverage(g, v, mul(g, gradient, gradient), beta2);
        const rate = mul(g, learningRate, scalars.firstCorrection);
        const spread = shift(g, sqrt(g, mul(g, second, scalars.secondCorrection)), epsilon);
        return { parameter: sub(g, parameter, div(g, mul(g, first, rate), spread)), slots: [first, second] };
    },
};
/** AdamW (Loshchilov & Hutter 2019) is Adam with decoupled weight decay. */
const adamw = {
    ...adam,
    name: "adamw",
    hyperparameters: optimizerDefaults.adamw,
    decoupledWeightDecay: true,
};
/**
 * RMSprop as in Keras 2018: a ← ρa + (1 − ρ)g², w ← w − ηg/(√a + ε), η/(1 + decay·t) at update t
 * (from 0). Keras 3 has √(a + ε).
 */
const rmsprop = {
    name: "rmsprop",
    hyperparameters: optimizerDefaults.rmsprop,
    slots: ({ momentum }) => (momentum === 0 ? ["mean-square"] : ["mean-square", "velocity"]),
    rateFactor: ({ decay }, step) => 1 / (1 + decay * (step - 1)),
    update({ g, parameter, gradient, slots: [a, v], learningRate, hyperparameters: { rho, epsilon, momentum } }) {
        const square = movingAverage(g, a, mul(g, gradient, gradient), rho);
        const move = div(g, mul(g, gradient, learningRate), shift(g, sqrt(g, square), epsilon));
        if (momentum === 0)
            return { parameter: sub(g, parameter, move), slots: [square] };
        const velocity = add(g, scale(g, v, momentum), move);
        return { parameter: sub(g, parameter, velocity), slots: [square, velocity] };
    },
};
/**
 * Adadelta (Zeiler 2012) as in Keras 2018: a ← ρa + (1 − ρ)g², u = g·√(d + ε)/√(a + ε), w ← w − ηu,
 * d ← ρd + (1 − ρ)u². Keras's rate is 1; the defaults of tf.keras and PyTorch differ, so a recipe
 * always states it.
 */
const adadelta = {
    name: "adadelta",
    hyperparameters: optimizerDefaults.adadelta,
    slots: () => ["mean-square", "mean-square-update"],
    update({ g, parameter, gradient, slots: [a, d], learningRate, hyperparameters: { rho, epsilon } }) {
        const square = movingAverage(g, a, mul(g, gradient, gradient), rho);
        const ratio = sqrt(g, div(g, shift(g, d, epsilon), shift(g, square, epsilon)));
        const step = mul(g, gradient, ratio);
        const squareUpdate = movingAverage(g, d, mul(g, step, step), rho);
        return { parameter: sub(g, parameter, mul(g, step, learningRate)), slots: [square, squareUpdate] };
    },
};
/** The optimizers that are known by name, with the hyperparameters of `optimizerDefaults`. */
export const optimizers = {
    sgd,
    adam,
    adamw,
    rmsprop,
    adadelta,
};
/**
 * The optimizer of a recipe, with its hyperparameters complete.
 *
 * @throws InputError for an unknown name, and for an object that is no optimizer
 */
export function optimizerOf(optimizer) {
    if (!("kind" in optimizer))
        return checkedOptimizer(optimizer);
    const { kind, ...specified } = optimizer;
    const builtIn = optimizers[optimizerName(kind)];
    const decided = Object.entries(specified).filter(([, value]) => value !== undefined);
    return { ...builtIn, hyperparameters: { ...builtIn.hyperparameters, ...Object.fromEntries(decided) } };
}
function checkedOptimizer(optimizer) {
    const { name, hyperparameters, slots, update } = optimizer;
    if (typeof name !== "string" || typeof slots !== "function" || typeof update !== "function") {
        throw new InputError("An optimizer needs a name, hyperparameters with a learningRate, slots() and update(), " +
            `got { ${Object.keys(optimizer).join(", ")} }. To use one that is built in, write its name as kind: ` +
            '{ kind: "adam", learningRate: 0.001 }.');
    }
    const rate = hyperparameters?.learningRate;
    if (Number.isFinite(rate) && rate >= 0)
        return optimizer;
    throw new InputError(`Optimizer "${name}": hyperparameters.learningRate must be a number from 0 on, got ${rate}.`);
}
/**
 * The update of one parameter, weight decay and learning-rate multiplier included. Decoupled weight
 * decay keeps the plain rate: how far weights shrink must not depend on the width of the network.
 *
 * @throws InputError where the optimizer does not return a value for each slot, in the shape of the
 * parameter
 */
export function updateOf(optimizer, step) {
    const { name, hyperparameters } = optimizer;
    const { g, slots, scalars, decays, learningRateMultiplier } = step;
    const { parameter, gradient } = decays ? withWeightDecay(optimizer, step) : step;
    const learningRate = learningRateMultiplier === undefined ? step.learningRate : mul(g, step.learningRate, learningRateMultiplier);
    const update = optimizer.update({ g, parameter, gradient, slots, learningRate, scalars, hyperparameters });
    const values = [update.parameter, ...update.slots];
    const { shape } = step.parameter;
    if (update.slots.length === slots.length && values.every((value) => sameShape(value.shape, shape)))
        return update;
    const shapes = (list) => list.map((value) => `[${value.shape.join(", ")}]`).join(", ") || "(none)";
    throw new InputError(`Optimizer "${name}": update() must return the parameter and ${slots.length} slots, each ${shapes([step.parameter])}; ` +
        `got the parameter ${shapes([update.parameter])} and the slots ${shapes(update.slots)}.`);
}
function withWeightDecay({ hyperparameters: { weightDecay = 0 }, decoupledWeightDecay = false }, { g, parameter, gradient, learningRate }) {
    if (weightDecay === 0)
        return { parameter, gradient };
    if (!decoupledWeightDecay)
        return { parameter, gradient: add(g, gradient, scale(g, parameter, weightDecay)) };
    // 1 − ηλ
    const factor = sub(g, g.scalar(1, learningRate.type), scale(g, learningRate, weightDecay));
    return { parameter: mul(g, parameter, factor), gradient };
}
