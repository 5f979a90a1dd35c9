/** Loads users' networks from .onnx files. */
import { basename, resolve } from "node:path";
import type { ExternalData } from "../../../../graph/file/read.js";
import { readOutline } from "../../../../graph/file/read-outline.js";
import { onnxModel } from "../../../../network/from-onnx/index.js";
import type { Model } from "../../../../network/models/index.js";
import { readOnnxFile } from "../../../../weights/node/onnx-file.js";
import { exportedModule } from "../../../../weights/pytorch/exported-module.js";
import { foldedNorms } from "../../../../weights/pytorch/folded-norms.js";
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
  const plain = onnxModel(bytes, { name, externalData });
  const folded = foldedBatchNorms(bytes, externalData);
  const model = { ...plain, notes: (...of: Parameters<typeof plain.notes>) => [...plain.notes(...of), ...folded] };
  return { model, file: { path: resolve(path), sha256: model.checksum } };
}

/** A notice of batch norms that the exporter folded away: the network trains without them. */
export function foldedBatchNorms(bytes: Uint8Array, externalData: ExternalData): string[] {
  const module = exportedModule(readOutline(bytes, { externalData }));
  const folded = module === undefined ? [] : foldedNorms(module);
  if (folded.length === 0) return [];
  const norms =
    folded.length === 1
      ? "a batch norm into the kernel before it"
      : `${folded.length} batch norms into the kernels before them`;
  const it = folded.length === 1 ? "it" : "them";
  return [
    `PyTorch's exporter folded ${norms}, and the network trains without ${it}. torch.onnx.export(…, optimize=False) keeps ${it}; ` +
      "in PyTorch before 2.9, model.eval() and torch.onnx.export(…, training=torch.onnx.TrainingMode.PRESERVE, do_constant_folding=False)",
  ];
}
