/**
 * Widths, lengths, names and docstrings: what makes the code readable, as far as a program can
 * count it.
 */
import { expect, it } from "vitest";
import { offendersOf } from "../scripts/house/rules.js";

it.each([
  ["longFiles", "no file has more than 300 lines"],
  ["longFunctions", "no function has more than 80 lines, unless a comment says why"],
  ["wideComments", "no comment is wider than 100 columns"],
  ["widePages", "no Markdown is wider than 100 columns"],
  ["participles", "no variable, parameter or function is named by a bare participle"],
] as const)("%s: %s", (rule, _what) => {
  expect(offendersOf(rule)).toEqual([]);
});
