/** `stepzero report`: a study's results as a page with figures, and as files for other tools. */
import { InputError } from "../../errors.js";
import { exitCodes } from "../exit-codes.js";
import { figures, readFigures } from "../figures-option.js";
import { quietly } from "../shared-options.js";
export const report = {
    argument: "A folder of compare --out, or a file with what compare --json printed",
    examples: [
        "stepzero report results",
        "stepzero report results --out report --figures svg,pdf --tensorboard logs",
        "stepzero report results.json",
    ],
    options: [
        {
            title: "Files",
            options: [
                {
                    name: "out",
                    value: "DIR",
                    help: "Folder for report.html, figures/, data/ and tables",
                    default: "the folder of results; for results.json, results-report",
                },
                figures,
                {
                    name: "tensorboard",
                    value: "DIR",
                    help: "Write TensorBoard event files there too, one folder per run",
                    default: "none",
                },
                quietly,
            ],
        },
    ],
    run: async ([results], options, terminal) => {
        if (results === undefined) {
            throw new InputError("report needs results: the folder of a compare --out, or a file with what compare --json printed. For example: stepzero report results.");
        }
        const [{ writeReport }, { noticeOn }] = await Promise.all([
            import("../../report/node/write-report.js"),
            import("../terminal/notice.js"),
        ]);
        const notice = noticeOn(terminal);
        const tensorboard = options.get("tensorboard");
        const out = options.get("out");
        const formats = readFigures(options) ?? ["svg"];
        const [page] = await writeReport(results, {
            ...(out === undefined ? {} : { out }),
            ...(tensorboard === undefined ? {} : { tensorboard }),
            figures: formats,
            onDamage: notice,
            onNotice: notice,
        });
        terminal.out.write(`${page}\n`);
        const events = tensorboard === undefined ? "" : ` Event files: tensorboard --logdir ${tensorboard}`;
        terminal.say(`Beside it: figures/ (${formats.join(", ").toUpperCase()}), data/ (CSV, Parquet, JSON), tables.md, tables.tex.${events}\n`);
        return exitCodes.done;
    },
};
