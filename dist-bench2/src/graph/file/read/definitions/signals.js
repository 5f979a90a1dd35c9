/** Windows and filter banks, which are constants, and Fourier transforms as matrix products. */
import { matMul, mul, reshape, transpose } from "../../../expressions.js";
import { tensor } from "../../../tensor.js";
import { axisOf, checkCount, floatInput, numberOf, numbersOf } from "../file-node.js";
/** The one number of an input that must be constant; undefined where it is left out. */
const numberIn = (node, input, what) => numbersOf(node, input, what)?.[0];
const outputType = (node) => node.attributes.output_datatype ?? "float32";
/** Σ coefficientₖ · cos(2πk·n/N) for n = 0, 1, …, with N one less than the size unless periodic. */
function cosineWindow(...coefficients) {
    return (node) => {
        const size = numberIn(node, 0, "the size");
        checkCount(node, size);
        const period = numberOf(node, "periodic", 1) === 1 ? size : size - 1;
        const values = Array.from({ length: size }, (_, n) => coefficients.reduce((sum, c, k) => sum + c * Math.cos((2 * Math.PI * k * n) / period), 0));
        return [tensor(outputType(node), [size], values)];
    };
}
/** Triangles on the mel scale, 2595 · log₁₀(1 + f/700): [bins of the spectrum, bands]. */
const melWeightMatrix = (node) => {
    const [bands, length, rate, low, high] = [0, 1, 2, 3, 4].map((i) => numberIn(node, i, "every input"));
    const mel = (f) => 2595 * Math.log10(1 + f / 700);
    const step = (mel(high) - mel(low)) / (bands + 2);
    const bins = Math.floor(length / 2) + 1;
    checkCount(node, bands * bins);
    const corners = Array.from({ length: bands + 2 }, (_, i) => {
        const f = 700 * (10 ** ((mel(low) + i * step) / 2595) - 1);
        return Math.floor(((length + 1) * f) / rate);
    });
    const weight = (bin, band) => {
        const [start, top, end] = corners.slice(band, band + 3);
        if (bin === top)
            return 1;
        if (bin > start && bin < top)
            return (bin - start) / (top - start);
        return bin > top && bin < end ? (end - bin) / (end - top) : 0;
    };
    const weights = Array.from({ length: bins * bands }, (_, i) => weight(Math.floor(i / bands), i % bands));
    return [tensor(outputType(node), [bins, bands], weights)];
};
/**
 * The matrix from elements (real and imaginary part of each, where the input is complex) to bins
 * (real and imaginary part of each): e^(∓2πi·jk/length), over the length for the inverse.
 */
function fourierMatrix(type, { count, length, isComplex, inverse, onesided }) {
    const bins = onesided ? Math.floor(length / 2) + 1 : length;
    const scale = inverse ? 1 / length : 1;
    const rows = [];
    for (let j = 0; j < count; j++) {
        const turned = Array.from({ length: bins }, (_, k) => {
            // The product's remainder keeps the angle small, and its cosine exact.
            const angle = ((inverse ? 2 : -2) * Math.PI * ((j * k) % length)) / length;
            return j < length ? [scale * Math.cos(angle), scale * Math.sin(angle)] : [0, 0];
        });
        rows.push(...turned.flat());
        if (isComplex)
            rows.push(...turned.flatMap(([real, imaginary]) => [-imaginary, real]));
    }
    return tensor(type, [count * (isComplex ? 2 : 1), 2 * bins], rows);
}
/** The transform of the axis before the last, which is of real and imaginary part. */
function transformed(node, x, how) {
    const { g } = node;
    const [count, parts] = x.shape.slice(-2);
    if (parts !== 1 && parts !== 2)
        node.fail(`the last axis has ${parts} elements, not a real or a complex number`);
    checkCount(node, 4 * count * how.length);
    const matrix = fourierMatrix(x.type, { ...how, count, isComplex: parts === 2 });
    const others = x.shape.slice(0, -2);
    const rows = reshape(g, x, [...others, count * parts]);
    const spectrum = matMul(g, rows.shape.length < 2 ? reshape(g, rows, [1, ...rows.shape]) : rows, g.constant(matrix));
    return reshape(g, spectrum, [...others, matrix.shape[1] / 2, 2]);
}
/** Along one axis; opset 20 made the axis an input. */
const dft = (node) => {
    const x = floatInput(node);
    const rank = x.shape.length;
    const stated = node.opset < 20 ? numberOf(node, "axis", 1) : (numberIn(node, 2, "the axis") ?? -2);
    const axis = axisOf(node, stated, rank);
    if (axis === rank - 1)
        node.fail("the axis is that of real and imaginary part");
    const inverse = numberOf(node, "inverse", 0) === 1;
    const onesided = numberOf(node, "onesided", 0) === 1;
    if (inverse && onesided)
        node.fail("inverse and onesided together are not supported");
    const order = x.shape.map((_, i) => (i === axis ? rank - 2 : i === rank - 2 ? axis : i));
    const length = numberIn(node, 1, "dft_length") ?? x.shape[axis];
    const spectrum = transformed(node, transpose(node.g, x, order), { length, inverse, onesided });
    return [transpose(node.g, spectrum, order)];
};
/**
 * Frames of the signal [N, length, 1], each times the window, transformed: [N, frames, bins, 2].
 */
const stft = (node) => {
    const { g } = node;
    const signal = floatInput(node);
    const x = signal.shape.length === 2 ? reshape(g, signal, [...signal.shape, 1]) : signal;
    const step = numberIn(node, 1, "frame_step") ?? node.fail("frame_step is missing");
    const window = node.inputs[2];
    const length = numberIn(node, 3, "frame_length") ?? window?.shape[0] ?? node.fail("frame_length is missing");
    const frames = Math.floor((x.shape[1] - length) / step) + 1;
    if (!(frames > 0))
        node.fail(`a frame of ${length} is longer than the signal of ${x.shape[1]}`);
    checkCount(node, frames * length);
    const places = Array.from({ length: frames * length }, (_, i) => Math.floor(i / length) * step + (i % length));
    const indices = g.constant(tensor("int64", [frames, length], places), "frames");
    const cut = g.apply("Gather", [x, indices], { axis: 1 }); // [N, frames, length, 1 or 2]
    const weighted = window === undefined ? cut : mul(g, cut, reshape(g, window, [length, 1]));
    return [transformed(node, weighted, { length, inverse: false, onesided: numberOf(node, "onesided", 1) === 1 })];
};
/** The definitions of this family, by operator. */
export const signals = {
    HannWindow: cosineWindow(0.5, -0.5),
    HammingWindow: cosineWindow(25 / 46, -21 / 46),
    BlackmanWindow: cosineWindow(0.42, -0.5, 0.08),
    MelWeightMatrix: melWeightMatrix,
    DFT: dft,
    STFT: stft,
};
