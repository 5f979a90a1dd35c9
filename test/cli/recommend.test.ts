/** `stepzero recommend` as a user types it. */
import { describe, expect, it } from "vitest";
import { recommendationSchema, recommendFormat } from "../../src/recommend/recommendation.js";
import { stepzero } from "./run.js";

const recommend = (words: string) => stepzero(["recommend", ...words.split(" ").filter((word) => word !== "")]);

describe("stepzero recommend", () => {
  it("prints one answer within its budget, as its schema has it", () => {
    const { code, stdout } = recommend("mlp:depth=2,width=16 --budget 12s --json");
    expect(code).toBe(0);
    const { format, ...object } = JSON.parse(stdout) as { readonly format: string };
    expect(format).toBe(recommendFormat);
    const answer = recommendationSchema.parse(object);
    expect(answer).toEqual(object);
    expect(answer.candidates.map(({ method }) => method)).toContain(answer.use);
    expect(answer.code.map(({ framework }) => framework)).toEqual([
      "PyTorch",
      "Keras",
      "JAX",
      "TensorFlow.js",
      "stepzero",
    ]);
  }, 120_000);

  it("the answer comes first, and the command that it prints runs", () => {
    const { code, stdout } = recommend("mlp:depth=1,width=8 --budget 6s");
    expect(code).toBe(0);
    expect(stdout.split("\n").slice(0, 4).join(" ")).toMatch(/Use [a-z-]+/);
    const line = stdout.split("\n").find((text) => text.includes(" compare --model "))!;
    const words = line.slice(line.indexOf("compare ")).split(" ");
    expect(stepzero([...words, "--limit", "128", "--epochs", "1", "--seeds", "1", "--quiet"]).code).toBe(0);
  }, 120_000);

  it.each([
    ["", "recommend"],
    ["nlp", 'did you mean "mlp"?'],
    ["none.onnx", "none.onnx"],
    ["mlp --budget 0s", "--budget"],
    ["mlp --budget soon", "--budget"],
    ["mlp --data nowhere.csv", "nowhere.csv"],
    ["mlp --margin 5", "margin"],
  ])("%j is refused", (words, message) => {
    const { code, stdout, stderr } = recommend(words);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("at file:");
  });
});
