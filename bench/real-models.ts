/**
 * Real models that nobody here wrote: each .onnx file of ../shared/models, and those that some
 * packages ship, is diagnosed, gets fresh weights, is trained for 20 steps on noise, written back
 * and read again; its outputs and gradients are compared with those of other programs.
 *
 *   npm run bench:real-models [-- --python PYTHON --folder FOLDER --only TEXT
 *                                 --csv FILE --markdown FILE]
 *
 * PYTHON needs onnx, onnxruntime, torch and onnx2torch. Packages are fetched into FOLDER once.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { readSignature } from "../src/graph/file/signature.js";
import { shapesOfInputs } from "../src/network/from-onnx/index.js";
import { readOnnxFile } from "../src/weights/node/onnx-file.js";
import { fetchFiles } from "./real-models/fetch.js";
import { type RealFile, realFiles, sampleShapes } from "./real-models/files.js";
import type { Row } from "./real-models/row.js";
import { csvOf, markdownOf } from "./real-models/table.js";

const { values } = parseArgs({
  options: {
    python: { type: "string", default: join(process.env.STEPZERO_ORACLES ?? ".venv-oracles", "bin/python") },
    folder: { type: "string", default: "real-models" },
    only: { type: "string" },
    csv: { type: "string" },
    markdown: { type: "string" },
  },
});

/** Seconds that a file may take. */
const LIMIT = 600;

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

fetchFiles(values.folder, values.python);
const out = join(values.folder, "results");
mkdirSync(out, { recursive: true });

const oracle = spawn(values.python, ["bench/real-models/oracle.py"], { stdio: ["pipe", "pipe", "inherit"] });
const lines = createInterface({ input: oracle.stdout })[Symbol.asyncIterator]();
async function ask(request: object): Promise<Readonly<Record<string, unknown>>> {
  oracle.stdin.write(`${JSON.stringify(request)}\n`);
  const { value, done } = await lines.next();
  if (done) throw new Error("the oracle ended");
  return JSON.parse(value) as Readonly<Record<string, unknown>>;
}

/** The sizes of a file's inputs at two samples, or at the batch that it fixes. */
function shapesFor({ name, path }: RealFile) {
  const { inputs } = readSignature(readOnnxFile(path).bytes);
  const [input] = inputs;
  const [rows, ...rest] = input?.axes ?? [];
  const sample = sampleShapes[name] ?? rest.map((n) => (typeof n === "number" ? n : 1));
  return input === undefined
    ? {}
    : shapesOfInputs(inputs, { input, shape: [typeof rows === "number" ? rows : 2, ...sample] });
}

async function rowOf(file: RealFile): Promise<Row> {
  const { name, path, source } = file;
  for (const old of ["npz", "check.npz", "trained.onnx"]) rmSync(join(out, `${name}.${old}`), { force: true });
  let shapes = {};
  try {
    shapes = shapesFor(file);
  } catch {
    // The row says why.
  }
  const answer = await ask({ ask: "oracle", model: path, out: join(out, `${name}.npz`), shapes });
  const { stdout, status, signal, stderr } = spawnSync(
    process.execPath,
    ["--max-old-space-size=4096", here("real-models/one.js"), name, path, out],
    { encoding: "utf8", timeout: 1000 * LIMIT, maxBuffer: 2 ** 24 },
  );
  if (status !== 0) {
    const diagnosed = `defect: ended with ${signal ?? status}: ${stderr.trim().slice(-300)}`;
    return { name, source, opset: null, exporter: "?", nodes: 0, parameters: 0, diagnosed };
  }
  const row = { ...(JSON.parse(stdout) as Row), source };
  if (typeof answer.forward === "string") row.forwardBy = answer.forward;
  if (typeof answer.gradient === "string") row.gradientBy = answer.gradient;
  else if (answer.failed === undefined)
    row.gradient ??= `no oracle: ${answer.noConverter}; ${answer.noDifferences ?? "differences: no smooth place"}`;
  if (answer.failed !== undefined) row.forward = `no oracle: ${answer.failed}`;
  if (row.readBack !== undefined && row.written === undefined && answer.failed === undefined) {
    const check = await ask({
      ask: "check",
      model: join(out, `${name}.trained.onnx`),
      feeds: join(out, `${name}.check.npz`),
    });
    row.written = (check.error as number | undefined) ?? String(check.failed);
  }
  return row;
}

const rows: Row[] = [];
for (const file of realFiles(values.folder)) {
  if (values.only !== undefined && !file.name.includes(values.only)) continue;
  const row = await rowOf(file);
  rows.push(row);
  console.log(JSON.stringify(row));
  // After every file: a run that is stopped leaves what it has.
  if (values.csv !== undefined) writeFileSync(values.csv, csvOf(rows));
  if (values.markdown !== undefined) writeFileSync(values.markdown, markdownOf(rows));
}
oracle.stdin.end();
console.log(markdownOf(rows));
