/** Loads users' networks from .onnx files. */
import { basename, resolve } from "node:path";
import { onnxModel } from "../../../../network/from-onnx/index.js";
import type { Model } from "../../../../network/models/index.js";
import { readOnnxFile } from "../../../../weights/node/onnx-file.js";
import type { UserFile } from "../../study.js";

/**
 * The network of an .onnx file, named as the file is.
 *
 * @throws InputError where there is no such file, or it is no model that stepzero can read
 */
export function loadOnnxModel(path: string): { readonly model: Model; readonly file: UserFile } {
  const { bytes, externalData } = readOnnxFile(path);
  // A name with options is written name:option=value,option=value.
  const name = basename(path).replaceAll(/[:,=]/g, "_");
  const model = onnxModel(bytes, { name, externalData });
  return { model, file: { path: resolve(path), sha256: model.checksum } };
}
