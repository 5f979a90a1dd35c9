/** The state dictionary of a PyTorch module, from the .onnx file that was exported from it. */
import type { NamedTensor } from "../../data/formats/array.js";
import type { ExternalData } from "../../graph/file/read.js";
import type { Loading } from "../initialized-model.js";
import { inModuleAxes, partOf } from "./entries-of-use.js";
import { hasKernel, isFolded, isMadeUp, moduleOf, namesFor } from "./entry-names.js";
import { type ExportedModule, type ExportedNode, readExportedModule } from "./exported-module.js";
import { isRecurrent, recurrentEntries } from "./recurrent-entries.js";

/** An entry of a state dictionary, in the axes of the module. */
export interface StateEntry extends NamedTensor {
  /** The initializer of the file that it comes from; absent for what the exporter left out. */
  readonly source?: string | undefined;
}

/** A state dictionary and how whole it is. */
export interface StateDictionary {
  readonly tensors: readonly StateEntry[];
  /** How PyTorch can load it. */
  readonly loading: Loading;
  /** Where it is `not`: entries that the file lacks, or tensors of the file that belong to none. */
  readonly lacking: readonly string[];
  /** Whether batch norms were folded into other layers: their numbers are a constructor's. */
  readonly foldedNorms: boolean;
}

/**
 * Reads the state dictionary. Batch norms that the exporter folded into a kernel are as a
 * constructor makes them (weight and variance 1, bias and mean 0): the file must hold initial
 * weights, not trained ones.
 *
 * @param bytes the .onnx file with its initial weights
 * @returns `undefined` for a file that PyTorch did not export
 */
export function stateDictionary(bytes: Uint8Array, externalData?: ExternalData): StateDictionary | undefined {
  const file = readExportedModule(bytes, externalData);
  if (file === undefined) return undefined;
  const assembly = new Assembly(file);
  for (const tensor of file.tensors.values()) if (assembly.isEntry(tensor.name)) assembly.add(tensor.name, tensor);
  const layers = new Map<string, number>();
  for (const node of file.nodes) {
    const layer = layers.get(node.module) ?? 0;
    if (isRecurrent(node)) layers.set(node.module, layer + 1);
    if (isFolded(node)) assembly.addFoldedNorm(node);
    else for (const [slot, name] of node.inputs.entries()) addUse(assembly, node, slot, name, layer);
    if (hasKernel(node)) assembly.addDroppedBias(node);
  }
  return { tensors: [...assembly.entries.values()], ...assembly.completeness() };
}

/** Adds the entries that an operand of a node holds. */
function addUse(assembly: Assembly, node: ExportedNode, slot: number, operand: string, layer: number): void {
  const origin = assembly.originOf(operand);
  if (origin === undefined) return;
  const { tensor, name, transposed } = origin;
  const part = partOf(node, slot);
  if (name !== tensor.name) assembly.add(tensor.name, { ...tensor, name });
  else if (node.call === undefined && assembly.isEntry(name)) addTwin(assembly, node, tensor, part === "weight");
  else if (isRecurrent(node)) {
    for (const entry of recurrentEntries(node, slot, tensor, layer)) assembly.add(tensor.name, entry);
  } else if (part !== undefined && !transposed) {
    const entry = namesFor(node, assembly.file)[part];
    if (entry !== undefined) assembly.add(tensor.name, { name: entry, ...inModuleAxes(node, part, tensor) });
    if (/^Conv/.test(node.operator) && node.call === undefined && entry !== undefined) assembly.unnamedNorms = true;
  }
  if (node.call !== undefined) addTwin(assembly, node, tensor, part === "weight");
}

/** A tied weight has the name of one of its modules; the other one's entry is the same tensor. */
function addTwin(assembly: Assembly, { operator, module }: ExportedNode, tensor: NamedTensor, isWeight: boolean): void {
  const owner = moduleOf(tensor.name);
  if (!isWeight || module === "" || !/^(MatMul|Gemm|Gather)$/.test(operator)) return;
  if (owner === module || owner.startsWith(`${module}.`)) return; // its own, or a submodule's
  const twin = `${module}.weight`;
  if (assembly.isEntry(tensor.name) && assembly.isEntry(twin)) assembly.add(tensor.name, { ...tensor, name: twin });
}

/** The entries that were found so far. */
class Assembly {
  readonly entries = new Map<string, StateEntry>();
  foldedNorms = false;
  /** Whether batch norms were folded whose names the file does not tell. */
  unnamedNorms = false;
  /** Initializers that an entry was made from, or that stand for a folded batch norm. */
  readonly #placed = new Set<string>();
  readonly #sources: ReadonlyMap<string, ExportedNode>;
  readonly #listed: ReadonlySet<string> | undefined;

  constructor(readonly file: ExportedModule) {
    this.#sources = new Map(file.nodes.flatMap((node) => node.outputs.map((name) => [name, node])));
    this.#listed = file.entries && new Set(file.entries);
  }

  /** Whether a name is an entry of the state dictionary. */
  isEntry(name: string): boolean {
    return this.#listed?.has(name) ?? !isMadeUp(name);
  }

  add(source: string, entry: NamedTensor): void {
    this.#placed.add(source);
    if (!this.entries.has(entry.name)) this.entries.set(entry.name, { ...entry, source });
  }

  /** A batch norm that became part of the layer before it, as its constructor makes it. */
  addFoldedNorm(node: ExportedNode): void {
    this.foldedNorms = true;
    for (const name of node.inputs) this.#placed.add(name);
    const { entries } = node.call!;
    const initial = entries.length === 4 ? [1, 0, 0, 1] : [0, 1];
    for (const [i, name] of entries.entries()) this.#addFilled(name, this.#channels(node), initial[i] ?? 0);
  }

  /** The exporter leaves a bias of zeros out. */
  addDroppedBias(node: ExportedNode): void {
    const owner = moduleOf(node.inputs[1]!);
    const name = isFolded(node) ? `${owner}.bias` : node.call?.bias;
    if (name !== undefined && this.#listed?.has(name)) this.#addFilled(name, this.#channels(node), 0);
  }

  #addFilled(name: string, size: number, value: number): void {
    if (this.entries.has(name)) return;
    this.entries.set(name, { name, shape: [size], data: new Float32Array(size).fill(value) });
  }

  /** Channels that a layer with a kernel puts out. */
  #channels({ operator, inputs, transB, groups }: ExportedNode): number {
    const [first = 0, second = 0] = this.file.tensors.get(inputs[1] ?? "")?.shape ?? [];
    if (operator === "ConvTranspose") return second * groups;
    return operator === "Gemm" && !transB ? second : first;
  }

  /** The initializer behind an operand, and the entry that it goes by on the way. */
  originOf(operand: string): { tensor: NamedTensor; name: string; transposed: boolean } | undefined {
    let at = operand;
    let transposed = false;
    let alias: string | undefined;
    for (;;) {
      const tensor = this.file.tensors.get(at);
      if (tensor !== undefined) return { tensor, name: alias ?? at, transposed };
      const source = this.#sources.get(at);
      if (source?.operator === "Transpose") transposed = true;
      else if (source?.operator !== "Identity") return undefined;
      // The exporter merges equal tensors: Identity(ln1.weight) → ln2.weight.
      if (source.operator === "Identity" && this.isEntry(at)) alias ??= at;
      at = source.inputs[0]!;
    }
  }

  completeness(): Omit<StateDictionary, "tensors"> {
    const foldedNorms = this.foldedNorms || this.unnamedNorms;
    const missing = (this.file.entries ?? []).filter((name) => !this.entries.has(name));
    const unplaced = [...this.file.tensors.values()].filter(
      ({ name, data }) => !this.#placed.has(name) && isTrained(data),
    );
    // An entry that no node reads is another name of a tied one, or unused. Where the file has
    // numbers that belong to no entry, it may as well have been folded into those.
    const lacking =
      this.#listed === undefined ? unplaced.map(({ name }) => name) : unplaced.length === 0 ? [] : missing;
    if (lacking.length > 0) return { loading: "not", lacking, foldedNorms };
    const loading = this.unnamedNorms ? "new-module" : missing.length > 0 ? "tied" : "strict";
    return { loading, lacking, foldedNorms };
  }
}

/** Numbers that differ and are finite: no mask, no fill. */
function isTrained(data: Float32Array): boolean {
  return data.some((x) => x !== data[0]) && data.every((x) => Number.isFinite(x));
}
