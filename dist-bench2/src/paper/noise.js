/**
 * How likely the paper's ranking was noise at n = 1, given the spread over seeds of our own runs.
 */
import { audit } from "../audit/audit.js";
import { measuredSpread } from "../audit/measured-spread.js";
import { withoutMethods } from "../audit/number-table.js";
import { spreadFromRuns } from "../audit/spread.js";
import { paperNames, paperProblems } from "./paper.js";
import { paperNumberTable } from "./paper-table.js";
/**
 * The audit of random, Xavier and He, by the spread of running training accuracy on the data sets
 * where two seeds or more learned. Zero is left out: it learns nothing.
 *
 * @returns null where there is no such data set
 */
export function paperNoise(problems, folder) {
    const table = withoutMethods(paperNumberTable, [paperNames.zero]);
    const measured = problems.filter((problem) => measuredSpread(problem, "trainAccuracy", ["random", "xavier-fan-in", "he"]));
    const columns = paperProblems.flatMap(({ data }, i) => (measured.some((one) => one.data.name === data) ? [i] : []));
    if (columns.length === 0)
        return null;
    const part = {
        methods: table.methods,
        problems: columns.map((i) => table.problems[i]),
        values: table.values.map((row) => columns.map((i) => row[i])),
    };
    return audit(part, { spread: spreadFromRuns(part, measured, "trainAccuracy", folder) });
}
