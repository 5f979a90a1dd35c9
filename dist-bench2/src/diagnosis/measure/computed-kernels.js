import { AFFINE_OPERATORS } from "../../training/affine-layers.js";
/**
 * The products whose one operand is computed from parameters alone, among them one kernel, and
 * whose other operand is computed from the samples.
 *
 * @param placed names of kernels that have a layer already
 */
export function computedKernels(g, { parameters }, placed) {
    /** The kernels that a value is computed from; undefined where samples are part of it. */
    const madeOf = new Map();
    for (const parameter of parameters) {
        madeOf.set(parameter.value, new Set(parameter.role.kind === "kernel" ? [parameter] : []));
    }
    const seen = new Set(placed);
    return g.nodes.flatMap((node) => {
        const sources = node.inputs.map((v) => v === undefined || g.constantOf(v) !== undefined ? new Set() : madeOf.get(v));
        if (sources.every((source) => source !== undefined)) {
            const all = new Set(sources.flatMap((source) => [...source]));
            for (const output of node.outputs)
                madeOf.set(output, all);
            return [];
        }
        if (!AFFINE_OPERATORS.includes(node.operator))
            return [];
        const place = [0, 1].find((i) => sources[i]?.size === 1 && sources[1 - i] === undefined);
        const [kernel] = place === undefined ? [] : sources[place];
        if (kernel === undefined || seen.has(kernel.name))
            return [];
        seen.add(kernel.name);
        const output = node.outputs[0];
        const unitAxis = node.operator.startsWith("Conv") ? 1 : output.shape.length - (place === 0 ? 2 : 1);
        const { name, shape, role } = kernel;
        const layer = { name, kernel: { name, shape, role }, units: output.shape[unitAxis] };
        return [{ layer, product: node, output, unitAxis }];
    });
}
