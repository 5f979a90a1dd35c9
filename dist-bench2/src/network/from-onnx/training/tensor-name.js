/** Names of parameters in graphs that train. */
/**
 * Names of what the graphs of training read and return besides parameters and states: a tensor of
 * a file that has one of them gets another name.
 */
export const reservedNames = new Set([
    "data",
    "labels",
    "indices",
    "weights",
    "total-weight",
    "learning-rate",
    "loss",
    "correct",
    "logit-weights",
]);
/** The name under which a tensor of a file is trained: its own, or "file/data" for "data". */
export const tensorName = (name) => (reservedNames.has(name) ? `file/${name}` : name);
