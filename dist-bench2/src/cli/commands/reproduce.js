/**
 * `stepzero reproduce`: the 2019 paper's comparison again, claim by claim, and the question it
 * should have asked.
 */
import { InputError, unknownName } from "../../errors.js";
import { paperProblems } from "../../paper/paper.js";
import { budgets } from "../../paper/plan.js";
import { exitCodes } from "../exit-codes.js";
import { nameList, oneOf, wholeNumber } from "../option-values.js";
import { dataDir, dryRun, jobs, json, quietly } from "../shared-options.js";
const paperData = paperProblems.map(({ data }) => data);
const defaultOut = "reproduction";
const runs = {
    title: "What to run",
    options: [
        {
            name: "budget",
            value: "NAME",
            help: "quick: the first 3,000 or 4,000 training samples, 2 epochs, 3 seeds (under 10 minutes on two cores); standard: MNIST and Fashion-MNIST 12 epochs, 5 seeds, CIFAR-10 25 epochs, 3 seeds; full: CIFAR-10 100 epochs, 5 seeds",
            default: "quick",
        },
        {
            name: "beyond",
            help: "Run what the paper should have asked instead: more methods over depth, activation and optimizer",
            default: "no",
        },
        {
            name: "data",
            value: "A,B",
            list: true,
            help: `Only some of ${paperData.join(", ")}`,
            default: "all three",
        },
        { name: "seeds", value: "N", help: "Only the first N seeds; the rest can run later", default: "the budget's" },
        dryRun,
        jobs,
    ],
};
const files = {
    title: "Files and output",
    options: [
        dataDir,
        {
            name: "out",
            value: "DIR",
            help: "Folder of results; runs whose results it has are not repeated",
            default: defaultOut,
        },
        {
            name: "docs",
            value: "FILE",
            help: "Train nothing; write the document to FILE from the results in --out, complete or not",
            default: "DIR/reproduction.md, after the runs",
        },
        json,
        quietly,
    ],
};
export const reproduce = {
    examples: [
        "stepzero reproduce",
        "stepzero reproduce --data mnist --seeds 1 --out results/reproduction",
        "stepzero reproduce --budget standard --dry-run",
    ],
    options: [runs, files],
    run: async (_, options, terminal) => {
        const request = readRequest(options);
        const docs = options.get("docs");
        if (docs !== undefined)
            return writeDocument(request, docs, terminal);
        return options.has("dry-run")
            ? estimate(request, options.has("json"), terminal)
            : runAll(request, options.has("json"), terminal);
    },
};
function readRequest(options) {
    const data = nameList(options, "data");
    for (const name of data ?? []) {
        if (!paperData.some((one) => one === name))
            throw unknownName("data set of the paper", name, paperData);
    }
    const beyond = options.has("beyond");
    if (beyond && data !== undefined) {
        throw new InputError("--beyond trains on MNIST; --data is for the paper's data sets. Leave one of them out.");
    }
    return {
        budget: oneOf(options, "budget", budgets) ?? "quick",
        beyond,
        out: options.get("out") ?? defaultOut,
        data,
        seeds: wholeNumber(options, "seeds", 1, 1000),
        jobs: wholeNumber(options, "jobs", 1, 1024),
        dataDir: options.get("data-dir"),
    };
}
async function writeDocument(request, file, terminal) {
    const [{ documentReproduction }, { noticeOn }] = await Promise.all([
        import("../../paper/node/run-reproduction.js"),
        import("../terminal/notice.js"),
    ]);
    await documentReproduction(request, file, noticeOn(terminal));
    terminal.say(`Document: ${file}\n`);
    return exitCodes.done;
}
async function estimate(request, asJson, terminal) {
    const [{ estimateReproduction }, { renderEstimate, renderTotal }, { columnsOf, tableColumnsOf }, { noticeOn }] = await Promise.all([
        import("../../paper/node/run-reproduction.js"),
        import("../terminal/estimate.js"),
        import("../terminal/screen.js"),
        import("../terminal/notice.js"),
    ]);
    const estimates = await estimateReproduction(request, noticeOn(terminal));
    const { out } = terminal;
    const width = columnsOf(out);
    const look = { width, tableWidth: tableColumnsOf(out), hasFolder: true };
    const tables = estimates.map((part) => `${part.name}: ${renderEstimate(part, look)}`);
    const closing = request.beyond ? "tables are written" : "step 0 is measured and tables and figures are written";
    if (estimates.length > 1)
        tables.push(renderTotal(estimates, closing, width));
    out.write(asJson ? `${JSON.stringify(estimates)}\n` : tables.join("\n"));
    return exitCodes.done;
}
async function runAll(request, asJson, terminal) {
    const [{ finishReproduction, partsOf, runPart }, { mustRunAgain }, { withProgress }, { interruptible }] = await Promise.all([
        import("../../paper/node/run-reproduction.js"),
        import("../../study/run/planners.js"),
        import("../terminal/conduct.js"),
        import("../terminal/interruption.js"),
    ]);
    const parts = partsOf(request);
    let incomplete = false;
    for (const [i, part] of parts.entries()) {
        if (parts.length > 1)
            terminal.say(`Part ${i + 1} of ${parts.length}: ${part.name}\n`);
        const outcome = await interruptible((signal) => withProgress(terminal, signal, (hooks) => runPart(part, request, hooks)));
        if (outcome === undefined || outcome.interrupted)
            return interrupted(request.out, terminal);
        incomplete ||= outcome.results.some(mustRunAgain);
    }
    const [{ renderReproduction }, { columnsOf, tableColumnsOf }, { noticeOn }] = await Promise.all([
        import("../terminal/reproduction.js"),
        import("../terminal/screen.js"),
        import("../terminal/notice.js"),
    ]);
    const reproduction = await finishReproduction(request, noticeOn(terminal));
    const { out } = terminal;
    const look = { width: columnsOf(out), tableWidth: tableColumnsOf(out), beyond: request.beyond };
    out.write(asJson ? `${JSON.stringify(reproduction)}\n` : renderReproduction(reproduction, look));
    terminal.say(`Document: ${request.out}/reproduction.md\nResults: ${request.out}\n`);
    return incomplete ? exitCodes.incomplete : exitCodes.done;
}
async function interrupted(out, { err }) {
    const { resumeText } = await import("../terminal/resume.js");
    err.write(`Interrupted; ${out} keeps what is finished.\n${resumeText(out)}`);
    return exitCodes.interrupted;
}
