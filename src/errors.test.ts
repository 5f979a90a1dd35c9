import { describe, expect, it } from "vitest";
import { closest, unknownName } from "./errors.js";

describe("closest", () => {
  const names = ["mlp", "mnist_cnn", "relu", "leaky-relu", "he", "he-uniform"];
  it.each([
    ["mpl", "mlp"], // a swap
    ["MLP", "mlp"],
    ["mnist-cnn", "mnist_cnn"],
    ["rellu", "relu"],
    ["rel", "relu"],
    ["leakyrelu", "leaky-relu"],
    ["hee", "he"],
    ["he_unifrom", "he-uniform"],
    ["leaky", "leaky-relu"], // its beginning
    ["cnn", "mnist_cnn"], // a part of it
    ["lu", undefined],
    ["tanh", undefined],
    ["", undefined],
  ])("%s → %s", (got, expected) => {
    expect(closest(got, names)).toBe(expected);
  });
});

it("unknownName lists the names of a short table, with a hint where one is near", () => {
  expect(unknownName("thing", "b", ["aa", "bb"]).message).toBe('Unknown thing "b"; did you mean "bb"? Known: aa, bb.');
  expect(unknownName("thing", "xyz", ["aa", "bb"]).message).toBe('Unknown thing "xyz". Known: aa, bb.');
});

it("unknownName lists the nearest names of a long table, and the command that lists all", () => {
  const long = [
    ...Array.from({ length: 40 }, (_, i) => `other-${i}`),
    "xavier-fan-in",
    "xavier-uniform",
    "something-of-xavier",
  ];
  const { message } = unknownName("method", "xavier", long, "stepzero list methods");
  expect(message).toMatch(
    /^Unknown method "xavier"; did you mean "xavier-fan-in"\? Nearest of 43: xavier-fan-in, xavier-uniform, something-of-xavier, /,
  );
  expect(message).toMatch(/; see stepzero list methods\.$/);
  expect(message.split(", ")).toHaveLength(8);
});
