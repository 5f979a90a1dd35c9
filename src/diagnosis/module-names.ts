/**
 * The names by which a person knows the tensors of an .onnx file: those of the module that it was
 * exported from, where the exporter has put names of its own ("onnx::MatMul_254", "193"); where the
 * file does not tell them, those of the nodes that read the tensors.
 */

import type { Outline, OutlineNode } from "../graph/file/outline.js";
import type { ExternalData } from "../graph/file/read.js";
import { readOutline } from "../graph/file/read-outline.js";
import { sizeOf } from "../graph/tensor.js";
import { inferRoles, type ModelWeight, modelEdit, storedSources, tensorName } from "../network/from-onnx/index.js";
import type { Layer } from "../network/layers/layer.js";
import type { TensorSpecification } from "../network/parameter.js";
import { FORMS } from "../training/affine-layers.js";
import { fileEntries } from "../weights/pytorch/file-entries.js";

/** From names under which the file's network trains its tensors to those that are shown. */
export type ModuleNames = ReadonlyMap<string, string>;

/**
 * The shown name of every weight that has another one in the file. A part of a tensor is called so:
 * "rnn.weight_ih_l0[input forget]".
 *
 * @throws InputError for bytes that are no .onnx model
 */
export function moduleNames(bytes: Uint8Array, externalData: ExternalData | undefined): ModuleNames {
  const outline = readOutline(bytes, { externalData });
  const roles = inferRoles(outline);
  const zeros = roles.weights.map(({ tensor: { name, shape } }) => [name, new Float32Array(sizeOf(shape))] as const);
  const edit = modelEdit(outline, roles, Object.fromEntries(zeros));
  const entries = fileEntries(outline, roles, edit);
  const readers = firstReaders(outline);
  const copies = unreadCopies(outline);
  const taken = new Set(roles.weights.map(({ tensor }) => tensor.name));
  const names = new Map<string, string>();
  for (const weight of roles.weights) {
    const { name } = weight.tensor;
    const shown =
      shownName(weight, entries(edit.nameOf(weight.places[0]!))) ??
      nameOfCopy(name, copies) ??
      nameByReader(weight, readers.get(name));
    if (shown === undefined || taken.has(shown)) continue;
    taken.add(shown);
    names.set(tensorName(name), tensorName(shown));
  }
  return names;
}

/** Copies of stored tensors that nothing reads: stepzero has put tensors of their own in their place. */
const unreadCopies = ({ nodes }: Outline): ReadonlySet<string> =>
  new Set(
    nodes.flatMap(({ operator, outputs: [output] }) =>
      operator === "Identity" && output?.readers.length === 0 ? [output.name] : [],
    ),
  );

/** "4.weight" of "4.weight (2)", the tensor that stands for that copy. */
function nameOfCopy(name: string, copies: ReadonlySet<string>): string | undefined {
  const copy = name.replace(/ \(\d+\)$/, "");
  return copy !== name && copies.has(copy) ? copy : undefined;
}

/** Names that exporters make up for tensors that they have changed. */
const madeUp = /^(\/|onnx::|\d+$|const_fold_opt__\d+$|val_\d+$)/;

/** The first node that reads each stored tensor, by the tensor's name. */
function firstReaders(outline: Outline): ReadonlyMap<string, OutlineNode> {
  const find = storedSources(outline);
  const readers = new Map<string, OutlineNode>();
  for (const node of outline.nodes.filter(({ operator }) => !FORMS.has(operator))) {
    for (const input of node.inputs) {
      const name = find(input)?.stored.name;
      if (name !== undefined && !readers.has(name)) readers.set(name, node);
    }
  }
  return readers;
}

/** Of a name that was made up: that of the layer whose node reads the tensor, "conv1.weight". */
function nameByReader({ tensor: { name, role } }: ModelWeight, reader: OutlineNode | undefined): string | undefined {
  if (reader === undefined || reader.name === "" || !madeUp.test(name)) return undefined;
  // TensorFlow Lite joins the names of the nodes that it fused: "relu/Relu;conv2d_1/Conv2D".
  const parts = reader.name.split(";");
  const path = parts.findLast((part) => /conv|dense|matmul/i.test(part)) ?? parts[0]!;
  const scopes = path.split("/").filter((scope) => scope !== "");
  // The last scopes are operators: "conv2d_1/Conv2D".
  while (scopes.length > 1 && /^[A-Z]\w*$/.test(scopes.at(-1)!)) scopes.pop();
  return `${scopes.join(".")}.${role.kind === "kernel" ? "weight" : role.kind}`;
}

/** The name of the entry that a weight's tensor is; undefined where it has that name, or none. */
function shownName({ tensor: { name }, places }: ModelWeight, entries: readonly string[]): string | undefined {
  const stored = places[0]!.name;
  const [first, ...others] = entries;
  if (first === undefined || entries.includes(stored) || !name.startsWith(stored)) return undefined;
  // Both directions of a recurrent layer, or both of its biases, may be one tensor.
  const whole = others.reduce(commonStart, first).replace(/[._]$/, "");
  return whole === "" ? undefined : whole + name.slice(stored.length);
}

function commonStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}

/** The other way: from shown names to those of the file's network. */
export const fileNames = (names: ModuleNames): ModuleNames => new Map([...names].map(([name, shown]) => [shown, name]));

/** A parameter under its other name. */
export function renamedParameter(parameter: TensorSpecification, names: ModuleNames): TensorSpecification {
  const { name, shape, role } = parameter;
  const { direction } = role;
  const of = direction && names.get(direction.name);
  const renamed = of === undefined ? role : { ...role, direction: { ...direction!, name: of } };
  return { name: names.get(name) ?? name, shape, role: renamed };
}

/** Numbers by their tensors' other names. */
export const renamedWeights = <T>(weights: Readonly<Record<string, T>>, names: ModuleNames): Record<string, T> =>
  Object.fromEntries(Object.entries(weights).map(([name, values]) => [names.get(name) ?? name, values]));

/** The same layer, whose parameters have other names. */
export function renamedLayer({ kind, apply }: Layer, names: ModuleNames): Layer {
  return {
    kind,
    apply: (x, scope) =>
      apply(x, {
        ...scope,
        parameter: (name, shape, role) => {
          if (!("complete" in role)) return scope.parameter(names.get(name) ?? name, shape, role);
          const { name: other, role: complete } = renamedParameter({ name, shape, role: role.complete }, names);
          return scope.parameter(other, shape, { complete });
        },
      }),
  };
}
