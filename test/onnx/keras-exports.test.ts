/**
 * Networks exported by Keras of today, by itself and by tf2onnx: our re-written file gives in ONNX
 * Runtime what Keras gave, and `init` has new numbers for it.
 */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parseNpz } from "../../src/data/formats/npz.js";
import { readOnnx } from "../../src/graph/file/read.js";
import { writeOnnx } from "../../src/graph/file/write.js";
import { tensor } from "../../src/graph/tensor.js";
import { loadRuntime } from "../../src/runtime/node/load-runtime.js";
import { stepzero, temporaryFolder } from "../cli/run.js";
import { haveToday, pythonOfToday } from "../oracles.js";
import { runBytes } from "./run-bytes.js";

const folder = temporaryFolder();

/** How many tensors `init` has numbers for, and how many it does not know the roles of. */
const networks = {
  mlp: "6 weights initialized",
  // Keras multiplies and adds for a batch norm that does not train.
  cnn: "8 weights initialized, 2 tensors of unknown role kept",
  upsample: "4 weights initialized",
  recurrent: "19 weights initialized",
} as const;
const files = Object.entries(networks).flatMap(([network, said]) =>
  ["keras", "tf2onnx"].map((exporter) => [`${network}-${exporter}`, said] as const),
);

describe.skipIf(!haveToday("keras"))("files of Keras's exporters", () => {
  beforeAll(() => {
    // Its exporters say on stderr what they are doing.
    execFileSync(pythonOfToday, ["test/oracles/keras_networks.py", folder], { stdio: ["ignore", "ignore", "pipe"] });
  });

  it.each(files)("%s", async (name, said) => {
    const file = join(folder, `${name}.onnx`);
    const arrays = parseNpz(readFileSync(join(folder, `${name}.npz`)), name);
    const [x, y] = [arrays.get("x")!(), arrays.get("y")!()];
    const graph = readOnnx(readFileSync(file), { batch: x.shape[0]! });
    const [input] = graph.inputs;
    const { runtime } = await loadRuntime();
    const outputs = await runBytes(runtime, writeOnnx(graph), {
      [input!.name]: tensor(input!.type, input!.shape, [...x.data]),
    });
    const ours = Object.values(outputs)[0]!;
    expect(ours.shape).toEqual(y.shape);
    const largest = Math.max(...Array.from(y.data, Math.abs));
    const difference = Math.max(...Array.from(y.data, (value, i) => Math.abs(value - Number(ours.data[i]))));
    expect(difference / largest).toBeLessThan(1e-5);
    const { code, stdout, stderr } = stepzero(["init", "--model", file, "--out", join(folder, `${name}-fresh.onnx`)]);
    expect(code, stderr).toBe(0);
    expect(stderr.includes("their role is unknown")).toBe(said.includes("unknown"));
    expect(stdout).toContain(said);
  });

  it("has attention too, whose Gelu the exporters write as an operator that no runtime knows", () => {
    expect(readdirSync(folder).filter((name) => /^attention-(keras|tf2onnx)\.onnx$/.test(name)).length).toBe(2);
    for (const exporter of ["keras", "tf2onnx"]) {
      expect(() => readOnnx(readFileSync(join(folder, `attention-${exporter}.onnx`)), { batch: 2 })).toThrow("Erfc");
    }
  });
});
