/** Values of a graph that may have two forms, plain and in ONNX Runtime's blocked layout. */
import type { GraphBuilder } from "../onnx/builder.js";
import type { Value } from "../onnx/graph.js";

/** The domain of the operators that know the blocked layout. */
export const domain = "com.microsoft.nchwc";

/** A value's plain and blocked form in the new graph; each is made from the other when first asked for. */
export interface Forms {
  plain(value: Value): Value;
  blocked(value: Value): Value;
  isBlocked(value: Value): boolean;
  setPlain(value: Value, made: Value): void;
  setBlocked(value: Value, made: Value): void;
}

export function twoForms(g: GraphBuilder): Forms {
  const plain = new Map<Value, Value>();
  const blocked = new Map<Value, Value>();
  const forms: Forms = {
    plain(value) {
      const twin = blocked.get(value);
      if (!plain.has(value) && twin !== undefined) {
        plain.set(value, g.apply(`${domain}:ReorderOutput`, [twin], { channels: value.shape[1]! }));
      }
      return plain.get(value) ?? value;
    },
    blocked(value) {
      if (!blocked.has(value)) blocked.set(value, g.apply(`${domain}:ReorderInput`, [forms.plain(value)]));
      return blocked.get(value)!;
    },
    isBlocked: (value) => blocked.has(value),
    setPlain: (value, made) => plain.set(value, made),
    setBlocked: (value, made) => blocked.set(value, made),
  };
  return forms;
}
