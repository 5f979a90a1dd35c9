/** Labels that are no classes: measurements, soft labels, several labels at once. */
import { InputError } from "../errors.js";
import { parseDecimal } from "./formats/decimal.js";
import { excerpt } from "./formats/excerpt.js";
/** The error for a label that is no whole number. */
export function noClass(value, sample, name) {
    return new InputError(`${name} holds ${value} (sample ${sample}, from 0), expected whole numbers: one class each. ${NO_REGRESSION} ` +
        "Put the numbers into classes first: np.digitize(y, edges).");
}
/** What to know where labels are measurements. */
const NO_REGRESSION = "stepzero compares classifiers, and trains no regression.";
/**
 * Refuses labels of arrays with more different values than half of the samples, from 20 on.
 *
 * @throws InputError if there are so many
 */
export function checkNumberOfClasses(different, samples, name) {
    if (samples < ENOUGH_ROWS || different.length <= samples / 2)
        return;
    throw notClasses(different.map(String), `${samples} samples`, name);
}
/** The error for a row of labels that is not one 1 and zeros: what it is instead. */
export function notOneHot(row, sample, name) {
    const values = Array.from(row);
    const shown = `${name}: row ${sample} (from 0) is [${excerpt(values.map(String))}], expected one 1 and zeros (one-hot).`;
    const argmax = "take the likeliest class: y.argmax(axis=1).";
    const isSoft = values.every((value) => value >= 0 && value <= 1) && Math.abs(sum(values) - 1) < SOFT_ERROR;
    if (isSoft)
        return new InputError(`${shown} These are soft labels, and stepzero trains on one class per sample: ${argmax}`);
    if (values.every((value) => value === 0))
        return new InputError(`${shown} The sample has no class: leave it out.`);
    if (values.every((value) => value === 0 || value === 1)) {
        return new InputError(`${shown} The sample has several classes, and stepzero trains on one per sample: choose one label, y[:, k].`);
    }
    return new InputError(`${shown} ${NO_REGRESSION} If the numbers are scores, ${argmax}`);
}
/** How far the sum of soft labels, which may be float16, is from 1. */
const SOFT_ERROR = 0.01;
const sum = (values) => values.reduce((a, b) => a + b, 0);
/** More classes than any public image set that a laptop trains on. */
const MOST_CLASSES = 1000;
/** From this many rows on, labels with more values than half of the rows are not classes. */
const ENOUGH_ROWS = 20;
/**
 * Refuses labels that look like measurements: numbers with fractions, over 1,000 different values,
 * as many as rows, or (from 20 rows on) more than half as many.
 *
 * @param name name of the label column, for messages
 * @param decimal the sign before a fraction
 * @throws InputError if the labels look like measurements
 */
export function checkClassLabels({ different, codes }, name, decimal) {
    const [classes, rows] = [different.length, codes.count];
    const tooMany = classes > MOST_CLASSES || classes === rows || (rows >= ENOUGH_ROWS && classes > rows / 2);
    if (rows >= 2 && tooMany)
        throw notClasses(different, `${rows} rows`, name);
    const numbers = different.map((label) => parseDecimal(label, 0, label.length, decimal));
    const fraction = numbers.findIndex((value) => !Number.isInteger(value));
    if (fraction >= 0 && numbers.every(Number.isFinite)) {
        throw new InputError(`${name} has numbers such as ${different[fraction]}, which are measurements and no classes. ${NO_REGRESSION} Name another column, or put the values into classes first; where they are names of classes, write them as words.`);
    }
}
/**
 * Refuses over 1,000 different labels while they are read, before they fill the memory.
 *
 * @param different each different label so far
 * @param rows how many rows they are from
 * @param name name of the label column, for messages
 * @throws InputError if they are too many
 */
export function checkClassCount(different, rows, name) {
    if (different.length > MOST_CLASSES)
        throw notClasses(different, `the first ${rows} rows`, name);
}
function notClasses(different, rows, name) {
    return new InputError(`${name} has ${different.length} different values in ${rows} (${excerpt(different)}), which looks like a regression target or an identifier; expected classes: at most ${MOST_CLASSES}, with several rows each. ${NO_REGRESSION} Name another column, or put the values into classes first.`);
}
