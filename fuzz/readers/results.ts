/** Results: folders of `compare --out`, and what `compare --json` prints. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseHTML } from "linkedom";
import { InputError } from "../../src/errors.js";
import { readParts } from "../../src/paper/node/read-parts.js";
import { tensorboardFiles } from "../../src/report/exports/tensorboard.js";
import { readReportInput } from "../../src/report/node/write-report.js";
import { renderReport } from "../../src/report/render-report.js";
import type { CellResult } from "../../src/study/plan/cell.js";
import { sha256 } from "../../src/study/plan/node/sha256.js";
import type { StudyOptions } from "../../src/study/plan/options.js";
import { compareOutput } from "../../src/study/results/output.js";
import { decodeCheckpoint, encodeCheckpoint } from "../../src/study/run/checkpoint.js";
import { cellText } from "../../src/study/run/node/cell-files.js";
import { mergeFolders } from "../../src/study/run/node/merge.js";
import { readRequest } from "../../src/study/run/node/request-file.js";
import { signedText } from "../../src/study/run/node/signed-json.js";
import { studyText } from "../../src/study/run/node/study-file.js";
import { madeUp } from "../../test/report/made-up-report.js";
import { done, failed, resultOf } from "../../test/study/made-up.js";
import { planned } from "../../test/study/planned.js";
import { ofBytes, ofJson } from "../mutations/index.js";
import { bytesOf, type Reader, textOf } from "../reader.js";
import { sharedFiles } from "../shared-files.js";

const study: StudyOptions = { models: "mlp", inits: ["he", "zero"], seeds: [0, 1], epochs: 2 };
const runtime = "onnxruntime-node 1.30.0, cpu";

/** The results of a small study, in its order. */
export const results = (): readonly CellResult[] =>
  planned(study).cells.map((cell) => {
    const { method, seed } = cell;
    if (method.label === "zero" && seed === 1) return resultOf(cell, failed("diverged", "loss was NaN at step 3"));
    return resultOf(cell, done(method.label === "zero" ? [0.1, 0.1] : [0.5, 0.9 + seed / 100]));
  });

/** The files of a results folder, by path. */
export function folderFiles(): Readonly<Record<string, Uint8Array>> {
  const runs = [
    { started: "2026-11-25T03:11:26.967Z", stepzero: "0.1.0", machine: { platform: "linux x64", cores: 2 } },
  ];
  const cells = results().map((result) => [`cells/${result.cell.id}.json`, bytesOf(cellText({ result, runtime }))]);
  return {
    "study.json": bytesOf(studyText(planned(study))),
    "manifest.json": bytesOf(signedText({ runs })),
    ...(Object.fromEntries(cells) as Record<string, Uint8Array>),
  };
}

/**
 * Writes the folder, reads it in every way that a command has, and makes the report.
 *
 * @throws InputError also where a file is left out with a notice
 */
export async function readResultsFolder(files: Readonly<Record<string, Uint8Array>>, folder: string): Promise<void> {
  const results = join(folder, "results");
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(results, path)), { recursive: true });
    writeFileSync(join(results, path), bytes);
  }
  const input = await readReportInput(results);
  reported(input);
  const notices: string[] = [...input.provenance.damage];
  readParts(results, (notice) => notices.push(notice));
  await mergeFolders([results], join(folder, "joined"), (notice) => notices.push(notice));
  if (notices.length > 0) throw new InputError(notices.join(" "));
}

function reported(input: Awaited<ReturnType<typeof readReportInput>>): void {
  // A study without results is refused in words that need no name.
  if (input.outcome.problems.length === 0) return;
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  renderReport(input, { document });
  tensorboardFiles(input.outcome, 0);
}

const ofFolder = (
  name: string,
  what: string,
  path: string,
  corpus: () => readonly Uint8Array[],
  whole: (input: Uint8Array) => Uint8Array = (input) => input,
): Reader => ({
  name,
  what,
  ending: ".json",
  corpus,
  mutations: ofJson,
  subject: "results",
  read: (input, folder) => readResultsFolder({ ...folderFiles(), [path]: whole(input) }, folder),
});

/** A file with the checksum of what it holds, as somebody who changes a folder would write it. */
function signed(input: Uint8Array): Uint8Array {
  try {
    const content: unknown = JSON.parse(textOf(input));
    return typeof content === "object" && content !== null ? bytesOf(signedText(content)) : input;
  } catch {
    return input;
  }
}

/** What a file holds, without its format and checksum. */
export function contentOf(file: Uint8Array): Uint8Array {
  const { format: _, sha256: __, ...content } = JSON.parse(textOf(file)) as Record<string, unknown>;
  return bytesOf(JSON.stringify(content));
}

/** The cell whose file is exchanged. */
export const first = (): CellResult => results()[0]!;
const cellPath = () => `cells/${first().cell.id}.json`;
const ofCell = (path: string) => folderFiles()[path]!;

const checkpointId = "0".repeat(32);

/** The bytes of a small checkpoint. */
export function smallCheckpoint(): Uint8Array {
  const tensors = { w: { type: "float32" as const, shape: [2, 3], data: new Float32Array(6) } };
  return encodeCheckpoint(
    checkpointId,
    { state: { epoch: 1, step: 8, tensors }, history: { epochs: done([0.5]).epochs } },
    sha256,
  );
}

/** The checksum of a checkpoint in front of what follows it. */
function signedCheckpoint(input: Uint8Array): Uint8Array {
  const body = input.subarray(65);
  return Uint8Array.from([...bytesOf(`${sha256(body)}\n`), ...body]);
}

function readCheckpoint(input: Uint8Array): void {
  if (decodeCheckpoint(input, checkpointId, sha256) === undefined) throw new InputError("the checkpoint is not used");
}

/** Results. */
export const resultReaders: readonly Reader[] = [
  {
    name: "compare-json",
    what: "what compare --json printed",
    ending: ".json",
    corpus: () => [bytesOf(JSON.stringify(compareOutput(madeUp({ inits: ["he", "zero"], seeds: [0, 1] }))))],
    shared: () => sharedFiles("cases/hostile", "cells0.json"),
    mutations: ofJson,
    subject: "fuzzed.json",
    async read(input, folder) {
      const file = join(folder, "fuzzed.json");
      writeFileSync(file, input);
      reported(await readReportInput(file));
    },
  },
  ofFolder("results-study", "study.json of a results folder", "study.json", () => [ofCell("study.json")]),
  ofFolder("results-manifest", "manifest.json of a results folder", "manifest.json", () => [ofCell("manifest.json")]),
  ofFolder("results-cell", "a cell of a results folder", cellPath(), () => [ofCell(cellPath())]),
  ofFolder(
    "signed-study",
    "a study.json whose checksum is right",
    "study.json",
    () => [contentOf(ofCell("study.json"))],
    signed,
  ),
  ofFolder(
    "signed-manifest",
    "a manifest whose checksum is right",
    "manifest.json",
    () => [contentOf(ofCell("manifest.json"))],
    signed,
  ),
  ofFolder("signed-cell", "a cell whose checksum is right", cellPath(), () => [contentOf(ofCell(cellPath()))], signed),
  {
    name: "signed-request",
    what: "a request.json whose checksum is right, as a worker reads it",
    ending: ".json",
    corpus: () => [
      bytesOf(
        JSON.stringify({ request: { data: ["glyphs"], models: "mlp:depth=2", inits: ["he", "zero"], seeds: 2 } }),
      ),
    ],
    mutations: ofJson,
    subject: "request.json",
    read(input, folder) {
      writeFileSync(join(folder, "request.json"), signed(input));
      readRequest(folder);
    },
  },
  {
    name: "checkpoint",
    what: "a checkpoint",
    ending: ".checkpoint",
    corpus: () => [smallCheckpoint()],
    mutations: ofBytes,
    read: readCheckpoint,
  },
  {
    name: "signed-checkpoint",
    what: "a checkpoint whose checksum is right",
    ending: ".checkpoint",
    corpus: () => [smallCheckpoint()],
    mutations: ofBytes,
    read: (input) => readCheckpoint(signedCheckpoint(input)),
  },
];
