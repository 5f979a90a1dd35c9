/** Whether a name of a TorchScript file is one that the exporter made up. */
export const isMadeUp = (name) => /^(\/|onnx::|\d+$)/.test(name);
/** The entry that a TorchScript file names an operand by. */
export const nameOf = ({ alias, stored }) => [alias, stored.name].find((name) => name !== undefined && !isMadeUp(name));
/** The path of an entry's module: "conv1.weight" → "conv1". */
export const ownerOf = (entry) => entry.split(".").slice(0, -1).join(".");
/** An entry's name: of the outermost module it has no path. */
export const entryIn = (path, leaf) => (path === "" ? leaf : `${path}.${leaf}`);
/** Nodes that a Linear or an Embedding consists of. */
const ofLayers = new Set(["MatMul", "Gemm", "Add", "Transpose", "Gather", "Identity", "Constant"]);
/**
 * Whether a module is a layer as Linear and Embedding are: it has no other nodes, no module lies in
 * it, and it is not the second call of another ("/fc_1/MatMul").
 */
export function isPlainLayer(module, path) {
    const { nodes } = module.outline;
    if (path === "")
        return false;
    const paths = new Set(nodes.map((node) => module.pathOf(node)));
    if (/_\d+$/.test(path) && paths.has(path.replace(/_\d+$/, "")))
        return false;
    return (nodes.every((node) => module.pathOf(node) !== path || ofLayers.has(node.operator)) &&
        ![...paths].some((other) => other.startsWith(`${path}.`)));
}
/** Whether a module is group norm: instance norm between constants, then scale and shift. */
export function isGroupNorm(module, path) {
    return module.outline.nodes.some((node) => node.operator === "InstanceNormalization" && path !== "" && module.pathOf(node) === path);
}
/** The nodes that read a node's first output. */
export const readersOf = ({ outputs }) => outputs[0]?.readers.map(({ node }) => node) ?? [];
