import { describe, expect, it } from "vitest";
import { closest, excerpt, InputError, unknownName } from "./errors.js";

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

describe("unknownName of a long table", () => {
  const others = Array.from({ length: 40 }, (_, i) => `other-${i}`);
  const long = [...others, "xavier-fan-in", "xavier-uniform", "something-of-xavier"];

  it("lists the names that are near, and the command that lists all", () => {
    expect(unknownName("method", "xavier", long, "stepzero list methods").message).toBe(
      'Unknown method "xavier"; did you mean "xavier-fan-in"? Also near: xavier-uniform, something-of-xavier. ' +
        "All 43: stepzero list methods.",
    );
    expect(unknownName("method", "other", long).message.split(", ")).toHaveLength(7);
  });

  it("guesses nothing where no name is near", () => {
    expect(unknownName("method", "qqq", long, "stepzero list methods").message).toBe(
      'Unknown method "qqq". All 43: stepzero list methods.',
    );
    expect(unknownName("method", "qqq", long).message).toBe(
      `Unknown method "qqq". Known: ${others.slice(0, 8).join(", ")} and 35 more.`,
    );
  });
});

it("unknownName quotes the beginning of a long name", () => {
  const { message } = unknownName("thing", `b${"x".repeat(9_999_999)}`, ["aa", "bb"]);
  expect(message).toBe(`Unknown thing "b${"x".repeat(59)}… (10000000 characters)". Known: aa, bb.`);
  expect(excerpt("x".repeat(200))).toBe("x".repeat(200));
});

it("closest compares the beginnings of long names, and counts the rest", () => {
  const long = "a".repeat(150);
  expect(closest(`${long}b`, [`${"a".repeat(140)}`, "b"])).toBe("a".repeat(140));
  expect(closest(long, ["a".repeat(301)])).toBe(undefined);
  expect(closest("a".repeat(10_000_000), ["a".repeat(100)])).toBe(undefined);
});

it("closest answers whatever the lengths: pairs of all characters would be 10 million squared", () => {
  const [a, b] = ["a", "b"].map((letter) => letter.repeat(10_000_000)) as [string, string];
  expect(closest(a, [b, a])).toBe(a);
  expect(
    closest(
      a,
      Array.from({ length: 100_000 }, (_, i) => `${i}${b.slice(0, 1000)}`),
    ),
  ).toBe(undefined);
});

it("a message has the lines that its author wrote, and shows those of what it quotes", () => {
  expect(new InputError("There is no file a\nb\u001b.csv.").message).toBe("There is no file a\\nb\\u001b.csv.");
  const lines = new InputError(["Could not download a\nb:", "  refused"]);
  expect(lines.message).toBe("Could not download a\\nb:\n  refused");
  // Who quotes a message changes nothing more of it.
  expect(new InputError(lines.message.split("\n")).message).toBe(lines.message);
});
