/** The three sources of the spread of a table's figures over seeds. */
import { InputError } from "../errors.js";
import { shellLine } from "../shell-words.js";
import { figureNames } from "../study/results/figures.js";
import { measuredSpread } from "./measured-spread.js";
/** One standard deviation for every figure, in the table's units. */
export function spreadOf({ methods, problems }, sd) {
    return {
        sd: methods.map(() => problems.map(() => sd)),
        source: `standard deviation ${sd} for every figure, as given`,
    };
}
/**
 * One standard deviation per column, in the column's units.
 *
 * @param sds by the column's name; one for each column of the table
 */
export function spreadByProblem({ methods, problems }, sds) {
    return {
        sd: methods.map(() => problems.map((name) => sds.get(name))),
        source: `a standard deviation per column: ${problems.map((name) => `${name} ${sds.get(name)}`).join(", ")}`,
    };
}
/**
 * What stands after ± in the table, read as standard deviations over seeds.
 *
 * @param runs that each figure is the mean of. From 2 on, the spread is one of so many runs
 * @throws InputError for one that is not above 0
 */
export function spreadOfCells({ methods, problems, plusMinus }, runs) {
    const still = methods.filter((_, i) => plusMinus?.[i]?.some((one) => !(one > 0)));
    const sd = methods.map((method, i) => problems.map((problem, j) => {
        const one = plusMinus?.[i]?.[j];
        if (one !== undefined && one > 0)
            return one;
        throw new InputError(`Column "${problem}", "${method}": the spread after ± must be above 0, got ${one ?? "none"}. ${leaveOut(still)}`);
    }));
    return {
        sd,
        source: "what stands after ± in the table, read as standard deviations over seeds",
        ...(runs > 1 ? { degrees: problems.map(() => runs - 1) } : {}),
    };
}
/** What to do about methods whose figures do not vary, as those that learn nothing. */
function leaveOut(methods) {
    return `Leave methods that do not vary out: --without ${shellLine([methods.join(",")])}.`;
}
/**
 * One standard deviation per method, from a column of the table.
 *
 * @throws InputError for one that is not above 0
 */
export function spreadByMethod({ methods, problems }, column, name) {
    const bad = column.findIndex((sd) => !(sd > 0));
    if (bad >= 0) {
        const still = methods.filter((_, i) => !(column[i] > 0));
        throw new InputError(`Column "${name}", "${methods[bad]}": a standard deviation must be above 0, got ${column[bad]}. ${leaveOut(still)}`);
    }
    return {
        sd: column.map((sd) => problems.map(() => sd)),
        source: `a standard deviation per method, from column "${name}"`,
    };
}
/** From this number of runs on, the spread of the method itself is used. */
const METHOD_FROM = 3;
/**
 * The spread measured from runs: of the method itself where at least three of its runs learned and
 * differ, since methods that learn slowly at first vary far more than others; else pooled over the
 * problem's methods. A column belongs to the data set of the same name, without regard to letter
 * case and signs ("Fashion MNIST" is fashion-mnist). Accuracies are fractions; where a column has
 * figures above 1 they are percent.
 *
 * @param folder a name for messages
 * @throws InputError where no method has two runs that learned on a column's data set, or there are
 *   no runs on it
 */
export function spreadFromRuns(table, problems, figure, folder) {
    const columns = table.problems.map((name, i) => {
        const matching = problems.filter(({ data }) => plain(name).startsWith(plain(data.name)));
        if (matching.length === 0) {
            const names = [...new Set(problems.map(({ data }) => data.name))];
            throw new InputError(`Column "${name}": ${folder} has no runs on a data set of that name; it has ${names.join(", ") || "none"}. Name the column after its data set, or take it out.`);
        }
        const measured = matching.flatMap((problem) => measuredSpread(problem, figure, table.methods.map(labelOf)) ?? []);
        const [spread] = measured.sort((a, b) => b.degrees - a.degrees);
        if (spread === undefined) {
            throw new InputError(`Column "${name}": in ${folder} no method has two runs on ${matching[0].data.name} that learned and differ in ${figureNames[figure]}; a spread needs two seeds or more.`);
        }
        const scale = /Accuracy$/.test(figure) && table.values.some((row) => Math.abs(row[i]) > 1) ? 100 : 1;
        const measuredMethods = table.methods.map((name) => spread.methods.find(({ method, sd, n }) => method === labelOf(name) && n >= METHOD_FROM && sd > 0));
        const runs = measuredMethods.flatMap((one) => (one === undefined ? [] : [one.n]));
        return {
            sd: measuredMethods.map((one) => scale * (one?.sd ?? spread.sd)),
            degrees: Math.min(spread.degrees, ...runs.map((n) => n - 1)),
            words: table.methods.map((method, at) => {
                const one = measuredMethods[at];
                const sd = Number((scale * (one?.sd ?? spread.sd)).toPrecision(3));
                return `${method} ${sd}${one === undefined ? ` (pooled, ${spread.degrees} degrees of freedom)` : ` (n = ${one.n})`}`;
            }),
        };
    });
    const words = columns.map((one, i) => `${table.problems[i]} ${one.words.join(", ")}`).join("; ");
    return {
        sd: table.methods.map((_, at) => columns.map(({ sd }) => sd[at])),
        source: `measured in ${folder} (standard deviation of ${figureNames[figure]}): ${words}`,
        degrees: columns.map(({ degrees }) => degrees),
    };
}
/** Labels of methods by other names in tables. */
const otherNames = new Map([["xavier", "xavier-fan-in"]]);
/** The label of the method that a table writes so. */
function labelOf(name) {
    const lower = name.toLowerCase();
    return otherNames.get(lower) ?? lower.replaceAll(/[ _]/g, "-");
}
function plain(name) {
    return name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}
