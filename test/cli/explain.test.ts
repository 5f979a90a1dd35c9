/** `stepzero explain`: text that fits the terminal, JSON, and what it answers to mistakes. */
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { renderFramework } from "../../src/cli/terminal/framework.js";
import { renderMethodCard } from "../../src/cli/terminal/method-card.js";
import { renderMethodComparison } from "../../src/cli/terminal/method-comparison.js";
import { displayWidth } from "../../src/cli/terminal/text.js";
import { explainFramework, frameworks, methodCard } from "../../src/explain/index.js";
import { allInitializers, completeOptions } from "../../src/initializers/index.js";
import { chooseInitializer } from "../../src/study/plan/node/modules/choose.js";
import { stepzero } from "./run.js";

const width = 80;
const cardOf = async (name: string) => renderMethodCard(methodCard(await chooseInitializer(name)), width);
const fits = (text: string) => {
  // An address cannot be broken.
  for (const line of text.split("\n"))
    if (!line.includes("http")) expect([...line].length, line).toBeLessThanOrEqual(width);
  expect(text).not.toMatch(/NaN|undefined|\[object/);
};

describe("explain", () => {
  it.each(allInitializers.map(({ name }) => [name]))("%s has a card that holds all its data", async (name) => {
    const method = allInitializers.find((one) => one.name === name)!;
    const text = await cardOf(name);
    fits(text);
    const flat = text.replace(/\s+/g, " ");
    for (const said of [
      method.title,
      method.formula,
      method.summary,
      ...(method.caveats ?? []),
      ...(method.differences ?? []),
      ...Object.values(method.options ?? {}).map(({ meaning }) => meaning),
      ...method.references.flatMap(({ title, link }) => [title, link ?? ""]),
    ]) {
      expect(flat).toContain(said.replace(/\s+/g, " "));
    }
  });

  it.each([80, 120])("has all methods side by side, in %i columns", (columns) => {
    const cards = allInitializers.map((initializer) =>
      methodCard({ initializer, options: completeOptions(initializer) }),
    );
    for (let i = 0; i < cards.length; i += 5) {
      const some = cards.slice(i, i + 5);
      const text = renderMethodComparison(some, columns);
      for (const line of text.split("\n")) expect(displayWidth(line), line).toBeLessThanOrEqual(columns);
      expect(text).not.toMatch(/NaN|undefined|\[object/);
      for (const { name, layers } of some) {
        expect(text).toContain(name);
        if (layers.length > 0) expect(text.split(`\n  ${name} `)).toHaveLength(layers.length + 1);
      }
    }
  });

  it("explains several methods side by side, separated by commas or spaces, and a group", () => {
    const { code, stdout } = stepzero(["explain", "he:negativeSlope=0.5,zero", "lsuv"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^name {6}he {2,}zero\n/);
    expect(stdout).toMatch(/^name {6}lsuv\n/m);
    expect(stdout).toContain("linear 256→256\n  he ");
    const json = JSON.parse(stepzero(["explain", "he", "zero", "--json"]).stdout) as { methods: { name: string }[] };
    expect(json).toMatchObject({ format: "stepzero/explain-methods/1", methods: [{ name: "he" }, { name: "zero" }] });
    expect(stepzero(["explain", "group:learned"]).stdout).toMatch(/^name {6}metainit {2,}gradinit\n/);
  });

  it.each(frameworks.map(({ name }) => [name]))("%s: every kind of layer, in 80 columns", (name) => {
    const text = renderFramework(explainFramework(name), width);
    fits(text);
    expect(text).toContain("conv 3x3 64→128 stride 2\n  weights       [128, 64, 3, 3]");
  });

  it("tells PyTorch's default in numbers", () => {
    const { code, stdout } = stepzero([
      "explain",
      "--framework",
      "pytorch",
      "--layers",
      "conv 3x3 64->128 stride 2, linear 512->10",
    ]);
    expect(code).toBe(0);
    // 1/√576 = 0.04167, its standard deviation 1/√(3 · 576) = 0.02406; the gain √(1/3); 1/(6 · 576)
    // and 1/(5 · 576).
    expect(stdout).toContain("U(±0.04167), std 0.02406");
    expect(stdout).toContain("in 576, out 288; PyTorch takes in 576, out 1152");
    expect(stdout).toContain("0.5774 (std · √fanIn; ReLU needs 1.414, linear 1)");
    expect(stdout.replace(/\s+/g, " ")).toContain(
      "second moment × 0.1667 per layer by the weights (ten layers: × 1.65e-8), + 2.89e-4 by the biases; it settles at 3.47e-4",
    );
    expect(stdout.match(/pytorch#15314/g)?.length).toBe(1);
  });

  it("prints one JSON object, which names its format", () => {
    const { stdout } = stepzero(["explain", "--framework", "keras", "--layers", "depthwise 3x3 64", "--json"]);
    const { format, layers } = JSON.parse(stdout) as {
      format: string;
      layers: { gain: number; defects: { links: string[] }[] }[];
    };
    expect(format).toBe("stepzero/explain-framework/1");
    // Glorot with fans 576 and 9, where the true fanIn is 9: √(2 / 585) · 3.
    expect(layers[0]!.gain).toBeCloseTo(Math.sqrt(2 / 585) * 3, 12);
    expect(layers[0]!.defects[0]!.links).toEqual(["https://github.com/keras-team/keras/issues/11773"]);
    const card = JSON.parse(stepzero(["explain", "he:negativeSlope=0.5", "--json"]).stdout) as Record<string, unknown>;
    expect(card).toMatchObject({ format: "stepzero/explain-method/1", name: "he", kind: "data-free" });
    expect(card).toMatchObject({ chosen: { negativeSlope: 0.5 } });
    expect(card).not.toHaveProperty("initialize");
  });

  it("takes the user's own file", async () => {
    const text = await cardOf(resolve("examples/my-initializer.ts"));
    expect(text).toContain("Two-sided uniform (two-sided)");
  });

  it.each([
    [["explain"], "Say what to explain: a method (stepzero explain he;"],
    [
      ["explain", "--layers", "linear 5->3"],
      "--layers needs --framework NAME, whose defaults for these layers are explained (pytorch, keras, jax, flax, " +
        "tfjs, caffe): node dist/cli/main.js explain --framework pytorch --layers 'linear 5->3'.\n",
    ],
    [
      ["explain", "he", "--layers", "linear 5->3"],
      "--layers 'linear 5->3'; for he on common layers, leave out --layers.",
    ],
    [["explain", "he,hee"], 'Unknown initializer "hee"; did you mean "he"?'],
    [["explain", "he,,zero"], 'The list of methods has an empty item: got "he,,zero"'],
    [["explain", "hee"], 'Unknown initializer "hee"; did you mean "he"?'],
    [["explain", "he", "--framework", "keras"], "Give a method or --framework, not both; got he and keras."],
    [["explain", "--framework", "pytroch"], 'Unknown framework "pytroch"; did you mean "pytorch"?'],
    [
      ["explain", "--framework", "keras", "--layers", "conv 3x3"],
      'The layer "conv 3x3" cannot be read: it lacks the channels',
    ],
  ])("%j is refused", (args, message) => {
    const { code, stdout, stderr } = stepzero(args);
    expect(stderr).toContain(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });
});
