/** Resize and Upsample as other opsets have them. */
import { tensor, toNumbers } from "../../tensor.js";
import { needsMatrices, resizeByMatrices } from "./definitions/resize.js";
import { integers, numbersOf, without } from "./file-node.js";
/**
 * Upsample (to opset 9) and Resize 10: pixels count from the corner, the nearest is the one before.
 */
export const upsample = (node) => {
    const [x, scalesInput] = node.inputs;
    const scales = node.attributes.scales;
    const value = scalesInput ??
        node.g.constant(tensor("float32", [scales?.length ?? node.fail("scales are missing")], scales), `${node.name}/scales`);
    const mode = node.attributes.mode ?? "nearest";
    const form = (nearest) => ({ mode, coordinate_transformation_mode: "asymmetric", nearest_mode: nearest });
    const factors = toNumbers(node.constant(value) ?? node.fail("scales must be a constant: all shapes are static"));
    if (mode !== "nearest" || factors.every((factor) => factor >= 1)) {
        return { operator: "Resize", inputs: [x, undefined, value], attributes: form("floor") };
    }
    // Along axes that become smaller the pixel behind counts, as ONNX Runtime has it.
    const part = (choose) => node.g.constant(tensor("float32", [factors.length], factors.map(choose)), `${node.name}/scales`);
    const cut = node.g.apply("Resize", [x, undefined, part((factor) => Math.min(factor, 1))], form("ceil"));
    if (factors.every((factor) => factor <= 1))
        return [cut];
    return [node.g.apply("Resize", [cut, undefined, part((factor) => Math.max(factor, 1))], form("floor"))];
};
/** Resize: axes that are not named keep their sizes. */
export const resize = (node) => {
    if (node.opset < 11)
        return upsample(node);
    if (needsMatrices(node))
        return resizeByMatrices(node);
    const attributes = without(node.attributes, "antialias", "keep_aspect_ratio_policy", "axes");
    const axes = node.attributes.axes;
    if (axes === undefined)
        return { attributes };
    const x = node.inputs[0];
    const fill = (values, others) => values === undefined || values.length === 0
        ? undefined
        : others.map((n, i) => values[axes.findIndex((axis) => (axis < 0 ? axis + others.length : axis) === i)] ?? n);
    const scales = fill(numbersOf(node, 2, "scales"), x.shape.map(() => 1));
    const sizes = fill(numbersOf(node, 3, "sizes"), x.shape);
    return {
        inputs: sizes === undefined
            ? [x, undefined, node.g.constant(tensor("float32", [x.shape.length], scales ?? []), `${node.name}/scales`)]
            : [x, undefined, undefined, integers(node, sizes, "sizes")],
        attributes,
    };
};
