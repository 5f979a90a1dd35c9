/** Matrices of a graph that may have several forms: plain [R, C], and in blocks of rows or of columns. */
import type { GraphBuilder } from "../../builder.js";
import { reshape } from "../../expressions.js";
import type { Node, Value } from "../../graph.js";
import { domain } from "./blocked-forms.js";

/**
 * `rows` is [R/b, C, b] in memory, `columns` [C/b, R, b]: what the blocked layout makes of images of one row whose channels are the
 * matrix's rows, [1, R, 1, C], or its columns, [1, C, 1, R]. Those are their shapes in the new graph.
 */
export type MatrixForm = "plain" | "rows" | "columns";

const all: readonly MatrixForm[] = ["rows", "columns", "plain"];

export interface MatrixForms {
  /** The value in that form; made when first asked for. */
  get(value: Value, form: MatrixForm): Value;
  set(value: Value, form: MatrixForm, made: Value): void;
  /** What is done element by element is made only when asked for, in the form in which its operands are. */
  postpone(node: Node): void;
  /** Whether the value, or what it is made from, has a form that is not plain. */
  isBlocked(value: Value): boolean;
  /** Whether the value is there in that form, or can be made so without bringing its operands to it. */
  isAtHand(value: Value, form: MatrixForm): boolean;
}

export function matrixForms(g: GraphBuilder): MatrixForms {
  const made = { plain: new Map<Value, Value>(), rows: new Map<Value, Value>(), columns: new Map<Value, Value>() };
  const postponed = new Map<Value, Node>();
  const has = (value: Value, form: MatrixForm) => made[form].has(value) || (form === "plain" && isGiven(value));
  /** Neither postponed nor made in another form: an input, a constant, or copied. */
  const isGiven = (value: Value) => !postponed.has(value) && !made.rows.has(value) && !made.columns.has(value);
  const matricesOf = (node: Node) => node.inputs.filter((v) => v !== undefined && !isScalar(v)) as Value[];

  const forms: MatrixForms = {
    get(value, form) {
      const node = postponed.get(value);
      if (has(value, form)) return made[form].get(value) ?? value;
      const result = node === undefined ? converted(value, form) : elementwise(node, value, form);
      made[form].set(value, result);
      return result;
    },
    set: (value, form, result) => made[form].set(value, result),
    postpone: (node) => postponed.set(node.outputs[0]!, node),
    isBlocked: (value) => !isGiven(value),
    isAtHand: (value, form) =>
      has(value, form) ||
      (postponed.has(value) && matricesOf(postponed.get(value)!).every((v) => forms.isAtHand(v, form))),
  };

  function elementwise(node: Node, value: Value, form: MatrixForm): Value {
    const elsewhere = all.find((f) => has(value, f)) ?? all.find((f) => forms.isAtHand(value, f));
    if (!forms.isAtHand(value, form) && elsewhere !== undefined && value.type === "float32") {
      forms.get(value, elsewhere);
      return converted(value, form);
    }
    return g.atLayer(node.layer, () =>
      g.apply(
        node.operator,
        node.inputs.map((v) =>
          v === undefined ? v : isScalar(v) ? reshape(g, forms.get(v, "plain"), []) : forms.get(v, form),
        ),
        node.attributes,
      ),
    );
  }

  /** Through the plain form, from the one that is there. */
  function converted(value: Value, form: MatrixForm): Value {
    const [rows, columns] = value.shape as readonly [number, number];
    if (form === "plain") {
      const [from, attributes] = made.rows.has(value)
        ? [made.rows.get(value)!, { channels: rows }]
        : [made.columns.get(value)!, { channels: columns, channels_last: 1 }];
      return reshape(g, g.apply(`${domain}:ReorderOutput`, [from], attributes), [rows, columns]);
    }
    const plain = forms.get(value, "plain");
    made.plain.set(value, plain);
    const [image, attributes] =
      form === "rows" ? [[1, rows, 1, columns], {}] : [[1, 1, rows, columns], { channels_last: 1 }];
    return g.apply(`${domain}:ReorderInput`, [reshape(g, plain, image)], attributes);
  }

  return forms;
}

/** One number, which fits any form. */
export const isScalar = ({ shape }: Value): boolean => shape.every((n) => n === 1);
