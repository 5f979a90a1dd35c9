import { excerpt, shortened } from "./formats/excerpt.js";
/**
 * Notes on a test set of one class, and on classes without test samples or without training
 * samples.
 */
export function classNotes({ classes, classNames, train, test }) {
    const [inTrain, inTest] = [classesOf(train, classes), classesOf(test, classes)];
    const names = (isThere) => classNames.filter((_, k) => !isThere[k]);
    const [only] = inTest.filter(Boolean).length === 1 ? classNames.filter((_, k) => inTest[k]) : [];
    const untrained = classNames.filter((_, k) => !inTrain[k] && inTest[k]);
    return [
        ...(only === undefined ? missingNote("test", names(inTest), classes) : [oneClassNote(only, test.count)]),
        ...missingNote("training", names(inTrain), classes),
        ...(untrained.length === 0 ? [] : [`No network can learn what it never sees: ${quoted(untrained)}.`]),
    ];
}
function oneClassNote(name, count) {
    return (`The test set has one class only, "${shortened(name)}" (${count} ${count === 1 ? "sample" : "samples"}). No run could be told from ` +
        "always answering that: test accuracy says nothing here. Add test samples of the other classes.");
}
function missingNote(part, names, classes) {
    if (names.length === 0)
        return [];
    const what = `${names.length} of the ${classes} classes ${names.length === 1 ? "has" : "have"} no ${part} sample`;
    const effect = part === "test" ? ": test accuracy does not tell how well these are learned." : ".";
    return [`${what} (${quoted(names)})${effect}`];
}
/**
 * A note on classes that are lost where only the first training samples are used.
 *
 * @param limit how many are used; all if it is left out
 */
export function limitNote({ classes, classNames, train }, limit = train.count) {
    if (limit >= train.count)
        return [];
    const [all, used] = [classesOf(train, classes), classesOf({ ...train, count: limit }, classes)];
    const lost = classNames.filter((_, k) => all[k] && !used[k]);
    if (lost.length === 0)
        return [];
    return [
        `The first ${limit} training samples have no sample of ${lost.length} of the ${classes} classes (${quoted(lost)}). Use more of them, or put the samples into a random order first.`,
    ];
}
/** Whether each class occurs. */
function classesOf({ labels, count }, classes) {
    const isThere = new Array(classes).fill(false);
    for (let sample = 0; sample < count; sample++)
        isThere[labels[sample]] = true;
    return isThere;
}
const quoted = (names) => excerpt(names.map((name) => JSON.stringify(name)));
