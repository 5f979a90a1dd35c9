/** Two .onnx files of "the same" model, compared tensor by tensor. */
import { InputError } from "../../errors.js";
import { weightsOfModel } from "../../network/from-onnx/index.js";
import { isOnnxPath } from "../../study/plan/node/modules/path.js";
import { readOnnxFile } from "../../weights/node/onnx-file.js";
import { moduleNames, renamedParameter } from "../module-names.js";
import { compareFiles, type TensorComparison } from "../tensors/compare-files.js";
import type { TensorValues } from "../tensors/recipe.js";

/**
 * Compares the weights of two files.
 *
 * @throws InputError where one is no .onnx file, or has no weights
 */
export function compareNamedFiles(first: string, second: string): readonly TensorComparison[] {
  return compareFiles(tensorsOf(first), tensorsOf(second));
}

function tensorsOf(path: string): readonly TensorValues[] {
  if (!isOnnxPath(path)) {
    throw new InputError(
      `doctor compares two .onnx files, and ${path} is none. Write one: stepzero init --model ${path} --out FILE.onnx.`,
    );
  }
  const { bytes, externalData } = readOnnxFile(path);
  const { tensors } = weightsOfModel(bytes, { externalData });
  if (tensors.length === 0) throw new InputError(`${path} has no weights whose role stepzero can see.`);
  const names = moduleNames(bytes, externalData);
  return tensors.map(({ tensor, values, type }) => ({ specification: renamedParameter(tensor, names), values, type }));
}
