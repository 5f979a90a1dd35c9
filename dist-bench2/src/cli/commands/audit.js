import { excerpt, InputError, unknownName } from "../../errors.js";
import { decimalOf } from "../../options.js";
import { exitCodes } from "../exit-codes.js";
import { nameList, realNumber, wholeNumber } from "../option-values.js";
import { json } from "../shared-options.js";
const table = {
    title: "The table",
    options: [
        {
            name: "paper",
            help: "Audit Table 1 of the 2019 paper without its zero row, instead of your table",
            default: "no",
        },
        {
            name: "without",
            value: "A,B",
            list: true,
            help: "Methods to leave out, such as one that learned nothing",
            default: "none",
        },
        {
            name: "lower",
            value: "A,B",
            list: true,
            help: "Columns where less is better",
            default: "those called loss, error, …",
        },
        { name: "higher", value: "A,B", list: true, help: "Columns where more is better", default: "all others" },
        { name: "runs", value: "N", help: "Runs that each figure is the mean of", default: "1" },
    ],
};
const spread = {
    title: "Spread of a run over seeds (one of the first three)",
    options: [
        {
            name: "spread",
            value: "X",
            help: "Standard deviation over seeds in the table's units: one for all columns, or A=0.1,B=0.4 by column",
            default: "what stands after ± in the table",
        },
        {
            name: "spread-column",
            value: "NAME",
            help: "Column with each method's standard deviation",
            default: "none",
        },
        {
            name: "spread-from",
            value: "DIR",
            help: "Measure it in a results folder of compare or reproduce, on the data sets that the columns are named after",
            default: "none",
        },
        {
            name: "figure",
            value: "NAME",
            help: "What --spread-from measures: test-accuracy, test-loss, train-accuracy or train-loss; training figures are running means",
            default: "test-accuracy; with --paper train-accuracy",
        },
    ],
};
const output = {
    title: "Output",
    options: [{ name: "details", help: "Each column's figures and sentences", default: "no" }, json],
};
export const audit = {
    argument: "A .csv, Markdown or LaTeX table with one row per method and one column per problem, or - for stdin; figures as 97.3 ± 0.2 or 97.3(2) have their spread",
    examples: [
        "stepzero audit table.md --runs 3",
        "stepzero audit table.csv --spread-from results --without zero",
        "stepzero audit --paper --spread 0.3",
    ],
    options: [table, spread, output],
    run: async ([file], options, terminal) => {
        checkSources(file, options);
        const isPaper = file === undefined;
        const [{ auditTable }, { renderAudit }, { columnsOf, tableColumnsOf }, { noticeOn }, { formats, jsonLine }] = await Promise.all([
            import("../../audit/audit-table.js"),
            import("../terminal/audit.js"),
            import("../terminal/screen.js"),
            import("../terminal/notice.js"),
            import("../json.js"),
        ]);
        const { out } = terminal;
        const notice = noticeOn(terminal);
        const result = auditTable(await (isPaper ? paperTable() : readTable(file)), {
            runs: wholeNumber(options, "runs", 1, 1_000_000),
            spread: await readSpread(options, isPaper ? "train-accuracy" : "test-accuracy", notice),
            lower: nameList(options, "lower"),
            higher: nameList(options, "higher"),
            without: [...(isPaper ? ["Zero"] : []), ...(nameList(options, "without") ?? [])],
        });
        for (const sentence of result.notices)
            notice(sentence);
        out.write(options.has("json")
            ? jsonLine(formats.audit, result.audit)
            : renderAudit(result, {
                width: columnsOf(out),
                tableWidth: tableColumnsOf(out),
                details: options.has("details"),
            }));
        return exitCodes.done;
    },
};
function checkSources(file, options) {
    if (file === undefined && !options.has("paper")) {
        throw new InputError("audit needs a table: a .csv, Markdown or LaTeX file with one row per method and one column per problem (stepzero audit table.csv), or --paper.");
    }
    if (file !== undefined && options.has("paper")) {
        throw new InputError(`Give a table or --paper, not both; got ${file} and --paper.`);
    }
    const sources = ["spread", "spread-column", "spread-from"].filter((name) => options.has(name));
    if (sources.length > 1) {
        throw new InputError(`Say the spread in one way; got ${sources.map((name) => `--${name}`).join(" and ")}.`);
    }
}
async function paperTable() {
    return (await import("../../paper/paper-table.js")).paperNumberTable;
}
/** Most bytes of a table, which a person may have typed. */
const MOST_BYTES = 10_000_000;
/** Stands for the table that stdin has. */
const STDIN = "-";
async function readTable(file) {
    const [{ readText, readTextOf }, { parseNumberTable }] = await Promise.all([
        import("../../files/node/whole-text.js"),
        import("../../audit/number-table.js"),
    ]);
    const remedy = "Give a .csv, Markdown or LaTeX table with one row per method.";
    if (file !== STDIN)
        return parseNumberTable(readText(file, MOST_BYTES, remedy), file);
    return parseNumberTable(await readTextOf(process.stdin, "stdin", MOST_BYTES, remedy), "stdin");
}
async function readSpread(options, usualFigure, notice) {
    const { spreadFigures } = await import("../../audit/audit-table.js");
    const name = options.get("figure") ?? usualFigure;
    const figure = Object.hasOwn(spreadFigures, name) ? spreadFigures[name] : undefined;
    if (figure === undefined)
        throw unknownName("figure", name, Object.keys(spreadFigures));
    if (options.get("spread")?.includes("="))
        return { kind: "problems", sds: spreadsByColumn(options) };
    const sd = realNumber(options, "spread", { low: 0, high: Number.POSITIVE_INFINITY });
    if (sd !== undefined)
        return { kind: "number", sd };
    const column = options.get("spread-column");
    if (column !== undefined)
        return { kind: "column", name: column };
    const folder = options.get("spread-from");
    if (folder === undefined)
        return undefined;
    const { readParts } = await import("../../paper/node/read-parts.js");
    const parts = readParts(folder, notice);
    return { kind: "runs", problems: parts.flatMap(({ outcome }) => outcome.problems), figure, folder };
}
/** "MNIST=0.1,CIFAR-10=0.4" → a number per column. @throws InputError for what is no such list */
function spreadsByColumn(options) {
    return new Map(nameList(options, "spread")?.map((part) => {
        const [, name, text = ""] = /^(.*)=([^=]*)$/.exec(part) ?? [];
        const sd = decimalOf(text);
        if (name !== undefined && sd > 0)
            return [name.trim(), sd];
        throw new InputError(`--spread must be a number above 0, or one per column as MNIST=0.1,CIFAR-10=0.4; got "${excerpt(part)}".`);
    }));
}
