/**
 * The official operator tests of onnx, as `cases.py` writes them: a model, its inputs, its outputs.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import {
  TensorProto_DataType as DataType,
  type ModelProto,
  ModelProtoSchema,
  type TensorProto,
  TensorProtoSchema,
  type ValueInfoProto,
} from "onnx-buf";
import { readTensor } from "../../src/graph/file/read/tensors.js";
import type { Tensor } from "../../src/graph/tensor.js";
import { operatorTests } from "../oracles.js";

/** One test. */
export interface OperatorCase {
  /** The release of onnx that it is of. */
  readonly release: string;
  /** "test_relu". */
  readonly name: string;
  /** What it tests: the operator of its only node, else "Mish (as a function)". */
  readonly operator: string;
  readonly opset: number;
  /** Equal for tests that two releases have alike. */
  readonly digest: string;
  readonly model: ModelProto;
  /** In the order of the model's inputs. */
  readonly inputs: readonly TensorProto[];
  /** In the order of the model's outputs. */
  readonly outputs: readonly TensorProto[];
}

/** The releases in the folder, oldest first. */
export function releases(): string[] {
  if (!existsSync(operatorTests)) {
    throw new Error(`${operatorTests} has no operator tests: test/requirements.txt says how to make them`);
  }
  const ordinal = (release: string) => release.split(".").reduce((sum, part) => 1000 * sum + Number(part), 0);
  return readdirSync(operatorTests).sort((a, b) => ordinal(a) - ordinal(b));
}

/** All tests of a release, by name. */
export function casesOf(release: string): OperatorCase[] {
  const names = readdirSync(join(operatorTests, release)).sort();
  return names.map((name) => readCase(release, name));
}

function readCase(release: string, name: string): OperatorCase {
  const folder = join(operatorTests, release, name);
  const hash = createHash("sha256");
  const read = (path: string): Uint8Array => {
    const bytes = readFileSync(path);
    hash.update(bytes);
    return bytes;
  };
  const model = fromBinary(ModelProtoSchema, read(join(folder, "model.onnx")));
  const tensors = (kind: string, count: number): TensorProto[] => {
    const paths = Array.from({ length: count }, (_, i) => join(folder, "test_data_set_0", `${kind}_${i}.pb`));
    return paths.filter(existsSync).map((path) => {
      const bytes = read(path);
      try {
        return fromBinary(TensorProtoSchema, bytes);
      } catch {
        // A sequence: its model is refused before anybody reads this
        return create(TensorProtoSchema);
      }
    });
  };
  const { node, input, output } = model.graph!;
  const typed = (tensors: readonly TensorProto[], values: readonly ValueInfoProto[]) =>
    tensors.map((t, i) => asDeclared(t, values[i]!));
  const version = model.opsetImport.find(({ domain }) => domain === "" || domain === "ai.onnx")?.version ?? 1n;
  const [first] = node;
  const domain = first === undefined || ["", "ai.onnx"].includes(first.domain) ? "" : `${first.domain}:`;
  const [inputs, outputs] = [
    typed(tensors("input", input.length), input),
    typed(tensors("output", output.length), output),
  ];
  return {
    release,
    name,
    digest: hash.digest("hex"),
    operator: name.includes("_expanded") ? "functions written out" : `${domain}${first?.opType ?? "(no node)"}`,
    opset: Number(version),
    model,
    inputs,
    outputs,
  };
}

/**
 * A tensor in the type that the model declares for it. Some releases store bfloat16 as the uint16
 * of the same bits, and some early ones store numbers of another type than the model's.
 */
function asDeclared(proto: TensorProto, { type }: ValueInfoProto): TensorProto {
  const declared = type?.value.case === "tensorType" ? type.value.value.elemType : proto.dataType;
  return proto.dataType === DataType.UINT16 && declared === DataType.BFLOAT16
    ? { ...proto, dataType: declared }
    : proto;
}

/** The element type that the model declares for an output. */
export function declaredType({ model }: OperatorCase, output: number): number {
  const kind = model.graph!.output[output]!.type?.value;
  return kind?.case === "tensorType" ? kind.value.elemType : 0;
}

/** Whether the model's input is a tensor, and no list of tensors. */
export const isTensor = ({ model }: OperatorCase, input: number): boolean =>
  model.graph!.input[input]?.type?.value.case === "tensorType";

/** The model with some of its inputs written into it, as initializers. */
export function withConstants({ model, inputs }: OperatorCase, isConstant: (input: number) => boolean): Uint8Array {
  const graph = model.graph!;
  const tensors = inputs.map((t, i) => ({ ...t, name: graph.input[i]!.name }));
  return toBinary(ModelProtoSchema, {
    ...model,
    graph: {
      ...graph,
      initializer: [...graph.initializer, ...tensors.filter((_, i) => isConstant(i))],
      input: graph.input.filter((_, i) => i >= inputs.length || !isConstant(i)),
    },
  });
}

/**
 * The numbers of a file's tensor.
 *
 * @throws InputError for element types that stepzero does not have
 */
export const numbersOf = (proto: TensorProto, what: string): Tensor => readTensor(proto, what, { note: () => {} });

/** Whether elements are half precision, which stepzero reads as float32. */
export const isHalf = ({ dataType }: TensorProto): boolean =>
  dataType === DataType.FLOAT16 || dataType === DataType.BFLOAT16;

/** Whether elements are floating-point numbers. */
export const isFloat = (proto: TensorProto): boolean =>
  isHalf(proto) || proto.dataType === DataType.FLOAT || proto.dataType === DataType.DOUBLE;
