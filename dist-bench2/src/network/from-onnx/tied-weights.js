import { sizeOf } from "../../graph/tensor.js";
import { isParameterName, moduleOf, parameterOf } from "./exporter-names.js";
import { indicesAfter, keepsAll } from "./steps.js";
/** Most values that identity matrices, masks and other regular tensors have. */
const FEW_VALUES = 8;
/**
 * Joins kernels and embeddings with the same numbers in the same layout. Tensors of few different
 * values (zeros, ones, identities) can be equal by chance and stay apart, and so do the layers of
 * an untrained network that are copies of each other, where the exporter's names tell.
 */
export function mergeTied(outline, groups, weights) {
    const notes = [];
    const merged = [];
    const stored = new Map(outline.stored.map((value) => [value.name, value]));
    const dataOf = ({ name }) => outline.numbersOf(stored.get(name)).data;
    const groupOf = new Map(groups.map((group) => [group.name, group]));
    const alike = new Map();
    for (const weight of weights) {
        const key = canBeTied(weight) ? fingerprint(weight, dataOf(weight.places[0])) : undefined;
        const candidates = key === undefined ? [] : (alike.get(key) ?? []);
        const twin = candidates.find((at) => equal(merged[at].places[0], weight.places[0], dataOf));
        const [name, other] = [weight.tensor.name, twin === undefined ? "" : merged[twin].tensor.name];
        if (twin !== undefined && areOne(groupOf.get(other), groupOf.get(name))) {
            const one = merged[twin];
            merged[twin] = { ...one, places: [...one.places, ...weight.places] };
            notes.push(`${name} has the numbers of ${other}: they are one parameter and stay equal (tied weights).`);
            continue;
        }
        if (twin !== undefined)
            notes.push(`${name} is a copy of ${other}, a parameter of its own: it gets its own numbers.`);
        if (key !== undefined)
            alike.set(key, [...candidates, merged.length]);
        merged.push(weight);
    }
    return { weights: merged, notes };
}
/**
 * Whether two parameters with the same numbers are one. Who exported the model may say; an
 * embedding and a kernel have the same numbers only if they are.
 */
function areOne(a, b) {
    const [one, two] = [a.uses[0].claim, b.uses[0].claim];
    const [first, second] = [parameterOf(one), parameterOf(two)];
    if (first !== undefined && second !== undefined)
        return first === second;
    const kindOf = ({ role }) => (typeof role === "string" ? role : role.kind);
    if (kindOf(one) !== kindOf(two))
        return true;
    const module = moduleOf(one.node);
    if (module !== undefined && module === moduleOf(two.node))
        return true;
    return !(isParameterName(a.place.name) && isParameterName(b.place.name));
}
const canBeTied = ({ tensor, places }) => (tensor.role.kind === "kernel" || tensor.role.kind === "embedding") &&
    sizeOf(tensor.shape) > FEW_VALUES &&
    places[0].added === undefined;
/**
 * A number that does not depend on the order of the elements: only weights that share it can be
 * equal.
 */
function fingerprint({ tensor, places: [place] }, data) {
    const { shape, steps } = place;
    const indices = keepsAll(steps) ? undefined : indicesAfter(shape, steps);
    const count = indices?.length ?? data.length;
    const number = new Float32Array(1);
    const bits = new Uint32Array(number.buffer);
    let sum = 0;
    for (let i = 0; i < count; i++) {
        number[0] = Number(data[indices?.[i] ?? i]);
        sum = (sum + Math.imul(bits[0] ^ (bits[0] >>> 15), 0x2c1b3c6d)) | 0;
    }
    return `${tensor.shape.join()} ${sum}`;
}
/** Whether two weights have the same numbers in their own layouts, and more than a few values. */
function equal(one, two, dataOf) {
    const [a, b] = [dataOf(one), dataOf(two)];
    const [first, second] = [indicesAfter(one.shape, one.steps), indicesAfter(two.shape, two.steps)];
    const values = new Set();
    for (let i = 0; i < first.length; i++) {
        const x = Number(a[first[i]]);
        if (x !== Number(b[second[i]]))
            return false;
        if (values.size <= FEW_VALUES)
            values.add(x);
    }
    return values.size > FEW_VALUES;
}
