/**
 * From uses of stored tensors to weights: which uses are one parameter, and which need their own.
 */
import type { Outline, Reading } from "../../graph/file/outline.js";
import type { Claim } from "./claims/claim.js";
import { moduleOf, parameterOf } from "./exporter-names.js";
import type { ModelPlace } from "./model-roles.js";
import { keepsAll } from "./steps.js";
import { uniqueName } from "./unique-name.js";
import type { Use } from "./uses.js";

/** Uses that are one parameter. */
export interface UseGroup {
  /** Unique among the model's weights. */
  readonly name: string;
  readonly uses: readonly Use[];
  readonly place: ModelPlace;
  /** The factor that the graph has on the numbers at that place. */
  readonly multiplier: number;
}

/**
 * Groups the uses of one stored tensor or part of it. Uses as kernel or embedding are one parameter
 * (tied weights), unless the exporter notes that they stand for several parameters. Other uses are
 * one parameter if they agree in kind, unless all numbers of the tensor are equal: then an exporter
 * may have merged the tensors of several layers, and each layer gets its own.
 *
 * @param keeps whether a weight at a place of that name keeps its numbers: one that shares its
 * tensor with such a weight gets a tensor of its own
 */
export function groupUses(
  outline: Outline,
  uses: readonly Use[],
  keeps: (name: string) => boolean = () => false,
): UseGroup[] {
  const byPart = new Map<string, Use[]>();
  for (const use of uses) push(byPart, partOf(use), use);
  for (const part of byPart.values()) part.sort((a, b) => Number(isTable(b)) - Number(isTable(a)));
  const taken = new Set<string>();
  const groups: UseGroup[] = [];
  for (const part of byPart.values()) {
    const { stored } = part[0]!.source;
    const isConstant = part.length > 1 && allEqual(outline.numbersOf(stored)?.data);
    const bySharer = new Map<string, Use[]>();
    const direct = directReaders(part);
    for (const use of part) push(bySharer, sharerOf(use, isConstant, direct), use);
    const [first, ...others] = withTies(bySharer) as [Use[], ...Use[][]];
    const whole = inPlace(first, taken);
    const parts = others.map((shared) => split(shared, taken));
    const staysShared = keeps(whole.place.name) || !parts.some(({ place }) => keeps(place.name));
    groups.push(staysShared ? whole : apart(whole), ...parts);
  }
  return groups;
}

const isTable = ({ claim }: Use): boolean => typeof claim.role !== "string" && claim.role.kind === "embedding";

function push<T>(map: Map<string, T[]>, key: string, item: T): void {
  const items = map.get(key);
  if (items === undefined) map.set(key, [item]);
  else items.push(item);
}

/** The stored tensor and the part of it that a use reads. */
function partOf({ source, claim }: Use): string {
  const steps = [...source.steps, ...claim.steps];
  return keepsAll(steps) ? source.stored.name : `${source.stored.name} ${JSON.stringify(steps)}`;
}

/** What a use has in common with those that are one parameter with it. */
function sharerOf({ source, claim }: Use, isConstant: boolean, direct: ReadonlySet<string>): string {
  const { role, node, kernelNode } = claim;
  const kind = typeof role === "string" ? role : role.kind;
  if (claim.source !== undefined) return kind; // no input of a node could read a tensor of its own
  const parameter = parameterOf(claim);
  if (parameter !== undefined) return `${kind} ${parameter}`;
  // A module that runs twice has one parameter, whatever copies of it the exporter made.
  const isCopy = source.alias !== undefined && !direct.has(moduleOf(node) ?? "");
  if (isCopy) return `${kind} ${source.alias}`;
  // The biases of all gates are one input of their operator: a part cannot be a tensor by itself.
  const isPart = typeof role !== "string" && role.recurrent !== undefined;
  if (kind === "kernel" || kind === "embedding" || !isConstant || isPart) return kind;
  const layer = kernelNode?.inputs.find((input) => input?.tensor)?.name ?? node.index;
  return `${kind} ${layer}`;
}

/** The modules that read a stored tensor itself, and no copy of it. */
function directReaders(uses: readonly Use[]): ReadonlySet<string> {
  const direct = uses.filter(({ source }) => source.alias === undefined);
  return new Set(direct.flatMap(({ claim }) => moduleOf(claim.node) ?? []));
}

/** Embeddings and the kernels with the same numbers are one parameter, whatever else is shared. */
function withTies(bySharer: ReadonlyMap<string, Use[]>): Use[][] {
  const groups = [...bySharer.values()];
  const table = groups.find((uses) => uses.some(isTable));
  if (table === undefined) return groups;
  const tied = groups.filter((uses) => uses !== table && uses.every(({ claim }) => isKernel(claim)));
  return [[...table, ...tied.flat()], ...groups.filter((uses) => uses !== table && !tied.includes(uses))];
}

const isKernel = ({ role }: Claim): boolean => typeof role !== "string" && role.kind === "kernel";

function inPlace(uses: readonly Use[], taken: Set<string>): UseGroup {
  const { source, claim } = uses[0]!;
  const { stored } = source;
  const steps = [...source.steps, ...claim.steps];
  const name = uniqueName(keepsAll(steps) ? stored.name : `${stored.name}[${labelOf(uses[0]!)}]`, taken);
  const added = stored.tensor.place === "generated" ? { added: stored.readers.map(siteOf) } : {};
  const { type, shape } = stored.tensor;
  const place = { name: stored.name, shape, type, steps, offset: source.offset / source.scale, ...added };
  return { name, uses, place, multiplier: source.scale * claim.factor };
}

/** A use that gets a tensor of its own, in the form in which its operator reads it. */
function split(uses: readonly Use[], taken: Set<string>): UseGroup {
  const { source, claim } = uses[0]!;
  const operand = claim.node.inputs[claim.input]!;
  const label = operand === source.stored ? `${source.stored.name}/${claim.node.name}` : operand.name;
  const name = uniqueName(label, taken);
  const { type } = source.stored.tensor;
  const added = uses.map((use) => siteOf(use.claim));
  const place = { name, shape: source.shape, type, steps: claim.steps, offset: 0, added };
  return { name, uses, place, multiplier: claim.factor };
}

/** The weight of a shared tensor, in a tensor of its own: the shared one stays as it is. */
function apart({ name, uses, place }: UseGroup): UseGroup {
  const { name: _, ...own } = split(uses, new Set());
  return { ...own, name, place: { ...own.place, name: place.name } };
}

const siteOf = ({ node, input }: Reading) => ({
  node: node.path,
  input,
});

/** A part's name within its tensor: "forward input forget", or where it starts. */
function labelOf({ source, claim }: Use): string {
  const { role } = claim;
  const slices = [...source.steps, ...claim.steps].flatMap((step) => (step.kind === "slice" ? [step] : []));
  if (typeof role === "string" || role.recurrent === undefined) {
    return slices.map(({ axis, start, size }) => `${"…, ".repeat(axis)}${start}:${start + size}`).join("; ");
  }
  const { part, gate } = role.recurrent;
  return `${claim.direction === 0 || claim.source !== undefined ? "" : "reverse "}${part} ${gate}`;
}

function allEqual(data: ArrayLike<number | bigint> | undefined): boolean {
  if (data === undefined || data.length === 0) return false;
  for (let i = 1; i < data.length; i++) if (data[i] !== data[0]) return false;
  return true;
}
