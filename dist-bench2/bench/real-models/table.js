/** A relative error that still counts as equal. */
const EQUAL = 1e-4;
const number = (x) => (x === 0 ? "0" : x.toExponential(1));
const error = (x, by = "") => x === undefined || x === null ? "" : typeof x === "string" ? "—" : `${number(x)}${by === "" ? "" : ` ${by}`}`;
const shortBy = (by = "") => by.replace("onnxruntime, PyTorch", "ORT, PyTorch").replace("onnxruntime", "ORT");
const isVerdict = (text) => ["healthy", "sick", "cannot-tell"].includes(text);
const columns = [
    ["file", ({ name }) => name],
    ["source", ({ source = "" }) => source],
    ["exporter", ({ exporter, opset }) => `${exporter}, opset ${opset ?? "?"}`],
    ["nodes", ({ nodes }) => String(nodes)],
    ["parameters", ({ parameters }) => (parameters === 0 ? "" : String(parameters))],
    [
        "diagnosed",
        ({ diagnosed, findings = [] }) => isVerdict(diagnosed)
            ? [diagnosed, ...(findings.length > 0 ? [`(${findings.join(", ")})`] : [])].join(" ")
            : "refused",
    ],
    ["fresh weights", ({ fixed = "" }) => (fixed.length > 30 ? "refused" : fixed)],
    [
        "loss, 20 steps",
        ({ trained, asLogits }) => trained === undefined
            ? ""
            : typeof trained === "string"
                ? "not trained"
                : `${trained[0].toPrecision(3)} → ${trained[1].toPrecision(3)}${asLogits ? " (outputs as logits)" : ""}`,
    ],
    ["read back", ({ readBack }) => (readBack === undefined ? "" : readBack ? "same numbers" : "differs")],
    ["written file, against ORT", ({ written }) => error(written)],
    ["outputs", ({ forward, forwardBy }) => error(forward, shortBy(forwardBy))],
    [
        "gradients",
        ({ gradient, gradientBy, gradientTensors }) => error(gradient, `${gradientBy} (${gradientTensors} tensors)`),
    ],
    ["seconds", ({ seconds }) => seconds?.toFixed(1) ?? ""],
];
/** What was refused or went wrong, a sentence per file. */
function reasonsOf(row) {
    const { name, diagnosed, fixed, trained, written, forward, gradient } = row;
    return [
        ...(isVerdict(diagnosed) ? [] : [`diagnosed: ${diagnosed}`]),
        ...(fixed !== undefined && fixed.length > 30 ? [`fresh weights: ${fixed}`] : []),
        ...(typeof trained === "string" ? [`not trained: ${trained}`] : []),
        ...(typeof written === "string" ? [`written file: ${written}`] : []),
        ...(typeof forward === "string" ? [`outputs: ${forward}`] : []),
        ...(typeof gradient === "string" ? [`gradients: ${gradient}`] : []),
    ].map((text) => `- ${name}: ${text.replaceAll("\n", " ").replaceAll("|", "\\|")}`);
}
const isSmall = (x) => typeof x === "number" && x <= EQUAL;
function sums(rows) {
    const count = (holds) => rows.filter(holds).length;
    const of = (key) => {
        const compared = rows.filter((row) => typeof row[key] === "number" || row[key] === null);
        return `${compared.filter((row) => isSmall(row[key])).length} of ${compared.length}`;
    };
    return [
        `- ${rows.length} files, ${count(({ diagnosed }) => isVerdict(diagnosed))} diagnosed, ${count(({ trained }) => typeof trained === "object")} trained for 20 steps, ${count(({ readBack }) => readBack === true)} written and read back with the same numbers`,
        `- outputs equal to 1e-4: ${of("forward")}; gradients: ${of("gradient")}; trained files in ONNX Runtime: ${of("written")}`,
    ];
}
/** Sums, a table, and the reasons. */
export function markdownOf(rows) {
    const line = (cells) => `| ${cells.join(" | ")} |`;
    return [
        ...sums(rows),
        "",
        line(columns.map(([title]) => title)),
        line(columns.map(() => "---")),
        ...rows.map((row) => line(columns.map(([, cell]) => cell(row)))),
        "",
        ...rows.flatMap(reasonsOf),
        "",
    ].join("\n");
}
/** Every cell, and the reasons. */
export function csvOf(rows) {
    const quoted = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    const all = [...columns, ["reasons", (row) => reasonsOf(row).join(" ")]];
    return `${[all.map(([title]) => title), ...rows.map((row) => all.map(([, cell]) => quoted(cell(row))))].map((cells) => cells.join(",")).join("\n")}\n`;
}
