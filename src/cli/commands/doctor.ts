/** `stepzero doctor`: whether a network is healthy before its first training step. */
import { USUAL_ROWS } from "../../diagnosis/bounds.js";
import type { Diagnosis } from "../../diagnosis/diagnosis.js";
import { subjectLossNames } from "../../diagnosis/loss/subject-loss.js";
import type { CommandDefinition, OptionGroup } from "../command.js";
import { compareTwo } from "../compare-two.js";
import { recheckFor, remedyFor, withTypedRemedy } from "../doctor-remedies.js";
import { type DoctorRequest, failures, readDoctorRequest } from "../doctor-request.js";
import { exitCodes } from "../exit-codes.js";
import { readingGroup } from "../reading-options.js";
import { dataDir, json } from "../shared-options.js";
import type { Terminal } from "../terminal/terminal.js";

const samples: OptionGroup = {
  title: "Samples",
  options: [
    {
      name: "data",
      value: "NAME",
      help: "Data set by name or path; its labels give the loss",
      default: "drawn samples, N(0, 1)",
    },
    {
      name: "input",
      value: "SHAPE",
      help: "Shape of one drawn sample, as 3,32,32 or 784",
      default: "the file's; 1,28,28 for a network by name",
    },
    {
      name: "classes",
      value: "N",
      help: "Number of classes, with --input",
      default: "the width of the file's output; 10",
    },
    {
      name: "loss",
      value: "NAME",
      help: `What is differentiated: ${subjectLossNames.join(", ")} (of logits), or cross-entropy:axis=N for classes along axis N`,
      default: "the one that the output suggests; the answer says which",
    },
    { name: "rows", value: "N", help: "Samples in the batch", default: String(USUAL_ROWS) },
    dataDir,
  ],
};

const weights: OptionGroup = {
  title: "Weights",
  options: [
    {
      name: "init",
      value: "NAME",
      help: "Draw the weights anew by this initializer",
      default: "the file's weights; he for a network by name",
    },
    { name: "seed", value: "N", help: "Of weights and samples", default: "0" },
    {
      name: "seeds",
      value: "N",
      help: "Draws of the weights; their medians are shown and judged",
      default: "1; 10 at each of --widths and --depths",
    },
  ],
};

const training: OptionGroup = {
  title: "Training",
  options: [
    {
      name: "optimizer",
      value: "NAME",
      help: "Optimizer of the first update, and of --steps",
      default: "the network's recipe; sgd",
    },
    { name: "lr", value: "X", help: "Its learning rate", default: "the recipe's, or the optimizer's usual one" },
    {
      name: "curvature",
      help: "Compute Jacobian, curvature, the largest stable rate and gradient quotient",
      default: "no; it costs tens of passes",
    },
    {
      name: "steps",
      value: "N",
      help: "Follow N training steps on --data: loss, signal, gradient, update and dead units before each",
      default: "none; 1 at each of --widths and --depths",
    },
  ],
};

const sizes: OptionGroup = {
  title: "Coordinate check",
  options: [
    {
      name: "widths",
      value: "N,N,…",
      help: "Build the network at these widths, train --steps, and say whether a learning rate transfers",
      default: "none",
    },
    { name: "depths", value: "N,N,…", help: "Likewise, at these depths", default: "none" },
  ],
};

const output: OptionGroup = {
  title: "Output",
  options: [
    { name: "all", help: "Show every layer", default: "no; a telling dozen" },
    {
      name: "fix",
      value: "FILE.onnx",
      help: "Write the network with the weights of the remedy, and diagnose it",
      default: "none",
    },
    {
      name: "html",
      value: "FILE.html",
      help: "Write a page with figures of every layer, which needs no network",
      default: "none",
    },
    { name: "force", help: "Replace the file if it exists", default: "no" },
    {
      name: "fail-on",
      value: "KINDS",
      list: true,
      help: `Exit with 1 where one of these was found: ${failures.join(", ")}`,
      default: "none; the exit code is 0 whatever the verdict",
    },
    json,
  ],
};

export const doctor: CommandDefinition = {
  argument:
    "A network by name (mlp:depth=30), an .onnx file, your own in a .ts or .js file; or two .onnx files to compare",
  examples: [
    "stepzero doctor mlp:depth=30 --init pytorch-default",
    "stepzero doctor my-net.onnx --data patients.csv --curvature --fix fixed.onnx",
    "stepzero doctor mlp --widths 64,128,256,512 --init mup:scale=2",
  ],
  options: [samples, weights, training, sizes, readingGroup, output],
  run: async (words, options, terminal) => {
    const request = readDoctorRequest(words, options);
    const [first, second] = request.models;
    const asJson = options.has("json");
    if (second !== undefined) return compareTwo(first, second, request, asJson, terminal);
    const { refuseExisting } = await import("../write-file.js");
    for (const file of [request.fix, request.html]) if (file !== undefined) refuseExisting(file, request.force);
    const { diagnoseNamed } = await import("../../diagnosis/node/diagnose-named.js");
    const { checkProgress } = await import("../terminal/check-progress.js");
    const progress = checkProgress(terminal);
    const check = request.check && {
      ...request.check,
      recheck: recheckFor(first, options),
      ...progress,
    };
    const outcome = await diagnoseNamed({ ...request, check, model: first, remedy: remedyFor(first, request) }).finally(
      progress.end,
    );
    const fixed =
      request.fix === undefined
        ? []
        : await (await import("../write-fixed.js")).writeFixed(outcome, request, request.fix);
    const { findings, notes } = outcome.diagnosis;
    const diagnosis = {
      ...outcome.diagnosis,
      findings: findings.map(withTypedRemedy(first, request)),
      notes: [...fixed, ...notes],
    };
    await report(diagnosis, request, asJson, terminal);
    if (request.html !== undefined) await writePage(diagnosis, request.html, request.force, terminal);
    return failsOn(diagnosis, request) ? exitCodes.troubleFound : exitCodes.done;
  },
};

/** Writes the page, and says where it is. */
async function writePage(diagnosis: Diagnosis, file: string, force: boolean, { say }: Terminal): Promise<void> {
  const [{ diagnosisPage }, { writeFileAtomically }] = await Promise.all([
    import("../../report/node/diagnosis-page.js"),
    import("../write-file.js"),
  ]);
  writeFileAtomically(file, new TextEncoder().encode(diagnosisPage(diagnosis)), force);
  say(`Page: ${file}\n`);
}

/** Whether `--fail-on` names what was found. Notes count only where a kind has nothing else. */
const failsOn = ({ verdict, findings, coordinateCheck }: Diagnosis, { failOn }: DoctorRequest): boolean =>
  failOn.some(
    (name) =>
      name === verdict ||
      (name === "no-transfer" && coordinateCheck?.sweeps.some((one) => one.verdict === "does-not-transfer")) ||
      findings.some(({ kind, severity }) => kind === name && (severity !== "note" || kind === "rate-too-large")),
  );

async function report(diagnosis: Diagnosis, { all }: DoctorRequest, asJson: boolean, { out }: Terminal): Promise<void> {
  const [{ renderDiagnosis }, { columnsOf, tableColumnsOf, showsColour }, { formats, jsonLine }] = await Promise.all([
    import("../terminal/diagnosis.js"),
    import("../terminal/screen.js"),
    import("../json.js"),
  ]);
  const look = { width: columnsOf(out), tableWidth: tableColumnsOf(out), colour: showsColour(out), all };
  if (asJson) out.write(jsonLine(formats.doctor, diagnosis));
  else out.writeStyled(renderDiagnosis(diagnosis, look));
}
