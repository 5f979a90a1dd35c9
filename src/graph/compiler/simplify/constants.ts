/** The constants of a graph, by their content: equal ones become one. */
import type { GraphBuilder } from "../../builder.js";
import type { Value } from "../../graph.js";
import type { Tensor } from "../../tensor.js";

/** Finds and adds constants by content. */
export interface Constants {
  /** A constant with this content; undefined where the graph has none yet. */
  find(data: Tensor): Value | undefined;
  /** Enters a constant of the graph. */
  enter(value: Value, data: Tensor): void;
}

/** An empty table of the constants of a builder. */
export function constantsByContent(g: GraphBuilder): Constants {
  const byContent = new Map<string, Value[]>();
  return {
    find: (data) => byContent.get(contentKey(data))?.find((v) => hasSameContent(g.constantOf(v)!, data)),
    enter(value, data) {
      const key = contentKey(data);
      const bucket = byContent.get(key);
      if (bucket === undefined) byContent.set(key, [value]);
      else bucket.push(value);
    },
  };
}

/** Type, shape and a few elements: equal tensors have equal keys, and unequal ones seldom do. */
function contentKey(t: Tensor): string {
  const step = Math.max(1, Math.floor(t.data.length / 16));
  let key = `${t.type}[${t.shape}]`;
  for (let i = 0; i < t.data.length; i += step) key += `,${t.data[i]}`;
  return key;
}

function hasSameContent(a: Tensor, b: Tensor): boolean {
  if (a.data === b.data) return true;
  const [x, y] = [bytesOf(a), bytesOf(b)];
  return x.length === y.length && x.every((byte, i) => byte === y[i]);
}

const bytesOf = ({ data }: Tensor): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

const uniformValues = new WeakMap<Tensor, { readonly value: number | undefined }>();

/** The value of all elements, if they are equal; undefined if they differ or there are none. */
export function uniformValue(t: Tensor): number | undefined {
  let entry = uniformValues.get(t);
  if (entry === undefined) {
    const first = t.data[0];
    const isUniform = first !== undefined && (t.data as Float32Array).every((x) => Object.is(x, first));
    entry = { value: isUniform ? Number(first) : undefined };
    uniformValues.set(t, entry);
  }
  return entry.value;
}
