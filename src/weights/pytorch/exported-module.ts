/**
 * What PyTorch's two exporters write into an .onnx file about the module that it was made from.
 * Read this first.
 *
 * `torch.onnx.export(…)` of today (by `torch.export`, "dynamo") lists every entry of the state
 * dictionary in the graph's metadata, and each node tells the call that it comes from, with the
 * parameters that the call reads. With `dynamo=False` (TorchScript) a node's name is the path of
 * its module: `/blocks.0/qkv/MatMul`. Seen in PyTorch 2.15 (`test/oracles/export_models.py`).
 */
import { fromBinary } from "@bufbuild/protobuf";
import { TensorProto_DataType as DataType, ModelProtoSchema, type NodeProto, type TensorProto } from "onnx-buf";
import type { NamedTensor } from "../../data/formats/array.js";
import { type ExternalData, readTensor } from "../../graph/file/read/tensors.js";

/** A node of the file. */
export interface ExportedNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Path of the module that the node belongs to: "blocks.0.qkv"; "" for the outermost module. */
  readonly module: string;
  /** The call of the module's program, where the file tells it. */
  readonly call?: ExportedCall | undefined;
  /** `Gemm`: whether the second factor is transposed. */
  readonly transB: boolean;
  /** `ConvTranspose`: groups. */
  readonly groups: number;
}

/** A call of an operator of PyTorch. */
export interface ExportedCall {
  /** "linear.default", without the library's name. */
  readonly target: string;
  /** Entries of the state dictionary among its arguments, in order. */
  readonly entries: readonly string[];
  /** The entries that stand where such a call has its weight and its bias. */
  readonly weight?: string | undefined;
  readonly bias?: string | undefined;
}

/** A file that PyTorch exported. */
export interface ExportedModule {
  readonly nodes: readonly ExportedNode[];
  /** The initializers of floats, as float32. */
  readonly tensors: ReadonlyMap<string, NamedTensor>;
  /**
   * Every entry of the state dictionary but for counters of batches; `undefined` where the file
   * does not list them (TorchScript).
   */
  readonly entries?: readonly string[] | undefined;
}

const keys = {
  signature: "pkg.torch.export.ExportedProgram.graph_signature",
  call: "pkg.torch.onnx.fx_node",
  scopes: "pkg.torch.onnx.name_scopes",
} as const;

/** Reads what the exporter wrote; `undefined` for a file that PyTorch did not export. */
export function readExportedModule(bytes: Uint8Array, externalData?: ExternalData): ExportedModule | undefined {
  const model = fromBinary(ModelProtoSchema, bytes);
  const graph = model.graph;
  if (model.producerName !== "pytorch" || graph === undefined) return undefined;
  const signature = valueFor(graph.metadataProps, keys.signature);
  const names = signature === undefined ? undefined : namesOfEntries(signature);
  return {
    nodes: graph.node.map((node) => exportedNode(node, names)),
    tensors: new Map(graph.initializer.filter(isFloat).map((tensor) => [tensor.name, tensorOf(tensor, externalData)])),
    entries: names && [...names.values()].filter((name) => !isCounter(name)),
  };
}

/** Batch norm counts batches. A plain dictionary may leave the counter out. */
const isCounter = (name: string) => name === "num_batches_tracked" || name.endsWith(".num_batches_tracked");

/**
 * Argument → entry of the state dictionary, from lines such as
 * `p_conv1_weight: PARAMETER target='conv1.weight'` and
 * `b_bn1_running_mean: BUFFER target='bn1.running_mean' persistent=True`.
 */
function namesOfEntries(signature: string): ReadonlyMap<string, string> {
  const line = /^(\w+): (?:PARAMETER|BUFFER) target='([^']*)'(?: persistent=(True|False))?/gm;
  const lines = signature.matchAll(line);
  return new Map([...lines].filter(([, , , persistent]) => persistent !== "False").map(([, name, to]) => [name!, to!]));
}

function exportedNode(node: NodeProto, names: ReadonlyMap<string, string> | undefined): ExportedNode {
  const attribute = (name: string) => node.attribute.find((candidate) => candidate.name === name)?.i;
  const scopes = valueFor(node.metadataProps, keys.scopes);
  const call = valueFor(node.metadataProps, keys.call);
  return {
    operator: node.opType,
    inputs: node.input,
    outputs: node.output,
    module: scopes === undefined ? moduleOfName(node.name) : (textsOf(scopes).at(-2) ?? ""),
    call: names === undefined || call === undefined ? undefined : callOf(call, names),
    transB: attribute("transB") === 1n,
    groups: Number(attribute("group") ?? 1n),
  };
}

/** `… [target=torch.ops.aten.linear.default](args = (%x, %p_fc_weight), kwargs = {})` */
function callOf(text: string, names: ReadonlyMap<string, string>): ExportedCall | undefined {
  const [, target, rest] = /\[target=(?:torch\.ops\.\w+\.)?([\w.]+)\]\((.*)$/s.exec(text) ?? [];
  if (target === undefined || rest === undefined) return undefined;
  const entries = [...rest.matchAll(/%(\w+)/g)].flatMap(([, name]) => names.get(name!) ?? []);
  if (/^(mul|add)\b/.test(target)) {
    const only = entries.length === 1 ? entries[0] : undefined;
    return { target, entries, weight: only, bias: only };
  }
  // After the input come weight and bias, or None; sizes and options stand between and behind.
  const tensors = [...rest.replaceAll(/\[[^\]]*\]/g, "").matchAll(/%(\w+)|\bNone\b/g)].map(([, name]) => name ?? "");
  const [weight, bias] = tensors.slice(target.startsWith("embedding") ? 0 : 1);
  return { target, entries, weight: names.get(weight ?? ""), bias: names.get(bias ?? "") };
}

/** The texts of a Python list of texts. */
const textsOf = (list: string): string[] => [...list.matchAll(/'([^']*)'/g)].map(([, text]) => text!);

/**
 * "/blocks.0/qkv/MatMul" → "blocks.0.qkv". A member of a list of modules repeats the list's name:
 * "/stem/stem.0/Conv" → "stem.0".
 */
function moduleOfName(name: string): string {
  if (!name.startsWith("/")) return "";
  const path: string[] = [];
  let last = "";
  for (const part of name.slice(1).split("/").slice(0, -1)) {
    if (last !== "" && part.startsWith(`${last}.`)) path.pop();
    path.push(part);
    last = part;
  }
  return path.join(".");
}

function valueFor(properties: readonly { key: string; value: string }[], key: string): string | undefined {
  return properties.find((property) => property.key === key)?.value;
}

const floats: ReadonlySet<number> = new Set([DataType.FLOAT, DataType.DOUBLE, DataType.FLOAT16, DataType.BFLOAT16]);
const isFloat = ({ dataType }: TensorProto) => floats.has(dataType);

function tensorOf(proto: TensorProto, externalData: ExternalData | undefined): NamedTensor {
  const where = `initializer "${proto.name}"`;
  const { shape, data } = readTensor(proto, where, { externalData, note: () => {} });
  return { name: proto.name, shape, data: Float32Array.from(data as Float32Array) };
}
