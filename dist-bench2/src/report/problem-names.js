/** Names that say what differs between the problems, and no two alike. */
export function problemNames(problems) {
    const files = fileNames(problems.map(({ data }) => data.name));
    const labels = problems.map(({ model }) => labelOf(model.label));
    const sharedOptions = labels[0].options.filter((one) => labels.every(({ options }) => options.includes(one)));
    const ofData = isOne(problems.map(({ data }) => data.name));
    const ofName = isOne(labels.map(({ name }) => name));
    const rest = labels.map(({ options }) => options.filter((one) => !sharedOptions.includes(one)));
    // "depth=10" beside "mlp" would leave open what the second has instead.
    const dropsName = ofName && (rest.every((options) => options.length > 0) || rest.every(({ length }) => length === 0));
    const names = problems.map(({ data }, i) => {
        const model = textOf({ name: dropsName ? "" : labels[i].name, options: rest[i] });
        return [ofData ? "" : files.get(data.name), model].filter((part) => part !== "").join(" × ");
    });
    const isDistinct = new Set(names).size === names.length && names.every((name) => name !== "");
    const shared = [
        ofData ? files.get(problems[0].data.name) : "",
        textOf({ name: dropsName ? labels[0].name : "", options: sharedOptions }),
    ];
    if (problems.length === 1 || !isDistinct)
        return { short: problemTitles(problems), shared: undefined };
    return {
        short: new Map(problems.map(({ id }, i) => [id, names[i]])),
        shared: shared.filter((part) => part !== "").join(" × ") || undefined,
    };
}
/** "glyphs × mlp", and "plain.csv × mlp" of a file, whatever its folder. */
export function problemTitles(problems) {
    const files = fileNames(problems.map(({ data }) => data.name));
    return new Map(problems.map(({ id, data, model }) => [id, `${files.get(data.name)} × ${model.label}`]));
}
/** Names of files without the folders that they do not need to be told apart. */
function fileNames(names) {
    const different = [...new Set(names)];
    const ending = (name, parts) => name.split(/[/\\]/).slice(-parts).join("/");
    const shortest = (name) => {
        const most = name.split(/[/\\]/).length;
        for (let parts = 1; parts < most; parts++) {
            if (different.every((other) => other === name || ending(other, parts) !== ending(name, parts)))
                return ending(name, parts);
        }
        return name;
    };
    return new Map(different.map((name) => [name, shortest(name)]));
}
const isOne = (values) => new Set(values).size === 1;
/** "mlp:depth=10,width=64" → its name and its options. */
function labelOf(label) {
    const colon = label.indexOf(":");
    if (colon < 0)
        return { name: label, options: [] };
    return { name: label.slice(0, colon), options: label.slice(colon + 1).split(",") };
}
function textOf({ name, options }) {
    return [name, options.join(", ")].filter((part) => part !== "").join(":");
}
