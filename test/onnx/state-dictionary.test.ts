/** Files of weights of real models hold every tensor that a PyTorch module has. */

import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fromBinary } from "@bufbuild/protobuf";
import { TensorProto_DataType as DataType, ModelProtoSchema } from "onnx-buf";
import { describe, expect, it } from "vitest";
import { parseSafetensors } from "../../src/data/formats/safetensors.js";
import { readTensor } from "../../src/graph/file/read/tensors.js";
import { parseInitializer } from "../../src/initializers/index.js";
import { initializeOnnx, isStateDictName, weightsFile } from "../../src/weights/index.js";
import { readOnnxFile } from "../../src/weights/node/onnx-file.js";
import { haveShared } from "../oracles.js";
import { shared } from "./shared-models.js";

const types: Readonly<Record<number, string>> = {
  [DataType.FLOAT]: "float32",
  [DataType.FLOAT16]: "float16",
  [DataType.BFLOAT16]: "bfloat16",
  [DataType.DOUBLE]: "float64",
};

/** The numbers, as arrays of this many elements are slow to compare. */
const digestOf = (data: ArrayBufferView) =>
  createHash("sha256")
    .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    .digest("hex");

const models = ["models", "cases/onnx"].flatMap((folder) =>
  haveShared("models") ? readdirSync(shared(folder)).map((name) => join(folder, name)) : [],
);

describe.skipIf(!haveShared("models"))("a .safetensors file in PyTorch's layout", () => {
  it.each(models.filter((name) => name.endsWith(".onnx")))("%s", (path) => {
    const { bytes, externalData } = readOnnxFile(shared(path));
    const options = { method: parseInitializer("he"), seed: 0, layout: "pytorch", externalData } as const;
    const model = initializeOnnx(bytes, options);
    const inFile = new Map(
      parseSafetensors(weightsFile("safetensors", model), path).map(({ name, shape, data, type }) => [
        name,
        { shape, digest: digestOf(data), type: type ?? (data instanceof Float64Array ? "float64" : "float32") },
      ]),
    );
    const { graph, producerName } = fromBinary(ModelProtoSchema, model.onnx());
    if (producerName !== "pytorch") return;
    for (const proto of graph!.initializer) {
      const type = types[proto.dataType];
      if (type === undefined || !isStateDictName(proto.name)) continue;
      const { shape, data } = readTensor(proto, proto.name, { note: () => {} });
      expect(inFile.get(proto.name), proto.name).toEqual({ shape, digest: digestOf(data), type });
    }
  });
});
