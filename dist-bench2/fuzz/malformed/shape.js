/** The shape of valid JSON, learned from an example: keys, kinds of values, ranges. */
/** Keys whose values are fractions; of others only the sign is known. */
const fraction = /ccuracy$|^share$|^(margin|target|rate|median|interquartileMean)$/;
/** Keys that a valid file may lack or have beside those of the example. */
const optional = {
    reason: isText,
    run: isText,
    started: isText,
    stepzero: isText,
    runtime: isText,
    machine: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
    step: isCount,
    notes: isTexts,
    initializationNotes: isTexts,
    limit: isCount,
    validation: isCount,
    margin: isFraction,
    target: isFraction,
    evalTrainAccuracy: isFraction,
    validationAccuracy: isFraction,
    evalTrainLoss: isLoss,
    validationLoss: isLoss,
    initSeed: isWhole,
    orderSeed: isWhole,
    evaluateTrain: (value) => value === false || value === "last" || value === "every",
};
/** Records of open keys: settings of options and recipes, and what a manifest says of a machine. */
const open = /^(options|recipe|optimizer|schedule|machine|augmentation)$/;
/** Computed anew from the runs, and not read. */
const unread = /^(verdicts|across|summary)$/;
function isWhole(value) {
    return Number.isSafeInteger(value) && value >= 0;
}
function isCount(value) {
    return isWhole(value) && value !== 0;
}
function isFraction(value) {
    return typeof value === "number" && value >= 0 && value <= 1;
}
function isLoss(value) {
    return value === null || typeof value === "number";
}
function isText(value) {
    return typeof value === "string";
}
function isTexts(value) {
    return Array.isArray(value) && value.every((one) => typeof one === "string");
}
/** Undefined where a value has the shape of the example, or in words where it has not. */
export function isShapedAs(value, example, path = "") {
    const key = path.split(".").at(-1);
    if (unread.test(key))
        return undefined;
    if (Array.isArray(example)) {
        if (!Array.isArray(value))
            return `${path} is no list`;
        const faults = value.map((one, i) => likeOne(one, example, `${path}.${i}`));
        return faults.find((fault) => fault !== undefined);
    }
    if (typeof example === "object" && example !== null)
        return isObjectAs(value, example, path, open.test(key));
    if (typeof value !== typeof example && !(key.endsWith("Loss") && value === null)) {
        return `${path} is ${JSON.stringify(value)}, like ${JSON.stringify(example)}`;
    }
    if (typeof value !== "number")
        return undefined;
    if (fraction.test(key) && !isFraction(value))
        return `${path} is ${value}, no fraction`;
    return value < 0 && !key.endsWith("Loss") ? `${path} is ${value}` : undefined;
}
/** Like any of the items of the example; an empty list tells nothing. */
function likeOne(value, items, path) {
    if (items.length === 0)
        return undefined;
    const faults = items.map((item) => isShapedAs(value, item, path));
    return faults.includes(undefined) ? undefined : faults[0];
}
function isObjectAs(value, example, path, isOpen) {
    if (typeof value !== "object" || value === null || Array.isArray(value))
        return `${path} is no object`;
    const fields = example;
    for (const [key, one] of Object.entries(value)) {
        if (Object.hasOwn(fields, key)) {
            const fault = isShapedAs(one, fields[key], `${path}.${key}`);
            if (fault !== undefined && !(isOpen && typeof one !== "object"))
                return fault;
        }
        else if (Object.hasOwn(optional, key)) {
            if (!optional[key](one))
                return `${path}.${key} is ${JSON.stringify(one)}`;
        }
        else if (!isOpen)
            return `${path}.${key} is unknown`;
    }
    const missing = Object.keys(fields).find((key) => !Object.hasOwn(value, key) && !Object.hasOwn(optional, key));
    return missing === undefined || isOpen || unread.test(missing) ? undefined : `${path}.${missing} is missing`;
}
