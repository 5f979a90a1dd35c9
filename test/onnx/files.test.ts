/**
 * Every operator's file against those who know the format: ONNX Runtime loads it, onnx.checker
 * accepts it, we read it back.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readOnnx } from "../../src/graph/file/read.js";
import { baseOpset, opsetOf, writeOnnx } from "../../src/graph/file/write.js";
import { operators } from "../../src/graph/index.js";
import { loadRuntime } from "../../src/runtime/node/load-runtime.js";
import { havePython, python } from "../oracles.js";
import { sampleGraphs, samples } from "./operator-samples.js";

const all = [...operators.keys()].flatMap((name) => sampleGraphs(name).map((graph) => ({ name, graph })));

describe("files of every operator", () => {
  it("there is a sample of every operator", () => {
    expect(Object.keys(samples).sort()).toEqual([...operators.keys()].sort());
  });

  it("load in ONNX Runtime", async () => {
    const { runtime } = await loadRuntime();
    const problems: string[] = [];
    for (const { name, graph } of all) {
      try {
        await (await runtime.createSession(writeOnnx(graph), { optimization: "disabled" })).release();
      } catch (error) {
        problems.push(`${graph.name}: ${String(error)}`);
      }
      expect(name).not.toBe("");
    }
    expect(problems).toEqual([]);
  });

  it.each(all.map(({ graph }) => [graph.name, graph] as const))("read back the same: %s", (_, graph) => {
    const bytes = writeOnnx(graph);
    const again = readOnnx(bytes);
    // Dropout, which is the identity here, is read as Identity where nobody reads its mask.
    if (graph.name !== "Dropout 0") expect(writeOnnx(again)).toEqual(bytes);
    expect([...again.outputs.keys()]).toEqual([...graph.outputs.keys()]);
  });

  it.skipIf(!havePython("onnx"))("pass onnx.checker", () => {
    const folder = mkdtempSync(join(tmpdir(), "stepzero-onnx-"));
    try {
      // onnx 1.12 knows opset 17; com.microsoft operators have no schema there.
      const checked = all.filter(({ graph }) =>
        graph.nodes.every((node) => !node.operator.includes(":") && opsetOf(node) <= baseOpset),
      );
      checked.forEach(({ graph }, i) => {
        writeFileSync(join(folder, `${i}.onnx`), writeOnnx(graph));
      });
      const program = [
        "import onnx, sys",
        "for i in range(int(sys.argv[2])):",
        "  try: onnx.checker.check_model(f'{sys.argv[1]}/{i}.onnx', full_check=True)",
        "  except Exception as e: print(i, str(e).replace(chr(10), ' '))",
      ].join("\n");
      const { stdout, stderr, status } = spawnSync(python, ["-c", program, folder, String(checked.length)], {
        encoding: "utf8",
      });
      const problems = stdout
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => `${checked[Number.parseInt(line, 10)]?.graph.name}: ${line}`);
      expect({ status, problems, stderr }).toEqual({ status: 0, problems: [], stderr: "" });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
