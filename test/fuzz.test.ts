/**
 * What `npm run fuzz` does, for half a minute with fixed seeds: every reader gets mutated inputs,
 * the same each time. The limits of memory and time are those of the command, which has a process
 * of its own for them.
 */
import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { attempt } from "../fuzz/attempt.js";
import { inputOf } from "../fuzz/input.js";
import type { Reader } from "../fuzz/reader.js";
import { readers } from "../fuzz/readers/index.js";

const SEED = 15;

/** Inputs of readers that make whole reports or load modules, and of all others. */
const [few, many] = [25, 120];
const slow = /^(compare-json|results-|signed-cell|own-|study-module|shell-words|onnx-network)/;

describe.each(readers.map((reader): [string, Reader] => [reader.name, reader]))("%s", (name, reader) => {
  it("accepts its own corpus", async () => {
    const attempts = await Promise.all(reader.corpus().map((bytes) => attempt(reader, bytes, tmpdir())));
    expect(attempts).toEqual(attempts.map(() => ({ outcome: "read" })));
  });

  it("refuses what it cannot read with an InputError", async () => {
    const corpus = reader.corpus();
    const failures: string[] = [];
    for (let index = 0; index < (slow.test(name) ? few : many); index++) {
      const { bytes, mutations } = inputOf(reader, corpus, SEED, index);
      const { outcome, message, place } = await attempt(reader, bytes, tmpdir());
      if (outcome === "read" || outcome === "refused") continue;
      failures.push(`input ${index} (${mutations.join(", ")}): ${outcome} ${place ?? ""}: ${message}`);
    }
    expect(failures).toEqual([]);
  });
});

it("makes the same inputs of a seed, and others of another", async () => {
  const [reader] = readers as readonly [Reader];
  const corpus = reader.corpus();
  const inputs = (seed: number) =>
    Array.from({ length: 20 }, (_, index) => Buffer.from(inputOf(reader, corpus, seed, index).bytes).toString("hex"));
  expect(inputs(1)).toEqual(inputs(1));
  expect(inputs(1)).not.toEqual(inputs(2));
});
