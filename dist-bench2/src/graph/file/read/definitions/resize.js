/**
 * Resize in the forms that its operator in our graphs does not have (cubic, against aliasing, by
 * regions): along each axis a matrix product with the weights of its elements.
 */
import { add, matMul, reshape, transpose } from "../../../expressions.js";
import { sizeOf, tensor } from "../../../tensor.js";
import { axisOf, checkCount, floatInput, numberOf, numbersOf } from "../file-node.js";
/** Factors and sizes of every axis, from the scales or sizes of those that are named. */
function axesOf(node, x) {
    const rank = x.shape.length;
    const stated = node.attributes.axes;
    const axes = stated?.map((axis) => axisOf(node, axis, rank)) ?? x.shape.map((_, i) => i);
    const read = (input, what) => {
        const numbers = numbersOf(node, input, what);
        return numbers === undefined || numbers.length === 0 ? undefined : numbers;
    };
    const [scales, sizes] = [read(2, "scales"), read(3, "sizes")];
    const regions = node.attributes.coordinate_transformation_mode === "tf_crop_and_resize" ? read(1, "roi") : undefined;
    const factors = scales ?? axes.map((axis, i) => (sizes ?? node.fail("give either scales or sizes"))[i] / x.shape[axis]);
    const policy = node.attributes.keep_aspect_ratio_policy ?? "stretch";
    const common = policy === "stretch" || sizes === undefined ? undefined : commonFactor(node, policy, factors);
    return x.shape.map((n, axis) => {
        const i = axes.indexOf(axis);
        if (i < 0)
            return { n, out: n, factor: 1, region: [0, 1] };
        const factor = common ?? factors[i];
        const whole = common === undefined ? sizes?.[i] : Math.floor(n * common + 0.5);
        return {
            n,
            out: whole ?? Math.floor(n * factor),
            factor,
            region: regions === undefined ? [0, 1] : [regions[i], regions[i + axes.length]],
        };
    });
}
/** The one factor that keeps the ratio of the axes. */
function commonFactor(node, policy, factors) {
    if (policy === "not_larger")
        return Math.min(...factors);
    if (policy === "not_smaller")
        return Math.max(...factors);
    return node.fail(`keep_aspect_ratio_policy "${policy}" is none of stretch, not_larger, not_smaller`);
}
/** The place in the input that output element `j` stands for. */
function placeOf(node, j, { n, out, factor, region: [start, end] }) {
    const mode = node.attributes.coordinate_transformation_mode ?? "half_pixel";
    const exact = n * factor;
    switch (mode) {
        case "half_pixel":
            return (j + 0.5) / factor - 0.5;
        case "half_pixel_symmetric":
            return (n / 2) * (1 - out / exact) + (j + 0.5) / factor - 0.5;
        case "pytorch_half_pixel":
            return out > 1 ? (j + 0.5) / factor - 0.5 : 0;
        case "align_corners":
            return out > 1 ? (j * (n - 1)) / (exact - 1) : 0;
        case "asymmetric":
            return j / factor;
        case "tf_half_pixel_for_nn":
            return (j + 0.5) / factor;
        case "tf_crop_and_resize":
            if (out === 1)
                return 0.5 * (start + end) * (n - 1);
            return start * (n - 1) + (j * (end - start) * (n - 1)) / (out - 1);
        default:
            return node.fail(`coordinate_transformation_mode "${mode}" is not known`);
    }
}
/** The weight of an element at a distance: a triangle, or Keys' cubic with its parameter a. */
function weightAt(distance, mode, a) {
    const t = Math.abs(distance);
    if (mode === "linear")
        return Math.max(0, 1 - t);
    if (t <= 1)
        return (a + 2) * t ** 3 - (a + 3) * t ** 2 + 1;
    return t < 2 ? a * t ** 3 - 5 * a * t ** 2 + 8 * a * t - 4 * a : 0;
}
const rounding = {
    round_prefer_floor: (x) => Math.ceil(x - 0.5),
    round_prefer_ceil: (x) => Math.floor(x + 0.5),
    floor: Math.floor,
    ceil: Math.ceil,
};
/** The weights of the n elements in output element `j`. */
function weightsOf(node, j, axis) {
    const { n, factor } = axis;
    const row = new Array(n).fill(0);
    const mode = node.attributes.mode ?? "nearest";
    const place = placeOf(node, j, axis);
    const inside = (i) => Math.min(Math.max(i, 0), n - 1);
    if (mode === "nearest") {
        const round = rounding[node.attributes.nearest_mode ?? "round_prefer_floor"];
        // Places in float32 decide who is nearest, as in the operator itself.
        row[inside((round ?? node.fail("nearest_mode is not known"))(Math.fround(place)))] = 1;
        return row;
    }
    if (mode !== "linear" && mode !== "cubic")
        node.fail(`mode "${mode}" is none of nearest, linear, cubic`);
    // Against aliasing the weights reach over as many elements as become one.
    const narrow = node.attributes.antialias === 1 ? Math.min(factor, 1) : 1;
    const reach = Math.ceil((mode === "linear" ? 1 : 2) / narrow);
    const low = Math.floor(place);
    let total = 0;
    for (let i = low - reach; i <= low + reach + 1; i++) {
        if (node.attributes.exclude_outside === 1 && inside(i) !== i)
            continue;
        const weight = weightAt((i - place) * narrow, mode, numberOf(node, "cubic_coeff_a", -0.75));
        row[inside(i)] += weight;
        total += weight;
    }
    return row.map((weight) => weight / total);
}
/** Resize by a matrix along every axis that changes. */
export const resizeByMatrices = (node) => {
    const { g } = node;
    const x = floatInput(node);
    const axes = axesOf(node, x);
    for (const { n, out } of axes)
        checkCount(node, n * out);
    const crops = node.attributes.coordinate_transformation_mode === "tf_crop_and_resize";
    const isOutside = axes.map((axis) => Array.from({ length: axis.out }, (_, j) => {
        const place = placeOf(node, j, axis);
        return crops && (place < 0 || place > axis.n - 1);
    }));
    let y = x;
    axes.forEach((axis, i) => {
        if (axis.factor === 1 && axis.out === axis.n && axis.region.join() === "0,1")
            return;
        const rows = Array.from({ length: axis.out }, (_, j) => isOutside[i][j] ? new Array(axis.n).fill(0) : weightsOf(node, j, axis));
        const values = Array.from({ length: axis.n }, (_, k) => rows.map((row) => row[k])).flat();
        const matrix = g.constant(tensor(x.type, [axis.n, axis.out], values), `${node.name}/weights`);
        const order = y.shape.map((_, k) => (k === i ? y.shape.length - 1 : k === y.shape.length - 1 ? i : k));
        const last = transpose(g, y, order);
        const product = matMul(g, last.shape.length === 1 ? reshape(g, last, [1, axis.n]) : last, matrix);
        y = transpose(g, reshape(g, product, [...last.shape.slice(0, -1), axis.out]), order);
    });
    const value = numberOf(node, "extrapolation_value", 0);
    if (value === 0 || !isOutside.some((axis) => axis.includes(true)))
        return [y];
    checkCount(node, sizeOf(y.shape));
    const outside = isOutside.reduce((all, axis) => all.flatMap((before) => axis.map((here) => before || here)), [false]);
    const filling = tensor(x.type, y.shape, outside.map((one) => (one ? value : 0)));
    return [add(g, y, g.constant(filling, `${node.name}/outside`))];
};
/** Whether the operator of our graphs, as ONNX Runtime has it, does what the file says. */
export function needsMatrices(node) {
    const { mode = "nearest", antialias, keep_aspect_ratio_policy: policy = "stretch" } = node.attributes;
    const coordinates = node.attributes.coordinate_transformation_mode ?? "half_pixel";
    if (mode === "cubic" || policy !== "stretch" || (antialias === 1 && mode !== "nearest"))
        return true;
    if (!["half_pixel", "asymmetric", "align_corners", "pytorch_half_pixel"].includes(coordinates))
        return true;
    if (coordinates !== "align_corners" || mode !== "linear")
        return false;
    // ONNX Runtime aligns the corners with the whole size, ONNX with the size that the scale gives.
    return axesOf(node, node.inputs[0]).some(({ n, out, factor }) => Math.abs(n * factor - out) > 1e-3);
}
