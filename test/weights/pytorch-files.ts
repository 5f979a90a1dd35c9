/** .onnx files with the names and metadata that PyTorch's exporters write. */
import { create, toBinary } from "@bufbuild/protobuf";
import {
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  TensorProto_DataType as DataType,
  ModelProtoSchema,
} from "onnx-buf";
import { readOutline } from "../../src/graph/file/read-outline.js";
import { inferRoles } from "../../src/network/from-onnx/index.js";
import { exportedModule } from "../../src/weights/pytorch/exported-module.js";
import { loadingOf, stateDictionary } from "../../src/weights/pytorch/state-dictionary.js";

/** A node: operator, inputs, outputs, and what the exporter says about it. */
export interface ExportedNodeText {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly output: string;
  /** TorchScript: "/blocks.0/qkv/MatMul". */
  readonly name?: string;
  /** By torch.export: "linear.default", arguments as they stand in `args`. */
  readonly call?: readonly [target: string, args: string];
  /** By torch.export: the modules that the node is in, from the outermost. */
  readonly scopes?: readonly string[];
  readonly integers?: Readonly<Record<string, number>>;
  readonly lists?: Readonly<Record<string, readonly number[]>>;
}

export interface ExportedFile {
  readonly nodes: readonly ExportedNodeText[];
  /** Shape and numbers of each initializer. */
  readonly constants: Readonly<Record<string, readonly [shape: readonly number[], numbers: readonly number[]]>>;
  /** By torch.export: entries of the state dictionary; not persistent buffers with a "-". */
  readonly entries?: readonly string[];
  /**
   * What wrote the file.
   *
   * @defaultValue "pytorch"
   */
  readonly producer?: string;
  /** Shapes of the graph's inputs. */
  readonly inputs?: Readonly<Record<string, readonly number[]>>;
}

const argumentOf = (entry: string) => `p_${entry.replaceAll(".", "_")}`;

/** The bytes of a file. */
export function exportedFile({
  nodes,
  constants,
  entries,
  inputs = {},
  producer = "pytorch",
}: ExportedFile): Uint8Array {
  const lines = entries?.map((entry) =>
    entry.startsWith("-")
      ? `b_${entry.slice(1).replaceAll(".", "_")}: BUFFER target='${entry.slice(1)}' persistent=False`
      : `${argumentOf(entry)}: PARAMETER target='${entry}'`,
  );
  const signature = { key: "pkg.torch.export.ExportedProgram.graph_signature" };
  const model = create(ModelProtoSchema, {
    producerName: producer,
    irVersion: 8n,
    opsetImport: [{ domain: "", version: 17n }],
    graph: {
      name: "main_graph",
      metadataProps:
        (lines ?? []).length === 0
          ? []
          : [{ ...signature, value: `\n# inputs\n${lines!.join("\n")}\nx: USER_INPUT\n` }],
      node: nodes.map(({ op, inputs, output, name = "", call, scopes, integers = {}, lists = {} }) => ({
        opType: op,
        name,
        input: [...inputs],
        output: [output],
        attribute: [
          ...Object.entries(integers).map(([key, i]) =>
            create(AttributeProtoSchema, { name: key, type: AttributeType.INT, i: BigInt(i) }),
          ),
          ...Object.entries(lists).map(([key, list]) =>
            create(AttributeProtoSchema, { name: key, type: AttributeType.INTS, ints: list.map(BigInt) }),
          ),
        ],
        metadataProps:
          call === undefined
            ? []
            : [
                {
                  key: "pkg.torch.onnx.fx_node",
                  value: `%y : [num_users=1] = call_function[target=torch.ops.aten.${call[0]}](args = (${call[1]}), kwargs = {})`,
                },
                {
                  key: "pkg.torch.onnx.name_scopes",
                  value: `[${["", ...(scopes ?? []), "y"].map((scope) => `'${scope}'`).join(", ")}]`,
                },
              ],
      })),
      input: Object.entries(inputs).map(([key, shape]) => ({
        name: key,
        type: {
          value: {
            case: "tensorType" as const,
            value: {
              elemType: DataType.FLOAT,
              shape: { dim: shape.map((n) => ({ value: { case: "dimValue" as const, value: BigInt(n) } })) },
            },
          },
        },
      })),
      output: [{ name: nodes.at(-1)!.output }],
      initializer: Object.entries(constants).map(([key, [shape, numbers]]) => ({
        name: key,
        dims: shape.map(BigInt),
        dataType: DataType.FLOAT,
        floatData: [...numbers],
      })),
    },
  });
  return toBinary(ModelProtoSchema, model);
}

/** Entry → [shape, numbers] of a file whose numbers stay as they are, and how it loads. */
export function stateOf(file: ExportedFile) {
  const outline = readOutline(exportedFile(file));
  const unchanged = { numbers: new Map(), add: [], rename: [], nameOf: ({ name }: { name: string }) => name };
  const dictionary = stateDictionary(exportedModule(outline)!, inferRoles(outline), unchanged);
  const { entries, missing, unnamed, folded } = dictionary;
  return {
    entries: Object.fromEntries(entries.map(({ name, shape, data }) => [name, [shape, [...data]]])),
    ...{ missing, unnamed, folded: folded.map(({ path }) => path), loading: loadingOf(dictionary).way },
  };
}

/** The numbers from `from` on. */
export const upTo = (n: number, from = 1) => Array.from({ length: n }, (_, i) => from + i);
