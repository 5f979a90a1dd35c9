/** `stepzero doctor A.onnx B.onnx`. */
import type { DoctorRequest } from "./doctor-request.js";
import { exitCodes } from "./exit-codes.js";
import type { Terminal } from "./terminal/terminal.js";

/** Two exports of one model, tensor by tensor. */
export async function compareTwo(
  first: string,
  second: string,
  { failOn }: DoctorRequest,
  asJson: boolean,
  { out }: Terminal,
): Promise<number> {
  const [{ compareNamedFiles }, { renderFileComparison }, { columnsOf, tableColumnsOf }, { formats, jsonLine }] =
    await Promise.all([
      import("../diagnosis/node/compare-named-files.js"),
      import("./terminal/file-comparison.js"),
      import("./terminal/screen.js"),
      import("./json.js"),
    ]);
  const tensors = compareNamedFiles(first, second);
  out.write(
    asJson
      ? jsonLine(formats.doctorFiles, { models: [first, second], tensors })
      : renderFileComparison([first, second], tensors, columnsOf(out), tableColumnsOf(out)),
  );
  const isDifferent = tensors.some(({ outcome }) => outcome === "different" || outcome === "no counterpart");
  const isNotFinite = tensors.some(({ notFinite }) => notFinite.some((count) => count > 0));
  const isFailed = (failOn.includes("different") && isDifferent) || (failOn.includes("not-finite") && isNotFinite);
  return isFailed ? exitCodes.troubleFound : exitCodes.done;
}
