/** The rows of real models as tables. */
import type { Row } from "./row.js";

/** A relative error that still counts as equal. */
const EQUAL = 1e-4;

const number = (x: number): string => (x === 0 ? "0" : x.toExponential(1));

const error = (x: number | string | null | undefined, by = ""): string =>
  x === undefined || x === null ? "" : typeof x === "string" ? "—" : `${number(x)}${by === "" ? "" : ` ${by}`}`;

const shortBy = (by = "") => by.replace("onnxruntime, PyTorch", "ORT, PyTorch").replace("onnxruntime", "ORT");

const isVerdict = (text: string) => ["healthy", "sick", "cannot-tell"].includes(text);

const columns: readonly (readonly [title: string, cell: (row: Row) => string])[] = [
  ["file", ({ name }) => name],
  ["source", ({ source = "" }) => source],
  ["exporter", ({ exporter, opset }) => `${exporter}, opset ${opset ?? "?"}`],
  ["nodes", ({ nodes }) => String(nodes)],
  ["parameters", ({ parameters }) => (parameters === 0 ? "" : String(parameters))],
  [
    "diagnosed",
    ({ diagnosed, findings = [] }) =>
      isVerdict(diagnosed)
        ? [diagnosed, ...(findings.length > 0 ? [`(${findings.join(", ")})`] : [])].join(" ")
        : "refused",
  ],
  ["fresh weights", ({ fixed = "" }) => (fixed.length > 30 ? "refused" : fixed)],
  [
    "loss, 20 steps",
    ({ trained, asLogits }) =>
      trained === undefined
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
function reasonsOf(row: Row): string[] {
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

/**
 * Whether an error is within 1e-4, or, of outputs, within three times what ONNX Runtime's own two
 * graphs are apart: a file in half precision, or a sigmoid near 0, has no more digits.
 */
const isSmall = (x: number | string | null | undefined, spread = 0) =>
  typeof x === "number" && x <= Math.max(EQUAL, 3 * spread);

function sums(rows: readonly Row[]): string[] {
  const count = (holds: (row: Row) => boolean) => rows.filter(holds).length;
  const of = (key: "forward" | "gradient" | "written") => {
    const compared = rows.filter((row) => typeof row[key] === "number" || row[key] === null);
    return `${compared.filter((row) => isSmall(row[key], key === "gradient" ? 0 : row.forwardSpread)).length} of ${compared.length}`;
  };
  return [
    `- ${rows.length} files, ${count(({ diagnosed }) => isVerdict(diagnosed))} diagnosed, ${count(({ trained }) => typeof trained === "object")} trained for 20 steps, ${count(({ readBack }) => readBack === true)} written and read back with the same numbers`,
    `- outputs equal to 1e-4: ${of("forward")}; gradients: ${of("gradient")}; trained files in ONNX Runtime: ${of("written")}`,
  ];
}

/** Sums, a table, and the reasons. */
export function markdownOf(rows: readonly Row[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
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
export function csvOf(rows: readonly Row[]): string {
  const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const all = [...columns, ["reasons", (row: Row) => reasonsOf(row).join(" ")] as const];
  return `${[all.map(([title]) => title), ...rows.map((row) => all.map(([, cell]) => quoted(cell(row))))].map((cells) => cells.join(",")).join("\n")}\n`;
}
