/** .onnx files: as a graph, as an outline with roles, with new numbers, as a network that trains. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { GraphBuilder } from "../../src/graph/builder.js";
import { patchTensors } from "../../src/graph/file/patch.js";
import { readOnnx } from "../../src/graph/file/read.js";
import { readOutline } from "../../src/graph/file/read-outline.js";
import { writeOnnx } from "../../src/graph/file/write.js";
import { parseInitializer } from "../../src/initializers/index.js";
import { buildNetwork } from "../../src/network/layers/build-network.js";
import { buildModel, lenet5, type Model, mlp } from "../../src/network/models/index.js";
import { initializeOnnx } from "../../src/weights/index.js";
import { readOnnxFile } from "../../src/weights/node/onnx-file.js";
import { ofProtobuf } from "../mutations/index.js";
import type { Reader } from "../reader.js";
import { sharedFiles } from "../shared-files.js";
import { planOf } from "./studies.js";

/** The forward graph of a named network as a file; its weights are inputs. */
export function networkFile(model: Model, options: Readonly<Record<string, number>> = {}): Uint8Array {
  const g = new GraphBuilder(model.name);
  const layers = buildModel(model, { input: [1, 28, 28], classes: 10 }, options);
  const { logits } = buildNetwork(g, layers, g.input("x", "float32", [1, 1, 28, 28]), { mode: "evaluate" });
  g.output("y", logits);
  return writeOnnx(g.build());
}

/** Small networks of stepzero's own, and those that lie beside the repository. */
function corpus(): readonly Uint8Array[] {
  return [
    networkFile(mlp as Model, { depth: 1, width: 8 }),
    networkFile(lenet5 as Model),
    ...sharedFiles("cases/onnx", ".onnx"),
    ...sharedFiles("cases/hostile", ".onnx"),
  ];
}

const onFile = (name: string, what: string, read: (file: string) => unknown): Reader => ({
  name,
  what,
  ending: ".onnx",
  corpus,
  mutations: ofProtobuf,
  subject: "fuzzed.onnx",
  read(input, folder) {
    const file = join(folder, "fuzzed.onnx");
    writeFileSync(file, input);
    return read(file);
  },
});

/** .onnx files. */
export const onnxReaders: readonly Reader[] = [
  {
    name: "onnx-graph",
    what: "an .onnx file as a graph",
    ending: ".onnx",
    corpus,
    mutations: ofProtobuf,
    read: (input) => readOnnx(input),
  },
  {
    name: "onnx-outline",
    what: "the nodes and tensors of an .onnx file, and its own numbers put into it",
    ending: ".onnx",
    corpus,
    mutations: ofProtobuf,
    read(input) {
      const [first] = readOutline(input).stored.map(({ tensor }) => tensor);
      if (first !== undefined)
        patchTensors(
          input,
          new Map([[first.name, Float32Array.from(first.read().data as Iterable<number | bigint>, Number)]]),
        );
    },
  },
  onFile("onnx-init", "an .onnx file that gets new weights", (file) => {
    const { bytes, externalData } = readOnnxFile(file);
    const method = parseInitializer("he");
    initializeOnnx(bytes, { method, seed: 0, source: file, externalData }).onnx();
  }),
  onFile("onnx-network", "an .onnx file as a network of a study", (file) =>
    planOf({ data: "glyphs", models: file, inits: ["he", "zero"], seeds: 1 }),
  ),
];
