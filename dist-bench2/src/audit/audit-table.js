/**
 * Audits a table with the options of the command line: without some methods, with a spread from one
 * of three sources.
 */
import { InputError, unknownName } from "../errors.js";
import { audit, usualDirection } from "./audit.js";
import { mixedUnits, partOf, takeColumn, withoutMethods } from "./number-table.js";
import { spreadByMethod, spreadByProblem, spreadFromRuns, spreadOf, spreadOfCells } from "./spread.js";
/** Figures whose spread can be measured, by their names on the command line. */
export const spreadFigures = {
    "test-accuracy": "testAccuracy",
    "test-loss": "testLoss",
    "train-accuracy": "trainAccuracy",
    "train-loss": "trainLoss",
};
/**
 * Audits a table.
 *
 * @throws InputError for a method or column that the table lacks, or for a spread that does not fit
 *   the table
 */
export function auditTable(table, options = {}) {
    const omitted = [...new Set(options.without)];
    const rest = withoutMethods(table, omitted);
    const { runs = 1 } = options;
    const { figures, spread, notices } = withSpread(rest, options.spread, runs);
    const better = directions(figures, rest.problems, options);
    return {
        audit: audit(figures, { better, runs, ...(spread === undefined ? {} : { spread }) }),
        omitted,
        notices: [...mixedUnits(rest), ...notices],
    };
}
function withSpread(table, source, runs) {
    const unused = table.plusMinus === undefined || source === undefined
        ? []
        : ["The table's own ± is not used: an option says the spread."];
    switch (source?.kind) {
        case undefined: {
            if (table.plusMinus === undefined)
                return { figures: table, spread: undefined, notices: [] };
            const gapIn = (column) => {
                const at = table.plusMinus.findIndex((row) => row[column] === undefined);
                return at < 0 ? undefined : `${table.methods[at]} has no ± there`;
            };
            if (table.problems.every((_, column) => gapIn(column) !== undefined)) {
                const notices = table.problems.map((name, column) => `No ± is used of column "${name}": ${gapIn(column)}.`);
                return { figures: table, spread: undefined, notices };
            }
            const { figures, notices } = withoutColumns(table, gapIn);
            const meaning = runs > 1
                ? []
                : [
                    "± is read as the standard deviation over seeds, and each figure as one run. Where figures are means of N runs, say --runs N: they vary less.",
                ];
            return { figures, spread: spreadOfCells(figures, runs), notices: [...notices, ...meaning] };
        }
        case "number":
            return { figures: table, spread: spreadOf(table, source.sd), notices: unused };
        case "problems": {
            const { sds } = source;
            for (const name of sds.keys()) {
                if (!table.problems.includes(name))
                    throw unknownName("column of the table", name, table.problems);
            }
            const { figures, notices } = withoutColumns(table, (column) => sds.has(table.problems[column]) ? undefined : "--spread names none for it");
            return { figures, spread: spreadByProblem(figures, sds), notices: [...unused, ...notices] };
        }
        case "column": {
            const { column, rest } = takeColumn(table, source.name);
            return { figures: rest, spread: spreadByMethod(rest, column, source.name), notices: unused };
        }
        case "runs": {
            const { problems, figure, folder } = source;
            const spreadIn = (part) => spreadFromRuns(part, problems, figure, folder);
            const { figures, notices } = withoutColumns(table, (column) => problemOf(() => spreadIn(partOf(table, [...table.methods.keys()], [column]))));
            return { figures, spread: spreadIn(figures), notices: [...unused, ...notices] };
        }
    }
}
/** The message of the InputError that it throws; undefined where it throws none. */
function problemOf(act) {
    try {
        act();
        return undefined;
    }
    catch (error) {
        if (error instanceof InputError)
            return error.message;
        throw error;
    }
}
/**
 * The table without the columns that have no spread, and a notice on each.
 *
 * @param why what a column lacks; undefined for one to keep
 * @throws InputError where no column is left
 */
function withoutColumns(table, why) {
    const reasons = table.problems.map((_, column) => why(column));
    const rest = [...reasons.keys()].filter((column) => reasons[column] === undefined);
    if (rest.length === 0) {
        throw new InputError(`No column has a spread. ${sentenceOn(table.problems[0], reasons[0])}`);
    }
    const notices = reasons.flatMap((reason, column) => reason === undefined ? [] : `Skipped, as it has no spread: ${sentenceOn(table.problems[column], reason)}`);
    return { figures: partOf(table, [...table.methods.keys()], rest), notices };
}
function sentenceOn(problem, reason) {
    return reason.startsWith("Column ") ? reason : `Column "${problem}": ${reason}.`;
}
function directions({ problems }, all, { lower = [], higher = [] }) {
    for (const name of [...lower, ...higher]) {
        if (!all.includes(name))
            throw unknownName("column of the table", name, all);
        if (lower.includes(name) && higher.includes(name)) {
            throw new InputError(`Column "${name}" is in --lower and in --higher; name it in one of them.`);
        }
    }
    return problems.map((name) => lower.includes(name) ? "lower" : higher.includes(name) ? "higher" : usualDirection(name));
}
