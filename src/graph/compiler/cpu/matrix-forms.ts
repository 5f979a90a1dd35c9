/**
 * Matrices of a graph that may have several forms: plain [R, C], and in blocks of rows or of
 * columns.
 */
import { reshape } from "../../expressions.js";
import type { Node, Value } from "../../graph.js";
import type { RewriteContext } from "../../rewrite.js";
import { domain } from "./blocked-forms.js";

/**
 * `rows` is [R/b, C, b] in memory, `columns` [C/b, R, b]: what the blocked layout makes of images
 * of one row whose channels are the matrix's rows, [1, R, 1, C], or its columns, [1, C, 1, R].
 * These are their shapes in the new graph.
 */
export type MatrixForm = "plain" | "rows" | "columns";

const all: readonly MatrixForm[] = ["rows", "columns", "plain"];

/**
 * An old value's forms in the new graph. The plain form represents the value in the rebuilt
 * graph (`RewriteContext.renewed`).
 */
export interface MatrixForms {
  /** The value in that form; made when first read. */
  get(value: Value, form: MatrixForm): Value;
  /** Makes the plain form of a value that has another or is postponed; undefined for all others. */
  toPlain(value: Value): Value | undefined;
  set(value: Value, form: "rows" | "columns", blocked: Value): void;
  /** An elementwise node is made only when it is read, in the form of its operands. */
  postpone(node: Node): void;
  /** Whether the value, or an operand of it, has a form that is not plain. */
  isBlocked(value: Value): boolean;
  /** Whether the value has that form, or can be made so without bringing its operands to it. */
  isAtHand(value: Value, form: MatrixForm): boolean;
}

/** The forms of the values of a graph that is rebuilt; none but plain ones yet. */
export function matrixForms({ g, renewed, isMade }: RewriteContext): MatrixForms {
  const blocked = { rows: new Map<Value, Value>(), columns: new Map<Value, Value>() };
  const postponed = new Map<Value, Node>();
  const has = (value: Value, form: MatrixForm) => (form === "plain" ? isMade(value) : blocked[form].has(value));
  const matricesOf = (node: Node) => node.inputs.filter((v) => v !== undefined && !isScalar(v)) as Value[];

  const forms: MatrixForms = {
    get(value, form) {
      if (form === "plain") return renewed(value);
      const existing = blocked[form].get(value);
      if (existing !== undefined) return existing;
      const result = inForm(value, form);
      blocked[form].set(value, result);
      return result;
    },
    toPlain: (value) => (forms.isBlocked(value) ? inForm(value, "plain") : undefined),
    set: (value, form, result) => blocked[form].set(value, result),
    postpone: (node) => postponed.set(node.outputs[0]!, node),
    isBlocked: (value) => postponed.has(value) || blocked.rows.has(value) || blocked.columns.has(value),
    isAtHand: (value, form) =>
      has(value, form) ||
      (postponed.has(value) && matricesOf(postponed.get(value)!).every((v) => forms.isAtHand(v, form))),
  };

  function inForm(value: Value, form: MatrixForm): Value {
    const node = postponed.get(value);
    return node === undefined ? converted(value, form) : elementwise(node, value, form);
  }

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

  /** Through the plain form, from the form that exists. */
  function converted(value: Value, form: MatrixForm): Value {
    const [rows, columns] = value.shape as readonly [number, number];
    if (form === "plain") {
      const [from, attributes] = blocked.rows.has(value)
        ? [blocked.rows.get(value)!, { channels: rows }]
        : [blocked.columns.get(value)!, { channels: columns, channels_last: 1 }];
      return reshape(g, g.apply(`${domain}:ReorderOutput`, [from], attributes), [rows, columns]);
    }
    const plain = renewed(value);
    const [image, attributes] =
      form === "rows" ? [[1, rows, 1, columns], {}] : [[1, 1, rows, columns], { channels_last: 1 }];
    return g.apply(`${domain}:ReorderInput`, [reshape(g, plain, image)], attributes);
  }

  return forms;
}

/** One number, which fits any form. */
export const isScalar = ({ shape }: Value): boolean => shape.every((n) => n === 1);
