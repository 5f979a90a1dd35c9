import { pad, reshape, slice, transpose } from "../../expressions.js";
import { domain } from "./blocked-forms.js";
import { unswapped } from "./filter-gradient.js";
import { gradientPiece } from "./filter-gradient-pieces.js";
/** The filter gradient that a swapped convolution stands for. */
export function filterGradient(g, node, producer, forms, { block, cache }) {
    const x = unswapped(node.inputs[0], producer);
    const dy = unswapped(node.inputs[1], producer);
    const [n, o, h, w] = dy.shape;
    const place = {
        pads: (node.attributes.pads ?? [0, 0, 0, 0]),
        dilations: (node.attributes.dilations ?? [1, 1]),
        block,
    };
    const form = x.shape[1] >= FEWEST_SIDE_BY_SIDE && block === WIDE_BLOCK ? sideBySide : oneByOne;
    const samples = form.image(g, forms.plain(x), place);
    const apart = reshape(g, forms.blocked(dy), [n / block, block, o / block, h * w, block]);
    const kernelOf = (part) => transpose(g, part, [2, 0, 3, 1, 4]);
    const convolved = (image, kernel, [filters, of], before) => form.convolutions(g, image, reshape(g, kernel, [filters, of, h, w]), { ...place, channels: x.shape[1] }, before);
    const piece = gradientPiece([n, o, h, w], block, cache);
    if (piece === undefined)
        return form.gradient(g, [convolved(samples, kernelOf(apart), [o, n])], x.shape[1], block);
    const sums = new Map();
    for (let from = 0; from < n; from += piece.samples) {
        const to = from + piece.samples;
        const image = slice(g, samples, [1], [from], [to]);
        const kernel = kernelOf(slice(g, apart, [0], [from / block], [to / block]));
        for (let filter = 0; filter < o; filter += piece.filters) {
            const filters = slice(g, kernel, [0], [filter / block], [(filter + piece.filters) / block]);
            sums.set(filter, convolved(image, filters, [piece.filters, piece.samples], sums.get(filter)));
        }
    }
    return form.gradient(g, [...sums.values()], x.shape[1], block);
}
/** Blocks whose kernels do six places at once, where narrower ones do three: with AVX-512. */
const WIDE_BLOCK = 16;
/** From so many channels on they lie side by side. */
const FEWEST_SIDE_BY_SIDE = 6;
/** Each channel of X is an image of its own: [C, N, H, W]. */
const oneByOne = {
    image: (g, x, { pads, block }) => {
        const samples = g.apply(`${domain}:ReorderInput`, [transpose(g, x, [1, 0, 2, 3])]);
        return padded(g, samples, pads, block);
    },
    convolutions: (g, image, kernel, { dilations }, before = []) => [
        g.apply(`${domain}:Conv`, [image, kernel, ...summand(before[0])], {
            kernel_shape: kernel.shape.slice(2),
            dilations,
        }),
    ],
    gradient: (g, parts) => ({ blocked: concatenated(g, parts.flat(), 1) }),
};
/**
 * The channels of X lie side by side in one image [1, N, H, C·W]. A convolution for each column of
 * the filter has the filters' places in all channels as its row: W apart, so that the layout's
 * kernel has many places for each number of dY that it reads. 64 filters of 32 channels at 26 × 26,
 * batch 64, take 7.7 ms instead of 10.0; 64 of 64 at 10 × 10, batch 128, 2.5 instead of 3.0 (AMD
 * EPYC, family 26, one thread).
 */
const sideBySide = {
    image(g, x, { pads, block }) {
        const [n, c, height, width] = x.shape;
        const samples = g.apply(`${domain}:ReorderInput`, [reshape(g, x, [1, n, c * height, width])]);
        // [N/b·C, b, H, W] in the blocked layout: its blocks of samples are the images.
        const images = padded(g, reshape(g, samples, [(n / block) * c, block, height, width]), pads, block);
        const [, , h, w] = images.shape;
        const rows = transpose(g, reshape(g, images, [n / block, c, h, w * block]), [0, 2, 1, 3]);
        return reshape(g, rows, [1, n, h, c * w]);
    },
    convolutions(g, image, kernel, { dilations, channels }, before = []) {
        const width = image.shape[3] / channels;
        const [h, w] = kernel.shape.slice(2);
        const columns = width - (w - 1) * dilations[1];
        return Array.from({ length: columns }, (_, j) => g.apply(`${domain}:Conv`, [image, kernel, ...summand(before[j])], {
            kernel_shape: [h, w],
            dilations,
            strides: [1, width],
            // All but the first begin with a place before the image, which is left out at the end.
            pads: [0, j === 0 ? 0 : width - j, 0, 0],
        }));
    },
    gradient(g, parts, channels, block) {
        // [O/b, kh, C·kw, b] of each part of O
        const ordered = parts.map((columns) => {
            const apart = columns.map((v) => reshape(g, v, [v.shape[1] / block, v.shape[2], v.shape[3], block]));
            const places = Array.from({ length: channels }, (_, c) => columns.map((_, j) => j * (channels + 1) + c));
            return g.apply("Gather", [g.apply("Concat", apart, { axis: 2 }), g.integers(places.flat())], { axis: 2 });
        });
        const all = concatenated(g, ordered, 0);
        const [blocks, kh, , b] = all.shape;
        const kw = parts[0].length;
        const apart = reshape(g, all, [blocks, kh, channels, kw, b]);
        return { plain: reshape(g, transpose(g, apart, [2, 0, 4, 1, 3]), [channels, blocks * b, kh, kw]) };
    },
};
const summand = (before) => (before === undefined ? [] : [undefined, before]);
const concatenated = (g, parts, axis) => parts.length === 1 ? parts[0] : g.apply("Concat", parts, { axis });
/**
 * Zeros around blocked images. The kernel does places that reach over the edge one at a time, and
 * of a filter gradient's few places most do: padded beforehand, 16 filters of 16 channels at 32 ×
 * 32, batch 128, take 9 ms instead of 21.
 */
function padded(g, x, [top, left, bottom, right], block) {
    if (top + left + bottom + right === 0)
        return x;
    const [n, c, h, w] = x.shape;
    const rows = reshape(g, x, [(n * c) / block, h, w * block]);
    const wider = pad(g, rows, [0, top, left * block], [0, bottom, right * block]);
    return reshape(g, wider, [n, c, h + top + bottom, w + left + right]);
}
