/** A table as people publish it: a row per method, a column per problem, one figure each. */
import { excerpt, InputError, unknownName } from "../errors.js";
import { commaMeaning, readFigure } from "./figure-cell.js";
import { tableRows } from "./table-text.js";
const EXPECTED = "a first row of column names, then a row per method: its name and one number per problem";
/**
 * Reads a table: comma-, semicolon- or tab-separated values, a Markdown table, or a LaTeX tabular.
 * The first row names the columns, the first column the methods. Figures may be bold and have a
 * percent sign, signs between thousands, and a spread: `97.3 ± 0.2`, `97.3 +- 0.2`, `97.3(2)`,
 * `$97.3 \pm 0.2$`.
 *
 * @param source a name for messages
 * @throws InputError for a cell that is no figure (with its row and column), for rows of other
 *   lengths, names that occur twice, or fewer than two methods
 * @example
 * import { parseNumberTable } from "stepzero/paper";
 *
 * const { values } = parseNumberTable("method,MNIST\nhe,98.92\nxavier,98.60\n", "table.csv");
 * console.log(values); // → [[98.92], [98.6]]
 */
export function parseNumberTable(text, source) {
    const [head = [], ...rows] = tableRows(text, source, EXPECTED);
    const problems = head.slice(1);
    if (problems.every((name) => readFigure(name, undefined) !== undefined)) {
        throw new InputError(`${source}: the first row must name the columns, got "${excerpt(head.join(", "))}"; expected ${EXPECTED}.`);
    }
    distinct("column", problems, source);
    const methods = rows.map(([method = ""]) => method);
    if (methods.length < 2) {
        throw new InputError(`${source} has ${methods.length} method(s); a ranking needs at least 2. Expected ${EXPECTED}.`);
    }
    distinct("row", methods, source);
    const comma = commaMeaning(rows.flatMap((row) => row.slice(1)));
    const cells = rows.map(([method, ...row], i) => {
        const where = `${source}, row ${i + 2} ("${method}")`;
        if (row.length !== problems.length) {
            throw new InputError(`${where} has ${row.length + 1} columns, the first row ${problems.length + 1}. Where a figure is missing, take its row or its column out.`);
        }
        return row.map((cell, column) => figureIn(cell, comma, `${where}, column "${problems[column]}"`));
    });
    const hasSpread = cells.some((row) => row.some(({ plusMinus }) => plusMinus !== undefined));
    return {
        methods,
        problems,
        values: cells.map((row) => row.map(({ value }) => value)),
        ...(hasSpread ? { plusMinus: cells.map((row) => row.map(({ plusMinus }) => plusMinus)) } : {}),
        decimals: cells.map((row) => row.map(({ decimals }) => decimals)),
    };
}
/**
 * A sentence for each column that seems to mix fractions and percent: it has figures between 0 and
 * 1 and figures over 10.
 */
export function mixedUnits({ methods, problems, values }) {
    return problems.flatMap((problem, column) => {
        const figures = values.map((row, i) => ({ method: methods[i], x: row[column] }));
        const fraction = figures.find(({ x }) => x > 0 && x <= 1);
        const percent = figures.find(({ x }) => x > 10);
        if (fraction === undefined || percent === undefined)
            return [];
        return [
            `Column "${problem}" seems to mix fractions and percent (${fraction.method} ${fraction.x}, ${percent.method} ${percent.x}); all its figures, and the spread, must be in one unit.`,
        ];
    });
}
function figureIn(cell, comma, where) {
    const figure = readFigure(cell, comma);
    if (figure !== undefined)
        return figure;
    throw new InputError(`${where}: expected a number, got "${excerpt(cell)}". ${remedyFor(cell)}.`);
}
function remedyFor(cell) {
    if (/^[+-]?\d{1,3},\d{3}\s*%?$/.test(cell)) {
        return `The comma may be a decimal sign or stand between thousands: write ${cell.replace(",", ".")} or ${cell.replace(",", "")}`;
    }
    if (/\d\s+\(\d+\)/.test(cell)) {
        return "Brackets after a space may be anything: write 97.3(2) or 97.3 ± 0.2 for a spread, or leave them out";
    }
    if (/\d,\d/.test(cell))
        return "Write all numbers of the table with a point as the decimal sign";
    if (/±|\(/.test(cell))
        return "Write a figure with its spread as 97.3 ± 0.2 or 97.3(2)";
    return "Where a figure is missing, take its row or its column out";
}
function distinct(kind, names, source) {
    for (const [i, name] of names.entries()) {
        if (name === "")
            throw new InputError(`${source}: ${kind} ${i + (kind === "row" ? 2 : 1)} has no name.`);
        if (names.indexOf(name) !== i)
            throw new InputError(`${source}: the ${kind} "${name}" is there twice; names must differ.`);
    }
}
/** The table with these rows and columns only, by their indices. */
export function partOf(table, rows, columns) {
    const pick = (cells) => rows.map((row) => columns.map((column) => cells[row][column]));
    const { methods, problems, values, plusMinus, decimals } = table;
    return {
        methods: rows.map((i) => methods[i]),
        problems: columns.map((i) => problems[i]),
        values: pick(values),
        ...(plusMinus === undefined ? {} : { plusMinus: pick(plusMinus) }),
        ...(decimals === undefined ? {} : { decimals: pick(decimals) }),
    };
}
/**
 * The table without some methods.
 *
 * @throws InputError for one that it does not have, or fewer than two left
 */
export function withoutMethods(table, left) {
    const { methods, problems } = table;
    for (const name of left)
        if (!methods.includes(name))
            throw unknownName("method of the table", name, methods);
    const rest = methods.flatMap((method, i) => (left.includes(method) ? [] : [i]));
    if (rest.length < 2) {
        throw new InputError(`Without ${left.join(", ")} ${rest.length} method(s) are left; a ranking needs at least 2.`);
    }
    return partOf(table, rest, [...problems.keys()]);
}
/**
 * One column, and the table without it.
 *
 * @throws InputError where there is none of that name, or nothing else is left
 */
export function takeColumn(table, name) {
    const { methods, problems, values } = table;
    const at = problems.indexOf(name);
    if (at < 0)
        throw unknownName("column of the table", name, problems);
    if (problems.length === 1)
        throw new InputError(`"${name}" is the table's only column of numbers; no figures are left.`);
    const others = [...problems.keys()].filter((i) => i !== at);
    return { column: values.map((row) => row[at]), rest: partOf(table, [...methods.keys()], others) };
}
