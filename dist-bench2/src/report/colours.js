/**
 * How a method is drawn: a hue, a dash and a marker. They follow from its label, so that it looks
 * the same in every report; where two methods of one study would have the same hue, one of them
 * takes another. The hues are near Okabe and Ito's (2008), moved until each contrasts 3 : 1 with
 * the page in its theme, and until any two are told apart with normal sight, with deuteranopia and
 * with protanopia. Dash and marker tell methods apart for readers who do not see the hues.
 */
/** By name: on a light page, on a dark one. */
export const hues = {
    blue: ["#0665bc", "#4ab2fe"],
    vermilion: ["#d26810", "#fe8a50"],
    green: ["#137f68", "#6ecfa2"],
    purple: ["#883080", "#cc8bc3"],
    amber: ["#835a16", "#f9c125"],
    teal: ["#0d82a8", "#07d9f8"],
    ink: ["#343f46", "#e0ebe7"],
    grey: ["#939390", "#8f8c83"],
};
const dashes = ["none", "6 3", "2 2.5", "9 3 2 3", "4 2", "1 3"];
const markers = ["circle", "square", "triangle", "diamond", "star", "cross"];
/**
 * The most usual methods. The first eight have a hue each, which they keep in every study; the
 * others take theirs where it is free.
 */
const usual = new Map([
    ["he", ["blue", 0]],
    ["glorot-uniform", ["vermilion", 1]],
    ["orthogonal", ["green", 3]],
    ["xavier-fan-in", ["purple", 2]],
    ["pytorch-default", ["amber", 4]],
    ["lsuv", ["teal", 4]],
    ["zero", ["ink", 0]],
    ["random", ["grey", 5]],
    ["he-uniform", ["blue", 1]],
    ["glorot-normal", ["vermilion", 3]],
    ["lecun-normal", ["purple", 4]],
    ["lecun-uniform", ["purple", 5]],
    ["keras-default", ["amber", 1]],
    ["standard-normal", ["ink", 2]],
]);
/**
 * The looks of some methods by label. A label with options or a recipe ("random:std=0.5",
 * "he [adam]") prefers the hue of its initializer. No two of up to eight methods have one hue; of
 * more, those with one hue differ in dash and marker.
 */
export function methodLooks(labels) {
    // The usual methods first: nobody else takes their looks.
    const names = [...usual.keys()];
    const place = (label) => (usual.has(label) ? names.indexOf(label) : names.length);
    const order = [...new Set(labels)].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
    const ofHue = new Map();
    for (const label of order)
        if (!ofHue.has(placeOf(label).hue))
            ofHue.set(placeOf(label).hue, label);
    const free = hueNames.map((_, hue) => hue).filter((hue) => !ofHue.has(hue));
    const looks = new Map();
    for (const label of order) {
        const { hue, shape } = placeOf(label);
        const index = ofHue.get(hue) === label ? hue : (free.shift() ?? hue);
        looks.set(label, freeLook(index, shape, usual.has(label), [...looks.values()]));
    }
    return looks;
}
const hueNames = Object.keys(hues);
/** The look of this place, or the next one that nobody has; the last of very many methods share. */
function freeLook(hue, shape, isUsual, taken) {
    const ofHue = dashes.map((_, i) => lookAt(hue, shape + i));
    const all = hueNames.flatMap((_, i) => dashes.map((_, k) => lookAt(hue + i, shape + k)));
    const isFree = (look) => taken.every(({ colour, dash }) => colour !== look.colour || dash !== look.dash);
    const isNew = (look) => taken.every(({ dash }) => dash !== look.dash);
    const newShape = isUsual ? undefined : ofHue.find(isNew);
    return newShape ?? all.find(isFree) ?? ofHue[0];
}
/** Indices beyond the last start again from the first. */
function lookAt(hue, shape) {
    const name = hueNames[hue % hueNames.length];
    const colour = `var(--hue-${name}, ${hues[name][0]})`;
    return { colour, dash: dashes[shape % dashes.length], marker: markers[shape % markers.length] };
}
/** The place that a label prefers in the tables of hues and of shapes. */
function placeOf(label) {
    const initializer = label.split(/:| \[/)[0];
    const hue = usual.get(initializer)?.[0];
    return {
        hue: hue === undefined ? hashOf(initializer) % hueNames.length : hueNames.indexOf(hue),
        shape: usual.get(label)?.[1] ?? hashOf(label) % dashes.length,
    };
}
/** FNV-1a, 32 bits. */
function hashOf(text) {
    let hash = 0x811c9dc5;
    for (const character of text)
        hash = Math.imul(hash ^ character.codePointAt(0), 0x01000193) >>> 0;
    return hash;
}
/** The hues as CSS: variables for a light page, or for a dark one. */
export function hueVariables(theme) {
    return Object.entries(hues)
        .map(([name, [light, dark]]) => `--hue-${name}:${theme === "light" ? light : dark}`)
        .join(";");
}
