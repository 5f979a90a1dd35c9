/** `stepzero merge`: joins the parts of a study that ran in different places. */
import { resolve } from "node:path";
import { InputError } from "../../errors.js";
import { visibleLine } from "../../visible-text.js";
import { exitCodes } from "../exit-codes.js";
import { figures, readFigures } from "../figures-option.js";
import { quietly } from "../shared-options.js";
export const merge = {
    argument: "Folders of one study's results",
    examples: [
        "stepzero merge part-1 part-2 --out results",
        "stepzero merge results part-3",
        "stepzero merge part-1 part-2 part-3 --out results --figures svg,pdf",
    ],
    options: [
        {
            title: "Files and output",
            options: [
                {
                    name: "out",
                    value: "DIR",
                    help: "Folder to join into; it may be one of the parts, or hold results already",
                    default: "the first folder",
                },
                figures,
                { name: "json", help: "Print the joined study as one JSON object, as compare does", default: "no" },
                quietly,
            ],
        },
    ],
    run: async (folders, options, terminal) => {
        checkFolders(folders);
        const output = { asJson: options.has("json"), formats: readFigures(options) };
        return joinParts(folders, options.get("out") ?? folders[0], output, terminal);
    },
};
function checkFolders(folders) {
    if (folders.length === 0) {
        throw new InputError("merge needs the folders to join: stepzero merge PART-1 PART-2 --out DIR.");
    }
    const paths = folders.map((folder) => resolve(folder));
    const twice = folders.find((_, i) => paths.indexOf(paths[i]) !== i);
    if (twice !== undefined)
        throw new InputError(`merge: ${twice} is given twice; give every part once.`);
}
async function joinParts(folders, out, { asJson, formats }, terminal) {
    const [{ mergeFolders }, { readFolder }, { noticeOn }] = await Promise.all([
        import("../../study/run/node/merge.js"),
        import("../../study/results/node/read-folder.js"),
        import("../terminal/notice.js"),
    ]);
    const { say } = terminal;
    const notice = noticeOn(terminal);
    const { copied } = await mergeFolders(folders, out, notice);
    const { study, records, missing, runtimes } = readFolder(out, notice);
    const all = records.length + missing.length;
    say(`${copied} runs were added to ${visibleLine(out)}, which now has ${records.length} of the study's ${all}.\n`);
    if (asJson || missing.length === 0) {
        const [{ analyse }, { printOutcome }] = await Promise.all([
            import("../../study/results/outcome.js"),
            import("../terminal/comparison-text.js"),
        ]);
        printOutcome(analyse(study, records, { runtimes }), asJson, terminal);
    }
    if (missing.length === 0)
        return (await import("../finish-report.js")).finishReport(out, formats, terminal);
    for (const sentence of missingSentences(study, missing, out))
        notice(sentence);
    return exitCodes.incomplete;
}
function missingSentences({ problems, methods }, missing, out) {
    const first = missing.slice(0, 5).map(({ problem, method, seed }) => {
        const { data, model } = problems[problem];
        return `${data} × ${model} × ${methods[method].label}, seed ${seed}`;
    });
    return [
        `Missing: ${first.join("; ")}${missing.length > 5 ? "; …" : ""}.`,
        `Merge the other parts into ${out}, or run the missing ones: the study's own stepzero compare with --out ${out}. The report is written when none is missing.`,
    ];
}
