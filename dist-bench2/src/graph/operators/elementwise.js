import { broadcastInputs, sameType } from "./broadcast.js";
const floatTypes = new Set(["float32", "float64"]);
function unary(name, attributes = {}, portability) {
    return {
        name,
        inputs: [1, 1],
        outputs: [1, 1],
        attributes,
        infer: ({ inputs }) => [{ type: inputs[0].type, shape: inputs[0].shape }],
        ...(portability === undefined ? {} : { portability }),
    };
}
/** A function of real numbers: integer tensors are refused, as ONNX Runtime would. */
function unaryFloat(name, attributes = {}) {
    return {
        ...unary(name, attributes),
        infer: (context) => {
            const x = context.inputs[0];
            if (!floatTypes.has(x.type))
                context.fail("takes floating-point numbers; Cast first");
            return [{ type: x.type, shape: x.shape }];
        },
    };
}
function arithmetic(name) {
    return {
        name,
        inputs: [2, 2],
        outputs: [1, 1],
        attributes: {},
        infer: (context) => [{ type: sameType(context), shape: broadcastInputs(context) }],
    };
}
function inferMod(context) {
    const type = sameType(context);
    if (floatTypes.has(type) && context.attributes.fmod !== 1) {
        context.fail("takes floating-point numbers with fmod 1 only (ONNX Runtime refuses others)");
    }
    return [{ type, shape: broadcastInputs(context) }];
}
function comparison(name) {
    return {
        ...arithmetic(name),
        infer: (context) => {
            sameType(context);
            return [{ type: "bool", shape: broadcastInputs(context) }];
        },
    };
}
function variadic(name) {
    return { ...arithmetic(name), inputs: [1, Number.POSITIVE_INFINITY] };
}
function logical(name) {
    return {
        ...arithmetic(name),
        infer: (context) => {
            if (sameType(context) !== "bool")
                context.fail("takes bool");
            return [{ type: "bool", shape: broadcastInputs(context) }];
        },
    };
}
function inferWhere(context) {
    const [condition, a, b] = context.inputs;
    if (condition.type !== "bool")
        context.fail("the condition must be bool");
    return [{ type: sameType(context, [a, b]), shape: broadcastInputs(context) }];
}
/** The operators of this family. */
export const elementwise = [
    ...["Add", "Sub", "Mul", "Div", "Pow"].map(arithmetic),
    /** The remainder with the sign of the divisor, or with `fmod` 1 of the dividend. */
    { ...arithmetic("Mod"), attributes: { fmod: { kind: "int", default: 0 } }, infer: inferMod },
    ...["Max", "Min", "Sum", "Mean"].map(variadic),
    ...["Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual"].map(comparison),
    ...["And", "Or", "Xor"].map(logical),
    unary("Not"),
    unary("Identity"),
    ...["Neg", "Abs", "Sign"].map((name) => unary(name)),
    ...["Exp", "Log", "Sqrt", "Reciprocal", "Erf", "Floor", "Ceil", "Round"].map((name) => unaryFloat(name)),
    ...["Sin", "Cos", "Tan", "Asin", "Acos", "Atan"].map((name) => unaryFloat(name)),
    ...["Sinh", "Cosh", "Asinh", "Acosh", "Atanh"].map((name) => unaryFloat(name)),
    ...["Relu", "Sigmoid", "Tanh", "Softplus", "Softsign"].map((name) => unaryFloat(name)),
    unaryFloat("LeakyRelu", { alpha: { kind: "float", default: 0.01 } }),
    unaryFloat("Elu", { alpha: { kind: "float", default: 1 } }),
    unaryFloat("Selu", {
        alpha: { kind: "float", default: 1.6732632423543772 },
        gamma: { kind: "float", default: 1.0507009873554805 },
    }),
    unaryFloat("HardSigmoid", { alpha: { kind: "float", default: 0.2 }, beta: { kind: "float", default: 0.5 } }),
    {
        ...unaryFloat("Gelu", { approximate: { kind: "string", default: "none" } }),
        opset: 20,
    },
    {
        name: "Clip",
        inputs: [1, 3],
        outputs: [1, 1],
        attributes: {},
        infer: ({ inputs }) => [{ type: inputs[0].type, shape: inputs[0].shape }],
    },
    { name: "Where", inputs: [3, 3], outputs: [1, 1], attributes: {}, infer: inferWhere },
];
