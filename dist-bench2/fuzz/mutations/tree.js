/**
 * Changes of the structure of JSON. A tree keeps the fields of objects as a list, so that one key
 * may stand twice and `__proto__` is a key like others.
 */
import { bytesOf, textOf } from "../reader.js";
import { numberTexts, words } from "./values.js";
/** Deeper trees are left to the other mutations. */
const DEEPEST = 100;
function treeOf(value, depth = 0) {
    if (depth > DEEPEST)
        throw new Error("too deep");
    if (Array.isArray(value))
        return { items: value.map((one) => treeOf(one, depth + 1)) };
    if (typeof value !== "object" || value === null)
        return { text: JSON.stringify(value) };
    return { fields: Object.entries(value).map(([key, one]) => [key, treeOf(one, depth + 1)]) };
}
function write(tree) {
    if ("text" in tree)
        return tree.text;
    if ("items" in tree)
        return `[${tree.items.map(write).join(",")}]`;
    return `{${tree.fields.map(([key, value]) => `${JSON.stringify(key)}:${write(value)}`).join(",")}}`;
}
function* placesIn(tree) {
    if ("items" in tree) {
        const list = tree.items;
        for (const [at, value] of [...list.entries()]) {
            const set = (one) => void list.splice(at, 1, one);
            yield { value, list, set, remove: () => list.splice(at, 1), add: (one) => list.splice(at, 0, one) };
            yield* placesIn(value);
        }
    }
    else if ("fields" in tree) {
        const list = tree.fields;
        for (const [at, [key, value]] of [...list.entries()]) {
            const set = (one) => void list.splice(at, 1, [key, one]);
            const add = (one, other = key) => void list.push([other, one]);
            yield { value, key, list, set, remove: () => list.splice(at, 1), add };
            yield* placesIn(value);
        }
    }
}
/** Depths at which recursive readers break. */
const depths = [3, 100, 10_000];
function otherValue(draws) {
    return draws.pick([
        () => ({ text: draws.pick(numberTexts.filter((text) => /^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(text))) }),
        () => ({ text: JSON.stringify(draws.pick(words)) }),
        () => ({ text: draws.pick(["null", "true", "false", '"1"', '""']) }),
        () => ({ items: [] }),
        () => ({ fields: [] }),
        () => ({ items: Array.from({ length: draws.pick([1, 2, 1000]) }, () => ({ text: "0" })) }),
    ])();
}
const changes = [
    ["remove a value", (place) => place.remove()],
    ["repeat a value", (place) => place.add(place.value)],
    ["change a value", (place, draws) => place.set(otherValue(draws))],
    ["change a value", (place, draws) => place.set(otherValue(draws))],
    ["put a value in a list", ({ set, value }) => set({ items: [value] })],
    ["put a value in an object", ({ set, value }, draws) => set({ fields: [[draws.pick(words), value]] })],
    ["copy a value elsewhere", (place, draws, all) => place.set(treeOf(JSON.parse(write(draws.pick(all).value))))],
    ["add a field", (place, draws) => place.add(otherValue(draws), draws.pick(words))],
    [
        "nest deeply",
        ({ set, value }, draws) => {
            const depth = draws.pick(depths);
            const open = draws.pick(["[", '{"a":']);
            set({ text: `${open.repeat(depth)}${write(value)}${(open === "[" ? "]" : "}").repeat(depth)}` });
        },
    ],
];
/** For JSON; other inputs are left alone. */
export const treeMutations = changes.map(([name, change]) => ({
    name,
    apply(input, _, draws) {
        let tree;
        try {
            tree = treeOf(JSON.parse(textOf(input)));
        }
        catch {
            return undefined;
        }
        const places = [...placesIn(tree)];
        if (places.length === 0)
            return undefined;
        try {
            change(draws.pick(places), draws, places);
        }
        catch {
            return undefined; // a copy of what an earlier mutation made no JSON
        }
        return bytesOf(write(tree));
    },
}));
