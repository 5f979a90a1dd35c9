/**
 * What PyTorch's two exporters write into an .onnx file about the module that it was made from.
 * Read this first.
 *
 * `torch.onnx.export(…)` (by `torch.export`, "dynamo") lists every entry of the state dictionary in
 * the graph's metadata, and each node tells the call that it comes from, with the parameters that
 * the call reads. With `dynamo=False` (TorchScript) a node's name is the path of its module:
 * `/blocks.0/qkv/MatMul`. Seen in PyTorch 2.15 (`test/oracles/export_models.py`).
 */
import type { Outline, OutlineNode } from "../../graph/file/outline.js";

/** A call of a function of PyTorch. */
export interface ModuleCall {
  /** "linear.default", without the library's name. */
  readonly target: string;
  /**
   * The tensors among its arguments, in order: the entry's name, or `undefined` for a tensor that
   * is no entry and for `None`. Lists are left out.
   */
  readonly tensors: readonly (string | undefined)[];
  /** All entries among its arguments, in order, those of lists included. */
  readonly entries: readonly string[];
}

/** A file that PyTorch exported. */
export interface ExportedModule {
  readonly outline: Outline;
  /**
   * Every entry of the state dictionary, but for batch norm's counters, which a dictionary may
   * leave out; `undefined` where the file does not list them (TorchScript).
   */
  readonly entries?: ReadonlySet<string> | undefined;
  /** The call that a node comes from, where the file tells it. */
  readonly callOf: (node: OutlineNode) => ModuleCall | undefined;
  /** The path of the module that a node belongs to: "blocks.0.qkv"; "" for the outermost one. */
  readonly pathOf: (node: OutlineNode) => string;
}

const keys = {
  signature: "pkg.torch.export.ExportedProgram.graph_signature",
  call: "pkg.torch.onnx.fx_node",
  scopes: "pkg.torch.onnx.name_scopes",
} as const;

/** Reads what the exporter wrote; `undefined` for a file that PyTorch did not export. */
export function exportedModule(outline: Outline): ExportedModule | undefined {
  if (outline.producer !== "pytorch") return undefined;
  const signature = outline.metadata[keys.signature];
  const names = signature === undefined ? undefined : entriesByArgument(signature);
  const calls = new Map(outline.nodes.map((node) => [node, names && callOf(node.metadata[keys.call], names)]));
  return {
    outline,
    entries: names && new Set([...names.values()].filter((name) => !isCounter(name))),
    callOf: (node) => calls.get(node),
    pathOf: ({ name, metadata }) => {
      const scopes = metadata[keys.scopes];
      return scopes === undefined ? pathOfName(name) : (listedTexts(scopes).at(-2) ?? "");
    },
  };
}

const isCounter = (name: string) => /(^|\.)num_batches_tracked$/.test(name);

/**
 * Argument → entry, from lines such as `p_conv1_weight: PARAMETER target='conv1.weight'` and
 * `b_bn1_running_mean: BUFFER target='bn1.running_mean' persistent=True`. A buffer that is not
 * persistent is no entry.
 */
function entriesByArgument(signature: string): ReadonlyMap<string, string> {
  const lines = signature.matchAll(/^(\w+): (?:PARAMETER|BUFFER) target='([^']*)'(?: persistent=(True|False))?/gm);
  return new Map(
    [...lines].filter(([, , , persistent]) => persistent !== "False").map(([, name, entry]) => [name!, entry!]),
  );
}

/** `… call_function[target=torch.ops.aten.linear.default](args = (%x, %p_fc_weight), …)` */
function callOf(text: string | undefined, names: ReadonlyMap<string, string>): ModuleCall | undefined {
  const [, target, rest] = /\[target=(?:torch\.ops\.\w+\.)?([\w.]+)\]\((.*)$/s.exec(text ?? "") ?? [];
  if (target === undefined || rest === undefined) return undefined;
  const outside = rest.replaceAll(/\[[^\]]*\]/g, "").matchAll(/%(\w+)|\bNone\b/g);
  return {
    target,
    tensors: [...outside].map(([, name]) => names.get(name ?? "")),
    entries: [...rest.matchAll(/%(\w+)/g)].flatMap(([, name]) => names.get(name!) ?? []),
  };
}

/** The texts of a Python list of texts. */
const listedTexts = (list: string): string[] => [...list.matchAll(/'([^']*)'/g)].map(([, text]) => text!);

/**
 * "/blocks.0/qkv/MatMul" → "blocks.0.qkv". A member of a Sequential repeats the Sequential's name:
 * "/stem/stem.0/Conv" → "stem.0".
 */
function pathOfName(name: string): string {
  if (!name.startsWith("/")) return "";
  const path: string[] = [];
  let last = "";
  for (const scope of name.slice(1).split("/").slice(0, -1)) {
    if (last !== "" && scope.startsWith(`${last}.`)) path.pop();
    path.push(scope);
    last = scope;
  }
  return path.join(".");
}
