import { ASKED } from "../network/from-onnx/index.js";
/** Counts of what was initialized, kept and missed. */
export function outcomeOf({ weights, states, kept: keptTensors, missed }) {
    const kernels = weights.filter(({ tensor }) => tensor.role.kind === "kernel" || tensor.role.kind === "embedding");
    return {
        initialized: weights.length + states.length,
        kept: keptTensors.filter(({ isFixed }) => isFixed).map(({ name }) => name),
        unknown: keptTensors.filter(({ isFixed }) => !isFixed).map(({ name }) => name),
        missedKernels: missed.map(({ node }) => node),
        isFresh: kernels.length > 0 && missed.length === 0,
    };
}
/** Sentences: redrawn tables that may be fixed, what kept its numbers and why, what was missed. */
export function notesOf(roles, { initializer }, source) {
    const { weights, missed, notes } = roles;
    return [
        ...notes,
        ...redrawnTables(weights),
        ...paddingRows(weights, initializer.name),
        ...branchScales(weights, initializer.name),
        ...keptNotes(roles.kept),
        ...missed.map(({ node, operator, reason }) => `Not initialized: ${node} (${operator}): ${reason}.`),
        ...incomplete(roles, source),
    ];
}
function redrawnTables(weights) {
    const tables = weights.filter(({ tensor }) => tensor.role.kind === "embedding" || tensor.role.kind === "position");
    if (tables.length === 0)
        return [];
    const list = tables.map(({ tensor }) => `${tensor.name} [${tensor.shape.join(", ")}]`).join(", ");
    return [`New numbers for embeddings and positions: ${list}. --keep NAME keeps one that is fixed.`];
}
function paddingRows(weights, method) {
    if (method === "pytorch-default")
        return [];
    return weights.flatMap(({ tensor: { name, role } }) => role.paddingRow === undefined
        ? []
        : [
            `Row ${role.paddingRow} of ${name} was 0, as PyTorch's padding_idx has it; ${method} draws it. pytorch-default keeps it at 0.`,
        ]);
}
function branchScales(weights, method) {
    const scales = weights.filter(({ tensor }) => tensor.role.kind === "residual-scale").map(({ tensor }) => tensor.name);
    if (scales.length === 0 || ["skipinit", "rezero"].includes(method))
        return [];
    return [
        `${method} starts the factors of residual branches at 1: ${counted(scales)}. skipinit and rezero start them at 0.`,
    ];
}
/** Names that a sentence lists; more are counted. */
const LISTED = 8;
const counted = (names) => names.length <= LISTED ? names.join(", ") : `${names.slice(0, LISTED).join(", ")} and ${names.length - LISTED} more`;
function keptNotes(keptTensors) {
    const list = (tensors) => tensors.map(({ name, shape, reason }) => `${name} [${shape.join(", ")}] (${reason})`).join(", ");
    const byWish = keptTensors.filter(({ reason }) => reason === ASKED);
    // Zeros and ones that an operator needs say nothing to a person.
    const isPlain = (reason) => /^(a constant of|the initial state of|a setting of) /.test(reason);
    const fixed = keptTensors.filter(({ isFixed, reason }) => isFixed && reason !== ASKED && !isPlain(reason));
    const unknown = keptTensors.filter(({ isFixed }) => !isFixed);
    return [
        ...(byWish.length === 0 ? [] : [`Kept, as you asked: ${counted(byWish.map(({ name }) => name))}.`]),
        ...(fixed.length === 0 ? [] : [`Kept: ${list(fixed)}.`]),
        ...(unknown.length === 0
            ? []
            : [`Kept, since their role is unknown: ${list(unknown)}. They may be trained numbers.`]),
    ];
}
function incomplete(roles, source) {
    const { isFresh, initialized, missedKernels } = outcomeOf(roles);
    if (isFresh)
        return [];
    const other = missedKernels.length === 0 ? "it has no kernels" : "not every kernel could be initialized";
    const what = initialized === 0 ? "nothing could be initialized" : other;
    return [`${source} is not a fresh network: ${what}.`];
}
