import { expect, it } from "vitest";
import { computedOn } from "./protocol.js";

it("names all that computed a result, in order and once", () => {
  expect(computedOn("ort, cpu", false)).toBe("ort, cpu");
  expect(computedOn("ort, cpu", true)).toBe("ort, cpu, several runs at once");
  expect(computedOn("ort, cpu", false, "ort, cpu")).toBe("ort, cpu");
  const both = computedOn("ort, cpu", false, computedOn("ort, webgpu", true));
  expect(both).toBe("ort, webgpu, several runs at once; then ort, cpu");
  expect(computedOn("ort, cpu", false, both)).toBe(both);
});
