import { run } from "./scope.js";
/**
 * One layer after the other. It adds nothing to their paths: numbering continues in nested
 * sequentials.
 */
export function sequential(...layers) {
    return { kind: "", apply: (x, scope) => layers.reduce((value, layer) => run(layer, value, scope), x) };
}
/**
 * One layer after the other, in a path: `block("stage", conv(…))` declares "stage1/conv1/kernel".
 */
export function block(kind, ...layers) {
    return { ...sequential(...layers), kind };
}
