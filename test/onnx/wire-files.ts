/**
 * .onnx files of random content as bytes, and what they hold: written and read here without the
 * code of src and without a protobuf library. Fields stand in any order among unknown ones, and
 * lengths have longer forms than they need.
 */
import fc from "fast-check";

/** Little-endian base-128 digits, with `extra` needless ones. */
function varint(value: number, extra = 0): number[] {
  const digits = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) digits.push(rest % 128);
  for (let i = 0; i < extra; i++) digits.push(0);
  return digits.map((digit, i) => (i < digits.length - 1 ? digit + 128 : digit));
}

export const number = (field: number, value: number) => Uint8Array.from([...varint(field * 8), ...varint(value)]);
export function block(field: number, content: Uint8Array, extra = 0): Uint8Array {
  return join([Uint8Array.from([...varint(field * 8 + 2), ...varint(content.length, extra)]), content]);
}
export const text = (field: number, content: string) => block(field, new TextEncoder().encode(content));
export const join = (parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
const float32s = (values: readonly number[]) => new Uint8Array(Float32Array.from(values).buffer);

/** Fields that ONNX does not have, of every kind of the wire. */
const unknown = fc.oneof(
  fc.nat().map((value) => number(777, value)),
  fc.uint8Array({ minLength: 8, maxLength: 8 }).map((eight) => join([Uint8Array.from(varint(778 * 8 + 1)), eight])),
  fc.uint8Array({ maxLength: 200 }).map((content) => block(779, content)),
  fc.constant(join([Uint8Array.from(varint(780 * 8 + 3)), text(5, "in"), Uint8Array.from(varint(780 * 8 + 4))])),
  fc.uint8Array({ minLength: 4, maxLength: 4 }).map((four) => join([Uint8Array.from(varint(781 * 8 + 5)), four])),
);

/** A message of these fields in any order, with unknown fields among them. */
const shuffled = (fields: readonly Uint8Array[]) =>
  fc
    .array(unknown, { maxLength: 2 })
    .chain((more) => fc.shuffledSubarray([...fields, ...more], { minLength: fields.length + more.length }))
    .map(join);
/** As it stands in the message around it. */
const message = (field: number, fields: readonly Uint8Array[]) =>
  fc.tuple(shuffled(fields), fc.nat(2)).map(([content, extra]) => block(field, content, extra));

/** The types of floats by their numbers in ONNX, and their widths. */
export const floatWidths: Readonly<Record<number, number>> = { 1: 4, 10: 2, 11: 8, 16: 2 };

interface TensorPlan {
  readonly shape: readonly number[];
  readonly type: number;
  readonly encoding: "raw" | "typed" | "packed" | "external";
}
const plan: fc.Arbitrary<TensorPlan> = fc.record({
  shape: fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 2 }),
  type: fc.constantFrom(1, 10, 11, 16),
  encoding: fc.constantFrom("raw", "typed", "packed", "external"),
});

export const sizeOfPlan = ({ shape }: Pick<TensorPlan, "shape">) => shape.reduce((size, n) => size * n, 1);

/** The fields of a TensorProto whose numbers are zeros or, beside the file, any bytes. */
function tensorFields(name: string, { shape, type, encoding }: TensorPlan): Uint8Array[] {
  const count = shape.reduce((size, n) => size * n, 1);
  const width = floatWidths[type]!;
  const head = [...shape.map((n) => number(1, n)), number(2, type), text(8, name), text(12, `about ${name}`)];
  const numbers = new Uint8Array(count * width).fill(3);
  switch (encoding) {
    case "raw":
      return [...head, block(9, numbers)];
    case "external":
      return [
        ...head,
        number(14, 1),
        block(13, join([text(1, "location"), text(2, "side.bin")])),
        block(13, join([text(1, "length"), text(2, `${numbers.length}`)])),
      ];
    default: {
      const field = { 1: 4, 10: 5, 11: 10, 16: 5 }[type]!;
      const one = width === 2 ? Uint8Array.from(varint(300)) : numbers.subarray(0, width);
      const kind = { 1: 5, 10: 0, 11: 1, 16: 0 }[type]!;
      const all = Array.from({ length: count }, () => one);
      if (encoding === "packed") return [...head, block(field, join(all))];
      return [...head, ...all.map((value) => join([Uint8Array.from(varint(field * 8 + kind)), value]))];
    }
  }
}

const tensor = (field: number, name: string, tensorPlan: TensorPlan) => message(field, tensorFields(name, tensorPlan));

/** A Constant node whose numbers are a tensor, one float, or a list of floats. */
function constant(name: string, form: "value" | "value_float" | "value_floats", tensorPlan: TensorPlan) {
  const count = sizeOfPlan(tensorPlan);
  const value = {
    value: tensor(5, "", tensorPlan).map((t) => [t, number(20, 4)]),
    value_float: fc.constant([join([Uint8Array.of(2 * 8 + 5), float32s([2.5])]), number(20, 1)]),
    value_floats: fc.constantFrom(
      [block(7, float32s(new Array(count).fill(1)))],
      Array.from({ length: count }, () => join([Uint8Array.of(7 * 8 + 5), float32s([1])])),
    ),
  }[form];
  return value
    .chain((fields) => message(5, [text(1, form), ...fields]))
    .chain((attribute) => message(1, [text(2, name), text(4, "Constant"), attribute]))
    .map((bytes) => ({ bytes, name, count: form === "value_float" ? 1 : count }));
}

const forms = fc.constantFrom("value", "value_float", "value_floats");

/** Whose numbers can be replaced: name and count. */
export interface Target {
  readonly name: string;
  readonly count: number;
}

/** A graph in field `field`, its tensors, and those of the subgraphs of its If node. */
function graph(
  field: number,
  prefix: string,
  depth: number,
): fc.Arbitrary<{ bytes: Uint8Array; targets: readonly Target[] }> {
  const initializers = fc
    .array(plan, { maxLength: 3 })
    .chain((plans) =>
      fc.tuple(
        ...plans.map((one, i) =>
          tensor(5, `${prefix}w${i}`, one).map((bytes) => ({ bytes, name: `${prefix}w${i}`, count: sizeOfPlan(one) })),
        ),
      ),
    );
  const constants = fc
    .array(fc.tuple(forms, plan), { maxLength: 2 })
    .chain((all) => fc.tuple(...all.map(([form, one], i) => constant(`${prefix}c${i}`, form, one))));
  const branches =
    depth === 0
      ? fc.constant([])
      : fc.tuple(graph(6, `${prefix}then/`, depth - 1), graph(6, `${prefix}else/`, depth - 1));
  return fc.tuple(initializers, constants, branches).chain(([tensors, nodes, subgraphs]) => {
    const attributes = subgraphs.map(({ bytes }, i) => block(5, join([text(1, `branch${i}`), bytes])));
    const other = block(1, join([text(1, "x"), text(2, `${prefix}y`), text(4, "If"), ...attributes]));
    const fields = [...tensors, ...nodes].map(({ bytes }) => bytes);
    const targets = [...tensors, ...nodes, ...subgraphs.flatMap((subgraph) => subgraph.targets)];
    return message(field, [...fields, other, text(2, "g"), block(12, text(1, "y"))]).map((bytes) => ({
      bytes,
      targets: targets.map(({ name, count }) => ({ name, count })),
    }));
  });
}

/** A file and all tensors of it whose numbers can be replaced. */
export const wireFiles = fc
  .tuple(graph(7, "", 1), constant("inner", "value", { shape: [3], type: 1, encoding: "raw" }), graph(1, "t/", 0))
  .chain(([main, body, training]) => {
    const inFunction = Uint8Array.from(body.bytes);
    inFunction[0] = 7 * 8 + 2; // a function's nodes are field 7
    const fields = [
      number(1, 8),
      main.bytes,
      block(25, join([text(1, "f"), inFunction])),
      block(20, training.bytes),
      block(14, join([text(1, "key"), text(2, "value")])),
      block(8, number(2, 17)),
      text(2, "a test"),
    ];
    return shuffled(fields).map((bytes) => ({ bytes, targets: [...main.targets, { name: "inner", count: 3 }] }));
  });
