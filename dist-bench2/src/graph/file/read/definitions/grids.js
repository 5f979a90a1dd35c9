import { add, cast, expand, matMul, mul, reshape, scale, shift, sub, transpose } from "../../../expressions.js";
import { sizeOf, tensor } from "../../../tensor.js";
import { checkCount, floatInput, numberOf, numbersOf } from "../file-node.js";
const clamp = (g, x, low, high) => g.apply("Clip", [x, g.scalar(low, x.type), g.scalar(high, x.type)]);
/** x turned back at both ends, as often as it takes. */
function reflect(g, x, low, high) {
    const distance = g.apply("Abs", [shift(g, x, -low)]);
    const turns = g.apply("Floor", [scale(g, distance, 1 / (high - low))]);
    const rest = sub(g, distance, scale(g, turns, high - low));
    const half = scale(g, turns, 0.5);
    const isEven = g.apply("Equal", [half, g.apply("Floor", [half])]);
    return g.apply("Where", [isEven, shift(g, rest, low), sub(g, g.scalar(high, x.type), rest)]);
}
/** Keys' cubic, a = −0.75, at distances t of up to 1, or (`isFar`) of 1 to 2. */
function cubicWeight(g, t, isFar) {
    const a = -0.75;
    const [c3, c2, c1, c0] = isFar ? [a, -5 * a, 8 * a, -4 * a] : [a + 2, -(a + 3), 0, 1];
    const square = shift(g, scale(g, t, c3), c2);
    return shift(g, mul(g, shift(g, mul(g, square, t), c1), t), c0);
}
/** The elements of one axis that count at places x, in elements, before padding. */
function tapsOf(g, x, mode) {
    if (mode === "nearest")
        return [{ index: g.apply("Round", [x]), weight: undefined }];
    const low = g.apply("Floor", [x]);
    const t = sub(g, x, low);
    const rest = sub(g, g.scalar(1, x.type), t);
    if (mode === "linear") {
        return [
            { index: low, weight: rest },
            { index: shift(g, low, 1), weight: t },
        ];
    }
    return [
        { index: shift(g, low, -1), weight: cubicWeight(g, shift(g, t, 1), true) },
        { index: low, weight: cubicWeight(g, t, false) },
        { index: shift(g, low, 1), weight: cubicWeight(g, rest, false) },
        { index: shift(g, low, 2), weight: cubicWeight(g, shift(g, rest, 1), true) },
    ];
}
/** A tap inside the axis: outside it counts as zero, or as the border's or the mirrored element. */
function inside(g, { index, weight }, n, padding, aligned) {
    const [low, high] = aligned ? [0, n - 1] : [-0.5, n - 0.5];
    if (padding === "reflection" && high > low) {
        return { index: clamp(g, reflect(g, index, low, high), 0, n - 1), weight };
    }
    const held = clamp(g, index, 0, n - 1);
    if (padding !== "zeros")
        return { index: held, weight };
    const isInside = cast(g, g.apply("Equal", [held, index]), index.type);
    return { index: held, weight: weight === undefined ? isInside : mul(g, weight, isInside) };
}
/** The places along one spatial axis of n elements, from the grid's −1 … 1. */
function placesOf(g, x, n, mode, padding, aligned) {
    const place = aligned
        ? scale(g, shift(g, x, 1), (n - 1) / 2)
        : scale(g, shift(g, scale(g, shift(g, x, 1), n), -1), 0.5);
    if (mode === "cubic" || padding === "zeros")
        return place; // each element is padded by itself
    return inside(g, { index: place, weight: undefined }, n, padding, aligned).index;
}
/** X [N, C, …space] at the places of the grid [N, …out, axes], whose last axis is x, y, …. */
const gridSample = (node) => {
    const { g } = node;
    const [x, grid] = [floatInput(node), floatInput(node, 1)];
    const [n, c, ...space] = x.shape;
    const modes = { bilinear: "linear", bicubic: "cubic" };
    const stated = node.attributes.mode ?? "linear";
    const mode = modes[stated] ?? stated;
    const padding = node.attributes.padding_mode ?? "zeros";
    if (!["linear", "nearest", "cubic"].includes(mode))
        node.fail(`mode "${stated}" is not known`);
    if (!["zeros", "border", "reflection"].includes(padding))
        node.fail(`padding_mode "${padding}" is not known`);
    if (mode === "cubic" && space.length !== 2)
        node.fail("cubic needs two spatial axes");
    const aligned = numberOf(node, "align_corners", 0) === 1;
    const out = grid.shape.slice(1, -1);
    const count = sizeOf(out);
    const flat = reshape(g, grid, [n, count, space.length]);
    const alongAxes = space.map((size, axis) => {
        const at = g.integers([space.length - 1 - axis]);
        const places = reshape(g, g.apply("Gather", [flat, at], { axis: 2 }), [n, count]);
        return tapsOf(g, placesOf(g, places, size, mode, padding, aligned), mode).map((tap) => inside(g, tap, size, padding, aligned));
    });
    // One element of each axis: its place in the flat image, and the product of the weights.
    const corners = alongAxes.reduce((all, taps, axis) => all.flatMap(({ index, weight }) => taps.map((tap) => ({
        index: add(g, scale(g, index, space[axis]), tap.index),
        weight: product(g, weight, tap.weight),
    }))), [{ index: g.scalar(0, x.type), weight: undefined }]);
    const pixels = reshape(g, x, [n, c, sizeOf(space)]);
    const parts = corners.map(({ index, weight }) => {
        const indices = expand(g, reshape(g, cast(g, index, "int64"), [n, 1, count]), [n, c, count]);
        const values = g.apply("GatherElements", [pixels, indices], { axis: 2 });
        return weight === undefined ? values : mul(g, values, reshape(g, weight, [n, 1, count]));
    });
    return [
        reshape(g, parts.reduce((a, b) => add(g, a, b)), [n, c, ...out]),
    ];
};
const product = (g, a, b) => a === undefined || b === undefined ? (a ?? b) : mul(g, a, b);
/** Places −1 … 1 of the elements of an axis: the ends are corners, or the middles of elements. */
const evenPlaces = (n, aligned) => Array.from({ length: n }, (_, i) => (aligned ? (n === 1 ? 0 : (2 * i) / (n - 1) - 1) : (2 * i + 1) / n - 1));
/** The grid of an affine map [N, axes, axes + 1] over a given size. */
const affineGrid = (node) => {
    const { g } = node;
    const theta = floatInput(node);
    const [n, , ...space] = numbersOf(node, 1, "the size");
    const aligned = numberOf(node, "align_corners", 0) === 1;
    checkCount(node, sizeOf(space));
    const alongAxes = space.map((size) => evenPlaces(size, aligned));
    const places = alongAxes.reduce((all, axis) => all.flatMap((place) => axis.map((at) => [at, ...place])), [[]]);
    const rows = tensor(theta.type, [places.length, space.length + 1], places.flatMap((place) => [...place, 1]));
    const grid = matMul(g, g.constant(rows, `${node.name}/places`), transpose(g, theta, [0, 2, 1]));
    return [reshape(g, grid, [n, ...space, space.length])];
};
/**
 * Columns [N, C · block, places] added up where they came from: ConvTranspose with one-hot kernels.
 */
const columnsToImage = (node) => {
    const { g } = node;
    const x = floatInput(node);
    const [image, block] = [numbersOf(node, 1, "image_shape"), numbersOf(node, 2, "block_shape")];
    const attribute = (name, otherwise, count = block.length) => node.attributes[name] ?? new Array(count).fill(otherwise);
    const [dilations, strides] = [attribute("dilations", 1), attribute("strides", 1)];
    const pads = attribute("pads", 0, 2 * block.length);
    const [n, columns] = x.shape;
    const size = sizeOf(block);
    const spans = block.map((k, i) => (k - 1) * dilations[i] + 1);
    const windows = image.map((m, i) => Math.floor((m + pads[i] + pads[i + block.length] - spans[i]) / strides[i]) + 1);
    checkCount(node, size * size);
    const kernels = Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 1 : 0));
    const y = g.apply("ConvTranspose", [
        reshape(g, x, [(n * columns) / size, size, ...windows]),
        g.constant(tensor(x.type, [size, 1, ...block], kernels), `${node.name}/kernels`),
    ], {
        dilations,
        strides,
        pads,
        output_padding: image.map((m, i) => m + pads[i] + pads[i + block.length] - ((windows[i] - 1) * strides[i] + spans[i])),
    });
    return [reshape(g, y, [n, columns / size, ...image])];
};
/** The definitions of this family, by operator. */
export const grids = {
    GridSample: gridSample,
    AffineGrid: affineGrid,
    Col2Im: columnsToImage,
};
