/** The README: its programs run as they stand, and its table is what the default job prints. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { entryPoints } from "../scripts/house/entries.js";
import { typeErrors } from "../scripts/house/examples.js";
import { codeBlocks, formatted, linesOfWork, linksOf, outputOf } from "./pages.js";

const programs = codeBlocks("README.md", "ts");
const [draw, train, compare, network] = programs as [string, string, string, string];

describe("the README's programs", () => {
  it("compile against the entry points", () => {
    expect([...typeErrors(programs.map((code, i) => ({ key: `program ${i + 1}`, code })))]).toEqual([]);
  });

  it("are formatted", () => {
    for (const code of programs) expect(formatted(code)).toBe(code);
  });

  it("draw a tensor in one line", () => {
    expect(linesOfWork(draw)).toHaveLength(1);
    expect(outputOf(`${draw}console.log(weights.constructor.name, weights.length);`)).toBe("Float32Array 32768\n");
  });

  it("train a network in at most eight lines and plot a loss that falls", () => {
    expect(linesOfWork(train).length).toBeLessThanOrEqual(8);
    const lines = outputOf(`${train}console.log(kernel.length);`).trim().split("\n");
    expect(lines.pop()).toBe(String(784 * 128));
    const losses = lines.map((line, i) => {
      const [, epoch, loss, bar] = /^(\d+) (\d\.\d{4}) (#+)$/.exec(line)!;
      expect(Number(epoch)).toBe(i + 1);
      expect(bar).toHaveLength(Math.round(40 * Number(loss)));
      return Number(loss);
    });
    expect(losses).toHaveLength(8);
    expect(losses.at(-1)).toBeLessThan(losses[0]! / 2);
  });

  it("compare two methods in at most six lines and say which to use", () => {
    expect(linesOfWork(compare).length).toBeLessThanOrEqual(6);
    const [advice, sentence] = outputOf(compare).split("\n");
    expect(advice).toMatch(/^Use he\. glorot-uniform is worse by [\d.]+ points \[.*\]\.$/);
    expect(sentence).toMatch(
      /^he beats glorot-uniform by [\d.]+ points of test accuracy \[.*\] in the mean and in 3 of 3 paired seeds/,
    );
  });

  it("define a network", () => {
    const define = network.replace("export default", "const network =");
    const count = 'console.log((await import("stepzero")).parametersOf(network, shape).total);';
    const shape = "const shape = { input: [1, 28, 28], classes: 10 };";
    const total = 32 * 9 + 32 + 32 * 169 * 128 + 128 + 1290;
    expect(outputOf([define, shape, count].join("\n"))).toBe(`${total}\n`);
  });
});

/** The text between the numbers of an output, and the numbers. */
function partsOf(text: string): { words: string[]; numbers: number[] } {
  const number = /-?\d+(?:,\d{3})*(?:\.\d+)?/g;
  return {
    words: text.split(number).map((words) => words.replace(/\s+/g, " ")),
    numbers: [...text.matchAll(number)].map(([digits]) => Number(digits.replaceAll(",", ""))),
  };
}

it("the README's table is what the default job prints, last digits aside", () => {
  const printed = execFileSync(process.execPath, ["dist/cli/main.js", "compare"], {
    encoding: "utf8",
    env: { ...process.env, COLUMNS: "80", NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [shown, real] = [codeBlocks("README.md", "text")[0]!, printed].map((text) => partsOf(text.trim())) as [
    ReturnType<typeof partsOf>,
    ReturnType<typeof partsOf>,
  ];
  expect(shown.words).toEqual(real.words);
  // On another kind of processor training differs in the last digits, and accuracies by some
  // samples.
  for (const [i, value] of shown.numbers.entries()) expect(Math.abs(value - real.numbers[i]!)).toBeLessThan(0.75);
});

it("the README names every entry point", () => {
  const rows = entryPoints().map(({ name }) => `\`${name}\``);
  const text = readFileSync("README.md", "utf8");
  expect(rows.filter((name) => !text.includes(name))).toEqual([]);
});

it("the README has no dead links", () => {
  expect(linksOf("README.md").filter((target) => !existsSync(target))).toEqual([]);
});
