/** `stepzero doctor`: whether a network is healthy before its first training step. */
import type { Diagnosis } from "../../diagnosis/diagnosis.js";
import type { CommandDefinition, OptionGroup } from "../command.js";
import { type DoctorRequest, failures, readDoctorRequest } from "../doctor-request.js";
import { exitCodes } from "../exit-codes.js";
import { readingGroup } from "../reading-options.js";
import { dataDir, json } from "../shared-options.js";
import type { Terminal } from "../terminal/terminal.js";
import { typedLine } from "../typed-command.js";

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
    { name: "rows", value: "N", help: "Samples in the batch", default: "128" },
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
      default: "the file's weights; the recipe's method for a network by name",
    },
    { name: "seed", value: "N", help: "Of weights and samples", default: "0" },
    {
      name: "seeds",
      value: "N",
      help: "Draws of the weights; medians are shown, and in how many draws a finding holds",
      default: "1",
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
      default: "none",
    },
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
    "stepzero doctor my-net.onnx --data patients.csv",
    "stepzero doctor mlp --data glyphs --steps 10",
    "stepzero doctor my-net.onnx --fix fixed.onnx",
  ],
  options: [samples, weights, training, readingGroup, output],
  run: async (words, options, terminal) => {
    const request = readDoctorRequest(words, options);
    const { diagnoseNamed } = await import("../../diagnosis/node/diagnose-named.js");
    const [model] = request.models;
    const remedy = (method: string, isFile: boolean) =>
      typedLine(isFile ? ["doctor", model, "--fix", "fixed.onnx"] : ["doctor", model, "--init", method]);
    const diagnosis = await diagnoseNamed({ ...request, model, remedy });
    await report(diagnosis, request, options.has("json"), terminal);
    return failsOn(diagnosis, request) ? exitCodes.troubleFound : exitCodes.done;
  },
};

/** Whether `--fail-on` names what was found. */
const failsOn = ({ verdict, findings }: Diagnosis, { failOn }: DoctorRequest): boolean =>
  failOn.some(
    (name) => name === verdict || findings.some(({ kind, severity }) => kind === name && severity !== "note"),
  );

async function report(diagnosis: Diagnosis, { all }: DoctorRequest, asJson: boolean, { out }: Terminal): Promise<void> {
  const [{ renderDiagnosis }, { columnsOf, tableColumnsOf, showsColour }, { formats, jsonLine }] = await Promise.all([
    import("../terminal/diagnosis.js"),
    import("../terminal/screen.js"),
    import("../json.js"),
  ]);
  const look = { width: columnsOf(out), tableWidth: tableColumnsOf(out), colour: showsColour(out), all };
  out.write(asJson ? jsonLine(formats.doctor, diagnosis) : renderDiagnosis(diagnosis, look));
}
