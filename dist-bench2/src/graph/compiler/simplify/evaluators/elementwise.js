/** Evaluators of one element in, one element out. */
import { emptyData, sizeOf, tensor, toNumbers } from "../../../tensor.js";
import { broadcastTo } from "./evaluator.js";
function binary({ numbers, bigints }) {
    return (inputs, _node, out) => {
        const [a, b] = inputs.map((t) => broadcastTo(t, out.shape).data);
        const data = emptyData(out.type, sizeOf(out.shape));
        for (let i = 0; i < data.length; i++) {
            data[i] =
                inputs[0].type === "int64"
                    ? stored(out.type, bigints(a[i], b[i]))
                    : numbers(a[i], b[i]);
        }
        return { type: out.type, shape: out.shape, data };
    };
}
const stored = (type, x) => (type === "int64" ? x : Number(x));
function comparison(test) {
    return binary({ numbers: (a, b) => Number(test(a, b)), bigints: (a, b) => (test(a, b) ? 1n : 0n) });
}
const isFloat = (type) => type === "float32" || type === "float64";
const divide = (inputs, node, out) => {
    if (isFloat(out.type))
        return binary({ numbers: (a, b) => a / b, bigints: (a) => a })(inputs, node, out);
    if (toNumbers(inputs[1]).includes(0))
        return undefined; // the runtime decides
    return binary({ numbers: (a, b) => Math.trunc(a / b), bigints: (a, b) => a / b })(inputs, node, out);
};
/** @param big the same of int64; undefined where that is left to the runtime */
function unary(f, big) {
    return ([x], _node, out) => {
        if (x.type !== "int64")
            return { type: out.type, shape: out.shape, data: x.data.map(f) };
        return big === undefined
            ? undefined
            : { type: "int64", shape: out.shape, data: x.data.map(big) };
    };
}
const cast = ([x], _node, out) => {
    const numbers = toNumbers(x);
    if (out.type === "bool")
        return tensor("bool", out.shape, numbers.map((n) => (n === 0 ? 0 : 1)));
    if (isFloat(out.type))
        return tensor(out.type, out.shape, numbers);
    const limits = { int32: 2 ** 31, int64: 2 ** 53, uint8: 256 }[out.type];
    const lowest = out.type === "uint8" ? 0 : -limits;
    const whole = numbers.map(Math.trunc);
    // Out of range is undefined behaviour: the runtime decides.
    return whole.every((n) => n >= lowest && n < limits) ? tensor(out.type, out.shape, whole) : undefined;
};
const where = (inputs, _node, out) => {
    const [condition, a, b] = inputs.map((t) => broadcastTo(t, out.shape).data);
    const data = emptyData(out.type, sizeOf(out.shape));
    for (let i = 0; i < data.length; i++)
        data[i] = (condition[i] ? a : b)[i];
    return { type: out.type, shape: out.shape, data };
};
const isWhole = (t) => !isFloat(t.type) && t.type !== "bool";
/** Extremes and remainders of whole numbers: of floats, runtimes differ on NaN and signed zeros. */
function ofIntegers(operators) {
    return (inputs, node, out) => {
        if (!inputs.every(isWhole))
            return undefined;
        const [first, ...rest] = inputs;
        const wide = { ...out, shape: out.shape };
        return rest.reduce((a, b) => binary(operators)([a, b], node, wide), broadcastTo(first, out.shape));
    };
}
/** The remainder with the sign of the divisor, or with `fmod` 1 of the dividend. */
const remainder = (inputs, node, out) => {
    if (toNumbers(inputs[1]).includes(0))
        return undefined; // the runtime decides
    const isTruncated = node.attributes.fmod === 1;
    return ofIntegers({
        numbers: (a, b) => (isTruncated ? a % b : ((a % b) + b) % b),
        bigints: (a, b) => (isTruncated ? a % b : ((a % b) + b) % b),
    })(inputs, node, out);
};
/** The evaluators of this family, by operator. */
export const elementwise = {
    Add: binary({ numbers: (a, b) => a + b, bigints: (a, b) => a + b }),
    Sub: binary({ numbers: (a, b) => a - b, bigints: (a, b) => a - b }),
    // int32 products need all their low bits; of floats, Math.imul would make integers.
    Mul: (inputs, node, out) => binary({ numbers: out.type === "int32" ? Math.imul : (a, b) => a * b, bigints: (a, b) => a * b })(inputs, node, out),
    Div: divide,
    Mod: remainder,
    Max: ofIntegers({ numbers: Math.max, bigints: (a, b) => (a > b ? a : b) }),
    Min: ofIntegers({ numbers: Math.min, bigints: (a, b) => (a < b ? a : b) }),
    Equal: comparison((a, b) => a === b),
    Greater: comparison((a, b) => a > b),
    GreaterOrEqual: comparison((a, b) => a >= b),
    Less: comparison((a, b) => a < b),
    LessOrEqual: comparison((a, b) => a <= b),
    And: comparison((a, b) => Boolean(a) && Boolean(b)),
    Or: comparison((a, b) => Boolean(a) || Boolean(b)),
    Xor: comparison((a, b) => Boolean(a) !== Boolean(b)),
    Not: unary((x) => (x === 0 ? 1 : 0)),
    Neg: unary((x) => -x, (x) => -x),
    Abs: unary(Math.abs, (x) => (x < 0n ? -x : x)),
    Floor: unary(Math.floor),
    Ceil: unary(Math.ceil),
    Sqrt: unary(Math.sqrt),
    Reciprocal: unary((x) => 1 / x),
    Where: where,
    Cast: cast,
};
