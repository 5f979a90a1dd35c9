/**
 * Matrices of a graph that may have several forms: plain [R, C], and in blocks of rows or of
 * columns.
 */
import { reshape } from "../../expressions.js";
import { domain } from "./blocked-forms.js";
const all = ["rows", "columns", "plain"];
/** The forms of the values of a graph that is rebuilt; none but plain ones yet. */
export function matrixForms({ g, renewed, isMade }) {
    const blocked = { rows: new Map(), columns: new Map() };
    const postponed = new Map();
    const has = (value, form) => (form === "plain" ? isMade(value) : blocked[form].has(value));
    const matricesOf = (node) => node.inputs.filter((v) => v !== undefined && !isScalar(v));
    const forms = {
        get(value, form) {
            if (form === "plain")
                return renewed(value);
            const existing = blocked[form].get(value);
            if (existing !== undefined)
                return existing;
            const result = inForm(value, form);
            blocked[form].set(value, result);
            return result;
        },
        toPlain: (value) => (forms.isBlocked(value) ? inForm(value, "plain") : undefined),
        set: (value, form, result) => blocked[form].set(value, result),
        postpone: (node) => postponed.set(node.outputs[0], node),
        isBlocked: (value) => postponed.has(value) || blocked.rows.has(value) || blocked.columns.has(value),
        isAtHand: (value, form) => has(value, form) ||
            (postponed.has(value) && matricesOf(postponed.get(value)).every((v) => forms.isAtHand(v, form))),
    };
    function inForm(value, form) {
        const node = postponed.get(value);
        return node === undefined ? converted(value, form) : elementwise(node, value, form);
    }
    function elementwise(node, value, form) {
        const elsewhere = all.find((f) => has(value, f)) ?? all.find((f) => forms.isAtHand(value, f));
        if (!forms.isAtHand(value, form) && elsewhere !== undefined && value.type === "float32") {
            forms.get(value, elsewhere);
            return converted(value, form);
        }
        return g.atLayer(node.layer, () => g.apply(node.operator, node.inputs.map((v) => v === undefined ? v : isScalar(v) ? reshape(g, forms.get(v, "plain"), []) : forms.get(v, form)), node.attributes));
    }
    /** Through the plain form, from the form that exists. */
    function converted(value, form) {
        const [rows, columns] = value.shape;
        if (form === "plain") {
            const [from, attributes] = blocked.rows.has(value)
                ? [blocked.rows.get(value), { channels: rows }]
                : [blocked.columns.get(value), { channels: columns, channels_last: 1 }];
            return reshape(g, g.apply(`${domain}:ReorderOutput`, [from], attributes), [rows, columns]);
        }
        const plain = renewed(value);
        const [image, attributes] = form === "rows" ? [[1, rows, 1, columns], {}] : [[1, 1, rows, columns], { channels_last: 1 }];
        return g.apply(`${domain}:ReorderInput`, [reshape(g, plain, image)], attributes);
    }
    return forms;
}
/** One number, which fits any form. */
export const isScalar = ({ shape }) => shape.every((n) => n === 1);
