/** `stepzero doctor` as a person types it: what it prints, writes and returns. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { doctorFilesSchema, doctorSchema } from "../../src/diagnosis/output-schema.js";
import { stepzero, temporaryFolder } from "./run.js";

const folder = temporaryFolder();
const file = (name: string) => join(folder, name);
const [sick, healthy] = [file("sick.onnx"), file("healthy.onnx")];

beforeAll(() => {
  stepzero(["init", "--model", "mlp:depth=12,width=64", "--init", "pytorch-default", "--out", sick]);
  stepzero(["init", "--model", "mlp:depth=12,width=64", "--init", "he", "--out", healthy]);
});

describe("doctor", () => {
  it("says what is wrong, why, and what to type; writes that, and finds it healthy", () => {
    const fixed = file("fixed.onnx");
    const { code, stdout } = stepzero(["doctor", sick, "--fix", fixed]);
    expect(code).toBe(0);
    expect(stdout).toContain("✗ The gradient vanishes");
    expect(stdout).toMatch(/Cause {4}dense1\/kernel and \d+ others have PyTorch's default/);
    expect(stdout).toContain("--fix fixed.onnx");
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(
      `${fixed} has the weights of he, seed 0, in all layers. Diagnosed: Healthy`,
    );
    const again = stepzero(["doctor", fixed, "--fail-on", "sick,cannot-tell"]);
    expect([again.code, again.stdout.includes("✓ Healthy")]).toEqual([0, true]);
  });

  it("prints an object of the published schema, and fails on what is named", async () => {
    const { code, stdout } = stepzero(["doctor", sick, "--json", "--fail-on", "vanishing"]);
    const diagnosis = doctorSchema.parse(JSON.parse(stdout));
    // What is no part of the schema would be missing here.
    expect(diagnosis).toEqual(JSON.parse(stdout));
    expect(code).toBe(1);
    expect([diagnosis.verdict, diagnosis.findings[0]!.kind]).toEqual(["sick", "vanishing"]);
    expect(diagnosis.layers).toHaveLength(13);
    expect(stepzero(["doctor", sick, "--json", "--fail-on", "symmetric"]).code).toBe(0);
  });

  it("prints such an object with curvature and steps, too", () => {
    const words = ["doctor", "mlp:depth=2", "--data", "glyphs", "--curvature", "--steps", "2", "--json"];
    const printed = JSON.parse(stepzero(words).stdout);
    expect(doctorSchema.parse(printed)).toEqual(printed);
    expect([printed.steps.length, printed.phases.length, printed.network.jacobian.length]).toEqual([3, 1, 80]);
  });

  it("the published schema is that of the program", async () => {
    const { z } = await import("zod");
    for (const [name, schema] of [
      ["doctor", doctorSchema],
      ["doctor-files", doctorFilesSchema],
    ] as const) {
      const published = JSON.parse(readFileSync(`schemas/${name}.schema.json`, "utf8"));
      expect(published).toEqual(JSON.parse(JSON.stringify(z.toJSONSchema(schema))));
    }
  });

  it("compares two files tensor by tensor", async () => {
    const { code, stdout } = stepzero(["doctor", sick, healthy]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/✗ They differ/);
    expect(stepzero(["doctor", sick, sick]).stdout).toContain("✓ No difference found");
    const printed = JSON.parse(stepzero(["doctor", sick, healthy, "--json"]).stdout);
    expect(doctorFilesSchema.parse(printed)).toEqual(printed);
  });

  it("writes a page, says where, and replaces none that is there unless --force says so", () => {
    const page = file("page.html");
    const first = stepzero(["doctor", sick, "--html", page]);
    expect([first.code, first.stderr]).toEqual([0, expect.stringContaining(`Page: ${page}`)]);
    const text = readFileSync(page, "utf8");
    expect(text).toContain('<h1 id="answer-heading">sick.onnx is sick: vanishing</h1>');
    expect(text.match(/<th scope="row"/g)).toHaveLength(13);
    const again = stepzero(["doctor", sick, "--html", page]);
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining("--force replaces it")]);
    expect(stepzero(["doctor", sick, "--html", page, "--force"]).code).toBe(0);
    expect(readFileSync(page, "utf8")).toBe(text);
  });

  it("the remedy of a start is another one, in a file that is named by it: as it is typed, it works", () => {
    const words = ["doctor", healthy, "--init", "normal:std=0.001", "--loss", "cross-entropy"];
    const { findings } = JSON.parse(stepzero([...words, "--json"]).stdout);
    const [typed] = findings[0].remedy.split("\n").slice(-1);
    expect(typed).toMatch(/ --loss cross-entropy --init (\S+) --fix fixed-\1\.onnx$/);
    const method = / --init (\S+)/.exec(typed)![1]!;
    const again = stepzero(["doctor", healthy, "--loss", "cross-entropy", "--init", method, "--fix", file("by.onnx")]);
    expect([again.code, again.stdout.includes("Diagnosed: Healthy")]).toEqual([0, true]);
  });

  it("judges several draws of a network by name", async () => {
    const { stdout } = stepzero(["doctor", "mlp:depth=3", "--init", "he", "--seeds", "3"]);
    expect(stdout).toContain("weights of he, 3 draws");
    expect(stdout).toContain("✓ Healthy");
  });
});

describe("bad input", () => {
  it.each([
    [["doctor"], "Say what to diagnose"],
    [["doctor", "mlp", "--fail-on", "vanish"], 'did you mean "vanishing"'],
    [["doctor", "mlp", "--fix", "x.npz"], "--fix must name an .onnx file"],
    [["doctor", "mlp", "--html", "page.pdf"], "--html must name an .html file"],
    [["doctor", healthy, sick, "--html", file("two.html")], "--html belongs to the diagnosis of one model"],
    [["doctor", healthy, sick, "--fix", file("two.onnx"), "--data", "glyphs"], "With two files: --json, --fail-on"],
    [["doctor", healthy, "--seeds", "3"], "a file holds one draw"],
    [["doctor", healthy, "--input", "3,32,32"], "does not take samples of [3, 32, 32]"],
    [["doctor", "mlp", "lenet5"], "doctor compares two .onnx files"],
    [["doctor", file("missing.onnx")], "missing.onnx"],
    [["doctor", "mlp", "--data", "glyphs", "--input", "784"], "not both"],
  ])("%j is refused with the remedy", async (words, message) => {
    const { code, stderr } = stepzero(words);
    expect(code).toBe(2);
    expect(stderr.replaceAll(/\s+/g, " ")).toContain(message);
  });

  it("a file that is no model, or a part of one, is refused", async () => {
    const broken = file("broken.onnx");
    writeFileSync(broken, readFileSync(healthy).subarray(0, 1000));
    expect(stepzero(["doctor", broken]).code).toBe(2);
    writeFileSync(broken, "not a model");
    expect(stepzero(["doctor", broken]).code).toBe(2);
  });
});
