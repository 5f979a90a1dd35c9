/**
 * The main job on the whole of MNIST, as a user runs it: `npm run test:long` (about twenty minutes
 * on two cores).
 */
import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { dataDir, haveData } from "../oracles.js";

interface Output {
  cells: { init: string; status: string; epochs: { trainLoss: number; testAccuracy: number; seconds?: number }[] }[];
}

function compare(...options: string[]): Output {
  const args = ["dist/cli/main.js", "compare", "--data", "mnist", "--data-dir", dataDir, "--json", ...options];
  return JSON.parse(
    execFileSync("node", args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], maxBuffer: 2 ** 26 }),
  ) as Output;
}

describe.skipIf(!haveData("mnist"))("mnist_cnn on the whole of MNIST", () => {
  it("by its own recipe: He reaches 98 % of the test set in two epochs", () => {
    const { cells } = compare(
      "--model",
      "mnist_cnn",
      "--init",
      "zero,random,xavier-fan-in,he",
      "--epochs",
      "2",
      "--seeds",
      "1",
    );
    expect(cells.map((c) => c.status)).toEqual(["done", "done", "done", "done"]);
    expect(cells.find((c) => c.init === "he")!.epochs[1]!.testAccuracy).toBeGreaterThanOrEqual(0.98);
  });

  it("by gradient descent: zero's figures are exact", () => {
    const { cells } = compare(
      "--model",
      "mnist_cnn",
      "--init",
      "zero",
      "--epochs",
      "2",
      "--seeds",
      "1",
      "--optimizer",
      "sgd",
      "--lr",
      "0.05",
    );
    const last = cells[0]!.epochs[1]!;
    expect(last.testAccuracy).toBe(0.1135);
    expect(Math.abs(last.trainLoss - 2.3012)).toBeLessThan(0.001);
  });

  it("gives the same figures with one process and with two", () => {
    const options = ["--model", "mnist_cnn", "--init", "he,random", "--epochs", "1", "--seeds", "2", "--limit", "5000"];
    const figures = (output: Output) => JSON.stringify(output, (key, value) => (key === "seconds" ? undefined : value));
    expect(figures(compare(...options, "--jobs", "1"))).toBe(figures(compare(...options, "--jobs", "2")));
  });
});
