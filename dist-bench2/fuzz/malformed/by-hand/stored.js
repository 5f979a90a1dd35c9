/** Results by hand: every field of `compare --json` and of folders, with wrong values. */
import { compareOutput } from "../../../src/study/results/output.js";
import { madeUp } from "../../../test/report/made-up-report.js";
import { bytesOf, textOf } from "../../reader.js";
import { contentOf, first, folderFiles, smallCheckpoint } from "../../readers/results.js";
/** A copy of a value with what stands at a path exchanged; undefined removes it. */
function withValue(whole, path, value) {
    const copy = structuredClone(whole);
    const keys = path.split(".");
    const last = keys.pop();
    const place = keys.reduce((part, key) => part[key], copy);
    if (value === undefined)
        delete place[last];
    else
        place[last] = value;
    return JSON.stringify(copy);
}
/** One input for each value at each path. */
const changed = (whole, changes) => changes.flatMap(([path, values]) => values.map((value) => [`${path}: ${JSON.stringify(value) ?? "missing"}`, withValue(whole, path, value), ""]));
const epoch = (before) => [
    [`${before}.epoch`, [0, -1, 1.5, "1", null, undefined, 7]],
    [`${before}.trainAccuracy`, [5, -0.1, "0.5", null, undefined, [0.5]]],
    [`${before}.testAccuracy`, [5, 1.0001, -1, "0.5", null, undefined, true]],
    [`${before}.trainLoss`, ["0.5", undefined, [1], {}]],
    [`${before}.testLoss`, ["0.5", undefined, true]],
    [`${before}.evalTrainAccuracy`, [2, "x", null]],
    [`${before}.validationAccuracy`, [-1, {}]],
    [`${before}.seconds`, [-1, "1", null, undefined]],
    [`${before}.other`, [1]],
];
const study = (before) => [
    [`${before}data`, [[], null, undefined, {}, "glyphs", [1]]],
    [`${before}data.0.name`, ["", 3, null, undefined]],
    [`${before}data.0.checksum`, ["", "x", "A".repeat(64), null, undefined]],
    [`${before}data.0.shape`, [[0], [-1], [1.5], "28", null, ["28"]]],
    [`${before}data.0.classes`, [1, 0, -1, 2.5, "10", null, undefined]],
    [`${before}data.0.trainSamples`, [0, -1, 1.5, "10", undefined]],
    [`${before}data.0.testSamples`, [0, -1, null]],
    [`${before}data.0.majority`, [null, undefined, {}, 0.1]],
    [`${before}data.0.majority.share`, [2, -1, "0.1", null]],
    [`${before}models`, [[], null, undefined, "mlp"]],
    [`${before}models.0.label`, ["", 3, null, undefined, "other"]],
    [`${before}models.0.options`, [null, [1], { depth: null }, { depth: [1] }]],
    [`${before}models.0.recipe`, [null, undefined, [], "sgd"]],
    [`${before}models.0.recipe.epochs`, [0, -1, 1.5, "3", null, undefined]],
    [`${before}models.0.recipe.batch`, [0, -1, "64", undefined]],
    [
        `${before}models.0.recipe.optimizer`,
        [null, "sgd", {}, { kind: 3, learningRate: 1 }, { kind: "sgd" }, { kind: "sgd", learningRate: "1" }],
    ],
    [`${before}methods`, [[], null, undefined, ["he"]]],
    [`${before}methods.0.label`, ["", null, undefined, 3, "zero"]],
    [`${before}methods.0.initializer`, [null, undefined, "he", {}]],
    [`${before}methods.0.recipe`, [null, undefined, "own"]],
    [`${before}seeds`, [[], null, undefined, 3, [-1], [0.5], ["0"], [0, 0]]],
    [`${before}problems`, [null, undefined, [{}], [{ data: "glyphs" }], [{ data: "x", model: "mlp" }]]],
    [`${before}vary`, ["seed", null, undefined, 1]],
    [`${before}evaluateTrain`, ["yes", null, undefined, true]],
    [`${before}margin`, [2, -1, "0.1", null]],
    [`${before}target`, [2, -1, "0.9"]],
    [`${before}resultsVersion`, [0, -1, "4", null, undefined]],
    [`${before}other`, [1]],
];
const printed = JSON.parse(JSON.stringify(compareOutput(madeUp({ inits: ["he", "zero"], seeds: [0, 1] }))));
/** Of what `compare --json` prints. */
export const compareJson = [
    ...changed(printed, [
        ["format", ["stepzero/compare/99", "", 3, null, undefined, []]],
        ["study", [null, undefined, [], "x"]],
        ...study("study."),
        ["runs", [null, undefined, {}, "x", [null], [3]]],
        ["runs.0.id", ["", "../../x", "A".repeat(32), 3, null, undefined]],
        ["runs.0.ending", ["won", "", null, undefined, 1]],
        ["runs.0.seed", [-1, 0.5, "0", null, undefined]],
        ["runs.0.method", ["other", "", null, undefined]],
        ["runs.0.data", ["other", "", null]],
        ["runs.0.model", ["other", "", null]],
        ["runs.0.step", [0, -1, "1"]],
        ["runs.0.reason", [3, [], {}]],
        ["runs.0.notes", ["x", [3], {}]],
        ["runs.0.cost", [null, {}, { forward: -1, backward: 0, seconds: 0 }, 3]],
        ["runs.0.epochs", [null, undefined, {}, [null], "x"]],
        ...epoch("runs.0.epochs.0"),
        ["other", [1]],
    ]),
    ["legal", JSON.stringify(printed), null],
];
const cell = JSON.parse(textOf(contentOf(folderFiles()[`cells/${first().cell.id}.json`])));
/** Of cells whose checksum is right. */
export const signedCell = [
    ...changed(cell, [
        ["runtime", [null, undefined, 3]],
        ["result", [null, undefined, [], "x"]],
        ["result.status", ["won", "", null, undefined, "crashed "]],
        ["result.epochs", [null, undefined, {}, [], [null]]],
        ...epoch("result.epochs.0"),
        ["result.step", [0, -1, "1"]],
        ["result.reason", [3, {}]],
        ["result.cell", [null, undefined, {}]],
        ["result.cell.id", ["../../x", "0".repeat(32), null, undefined]],
        ["result.cell.seed", [-1, 5, "0", undefined]],
        ["result.cell.problem.model.options.depth", [9, "6", null]],
        ["result.cell.problem.dataChecksum", ["b".repeat(64), null]],
        ["result.cell.method.initializer.name", ["zero", 3]],
        ["result.cell.method.recipe.batch", [1, 0, null]],
    ]),
    ["legal", JSON.stringify(cell), null],
];
const planned = JSON.parse(textOf(contentOf(folderFiles()["study.json"])));
/** Of a study.json whose checksum is right. */
export const signedStudy = [
    ...changed(planned, [
        ["study", [null, undefined, [], 3]],
        ...study("study."),
        ["ids", [null, undefined, {}, [], ["x"], ["../../x"], [null]]],
        ["ids.0", ["", "../../important", "A".repeat(32), null, 3]],
    ]),
    ["legal", JSON.stringify(planned), null],
];
/** Of files whose checksum does not fit, or that are no JSON. */
const noFiles = [
    "",
    " ",
    "null",
    "[]",
    "3",
    '"x"',
    "{",
    "{}",
    '{"format":99}',
    '{"format":3}',
    `{"format":3,"sha256":"${"0".repeat(64)}"}`,
    '{"format":3,"format":3}',
    "[".repeat(100_000),
    "\0",
    "<html>",
    "PK\x03\x04",
];
/** Of any JSON file of a results folder. */
export const storedFiles = (path) => {
    const file = textOf(folderFiles()[path]);
    return [
        ...noFiles.map((content) => [`the content ${JSON.stringify(content.slice(0, 20))}`, content, ""]),
        ["a space more", file.replace(",", ", "), ""],
        ["a newline more", `${file}\n`, ""],
        ["cut short", file.slice(0, -10), ""],
        ["a digit changed", file.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10)), ""],
        ["another checksum", file.replace(/[0-9a-f]{64}/, "0".repeat(64)), ""],
        ["legal", file, null],
    ];
};
export const cellPath = `cells/${first().cell.id}.json`;
const checkpoint = smallCheckpoint();
/** Of checkpoints. */
export const checkpoints = [
    ["an empty file", "", "not used"],
    ["a newline", "\n", "not used"],
    ["no newline", "0".repeat(64), "not used"],
    ["only a checksum", `${"0".repeat(64)}\n`, "not used"],
    ["cut short", checkpoint.slice(0, -4), "not used"],
    ["a byte more", Uint8Array.from([...checkpoint, 0]), "not used"],
    ["another number", checkpoint.with(-1, 7), "not used"],
    ["another checksum", checkpoint.with(0, 120), "not used"],
    ["legal", checkpoint, null],
];
const headers = [
    "",
    "{}",
    "null",
    "[]",
    "3",
    '{"format":2}',
    '{"format":2,"id":"x"}',
    "[".repeat(10_000),
];
const field = (name, value) => textOf(checkpoint)
    .split("\n")[1]
    .replace(new RegExp(`("${name}":)[^,}\\]]+`), `$1${value}`);
/** Of checkpoints whose checksum is right: the header is the second line. */
export const signedCheckpoints = [
    ...[
        ...headers,
        field("format", "3"),
        field("id", '"x"'),
        field("id", `"${"1".repeat(32)}"`),
        field("epoch", "-1"),
        field("epoch", '"1"'),
        field("epoch", "9"),
        field("step", "-1"),
        field("step", "1e400"),
        field("shape", "[1099511627776,1"),
        field("shape", "[-2,-3"),
        field("shape", '["2",3'),
        field("shape", "[2,4"),
        field("tensors", "3"),
        field("name", "3"),
    ].map((header) => [`the header ${header.slice(0, 60)}`, `${"0".repeat(64)}\n${header}\n${"\0".repeat(24)}`, "not used"]),
    ["legal", checkpoint, null],
];
/** Of a manifest whose checksum is right. */
export const signedManifest = [
    ...[
        null,
        {},
        "x",
        3,
        [3],
        ["x"],
        [null],
        [[]],
        [{ started: 3 }],
        [{ stepzero: [] }],
        [{ machine: 3 }],
        [{ machine: { cores: -1 } }],
        [{ machine: { cores: "2" } }],
        [{ machine: { processor: {} } }],
        [{ run: 3 }],
        [{ runtime: null }],
        [{ started: "x".repeat(20_000) }],
    ].map((runs) => [`runs: ${JSON.stringify(runs).slice(0, 40)}`, bytesOf(JSON.stringify({ runs })), ""]),
    ["no runs", "{}", ""],
    ["legal, none", '{"runs":[]}', null],
    ["legal", '{"runs":[{"started":"2026-11-25T03:11:26.967Z","machine":{"cores":2}}]}', null],
];
