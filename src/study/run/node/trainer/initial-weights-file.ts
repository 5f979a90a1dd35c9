/** The files of initial weights that a trainer gets: what `stepzero init` writes. */
import { InputError } from "../../../../errors.js";
import type { ChosenInitializer } from "../../../../initializers/index.js";
import { initializeModel, initializeOnnx, weightsFile } from "../../../../weights/index.js";
import { type OnnxFile, readOnnxFile } from "../../../../weights/node/onnx-file.js";
import type { Cell } from "../../../plan/cell.js";
import type { DataDescription } from "../../../plan/description.js";
import { loadOnnxModel } from "../../../plan/node/modules/load-onnx.js";
import { isOnnxPath } from "../../../plan/node/modules/path.js";
import type { UserFile } from "../../../plan/study.js";
import type { CellTrainer } from "../../../plan/trainer.js";
import { initializerOf, modelOf, type UserModules } from "../../../plan/user-modules.js";

/**
 * Makes the bytes of a cell's initial weights, in its trainer's format and layout.
 *
 * @throws InputError where the method does not fit the network, or the network's file was changed
 */
export type WeightsOf = (cell: Cell & { readonly trainer: CellTrainer }) => Promise<Uint8Array>;

/**
 * Weights for the cells of a study. The .onnx files of its networks are read once.
 *
 * @param data descriptions of the study's data sets
 */
export function weightsOfCells(data: readonly DataDescription[], users: UserModules): WeightsOf {
  const files = new Map<string, OnnxFile>();
  const read = ({ path, sha256 }: UserFile): OnnxFile => {
    const before = files.get(path);
    if (before !== undefined) return before;
    if (loadOnnxModel(path).file.sha256 !== sha256) {
      throw new InputError(`${path} was changed while the study ran; run the same command again.`);
    }
    const file = readOnnxFile(path);
    files.set(path, file);
    return file;
  };
  return async ({ problem, method, trainer, seed: cellSeed, initSeed: seed = cellSeed }) => {
    const { model, data: name } = problem;
    const initializer: ChosenInitializer = {
      initializer: initializerOf(method.initializer, users),
      options: method.initializer.options,
    };
    const options = { method: initializer, seed, layout: trainer.layout };
    const initialize = () => {
      if (model.file !== undefined && isOnnxPath(model.file.path)) {
        const { bytes, externalData } = read(model.file);
        return initializeOnnx(bytes, { ...options, externalData, source: model.label });
      }
      const { shape: input, classes } = data.find((one) => one.name === name)!;
      const network = { model: modelOf(model, users), options: model.options };
      return initializeModel({ ...options, model: network, problem: { input, classes } });
    };
    return weightsFile(trainer.weights, await initialize(), { init: method.label, seed: String(seed) });
  };
}
