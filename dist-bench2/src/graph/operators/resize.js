import { toNumbers } from "../tensor.js";
const coordinateModes = ["half_pixel", "asymmetric", "align_corners", "pytorch_half_pixel"];
const nearestModes = ["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"];
/** Sizes of the output and the scale of each axis; scales and sizes have to be constants. */
function inferResize(context) {
    const [x, , scales, sizes] = context.inputs;
    const { mode, coordinate_transformation_mode: coordinates, nearest_mode: nearest } = context.attributes;
    if (mode !== "nearest" && mode !== "linear")
        context.fail(`mode "${mode}" is not supported; use nearest or linear`);
    if (!coordinateModes.includes(coordinates)) {
        context.fail(`coordinate_transformation_mode "${coordinates}" is not among ${coordinateModes.join(", ")}`);
    }
    if (!nearestModes.includes(nearest)) {
        context.fail(`nearest_mode "${nearest}" is not among ${nearestModes.join(", ")}`);
    }
    const read = (v) => {
        const numbers = v === undefined ? [] : toNumbers(context.constant(v) ?? context.fail("scales and sizes must be constants"));
        return numbers.length === 0 ? undefined : numbers;
    };
    const [scale, size] = [read(scales), read(sizes)];
    if ((scale === undefined) === (size === undefined))
        context.fail("give either scales or sizes");
    if ((scale ?? size).length !== x.shape.length)
        context.fail("scales or sizes need one number for each axis");
    return [{ type: x.type, shape: x.shape.map((n, i) => size?.[i] ?? Math.floor(n * scale[i])) }];
}
/**
 * Resize along one axis as a matrix [out, n]: `out` elements, each a weighted sum of `n` input
 * elements.
 *
 * @param factor the scale, where the operator has scales; out/n where it has sizes
 */
export function resizeWeights(attributes, n, out, factor = out / n) {
    const { mode, coordinate_transformation_mode: coordinates, nearest_mode: nearest } = attributes;
    // Places are computed in float32, as ONNX Runtime does: halves decide who is nearest
    const f = Math.fround;
    const place = (j) => {
        if (factor === 1)
            return j;
        if (coordinates === "asymmetric")
            return f(j / f(factor));
        if (coordinates === "align_corners")
            return out > 1 ? f(f(j * f(n - 1)) / f(out - 1)) : 0;
        if (coordinates === "pytorch_half_pixel" && out === 1)
            return f(-0.5);
        return f(f(f(j + 0.5) / f(factor)) - 0.5);
    };
    const round = {
        round_prefer_floor: (x) => Math.ceil(x - 0.5),
        round_prefer_ceil: (x) => Math.floor(x + 0.5),
        floor: Math.floor,
        ceil: Math.ceil,
    };
    return Array.from({ length: out }, (_, j) => {
        const row = new Array(n).fill(0);
        const x = Math.min(Math.max(place(j), 0), n - 1);
        if (mode === "nearest")
            row[round[nearest](x)] = 1;
        else {
            const low = Math.floor(x);
            row[low] = 1 - (x - low);
            if (low + 1 < n)
                row[low + 1] = x - low;
        }
        return row;
    });
}
/** The operators of this family. */
export const resize = [
    /**
     * X, roi (unused), scales or sizes: nearest neighbour or (multi)linear interpolation along every
     * axis that changes.
     */
    {
        name: "Resize",
        inputs: [2, 4],
        outputs: [1, 1],
        attributes: {
            coordinate_transformation_mode: { kind: "string", default: "half_pixel" },
            cubic_coeff_a: { kind: "float", default: -0.75 },
            exclude_outside: { kind: "int", default: 0 },
            extrapolation_value: { kind: "float", default: 0 },
            mode: { kind: "string", default: "nearest" },
            nearest_mode: { kind: "string", default: "round_prefer_floor" },
        },
        infer: inferResize,
    },
];
