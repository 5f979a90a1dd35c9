/** Reads layers as people write them, "conv 3x3 64→128 stride 2", as tensors with roles. */
import { closest, InputError } from "../errors.js";
const legal = "Legal: linear 512→10; conv 3x3 64→128, with stride 2, dilation 2 or groups 32 (conv1d 5 64→128 and conv 3x3x3 16→32 too); " +
    "depthwise 3x3 64; transposed 4x4 64→32 stride 2; embedding 1000x64. Layers are separated by commas; -> does for →.";
const kinds = {
    conv: "conv",
    convolution: "conv",
    linear: "linear",
    dense: "linear",
    depthwise: "depthwise",
    transposed: "transposed",
    deconv: "transposed",
    embedding: "embedding",
};
const counts = ["stride", "dilation", "groups", "fused"];
/**
 * Reads a list of layers, separated by commas, semicolons or line breaks. `fused 3` of a linear
 * layer means three projections in one matrix.
 *
 * @throws InputError naming the layer that cannot be read, with what is legal
 * @example
 * import { parseLayers } from "stepzero/explain";
 *
 * parseLayers("conv 3x3 64→128 stride 2, linear 512→10")[0]!.kernel.shape; // → [128, 64, 3, 3]
 */
export function parseLayers(text) {
    const parts = text
        .split(/[,;\n]/)
        .map((part) => part.trim())
        .filter((part) => part !== "");
    if (parts.length === 0)
        throw new InputError(`The list of layers is empty. ${legal}`);
    return parts.map(parseLayer);
}
function parseLayer(text) {
    const wrong = (what) => new InputError(`The layer "${text}" cannot be read: ${what}${what.endsWith("?") ? "" : "."} ${legal}`);
    const words = readWords(text, wrong);
    // "depthwise conv" and "conv transposed" are depthwise and transposed.
    const isSpecial = words.kinds.has("depthwise") || words.kinds.has("transposed");
    const [kind, ...others] = [...words.kinds].filter((one) => one !== "conv" || !isSpecial);
    if (kind === undefined)
        throw wrong("it names no kind of layer");
    if (others.length > 0)
        throw wrong(`it is both ${kind} and ${others.join(" and ")}`);
    if (kind === "linear" || kind === "embedding") {
        const allowed = kind === "linear" ? ["fused"] : [];
        const stray = [...words.counts.keys()].find((count) => !allowed.includes(count));
        if (stray !== undefined || words.rank !== undefined)
            throw wrong(`${kind} layers have no ${stray ?? "dimensions"}`);
        return { text, kernel: kind === "linear" ? linear(words, wrong) : embedding(words, wrong) };
    }
    return { text, kernel: convolution(kind, words, wrong) };
}
function readWords(text, wrong) {
    const words = { kinds: new Set(), counts: new Map(), sizes: [] };
    const tokens = text
        .toLowerCase()
        .replace(/\s*(→|->|=>)\s*/g, "→")
        .replace(/(?<=\d)\s*[x×]\s*(?=\d)/g, "x")
        .split(/[\s=]+/)
        .flatMap((token) => /^conv(?:transpose)?[123]d$/.test(token)
        ? [...(token.includes("transpose") ? ["transposed"] : ["conv"]), token.slice(-2)]
        : [token]);
    for (let i = 0; i < tokens.length; i++) {
        const token = tokens[i];
        const kind = Object.hasOwn(kinds, token) ? kinds[token] : undefined;
        const count = counts.find((one) => one === token);
        if (kind !== undefined)
            words.kinds.add(kind);
        else if (count !== undefined) {
            const value = tokens[++i] ?? "";
            if (!isSizes(value) || words.counts.has(count))
                throw wrong(`${count} needs one number after it`);
            words.counts.set(count, sizesOf(value));
        }
        else if (/^[123]d$/.test(token))
            words.rank = Number(token[0]);
        else if (isSizes(token))
            words.sizes.push(sizesOf(token));
        else if (/^\d{1,9}→\d{1,9}$/.test(token)) {
            const [from, to] = token.split("→").map(Number);
            if (words.channels !== undefined || from < 1 || to < 1)
                throw wrong("it names its channels twice, or they are 0");
            words.channels = [from, to];
        }
        else {
            const near = closest(token, [...Object.keys(kinds), ...counts]);
            throw wrong(`"${token}" does not describe a layer${near === undefined ? "" : `; did you mean "${near}"?`}`);
        }
    }
    if ([...words.sizes, ...words.counts.values()].flat().some((size) => size < 1))
        throw wrong("a size is 0");
    return words;
}
const isSizes = (token) => /^\d{1,9}(x\d{1,9})*$/.test(token);
const sizesOf = (token) => token.split("x").map(Number);
function linear({ channels, sizes, counts: settings }, wrong) {
    if (channels === undefined || sizes.length > 0)
        throw wrong("a linear layer is written linear 512→10");
    const [from, to] = channels;
    const [fused = 1] = settings.get("fused") ?? [];
    if (to % fused !== 0)
        throw wrong(`${to} outputs do not divide into ${fused}`);
    return {
        name: "kernel",
        shape: [to, from],
        role: { kind: "kernel", operation: "dense", ...(fused === 1 ? {} : { fused }) },
    };
}
function embedding({ channels, sizes }, wrong) {
    const shape = channels ?? sizes[0];
    if (shape?.length !== 2 || sizes.length > (channels === undefined ? 1 : 0))
        throw wrong("an embedding is written embedding 1000x64, entries by width");
    return { name: "embedding", shape: [...shape], role: { kind: "embedding", operation: "embedding" } };
}
function convolution(kind, words, wrong) {
    const { sizes, counts: settings } = words;
    const [window, width, ...more] = sizes;
    // "depthwise 3x3 64" has as many channels out as in.
    const channels = words.channels ?? (kind === "depthwise" && width?.length === 1 ? [width[0], width[0]] : undefined);
    if (window === undefined)
        throw wrong("it lacks the kernel's size, as 3x3");
    if (channels === undefined)
        throw wrong(`it lacks the channels, as ${kind === "depthwise" ? "64" : "64→128"}`);
    if (more.length > 0 || (width !== undefined && words.channels !== undefined))
        throw wrong("it has one size too many");
    if (settings.has("fused"))
        throw wrong("only linear layers are fused");
    const rank = words.rank ?? (window.length === 1 ? 2 : window.length);
    if (rank > 3)
        throw wrong("a convolution has one to three dimensions");
    const spread = (values, name) => {
        if (values.length === 1)
            return new Array(rank).fill(values[0]);
        if (values.length === rank)
            return [...values];
        throw wrong(`its ${name} ${values.join("x")} does not have ${rank} dimension${rank === 1 ? "" : "s"}`);
    };
    const kernel = spread(window, "kernel");
    const [from, to] = channels;
    const groups = kind === "depthwise" ? from : (settings.get("groups")?.[0] ?? 1);
    if (kind === "depthwise" && settings.has("groups"))
        throw wrong("a depthwise convolution has as many groups as channels");
    if (from % groups !== 0 || to % groups !== 0)
        throw wrong(`${from}→${to} channels do not divide into ${groups} groups`);
    const transposed = kind === "transposed";
    return {
        name: "kernel",
        shape: transposed ? [from, to / groups, ...kernel] : [to, from / groups, ...kernel],
        role: {
            kind: "kernel",
            operation: transposed ? "transposed-convolution" : "convolution",
            groups,
            stride: spread(settings.get("stride") ?? [1], "stride"),
            dilation: spread(settings.get("dilation") ?? [1], "dilation"),
        },
    };
}
