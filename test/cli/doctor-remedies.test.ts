/** The remedies of `stepzero doctor`: what is typed works, mends what it says, and does not loop. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mergedFile, zeros } from "../diagnosis/merged-file.js";
import { stepzero, temporaryFolder } from "./run.js";

const folder = temporaryFolder();
const file = (name: string) => join(folder, name);
const inOneLine = (text: string) => text.replaceAll(/\s+/g, " ");

describe("equal tensors that an exporter has merged", () => {
  it.each([
    ["zeros", zeros],
    ["a constant", () => 0.05],
    ["one seed", (i: number) => Math.sin(i * i * 12.9898) / 4],
  ])("%s: --fix gives each its own numbers, and finds the file healthy", (name, fill) => {
    const [sick, fixed] = [file(`${name}.onnx`), file(`${name}-fixed.onnx`)];
    writeFileSync(sick, mergedFile(6, 48, 10, fill));
    const { code, stdout, stderr } = stepzero(["doctor", sick, "--fix", fixed]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(inOneLine(stdout)).toContain("Diagnosed: Healthy");
    const again = stepzero(["doctor", fixed]);
    expect(again.stdout).toContain("✓ Healthy");
    // Under the names of the module, although the copies of its tensors are still in the file.
    expect(again.stdout).toContain("from layer 0 to layer 8 ");
  });
});
