/** Residual branches of a model: sums of a value and what is computed from it by kernels. */
import type { Outline, OutlineNode, OutlineValue } from "../../graph/file/outline.js";
import { sameShape } from "../../graph/tensor.js";
import type { ResidualPosition } from "../parameter.js";
import { meetingOf, nodesBetween } from "./meeting.js";
import { isMovement, valuesFromInputs } from "./neighbourhood.js";
import type { FindSource } from "./stored-source.js";

/** Where nodes stand in residual branches. */
export interface ResidualBranches {
  /**
   * The place of a node's parameters: a kernel's is its layer; any other node belongs to the kernel
   * before it in its branch.
   */
  readonly positionOf: (node: OutlineNode) => ResidualPosition | undefined;
  /** The node that multiplies the end of a branch, where one does, by its constant factor. */
  readonly scales: ReadonlySet<OutlineNode>;
  /** The nodes of kernels that bring the input of a branch to its end's shape. */
  readonly shortcuts: ReadonlySet<OutlineNode>;
}

interface Branch {
  readonly nodes: ReadonlySet<OutlineNode>;
  readonly kernels: readonly OutlineNode[];
  /** Kernels on the way around it. */
  readonly shortcut?: readonly OutlineNode[];
}

/** What is known while branches are sought. */
interface Search {
  readonly outline: Outline;
  readonly find: FindSource;
  readonly kernelNodes: ReadonlySet<OutlineNode>;
  readonly gates: ReadonlySet<OutlineNode>;
  readonly fromInputs: ReadonlySet<OutlineValue>;
  /** The nodes of branches that are found already. */
  readonly owned: ReadonlySet<OutlineNode>;
}

/**
 * Finds the branches.
 *
 * @param kernelNodes the nodes that read kernels
 * @param gates those of them that make gates, which are no layers of a branch
 */
export function residualBranches(
  outline: Outline,
  find: FindSource,
  kernelNodes: ReadonlySet<OutlineNode>,
  gates: ReadonlySet<OutlineNode>,
): ResidualBranches {
  const owned = new Set<OutlineNode>();
  const search: Search = { outline, find, kernelNodes, gates, fromInputs: valuesFromInputs(outline), owned };
  const list: Branch[] = [];
  for (const node of outline.nodes) {
    const branch = node.operator === "Add" || node.operator === "Sum" ? branchOf(node, search) : undefined;
    if (branch === undefined) continue;
    for (const one of branch.nodes) owned.add(one);
    list.push(branch);
  }
  const branches = list.sort((a, b) => a.kernels[0]!.index - b.kernels[0]!.index);
  const positions = new Map<OutlineNode, ResidualPosition>();
  branches.forEach((branch, number) => {
    for (const [node, place] of placesIn(branch, search.fromInputs)) {
      positions.set(node, { branch: number, branches: branches.length, ...place });
    }
  });
  const shortcuts = new Set(branches.flatMap(({ shortcut = [] }) => shortcut));
  return { positionOf: (node) => positions.get(node), scales: scalesOf(list, find), shortcuts };
}

/** Operators that make images larger. */
const enlarging: ReadonlySet<string> = new Set(["Resize", "Upsample", "ConvTranspose", "DepthToSpace", "MaxUnpool"]);

/** The branch that ends in a sum; nodes of branches within it stay theirs. */
function branchOf(
  { inputs }: OutlineNode,
  { outline, find, kernelNodes, gates, fromInputs, owned }: Search,
): Branch | undefined {
  const [a, b, ...more] = inputs;
  if (a === undefined || b === undefined || more.length > 0) return undefined;
  if (find(a) !== undefined || find(b) !== undefined) return undefined;
  if (a.shape !== undefined && b.shape !== undefined && !sameShape(a.shape, b.shape)) return undefined;
  const meeting = meetingOf(outline, a, b, fromInputs);
  if (meeting === undefined) return undefined;
  const { common, aboveA, aboveB } = meeting;
  const between = (to: OutlineValue, above: ReadonlySet<OutlineValue>): Branch => {
    const all = nodesBetween(common, to, above);
    const nodes = new Set([...all].filter((node) => !gates.has(node)));
    return { nodes, kernels: [...nodes].filter((node) => kernelNodes.has(node)).sort((x, y) => x.index - y.index) };
  };
  const ways = [common === a ? [] : between(a, aboveA), common === b ? [] : between(b, aboveB)].flat();
  // Ways that leave the resolution and come back are those of pyramids, as U-Net's.
  if (ways.some(({ nodes }) => [...nodes].some(({ operator }) => enlarging.has(operator)))) return undefined;
  const [longer, shorter] = ways.sort((x, y) => y.kernels.length - x.kernels.length);
  if (longer === undefined || shorter === undefined) return longer && free(longer, owned);
  // A shortcut has one kernel at most, and a branch beside it nothing that is a branch already.
  if (shorter.kernels.length > 1 || longer.kernels.length <= shorter.kernels.length) return undefined;
  if (longer.kernels.some((node) => owned.has(node))) return undefined;
  const branch = free(longer, owned);
  return branch && { ...branch, shortcut: shorter.kernels };
}

/** The branch without what belongs to branches within it; `undefined` where no kernel is left. */
function free({ nodes, kernels }: Branch, owned: ReadonlySet<OutlineNode>): Branch | undefined {
  const left = kernels.filter((node) => !owned.has(node));
  return left.length === 0
    ? undefined
    : { nodes: new Set([...nodes].filter((node) => !owned.has(node))), kernels: left };
}

/** The layer of each node of a branch. Kernels that read the same value are one layer. */
function placesIn(
  { nodes, kernels }: Branch,
  fromInputs: ReadonlySet<OutlineValue>,
): Map<OutlineNode, Omit<ResidualPosition, "branch" | "branches">> {
  const layers = new Map<OutlineNode, number>();
  let layer = -1;
  let input: OutlineValue | undefined;
  for (const kernel of kernels) {
    const read = dataOf(kernel, fromInputs);
    if (read === undefined || read !== input) layer++;
    input = read;
    layers.set(kernel, layer);
  }
  const count = layer + 1;
  const places = new Map<OutlineNode, Omit<ResidualPosition, "branch" | "branches">>();
  for (const node of nodes) {
    const at = layers.get(node) ?? layers.get(kernels.findLast(({ index }) => index < node.index) ?? node) ?? -1;
    places.set(node, { layer: Math.max(at, 0), layers: count, last: at === count - 1 });
  }
  return places;
}

/** The value that a kernel's node reads, before it was moved. */
function dataOf(node: OutlineNode, fromInputs: ReadonlySet<OutlineValue>): OutlineValue | undefined {
  let value = node.inputs.find((input) => input !== undefined && fromInputs.has(input));
  while (value?.producer !== undefined && isMovement(value.producer)) [value] = value.producer.inputs;
  return value;
}

/** Products of a branch's end with one stored number. */
function scalesOf(branches: readonly Branch[], find: FindSource): Set<OutlineNode> {
  const scales = new Set<OutlineNode>();
  for (const { nodes } of branches) {
    for (const node of nodes) {
      if (node.operator !== "Mul") continue;
      const source = node.inputs.map(find).find((one) => one !== undefined);
      const leaves = node.outputs[0]!.readers.some((reader) => !nodes.has(reader.node));
      if (leaves && source?.stored.tensor.place === "initializer" && source.steps.length === 0) {
        if (source.shape.every((n) => n === 1)) scales.add(node);
      }
    }
  }
  return scales;
}
