import { sameShape } from "../../graph/tensor.js";
import { meetingOf, nodesBetween } from "./meeting.js";
import { isMovement, valuesFromInputs } from "./neighbourhood.js";
/**
 * Finds the branches.
 *
 * @param kernelNodes the nodes that read kernels
 * @param gates those of them that make gates, which are no layers of a branch
 */
export function residualBranches(outline, find, kernelNodes, gates) {
    const owned = new Set();
    const search = { outline, find, kernelNodes, gates, fromInputs: valuesFromInputs(outline), owned };
    const list = [];
    for (const node of outline.nodes) {
        const branch = node.operator === "Add" || node.operator === "Sum" ? branchOf(node, search) : undefined;
        if (branch === undefined)
            continue;
        for (const one of branch.nodes)
            owned.add(one);
        list.push(branch);
    }
    const branches = list.sort((a, b) => a.kernels[0].index - b.kernels[0].index);
    const positions = new Map();
    branches.forEach((branch, number) => {
        for (const [node, place] of placesIn(branch, search.fromInputs)) {
            positions.set(node, { branch: number, branches: branches.length, ...place });
        }
    });
    const shortcuts = new Set(branches.flatMap(({ shortcut = [] }) => shortcut));
    return { positionOf: (node) => positions.get(node), scales: scalesOf(list, find), shortcuts };
}
/** Operators that make images larger. */
const enlarging = new Set(["Resize", "Upsample", "ConvTranspose", "DepthToSpace", "MaxUnpool"]);
/** The branch that ends in a sum; nodes of branches within it stay theirs. */
function branchOf({ inputs }, { outline, find, kernelNodes, gates, fromInputs, owned }) {
    const [a, b, ...more] = inputs;
    if (a === undefined || b === undefined || more.length > 0)
        return undefined;
    if (find(a) !== undefined || find(b) !== undefined)
        return undefined;
    if (a.shape !== undefined && b.shape !== undefined && !sameShape(a.shape, b.shape))
        return undefined;
    const meeting = meetingOf(outline, a, b, fromInputs);
    if (meeting === undefined)
        return undefined;
    const { common, aboveA, aboveB } = meeting;
    const between = (to, above) => {
        const all = nodesBetween(common, to, above);
        const nodes = new Set([...all].filter((node) => !gates.has(node)));
        return { nodes, kernels: [...nodes].filter((node) => kernelNodes.has(node)).sort((x, y) => x.index - y.index) };
    };
    const ways = [common === a ? [] : between(a, aboveA), common === b ? [] : between(b, aboveB)].flat();
    // Ways that leave the resolution and come back are those of pyramids, as U-Net's.
    if (ways.some(({ nodes }) => [...nodes].some(({ operator }) => enlarging.has(operator))))
        return undefined;
    const [longer, shorter] = ways.sort((x, y) => y.kernels.length - x.kernels.length);
    if (longer === undefined || shorter === undefined)
        return longer && free(longer, owned);
    // A shortcut has one kernel at most, and a branch beside it nothing that is a branch already.
    if (shorter.kernels.length > 1 || longer.kernels.length <= shorter.kernels.length)
        return undefined;
    if (longer.kernels.some((node) => owned.has(node)))
        return undefined;
    const branch = free(longer, owned);
    return branch && { ...branch, shortcut: shorter.kernels };
}
/** The branch without what belongs to branches within it; `undefined` where no kernel is left. */
function free({ nodes, kernels }, owned) {
    const left = kernels.filter((node) => !owned.has(node));
    return left.length === 0
        ? undefined
        : { nodes: new Set([...nodes].filter((node) => !owned.has(node))), kernels: left };
}
/** The layer of each node of a branch. Kernels that read the same value are one layer. */
function placesIn({ nodes, kernels }, fromInputs) {
    const layers = new Map();
    let layer = -1;
    let input;
    for (const kernel of kernels) {
        const read = dataOf(kernel, fromInputs);
        if (read === undefined || read !== input)
            layer++;
        input = read;
        layers.set(kernel, layer);
    }
    const count = layer + 1;
    const places = new Map();
    for (const node of nodes) {
        const at = layers.get(node) ?? layers.get(kernels.findLast(({ index }) => index < node.index) ?? node) ?? -1;
        places.set(node, { layer: Math.max(at, 0), layers: count, last: at === count - 1 });
    }
    return places;
}
/** The value that a kernel's node reads, before it was moved. */
function dataOf(node, fromInputs) {
    let value = node.inputs.find((input) => input !== undefined && fromInputs.has(input));
    while (value?.producer !== undefined && isMovement(value.producer))
        [value] = value.producer.inputs;
    return value;
}
/** Products of a branch's end with one stored number. */
function scalesOf(branches, find) {
    const scales = new Set();
    for (const { nodes } of branches) {
        for (const node of nodes) {
            if (node.operator !== "Mul")
                continue;
            const source = node.inputs.map(find).find((one) => one !== undefined);
            const leaves = node.outputs[0].readers.some((reader) => !nodes.has(reader.node));
            if (leaves && source?.stored.tensor.place === "initializer" && source.steps.length === 0) {
                if (source.shape.every((n) => n === 1))
                    scales.add(node);
            }
        }
    }
    return scales;
}
