import { reduceSum, reshape, slice, transpose } from "../../expressions.js";
import { domain } from "./blocked-forms.js";
/**
 * A convolution, with its bias and, if `relu`, the ReLU after it. Gives blocked images [N, O, h,
 * w].
 */
export function convolution(g, node, forms, block, relu) {
    const [x, w, bias] = node.inputs;
    const [o, c, kh, kw] = w.shape;
    const kernel = forms.plain(w);
    // Few channels (an image's) are read as they are, plain.
    const [input, ordered] = c < block
        ? [forms.plain(x), transpose(g, reshape(g, kernel, [o / block, block, c, kh, kw]), [0, 2, 3, 4, 1])]
        : [forms.blocked(x), blockedKernel(g, kernel, block)];
    const { strides, dilations, pads } = node.attributes;
    return g.apply(`${domain}:Conv`, [input, reshape(g, ordered, [o, c, kh, kw]), ...(bias === undefined ? [] : [forms.plain(bias)])], {
        kernel_shape: [kh, kw],
        ...(strides === undefined ? {} : { strides }),
        ...(dilations === undefined ? {} : { dilations }),
        ...(pads === undefined ? {} : { pads }),
        ...(relu ? { activation: "Relu" } : {}),
    });
}
/** [O, C, kh, kw] → [O/b, C/b, kh, kw, b of C, b of O]. */
function blockedKernel(g, kernel, block) {
    const [o, c, kh, kw] = kernel.shape;
    const apart = reshape(g, kernel, [o / block, block, c / block, block, kh, kw]);
    return transpose(g, apart, [0, 2, 4, 5, 3, 1]);
}
/** Σ over space of a blocked image: [N, C]. */
export function imageSum(g, node, producer, forms, block) {
    const image = producer(node.inputs[0]).inputs[0];
    const [n, c, h, w] = image.shape;
    if (!forms.isBlocked(image))
        return reduceSum(g, forms.plain(node.inputs[0]), [2], false);
    const sums = reduceSum(g, reshape(g, forms.blocked(image), [(n * c) / block, h * w, block]), [1], false);
    return reshape(g, sums, [n, c]);
}
/** ConvTranspose of stride 1 = Conv with the kernel turned round, in and out exchanged. */
export function inputGradient(g, node, forms, block) {
    const [dy, w] = node.inputs;
    const [, c, kh, kw] = w.shape;
    const turned = slice(g, forms.plain(w), [2, 3], [-1, -1], [-kh - 1, -kw - 1], [-1, -1]);
    const kernel = transpose(g, turned, [1, 0, 2, 3]); // [C, O, kh, kw]
    const [top = 0, left = 0, bottom = 0, right = 0] = (node.attributes.pads ?? []);
    const ordered = reshape(g, blockedKernel(g, kernel, block), [c, w.shape[0], kh, kw]);
    return g.apply(`${domain}:Conv`, [forms.blocked(dy), ordered], {
        kernel_shape: [kh, kw],
        pads: [kh - 1 - top, kw - 1 - left, kh - 1 - bottom, kw - 1 - right],
    });
}
