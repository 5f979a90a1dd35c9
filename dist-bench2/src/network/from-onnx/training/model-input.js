/** How the samples of a data set go into an .onnx model: which axes, in which order and type. */
import { InputError } from "../../../errors.js";
import { cast, reshape, scale, shift, transpose } from "../../../graph/expressions.js";
import { sameShape, sizeOf } from "../../../graph/tensor.js";
/** The first axis of an input: its size where the file fixes it. */
export const fixedBatchOf = ({ axes }) => typeof axes?.[0] === "number" ? axes[0] : undefined;
/** "[N, 3, ?, ?]", as messages print an input; "N" for an open first axis. */
export function axesInWords({ axes }) {
    if (axes === undefined)
        return "of any shape";
    return `[${axes.map((axis, i) => (typeof axis === "number" ? axis : i === 0 ? "N" : axis || "?")).join(", ")}]`;
}
/**
 * How samples of a shape fit an input: as they are, with channels last, or flattened.
 *
 * @param sample one sample without the batch axis: `[C, H, W]` or `[F]`
 * @returns undefined where they do not fit
 */
export function formOf(sample, { axes }) {
    if (axes === undefined)
        return asIs(sample);
    if (axes.length === 0)
        return undefined;
    const rest = axes.slice(1);
    if (fits(sample, rest))
        return asIs(sample);
    if (sample.length === 3) {
        const [c, h, w] = sample;
        if (fits([h, w, c], rest)) {
            return {
                shape: [h, w, c],
                place: (g, x) => transpose(g, x, [0, 2, 3, 1]),
                note: `with the channels last: [N, ${h}, ${w}, ${c}]`,
            };
        }
    }
    const size = sizeOf(sample);
    if (rest.length === 1 && fits([size], rest))
        return inShape([size], "flattened");
    const sizes = rest.filter((axis) => typeof axis === "number");
    if (sizes.length < rest.length || sizeOf(sizes) !== size)
        return undefined;
    const isFlat = sample.length === 1;
    return isFlat || sameShape(withoutOnes(sample), withoutOnes(sizes)) ? inShape(sizes, "in that shape") : undefined;
}
/** How to bring the axes of samples into an input's order, where only that differs; "" otherwise. */
export function orderNote(sample, { axes }) {
    const rest = axes?.slice(1) ?? [];
    const free = sample.map((_, axis) => axis);
    const order = rest.map((size) => {
        const at = free.findIndex((axis) => axis >= 0 && sample[axis] === size);
        const from = at < 0 ? free.findIndex((axis) => axis >= 0 && typeof size === "string") : at;
        if (from >= 0)
            free[from] = -1;
        return from;
    });
    if (rest.length !== sample.length || order.includes(-1))
        return "";
    const axesOfAll = [0, ...order.map((axis) => axis + 1)];
    return `Its axes stand in another order: np.transpose(x, (${axesOfAll.join(", ")})) brings them into that of the model. `;
}
const asIs = (shape) => ({ shape, place: (_, x) => x });
const inShape = (shape, how) => ({
    shape,
    place: (g, x) => reshape(g, x, [x.shape[0], ...shape]),
    note: `${how}: [${["N", ...shape].join(", ")}]`,
});
function fits(sample, axes) {
    return axes.length === sample.length && axes.every((axis, i) => typeof axis === "string" || axis === sample[i]);
}
const withoutOnes = (shape) => shape.filter((n) => n !== 1);
/** What happens to numbers on their way into an input of a type, in words. */
export const typeNotes = {
    int64: "as whole numbers (int64), rounded toward zero; bytes come as 0 to 1, so store tokens as int32 or float32",
    int32: "as whole numbers (int32), rounded toward zero; bytes come as 0 to 1, so store tokens as int32 or float32",
    uint8: "as bytes: 255 times the samples, rounded",
};
/**
 * Float samples in the type that the model reads.
 *
 * @throws InputError for a type that samples cannot have
 */
export function inType(g, x, type) {
    if (type === "bool")
        throw new InputError("it reads truth values (bool), and samples are numbers. Export it with a float input.");
    return type === "uint8" ? cast(g, shift(g, scale(g, x, 255), 0.5), type) : cast(g, x, type);
}
