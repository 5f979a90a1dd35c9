/** An independent walk over an .onnx file: every byte but the lengths of messages. */

/** Which fields of which message hold messages, by number (onnx.proto). */
const messages: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  model: { 7: "graph", 20: "training", 25: "function" },
  graph: { 1: "node", 5: "tensor", 15: "sparse" },
  node: { 5: "attribute" },
  attribute: { 5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 22: "sparse", 23: "sparse" },
  function: { 7: "node" },
  training: { 1: "graph", 2: "graph" },
  sparse: { 1: "tensor", 2: "tensor" },
  tensor: {},
};

/** A message, or one field with its tag in hexadecimal digits. */
export type Walked = { readonly message: string; readonly fields: readonly Walked[] } | string;

/** What the bytes of a message hold. */
export function walk(bytes: Uint8Array, message = "model"): Walked[] {
  const fields: Walked[] = [];
  let at = 0;
  const varint = () => {
    let [value, place] = [0, 1];
    for (; ; place *= 128) {
      const digit = bytes[at++]!;
      value += (digit % 128) * place;
      if (digit < 128) return value;
    }
  };
  const skip = (wire: number): void => {
    if (wire === 0) varint();
    else if (wire === 1) at += 8;
    else if (wire === 5) at += 4;
    else if (wire === 2) {
      const length = varint();
      at += length;
    } else if (wire === 3) for (let inner = varint() % 8; inner !== 4; inner = varint() % 8) skip(inner);
    else throw new Error(`kind ${wire} in ${message}`);
  };
  while (at < bytes.length) {
    const start = at;
    const tag = varint();
    const kind = messages[message]?.[Math.floor(tag / 8)];
    if (kind !== undefined && tag % 8 === 2) {
      const length = varint();
      fields.push({ message: `${kind} ${tag}`, fields: walk(bytes.subarray(at, at + length), kind) });
      at += length;
    } else {
      skip(tag % 8);
      if (at > bytes.length) throw new Error(`${message} is cut short`);
      fields.push(Buffer.from(bytes.subarray(start, at)).toString("hex"));
    }
  }
  return fields;
}

/** The fields that hold the numbers of a TensorProto, or say where they are. */
const dataFields: ReadonlySet<number> = new Set([4, 5, 6, 7, 9, 10, 11, 13, 14]);
/** `f` and `floats` of an AttributeProto. */
const floatFields: ReadonlySet<number> = new Set([2, 7]);

/** The file without the numbers of these tensors, and how many tensors it had of these names. */
export function withoutNumbers(bytes: Uint8Array, names: ReadonlySet<string>) {
  let tensorCount = 0;
  const fieldNumber = (field: string) => {
    let [value, place] = [0, 1];
    for (let i = 0; ; i += 2, place *= 128) {
      const digit = Number.parseInt(field.slice(i, i + 2), 16);
      value += (digit % 128) * place;
      if (digit < 128) return Math.floor(value / 8);
    }
  };
  const textsOf = (fields: readonly Walked[], number: number) =>
    fields.flatMap((field) => {
      if (typeof field !== "string" || fieldNumber(field) !== number) return [];
      return [Buffer.from(field.slice(4), "hex").toString()];
    });
  const visit = (one: Walked, constant?: string): Walked => {
    if (typeof one === "string") return one;
    const [kind] = one.message.split(" ") as [string];
    const isConstant = kind === "node" && textsOf(one.fields, 4).includes("Constant");
    const name = isConstant ? textsOf(one.fields, 2)[0] : kind === "attribute" ? constant : undefined;
    const tensorName = kind === "tensor" ? (constant ?? textsOf(one.fields, 8)[0]) : undefined;
    const isFloats = kind === "attribute" && textsOf(one.fields, 1).some((label) => label.startsWith("value_float"));
    const leftOut =
      tensorName !== undefined && names.has(tensorName)
        ? dataFields
        : isFloats && names.has(constant ?? "")
          ? floatFields
          : new Set<number>();
    if (leftOut.size > 0) tensorCount++;
    const fields = one.fields.filter((field) => typeof field !== "string" || !leftOut.has(fieldNumber(field)));
    return { message: one.message, fields: fields.map((field) => visit(field, name)) };
  };
  const file = walk(bytes).map((field) => visit(field));
  return { file, tensorCount };
}
