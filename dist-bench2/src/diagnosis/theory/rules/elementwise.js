import { sizeOf } from "../../../graph/tensor.js";
import { drawnScale, scaleOf } from "../kernel.js";
import { count } from "../layout.js";
import { meanOf, secondMoment } from "../signal.js";
import { passing } from "../state.js";
import { productOf, scaledByUnit, shiftedByPlace, sumOf } from "../sums.js";
const NO_SIGNAL = "what comes in has no rule";
const ZERO = { mean: 0, meanSquare: 0 };
/** The two inputs, and which of them are signals. */
function operands(node, walk) {
    const [a, b] = node.inputs;
    return { a, b, x: walk.signalOf(a), y: walk.signalOf(b), numbersA: walk.numbersOf(a), numbersB: walk.numbersOf(b) };
}
const sum = (sign) => (node, walk) => {
    const { a, b, x, y, numbersA, numbersB } = operands(node, walk);
    if (numbersB !== undefined && x !== undefined)
        return withNumbers(a, x, numbersB, sign, 1, walk);
    if (numbersA !== undefined && y !== undefined)
        return withNumbers(b, y, numbersA, 1, sign, walk);
    if (x === undefined || y === undefined)
        return NO_SIGNAL;
    if (x.squares.length !== y.squares.length || x.units !== y.units)
        return "a sum of signals of different shapes";
    return {
        states: [{ kind: "signal", signal: sumOf(x, y, sign, walk.sources) }],
        pullback: ([gradient]) => gradient === undefined
            ? []
            : [
                [a, { ...gradient, tilt: gradient.tilt * shareOf(x, y) }],
                [b, { ...gradient, tilt: gradient.tilt * shareOf(y, x) }],
            ],
    };
};
/** The part of a in the second moment of a sum. */
function shareOf(a, b) {
    const [ofA, ofB] = [secondMoment(a), secondMoment(b)];
    return ofA + ofB > 0 ? ofA / (ofA + ofB) : 0;
}
/** Numbers are added to a signal: a shift per unit, or one that differs from place to place. */
function withNumbers(x, signal, numbers, sign, factor, walk) {
    const { mean, meanSquare } = drawnScale(numbers);
    const perPlace = placesOf(x, signal, numbers);
    if (perPlace === undefined) {
        return passing(x, scaledByUnit(signal, { mean: factor, meanSquare: 1 }, { mean: sign * mean, meanSquare }, walk.sources));
    }
    return passing(x, {
        signal: shiftedByPlace(signal, perPlace, sign * mean),
        pullback: (gradient) => gradient,
    });
}
/** The mean square of numbers at each place, where they have an axis of places. */
function placesOf(x, signal, { shape, data }) {
    const offset = x.shape.length - shape.length;
    const places = sizeOf(signal.places);
    const axis = shape.findIndex((size, i) => size > 1 && count(signal.layout[i + offset], "places") === size);
    if (axis < 0 || places !== shape[axis])
        return undefined;
    const inner = sizeOf(shape.slice(axis + 1));
    const squares = Array.from({ length: places }, () => []);
    for (let i = 0; i < data.length; i++)
        squares[Math.floor(i / inner) % places].push(Number(data[i]) ** 2);
    return Float64Array.from(squares, (list) => meanOf(list));
}
const product = (node, walk) => {
    const { a, b, x, y, numbersA, numbersB } = operands(node, walk);
    if (numbersB !== undefined && x !== undefined)
        return passing(a, scaledByUnit(x, scaleOf(numbersB), ZERO, walk.sources));
    if (numbersA !== undefined && y !== undefined)
        return passing(b, scaledByUnit(y, scaleOf(numbersA), ZERO, walk.sources));
    if (x === undefined || y === undefined)
        return NO_SIGNAL;
    if (x.squares.length !== y.squares.length || x.units !== y.units)
        return "a product of signals of different shapes";
    return {
        states: [{ kind: "signal", signal: productOf(x, y) }],
        pullback: ([gradient]) => gradient === undefined
            ? []
            : [
                [a, { ...gradient, tilt: 0, squares: gradient.squares.map((g, i) => g * y.squares[i]) }],
                [b, { ...gradient, tilt: 0, squares: gradient.squares.map((g, i) => g * x.squares[i]) }],
            ],
    };
};
const quotient = (node, walk) => {
    const { a, x, numbersB } = operands(node, walk);
    if (numbersB === undefined || x === undefined)
        return NO_SIGNAL;
    const inverse = scaleOf({ data: Float64Array.from(numbersB.data, (v) => 1 / Number(v)) });
    return passing(a, scaledByUnit(x, inverse, ZERO, walk.sources));
};
/** Sums and products whose operands are different signals, or numbers per unit. */
export const elementwise = {
    Add: sum(1),
    Sub: sum(-1),
    Mul: product,
    Div: quotient,
};
