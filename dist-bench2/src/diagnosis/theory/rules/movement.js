/** Operators that move elements: reshapes, transpositions, parts and joins. */
import { evaluate } from "../../../graph/compiler/simplify/evaluate.js";
import { sizeOf } from "../../../graph/tensor.js";
import { combined } from "../deviation.js";
import { scaleOf } from "../kernel.js";
import { axisOf, count, isOnly, reshaped, transposed } from "../layout.js";
import { meanOf, perClass, secondMoment } from "../signal.js";
import { joined } from "../sums.js";
const LOST = "the axes of its input cannot be followed";
/** The same for signals, attention and data: only the layout changes. */
const moving = (move) => (node, walk) => {
    const [x] = node.inputs;
    const state = walk.stateOf(x);
    if (state?.kind === "scores" || state?.kind === "shares")
        return { states: [state] };
    if (state?.kind === "data") {
        const layout = move(state.data.layout, node);
        const numbers = [state.data.tensor, ...node.inputs.slice(1).map((v) => walk.numbersOf(v))];
        const tensor = numbers.includes(undefined) ? undefined : evaluate(node, numbers);
        return layout === undefined || tensor === undefined
            ? LOST
            : { states: [{ kind: "data", data: { tensor, layout } }] };
    }
    const signal = walk.signalOf(x);
    if (signal === undefined)
        return "what comes in has no rule";
    const layout = move(signal.layout, node);
    if (layout === undefined)
        return LOST;
    return {
        states: [{ kind: "signal", signal: { ...signal, layout } }],
        pullback: ([gradient]) => (gradient === undefined ? [] : [[x, gradient]]),
    };
};
const intoShape = (layout, node) => reshaped(layout, node.outputs[0].shape);
const permuted = (layout, node) => transposed(layout, node.attributes.perm ?? layout.map((_, i) => layout.length - 1 - i));
/** The axis along which sizes change from one shape to another; undefined for none or several. */
function changedAxis(from, to) {
    const changed = from.flatMap((size, i) => (size === to[i] ? [] : [i]));
    return from.length === to.length && changed.length === 1 ? changed[0] : undefined;
}
/**
 * A part along one axis. Units are alike, so a part of them has the moments of all; of the places
 * some stay.
 */
function part(x, output, signal, start) {
    const axis = changedAxis(x.shape, output.shape);
    if (axis === undefined)
        return "a part along several axes";
    const factors = signal.layout[axis];
    const size = output.shape[axis];
    const kind = factors.find(() => true)?.kind;
    if (kind === undefined || kind === "rows" || !isOnly(factors, kind))
        return "a part of what has no rule";
    const layout = signal.layout.map((old, i) => (i === axis ? axisOf(kind, size) : old));
    if (kind === "units") {
        return { kind: "signal", signal: { ...signal, layout, units: count(layout.flat(), "units") } };
    }
    if (start === undefined || count(factors, "places") !== sizeOf(signal.places))
        return "a part of the places of an image";
    return { kind: "signal", signal: { ...signal, layout, places: [size], squares: placesOf(signal, start, size) } };
}
/** The map of some consecutive places. */
function placesOf({ squares, places }, start, size) {
    const all = sizeOf(places);
    return Float64Array.from({ length: (squares.length / all) * size }, (_, i) => squares[Math.floor(i / size) * all + start + (i % size)]);
}
/** A gradient by a part is one by the whole, with zeros elsewhere. */
function partPullback(signal, partial, start, gradient) {
    const [all, some] = [sizeOf(signal.places), sizeOf(partial.places)];
    const share = partial.units / signal.units;
    if (all === some)
        return { ...gradient, squares: gradient.squares.map((g) => g * share) };
    const squares = new Float64Array(signal.squares.length);
    gradient.squares.forEach((g, i) => {
        squares[Math.floor(i / some) * all + start + (i % some)] = g * share;
    });
    const reach = (some * some) / (all * all);
    return {
        ...gradient,
        squares,
        cosines: perClass((kind) => (kind === "samples" ? 1 : reach) * gradient.cosines[kind]),
    };
}
const slice = (node, walk) => {
    const [x] = node.inputs;
    if (walk.stateOf(x)?.kind === "data")
        return moving(sliced)(node, walk);
    const signal = walk.signalOf(x);
    if (signal === undefined)
        return "what comes in has no rule";
    const [starts, , , steps] = node.inputs.slice(1).map((v) => walk.numbersOf(v));
    if (steps?.data.some((step) => Number(step) !== 1))
        return "every second element or fewer";
    const output = node.outputs[0];
    const axis = changedAxis(x.shape, output.shape);
    const start = Math.max(0, ...Array.from((starts?.data ?? []), Number));
    return parts(node, signal, [axis === undefined ? 0 : start]);
};
const sliced = (layout, node) => {
    const [from, to] = [node.inputs[0].shape, node.outputs[0].shape];
    const axes = layout.map((factors, i) => {
        const kind = factors[0]?.kind;
        return from[i] === to[i] || kind === undefined ? factors : isOnly(factors, kind) ? axisOf(kind, to[i]) : undefined;
    });
    return axes.includes(undefined) ? undefined : axes;
};
const split = (node, walk) => {
    const [x] = node.inputs;
    const signal = walk.signalOf(x);
    if (signal === undefined)
        return "what comes in has no rule";
    const axis = changedAxis(x.shape, node.outputs[0].shape);
    let start = 0;
    const starts = node.outputs.map(({ shape }) => {
        const here = start;
        start += shape[axis ?? 0];
        return here;
    });
    return parts(node, signal, starts);
};
/** The outcome of a node whose outputs are parts of its first input. */
function parts(node, signal, starts) {
    const x = node.inputs[0];
    const states = node.outputs.map((output, i) => part(x, output, signal, starts[i]));
    const problem = states.find((state) => typeof state === "string");
    if (typeof problem === "string")
        return problem;
    return {
        states: states,
        pullback: (gradients) => gradients.flatMap((gradient, i) => {
            const state = states[i];
            if (gradient === undefined || state.kind !== "signal")
                return [];
            return [[x, partPullback(signal, state.signal, starts[i], gradient)]];
        }),
    };
}
/** Signals side by side, along units or along the places of a sequence. */
const concat = (node, walk) => {
    const rank = node.outputs[0].shape.length;
    const axis = (node.attributes.axis + rank) % rank;
    const signals = node.inputs.map((v) => walk.signalOf(v));
    const model = signals.find((signal) => signal !== undefined);
    if (model === undefined)
        return "what comes in has no rule";
    const kind = model.layout[axis]?.[0]?.kind ?? "units";
    if (kind === "rows" || !isOnly(model.layout[axis], kind))
        return "a join of samples";
    if (kind === "places")
        return withTokens(node, walk, model, axis);
    if (signals.includes(undefined))
        return "a join with what has no rule";
    const all = signals;
    const units = all.reduce((sum, signal) => sum + signal.units, 0);
    const shares = all.map((signal) => signal.units / units);
    const squares = model.squares.map((_, i) => all.reduce((sum, signal, k) => sum + shares[k] * signal.squares[i], 0));
    const total = meanOf(squares);
    const weights = all.map((signal, k) => (total > 0 ? (shares[k] * secondMoment(signal)) / total : shares[k]));
    const cosines = all.slice(1).reduce((sum, signal, k) => joined(sum, signal.cosines, (a, b) => a + weights[k + 1] * b), joined(model.cosines, model.cosines, (a) => weights[0] * a));
    const layout = model.layout.map((old, i) => (i === axis ? axisOf("units", node.outputs[0].shape[axis]) : old));
    const signal = {
        ...model,
        layout,
        units,
        squares,
        cosines,
        mean: all.reduce((sum, one, k) => sum + shares[k] * one.mean, 0),
        deviation: combined(all.map((one, k) => [weights[k], one.deviation])),
        centred: all.every(({ centred }) => centred),
    };
    return {
        states: [{ kind: "signal", signal }],
        pullback: ([gradient]) => (gradient === undefined ? [] : node.inputs.map((v) => [v, gradient])),
    };
};
/** Learned tokens before or behind those of a sequence. */
function withTokens(node, walk, model, axis) {
    if (count(model.layout[axis], "places") !== sizeOf(model.places))
        return "a join of images";
    const sizes = node.inputs.map((v) => v.shape[axis]);
    const pieces = node.inputs.map((v, i) => {
        const signal = walk.signalOf(v);
        if (signal !== undefined)
            return { squares: signal.squares, signal };
        const numbers = walk.numbersOf(v);
        const rows = model.squares.length / sizeOf(model.places);
        return (numbers && { squares: new Float64Array(rows * sizes[i]).fill(scaleOf(numbers).meanSquare), signal: undefined });
    });
    if (pieces.includes(undefined))
        return "a join with what has no rule";
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const starts = sizes.map((_, i) => sizes.slice(0, i).reduce((sum, size) => sum + size, 0));
    const squares = new Float64Array((model.squares.length / sizeOf(model.places)) * total);
    pieces.forEach((piece, k) => {
        piece.squares.forEach((square, i) => {
            squares[Math.floor(i / sizes[k]) * total + starts[k] + (i % sizes[k])] = square;
        });
    });
    const learned = sizes.reduce((sum, size, i) => (pieces[i].signal === undefined ? sum + size : sum), 0) / total;
    const signal = {
        ...model,
        layout: model.layout.map((old, i) => (i === axis ? axisOf("places", total) : old)),
        places: [total],
        squares,
        mean: model.mean * (1 - learned),
        cosines: {
            ...model.cosines,
            samples: model.cosines.samples.map((c) => c * (1 - learned) + learned),
            places: model.cosines.places.map((c) => c * (1 - learned) ** 2),
            both: model.cosines.both.map((c) => c * (1 - learned) ** 2),
        },
    };
    return {
        states: [{ kind: "signal", signal }],
        pullback: ([gradient]) => gradient === undefined
            ? []
            : node.inputs.flatMap((v, i) => {
                if (pieces[i].signal === undefined)
                    return [];
                const squares = placesOf({ squares: gradient.squares, places: [total] }, starts[i], sizes[i]);
                return [[v, { ...gradient, squares }]];
            }),
    };
}
/** Operators that move elements. */
export const movement = {
    Reshape: moving(intoShape),
    Flatten: moving(intoShape),
    Squeeze: moving(intoShape),
    Unsqueeze: moving(intoShape),
    Transpose: moving(permuted),
    Identity: moving((layout) => layout),
    Cast: moving((layout) => layout),
    Dropout: moving((layout) => layout),
    Slice: slice,
    Split: split,
    Concat: concat,
};
