/** The common shape, or undefined where two axes differ and neither is 1. */
export function broadcastShapes(...shapes) {
    const rank = Math.max(0, ...shapes.map((s) => s.length));
    const out = new Array(rank).fill(1);
    for (const shape of shapes) {
        const offset = rank - shape.length;
        for (let i = 0; i < shape.length; i++) {
            const n = shape[i];
            if (n === 1)
                continue;
            if (out[offset + i] !== 1 && out[offset + i] !== n)
                return undefined;
            out[offset + i] = n;
        }
    }
    return out;
}
/** All inputs broadcast together; fails with the shapes otherwise. */
export function broadcastInputs(context, inputs = context.inputs) {
    return broadcastShapes(...inputs.map((v) => v.shape)) ?? context.fail("the shapes do not broadcast");
}
/** Fails unless all inputs have one element type. */
export function sameType(context, inputs = context.inputs) {
    const type = inputs[0].type;
    if (inputs.some((v) => v.type !== type))
        context.fail("the inputs' element types differ");
    return type;
}
