import { normalizeAxis } from "./axes.js";
function alongAxis(name) {
    return {
        name,
        inputs: [1, 1],
        outputs: [1, 1],
        attributes: { axis: { kind: "int", default: -1 } },
        infer: (context) => {
            const { type, shape } = context.inputs[0];
            if (type !== "float32" && type !== "float64")
                context.fail("takes floating-point numbers; Cast first");
            normalizeAxis(context, context.attributes.axis, shape.length);
            return [{ type, shape }];
        },
    };
}
/** The operators of this family. */
export const softmax = ["Softmax", "LogSoftmax"].map(alongAxis);
