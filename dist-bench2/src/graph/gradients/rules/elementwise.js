/**
 * Gradients of arithmetic, of selection and of elementary functions; those of activations are in
 * `activations.ts`.
 */
import { add, cast, div, exp, log, mul, neg, scale, shift, sqrt, sub, sumToShape } from "../../expressions.js";
import { sizeOf, toNumbers } from "../../tensor.js";
const addRule = ({ g, inputs, gradients: [dy], needs }) => inputs.map((x, i) => (needs[i] ? sumToShape(g, dy, x.shape) : undefined));
const subRule = ({ g, inputs: [a, b], gradients: [dy], needs }) => [
    needs[0] ? sumToShape(g, dy, a.shape) : undefined,
    needs[1] ? neg(g, sumToShape(g, dy, b.shape)) : undefined,
];
const mulRule = ({ g, inputs: [a, b], gradients: [dy], needs }) => {
    if (a === b)
        return [mul(g, dy, add(g, a, a)), undefined]; // a square: one pass fewer
    return [
        needs[0] ? sumToShape(g, mul(g, dy, b), a.shape) : undefined,
        needs[1] ? sumToShape(g, mul(g, dy, a), b.shape) : undefined,
    ];
};
const divRule = ({ g, inputs: [a, b], outputs: [y], gradients: [dy], needs }) => {
    const quotient = div(g, dy, b);
    return [
        needs[0] ? sumToShape(g, quotient, a.shape) : undefined,
        needs[1] ? neg(g, sumToShape(g, mul(g, quotient, y), b.shape)) : undefined,
    ];
};
const meanRule = ({ g, inputs, gradients: [dy], needs }) => {
    const share = scale(g, dy, 1 / inputs.length);
    return inputs.map((x, i) => (needs[i] ? sumToShape(g, share, x.shape) : undefined));
};
/**
 * d(aᵇ)/da = b·aᵇ⁻¹, and 0 where b = 0 even at a = 0; d(aᵇ)/db = aᵇ·log a, and 0 at a = 0. Both as
 * PyTorch has them.
 */
const powRule = ({ g, inputs: [a, b], outputs: [y], gradients: [dy], needs }) => {
    const exponent = g.constantOf(b);
    const zero = g.scalar(0, a.type);
    const one = g.scalar(1, a.type);
    const byBase = () => {
        if (exponent !== undefined && sizeOf(exponent.shape) === 1) {
            const n = toNumbers(exponent)[0];
            if (n === 0)
                return undefined;
            const power = n === 1 ? undefined : n === 2 ? a : g.apply("Pow", [a, g.scalar(n - 1, a.type)]);
            return sumToShape(g, power === undefined ? dy : mul(g, dy, scale(g, power, n)), a.shape);
        }
        const isZero = g.apply("Equal", [b, zero]);
        const safe = g.apply("Where", [isZero, one, b]); // 0 · 0⁻¹ would be NaN
        const slope = mul(g, b, g.apply("Pow", [a, sub(g, safe, one)]));
        return sumToShape(g, mul(g, dy, slope), a.shape);
    };
    const byExponent = () => {
        const safe = g.apply("Where", [g.apply("Equal", [a, zero]), one, a]);
        return sumToShape(g, mul(g, mul(g, dy, y), log(g, safe)), b.shape);
    };
    return [needs[0] ? byBase() : undefined, needs[1] ? byExponent() : undefined];
};
/**
 * The larger (sign 1) or smaller (sign -1) takes the gradient and ties share it evenly, as
 * torch.maximum and torch.minimum do. Of two inputs, (1 + sign(a - b))/2 is 1, ½ or 0.
 */
function extremeRule(sign) {
    return ({ g, inputs, outputs: [y], gradients: [dy], needs }) => {
        const back = (x, share) => sumToShape(g, share, x.shape);
        if (inputs.length === 1)
            return [dy];
        if (inputs.length === 2) {
            const [a, b] = inputs;
            const difference = sign === 1 ? sub(g, a, b) : sub(g, b, a);
            const weight = add(g, scale(g, g.apply("Sign", [difference]), 0.5), g.scalar(0.5, a.type));
            const share = mul(g, dy, weight);
            return [needs[0] ? back(a, share) : undefined, needs[1] ? back(b, sub(g, dy, share)) : undefined];
        }
        const hits = inputs.map((x) => cast(g, g.apply("Equal", [x, y]), y.type));
        const share = div(g, dy, g.apply("Sum", hits));
        return inputs.map((x, i) => (needs[i] ? back(x, mul(g, share, hits[i])) : undefined));
    };
}
const whereRule = ({ g, inputs: [condition, a, b], gradients: [dy], needs }) => {
    const zero = g.scalar(0, dy.type);
    return [
        undefined,
        needs[1] ? sumToShape(g, g.apply("Where", [condition, dy, zero]), a.shape) : undefined,
        needs[2] ? sumToShape(g, g.apply("Where", [condition, zero, dy]), b.shape) : undefined,
    ];
};
/**
 * Passes where x was not clipped, bounds included (as torch.clamp); a bound gets what it replaced.
 */
const clipRule = ({ g, inputs: [x, low, high], outputs: [y], gradients: [dy], needs }) => {
    const zero = g.scalar(0, dy.type);
    const where = (operator, bound) => sumToShape(g, g.apply("Where", [g.apply(operator, [x, bound]), dy, zero]), bound.shape);
    return [
        needs[0] ? g.apply("Where", [g.apply("Equal", [x, y]), dy, zero]) : undefined,
        needs[1] ? where("Less", low) : undefined,
        needs[2] ? where("Greater", high) : undefined,
    ];
};
/**
 * a − n·b with a whole number n that does not change between jumps: da = dy, db = −dy·n with n =
 * (a − y) / b. As torch.remainder and torch.fmod have it.
 */
const modRule = ({ g, inputs: [a, b], outputs: [y], gradients: [dy], needs }) => {
    const times = () => g.apply("Round", [div(g, sub(g, a, y), b)]);
    return [
        needs[0] ? sumToShape(g, dy, a.shape) : undefined,
        needs[1] ? neg(g, sumToShape(g, mul(g, dy, times()), b.shape)) : undefined,
    ];
};
const square = (g, x) => mul(g, x, x);
/** sign · x² + c. */
const squarePlus = (g, x, c, sign = 1) => shift(g, sign === 1 ? square(g, x) : neg(g, square(g, x)), c);
/** dx = dy / below(x): for functions of one variable whose derivative is one over something. */
function unaryOver(below) {
    return ({ g, inputs: [x], gradients: [dy] }) => [div(g, dy, below(g, x))];
}
/** dx = dy · slope(x, y), for functions of one variable. */
export function unary(slope) {
    return (context) => [mul(context.g, context.gradients[0], slope(context))];
}
/** The gradient rules of this family, by operator. */
export const elementwise = {
    Add: addRule,
    Sub: subRule,
    Mul: mulRule,
    Div: divRule,
    Pow: powRule,
    Mod: modRule,
    Sum: addRule,
    Mean: meanRule,
    Max: extremeRule(1),
    Min: extremeRule(-1),
    Where: whereRule,
    Clip: clipRule,
    Identity: ({ gradients: [dy] }) => [dy],
    Cast: ({ g, inputs: [x], gradients: [dy] }) => [cast(g, dy, x.type)],
    Neg: ({ g, gradients: [dy] }) => [neg(g, dy)],
    Abs: unary(({ g, inputs: [x] }) => g.apply("Sign", [x])),
    Exp: unary(({ outputs: [y] }) => y),
    Log: ({ g, inputs: [x], gradients: [dy] }) => [div(g, dy, x)],
    Sqrt: ({ g, outputs: [y], gradients: [dy] }) => [div(g, dy, add(g, y, y))],
    Reciprocal: unary(({ g, outputs: [y] }) => neg(g, mul(g, y, y))),
    Sin: unary(({ g, inputs: [x] }) => g.apply("Cos", [x])),
    Cos: unary(({ g, inputs: [x] }) => neg(g, g.apply("Sin", [x]))),
    Tan: unary(({ g, outputs: [y] }) => squarePlus(g, y, 1)),
    Asin: unaryOver((g, x) => sqrt(g, squarePlus(g, x, 1, -1))),
    Acos: unaryOver((g, x) => neg(g, sqrt(g, squarePlus(g, x, 1, -1)))),
    Atan: unaryOver((g, x) => squarePlus(g, x, 1)),
    Sinh: unary(({ g, inputs: [x] }) => g.apply("Cosh", [x])),
    Cosh: unary(({ g, inputs: [x] }) => g.apply("Sinh", [x])),
    Asinh: unaryOver((g, x) => sqrt(g, squarePlus(g, x, 1))),
    Acosh: unaryOver((g, x) => sqrt(g, squarePlus(g, x, -1))),
    Atanh: unaryOver((g, x) => squarePlus(g, x, 1, -1)),
    Erf: unary(({ g, inputs: [x] }) => scale(g, exp(g, neg(g, mul(g, x, x))), 2 / Math.sqrt(Math.PI))),
};
