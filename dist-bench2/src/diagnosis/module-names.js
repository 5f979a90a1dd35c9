import { readOutline } from "../graph/file/read-outline.js";
import { sizeOf } from "../graph/tensor.js";
import { inferRoles, modelEdit, tensorName } from "../network/from-onnx/index.js";
import { fileEntries } from "../weights/index.js";
/**
 * The shown name of every weight that has another one in the file. A part of a tensor is called so:
 * "rnn.weight_ih_l0[input forget]".
 *
 * @throws InputError for bytes that are no .onnx model
 */
export function moduleNames(bytes, externalData) {
    const outline = readOutline(bytes, { externalData });
    const roles = inferRoles(outline);
    const zeros = roles.weights.map(({ tensor: { name, shape } }) => [name, new Float32Array(sizeOf(shape))]);
    const edit = modelEdit(outline, roles, Object.fromEntries(zeros));
    const entries = fileEntries(outline, roles, edit);
    const taken = new Set(roles.weights.map(({ tensor }) => tensor.name));
    const names = new Map();
    for (const weight of roles.weights) {
        const { name } = weight.tensor;
        const shown = shownName(weight, entries(edit.nameOf(weight.places[0])));
        if (shown === undefined || taken.has(shown))
            continue;
        taken.add(shown);
        names.set(tensorName(name), tensorName(shown));
    }
    return names;
}
/** The name of the entry that a weight's tensor is; undefined where it has that name, or none. */
function shownName({ tensor: { name }, places }, entries) {
    const stored = places[0].name;
    const [first, ...others] = entries;
    if (first === undefined || entries.includes(stored) || !name.startsWith(stored))
        return undefined;
    // Both directions of a recurrent layer, or both of its biases, may be one tensor.
    const whole = others.reduce(commonStart, first).replace(/[._]$/, "");
    return whole === "" ? undefined : whole + name.slice(stored.length);
}
function commonStart(a, b) {
    let length = 0;
    while (length < a.length && a[length] === b[length])
        length++;
    return a.slice(0, length);
}
/** The other way: from shown names to those of the file's network. */
export const fileNames = (names) => new Map([...names].map(([name, shown]) => [shown, name]));
/** A parameter under its other name. */
export function renamedParameter(parameter, names) {
    const { name, shape, role } = parameter;
    const { direction } = role;
    const of = direction && names.get(direction.name);
    const renamed = of === undefined ? role : { ...role, direction: { ...direction, name: of } };
    return { name: names.get(name) ?? name, shape, role: renamed };
}
/** Numbers by their tensors' other names. */
export const renamedWeights = (weights, names) => Object.fromEntries(Object.entries(weights).map(([name, values]) => [names.get(name) ?? name, values]));
/** The same layer, whose parameters have other names. */
export function renamedLayer({ kind, apply }, names) {
    return {
        kind,
        apply: (x, scope) => apply(x, {
            ...scope,
            parameter: (name, shape, role) => {
                if (!("complete" in role))
                    return scope.parameter(names.get(name) ?? name, shape, role);
                const { name: other, role: complete } = renamedParameter({ name, shape, role: role.complete }, names);
                return scope.parameter(other, shape, { complete });
            },
        }),
    };
}
