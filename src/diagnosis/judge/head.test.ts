/** What the tensors behind the logits tell, against closed forms. */
import { expect, it } from "vitest";
import type { TensorRole, TensorSpecification } from "../../network/parameter.js";
import type { Subject } from "../subject.js";
import { headFacts } from "./head.js";

const tensor = (name: string, shape: readonly number[], role: TensorRole): TensorSpecification => ({
  name,
  shape,
  role,
});
const table = tensor("tokens/embedding", [5, 3], { kind: "embedding" });
const kernel = tensor("head/kernel", [5, 3], { kind: "kernel", operation: "dense", head: true });
const bias = tensor("head/bias", [5], { kind: "bias", head: true });

function facts(parameters: readonly TensorSpecification[], numbers: readonly number[], labels: readonly number[]) {
  const subject = {
    parameters,
    weights: { [bias.name]: Float32Array.from(numbers) },
    batch: { inputs: new Float32Array(0), labels: Int32Array.from(labels), rows: labels.length },
    labelled: true,
  } as unknown as Subject;
  return headFacts(subject, 5);
}

it("an embedding of as many rows as there are classes is the head where the head has no kernel", () => {
  expect(facts([table], [], [0]).tied).toBe("tokens/embedding");
  expect(facts([table, kernel], [], [0]).tied).toBeNull();
  const positions = tensor("positions/embedding", [7, 3], { kind: "embedding" });
  expect(facts([table, positions], [], [0]).tied).toBe("tokens/embedding");
  expect(facts([positions], [], [0]).tied).toBeNull();
  // Of two, nobody can tell which is the head.
  expect(facts([table, { ...table, name: "others/embedding" }], [], [0]).tied).toBeNull();
});

it("a bias of ln π has the loss of the class shares: their entropy", () => {
  const labels = [0, 0, 0, 0, 1, 1, 2, 3, 4, 4];
  const shares = [0.4, 0.2, 0.1, 0.1, 0.2];
  const entropy = -shares.reduce((sum, p) => sum + p * Math.log(p), 0);
  const { biasLoss, biasDeviation } = facts([kernel, bias], shares.map(Math.log), labels);
  expect(biasLoss).toBeCloseTo(entropy, 6);
  expect(biasDeviation).toBeGreaterThan(0);
  // Logits that differ by a constant are the same answer.
  expect(
    facts(
      [kernel, bias],
      shares.map((p) => Math.log(p) + 100),
      labels,
    ).biasLoss,
  ).toBeCloseTo(entropy, 4);
});

it("a bias of zeros has the loss of a guess, and two large numbers do not overflow", () => {
  expect(facts([kernel, bias], [0, 0, 0, 0, 0], [0, 3]).biasLoss).toBeCloseTo(Math.log(5), 12);
  expect(facts([kernel, bias], [1000, 0, 0, 0, 0], [0, 1]).biasLoss).toBeCloseTo(500, 9);
  expect(facts([kernel], [], [0]).biasLoss).toBeNull();
});
