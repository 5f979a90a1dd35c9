import { InputError } from "../../../errors.js";
/** Oldest and newest opset that is supported. */
const opsets = [6, 24];
/**
 * The opset of the standard operators.
 *
 * @throws InputError where it is not supported
 */
export function opsetOf(model) {
    const entry = model.opsetImport.find(({ domain }) => domain === "" || domain === "ai.onnx");
    const opset = entry === undefined ? 1 : Number(entry.version);
    if (opset < opsets[0] || opset > opsets[1]) {
        throw new InputError(`the model is of opset ${opset}; supported: ${opsets.join(" to ")}. Convert it with onnx.version_converter`);
    }
    return opset;
}
/**
 * Sizes, or the names ("" for none) of open axes; undefined where the file gives no shape at all.
 */
export function axesOf(proto) {
    const kind = proto.type?.value;
    if (kind?.case !== "tensorType")
        return undefined;
    return kind.value.shape?.dim.map(({ value }, i) => {
        if (value.case === "dimParam")
            return value.value;
        // Some exporters write −1 for "open", or 0 for an open batch.
        return value.case === "dimValue" && value.value >= (i === 0 ? 1n : 0n) ? Number(value.value) : "";
    });
}
/** Names of open first axes: "batch_size". */
export function openBatchNames(inputs) {
    const first = inputs.map((input) => axesOf(input)?.[0]);
    return new Set(first.filter((axis) => typeof axis === "string" && axis !== ""));
}
/** "/layer1/conv/Conv" and "layer1/conv/Conv_3" → "layer1/conv". */
export function layerOf(node) {
    const end = node.name.lastIndexOf("/");
    return end < 0 ? "" : node.name.slice(node.name.startsWith("/") ? 1 : 0, Math.max(0, end));
}
/**
 * The sizes of an input: those of `inputShapes`, else the file's, with `batch` for open batches.
 *
 * @throws InputError where an axis has no size
 */
export function shapeOf(proto, open, { inputShapes = {}, batch = 1 }, sizeOfOpenAxis) {
    const axes = axesOf(proto);
    const replacement = Object.hasOwn(inputShapes, proto.name) ? inputShapes[proto.name] : undefined;
    if (replacement !== undefined) {
        if (axes !== undefined && axes.length !== replacement.length) {
            throw new InputError(`input "${proto.name}" has ${axes.length} axes, the shape [${replacement.join(", ")}] of inputShapes has ${replacement.length}`);
        }
        return replacement;
    }
    const shape = axes?.map((axis, i) => typeof axis === "number" ? axis : i === 0 || open.has(axis) ? batch : sizeOfOpenAxis?.(axes.length, i));
    if (shape === undefined || shape.includes(undefined)) {
        const stated = axes === undefined ? "no shape" : `shape [${axes.map((axis) => (axis === "" ? "?" : axis)).join(", ")}]`;
        throw new InputError(`input "${proto.name}" has ${stated}: say its sizes with inputShapes: { "${proto.name}": [${(axes ?? ["…"]).map((n) => (typeof n === "number" ? n : "…")).join(", ")}] }`);
    }
    return shape;
}
