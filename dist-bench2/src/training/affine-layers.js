import { sizeOf } from "../graph/tensor.js";
/** The operators that multiply by a kernel. */
export const AFFINE_OPERATORS = ["Conv", "ConvTranspose", "Gemm", "MatMul"];
/** "conv1" of "conv1/kernel", "fc" of "fc.weight". */
export const layerOf = (parameter) => parameter.replace(/[/.-]?kernel$|[./](weight|bias|scale|shift)$/, "") || parameter;
/** Operators that bring a tensor into another form, with as many numbers. */
export const FORMS = new Set(["Identity", "Cast", "Transpose", "Reshape", "Unsqueeze", "Squeeze"]);
/**
 * The nodes that read a kernel, in the order of the forward pass, as layers. Networks of .onnx
 * files read kernels in the file's form, and may add the bias by a node of its own. A kernel that
 * several nodes read counts once.
 */
export function affineLayers(g, { parameters }) {
    const byValue = new Map(parameters.map((p) => [p.value, p]));
    const parameterOf = (value, kind) => {
        let at = value;
        while (at !== undefined) {
            const parameter = byValue.get(at);
            if (parameter !== undefined)
                return parameter.role.kind === kind ? parameter : undefined;
            const node = g.producer(at);
            at = node !== undefined && FORMS.has(node.operator) ? node.inputs[0] : undefined;
        }
        return undefined;
    };
    const readers = new Map();
    for (const node of g.nodes) {
        for (const v of new Set(node.inputs)) {
            if (v === undefined)
                continue;
            const list = readers.get(v);
            if (list === undefined)
                readers.set(v, [node]);
            else
                list.push(node);
        }
    }
    /** The bias that the one reader of a product adds to it, and the sum. */
    const addedBias = (product) => {
        const [add, ...others] = readers.get(product) ?? [];
        if (add?.operator !== "Add" || others.length > 0)
            return undefined;
        const bias = parameterOf(add.inputs.find((v) => v !== product), "bias");
        return bias === undefined ? undefined : { bias, output: add.outputs[0] };
    };
    const seen = new Set();
    return g.nodes.flatMap((node) => {
        if (!AFFINE_OPERATORS.includes(node.operator))
            return [];
        const place = node.inputs.findIndex((v) => parameterOf(v, "kernel") !== undefined);
        if (place < 0)
            return [];
        const kernel = parameterOf(node.inputs[place], "kernel");
        if (seen.has(kernel))
            return [];
        seen.add(kernel);
        const product = node.outputs[0];
        const unitAxis = node.operator.startsWith("Conv") ? 1 : product.shape.length - (place === 0 ? 2 : 1);
        const units = product.shape[unitAxis];
        const direct = parameterOf(node.inputs[2], "bias");
        const added = direct === undefined ? addedBias(product) : undefined;
        const bias = direct ?? (added !== undefined && sizeOf(added.bias.shape) === units ? added.bias : undefined);
        const layer = {
            name: layerOf(kernel.name),
            kernel: specificationOf(kernel),
            ...(bias === undefined ? {} : { bias: specificationOf(bias) }),
            units,
        };
        const output = bias === undefined || direct !== undefined ? product : added.output;
        return [{ layer, product: node, output, unitAxis }];
    });
}
function specificationOf({ name, shape, role }) {
    return { name, shape, role };
}
