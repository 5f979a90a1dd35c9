/**
 * Every operator's file against those who know the format: ONNX Runtime loads it, onnx.checker
 * accepts it, we read it back.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readOnnx } from "../../src/graph/file/read.js";
import { baseOpset, opsetOf, writeOnnx } from "../../src/graph/file/write.js";
import { operators } from "../../src/graph/index.js";
import { loadRuntime } from "../../src/runtime/node/load-runtime.js";
import { havePython, haveToday, python, pythonOfToday } from "../oracles.js";
import { runPython } from "../python.js";
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

  // com.microsoft operators have no schema there.
  const standard = all.filter(({ graph }) => graph.nodes.every((node) => !node.operator.includes(":")));

  // onnx 1.12 knows opset 17.
  it.skipIf(!havePython("onnx"))("pass onnx.checker of Debian", () => {
    const older = standard.filter(({ graph }) => graph.nodes.every((node) => opsetOf(node) <= baseOpset));
    expect(refusals(python, older)).toEqual([]);
  });

  it.skipIf(!haveToday("onnx"))("pass onnx.checker of today", () => {
    expect(refusals(pythonOfToday, standard)).toEqual([]);
  });
});

/** What the checker of an interpreter's onnx says against files, and whatever else it prints. */
function refusals(interpreter: string, checked: typeof all): string[] {
  const folder = mkdtempSync(join(tmpdir(), "stepzero-onnx-"));
  try {
    checked.forEach(({ graph }, i) => {
      writeFileSync(join(folder, `${i}.onnx`), writeOnnx(graph));
    });
    const program = [
      "import onnx, sys",
      "for i in range(int(sys.argv[2])):",
      "  try: onnx.checker.check_model(f'{sys.argv[1]}/{i}.onnx', full_check=True)",
      "  except Exception as e: print(i, str(e).replace(chr(10), ' '))",
      "print('end')",
    ].join("\n");
    const lines = runPython(program, [folder, String(checked.length)], "", interpreter)
      .trim()
      .split("\n");
    expect(lines.pop()).toBe("end");
    return lines.map((line) => `${checked[Number.parseInt(line, 10)]?.graph.name}: ${line}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
