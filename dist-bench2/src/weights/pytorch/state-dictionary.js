import { freshTensors } from "../fresh-tensors.js";
import { foldedNorms } from "./folded-norms.js";
import { isMadeUp, isPlainLayer, ownerOf } from "./module-paths.js";
import { entriesOf } from "./operand-entries.js";
/**
 * Reads the state dictionary of a model with new numbers. Batch norms that the exporter folded into
 * kernels are as a constructor makes them (scale and variance 1, shift and mean 0), where the file
 * tells their names.
 */
export function stateDictionary(module, roles, edit) {
    const fresh = freshTensors(module.outline, edit);
    const byName = new Map();
    const consumed = new Set();
    const add = (entry, from) => {
        if (from !== undefined)
            consumed.add(from);
        if (module.entries?.has(entry.name) === false || byName.has(entry.name))
            return;
        const { name, shape, data, type } = entry;
        byName.set(name, { name, shape, data, ...(type && { type }), from });
    };
    const mentioned = mentionedEntries(module);
    for (const node of module.outline.nodes) {
        for (const input of node.inputs.keys()) {
            const { name: from, type } = fresh.operand(node, input) ?? {};
            for (const plain of entriesOf(module, fresh, node, input)) {
                const entry = { ...plain, ...(type && { type }) };
                add(entry, from);
                const twin = twinOf(module, mentioned, node, input, entry.name);
                if (twin !== undefined)
                    add({ ...entry, name: twin }, from);
            }
        }
    }
    for (const { name, tensor, ...value } of module.outline.stored) {
        const isEntry = module.entries?.has(name) ?? (tensor.place === "initializer" && !isMadeUp(name));
        if (isEntry && !byName.has(name))
            add(fresh.stored({ ...value, name, tensor }), name);
    }
    const folded = foldedNorms(module);
    const keptNames = new Set(roles.kept.map(({ name }) => name));
    for (const norm of folded)
        for (const entry of constructed(module, fresh, norm, keptNames))
            add(entry);
    for (const node of module.outline.nodes)
        for (const entry of droppedBias(module, fresh, node))
            add(entry);
    for (const { node } of folded)
        consumed.add(fresh.operand(node, 2)?.name ?? "");
    const listed = [...(module.entries ?? byName.keys())];
    return {
        entries: listed.flatMap((name) => byName.get(name) ?? []),
        isListed: module.entries !== undefined,
        missing: listed.filter((name) => !byName.has(name)),
        unnamed: unnamedTensors(module, roles, edit, consumed),
        folded,
    };
}
/** Entries that some call reads, or that a tensor of the file is. */
function mentionedEntries({ outline, callOf }) {
    const called = outline.nodes.flatMap((node) => callOf(node)?.entries ?? []);
    return new Set([...called, ...outline.stored.map(({ name }) => name)]);
}
/**
 * The other name of a tied parameter: a module's node reads the entry of another module. Where the
 * file lists the entries, the twin is one that nothing mentions.
 */
function twinOf(module, mentioned, { operator, ...node }, input, entry) {
    const path = module.pathOf({ operator, ...node });
    if (path === "" || entry.startsWith(`${path}.`))
        return undefined;
    const leaves = {
        Gather: ["weight"],
        MatMul: [undefined, "weight"],
        Gemm: [undefined, "weight", "bias"],
        Add: ["bias", "bias"],
    };
    const leaf = Object.hasOwn(leaves, operator) ? leaves[operator][input] : undefined;
    if (leaf === undefined)
        return undefined;
    const twin = `${path}.${leaf}`;
    if (module.entries !== undefined)
        return module.entries.has(twin) && !mentioned.has(twin) ? twin : undefined;
    return leaf === "weight" && isPlainLayer(module, path) ? twin : undefined;
}
/**
 * A folded batch norm's entries as its constructor makes them. Where the kernel has no bias of its
 * own, a bias that keeps its numbers is the norm's shift.
 */
function constructed(module, fresh, { node, entries = [] }, keptNames) {
    const size = channelsOf(fresh, node);
    if (size === undefined)
        return [];
    const bias = fresh.operand(node, 2);
    const hasOwn = module.entries?.has(`${ownerOf(fresh.operand(node, 1).stored.name)}.bias`);
    const shift = bias !== undefined && !hasOwn && keptNames.has(bias.stored.name) ? bias : undefined;
    return entries.flatMap((name, i) => {
        if (name === undefined)
            return [];
        return [
            i === 1 && shift ? { ...shift, name } : { ...filled(name, size, [1, 0, 0, 1][i]), ...typeOf(fresh, node) },
        ];
    });
}
/** A kernel's bias that the exporter changed, or left out because it was all zeros. */
function droppedBias(module, fresh, node) {
    const call = module.callOf(node);
    const size = channelsOf(fresh, node);
    if (call === undefined || size === undefined)
        return [];
    const kernel = fresh.operand(node, 1).stored.name;
    const isNorm = call.target.includes("batch_norm");
    const isLayer = /^(linear|conv|_?convolution)/.test(call.target);
    const name = isNorm ? `${ownerOf(kernel)}.bias` : isLayer ? call.tensors[2] : undefined;
    if (name === undefined || !module.entries.has(name))
        return [];
    const bias = fresh.operand(node, 2);
    return [isNorm && bias !== undefined ? { ...bias, name } : { ...filled(name, size, 0), ...typeOf(fresh, node) }];
}
/** The type of a node's kernel. */
function typeOf(fresh, node) {
    const type = fresh.operand(node, 1)?.type;
    return type === undefined ? {} : { type };
}
const filled = (name, size, value) => ({
    name,
    shape: [size],
    data: new Float32Array(size).fill(value),
});
/** Units of a kernel's operator. */
function channelsOf(fresh, node) {
    const [first, second] = fresh.operand(node, 1)?.shape ?? [];
    switch (node.operator) {
        case "Conv":
            return first;
        case "ConvTranspose":
            return second === undefined ? undefined : second * Number(node.attributes.group ?? 1);
        case "Gemm":
            return node.attributes.transB === 1 ? first : second;
        case "MatMul":
            return second;
        default:
            return undefined;
    }
}
/** Tensors with new numbers, and unknown ones, that no entry was made from. */
function unnamedTensors({ outline }, { weights, states, kept: keptTensors }, edit, consumed) {
    const initializers = new Set(outline.stored.flatMap(({ name, tensor }) => (tensor.place === "initializer" ? name : [])));
    const lost = [...weights.map(({ places }) => places), ...states.map(({ place }) => [place])].flatMap((places) => {
        const names = places.map(edit.nameOf);
        return names.some((name) => consumed.has(name)) ? [] : names.slice(0, 1);
    });
    const unknown = keptTensors.filter(({ name, isFixed }) => !isFixed && initializers.has(name) && !consumed.has(name));
    return [...new Set([...lost, ...unknown.map(({ name }) => name)])];
}
/** Whether and how PyTorch can load a state dictionary. */
export function loadingOf({ entries, isListed, missing, unnamed, folded }) {
    if (entries.length === 0)
        return { way: "by-hand", missing: [] };
    const isWhole = isListed ? missing.length === 0 : unnamed.length === 0 && folded.length === 0;
    return isWhole ? { way: "strict", missing: [] } : { way: "partial", missing };
}
