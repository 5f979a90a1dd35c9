import { expect, it } from "vitest";
import type { TensorRole } from "../../network/parameter.js";
import { chainsOf } from "./chains.js";

const kernel = (of: Partial<TensorRole>): TensorRole => ({ kind: "kernel", operation: "dense", ...of });
const inBranch = (branch: number, layer: number, layers: number): TensorRole =>
  kernel({ residual: { branch, branches: 3, layer, layers, last: layer === layers - 1 } });
const namesOf = (roles: Readonly<Record<string, TensorRole>>) =>
  chainsOf(Object.keys(roles), (name) => roles[name]!).map(({ along, layers }) => `${along}: ${layers.join(" ")}`);

it("a plain network is one chain, without its head", () => {
  expect(namesOf({ a: kernel({}), b: kernel({}), head: kernel({ head: true }) })).toEqual(["network: a b"]);
});

it("in blocks, layers are compared with those at the same place; long branches along themselves, too", () => {
  expect(
    namesOf({
      stem: kernel({}),
      up1: inBranch(0, 0, 2),
      down1: inBranch(0, 1, 2),
      up2: inBranch(1, 0, 2),
      down2: inBranch(1, 1, 2),
      head: kernel({ head: true }),
    }),
  ).toEqual(["blocks: up1 up2", "blocks: down1 down2", "trunk: stem"]);
  const long = Object.fromEntries([0, 1, 2, 3, 4].map((layer) => [`c${layer}`, inBranch(0, layer, 5)]));
  expect(namesOf(long)).toContain("branch: c0 c1 c2 c3 c4");
});

it("queries, keys and values are places of their own", () => {
  const at = (branch: number, projection: "query" | "value"): TensorRole => ({
    ...inBranch(branch, 0, 2),
    projection,
  });
  expect(namesOf({ q1: at(0, "query"), v1: at(0, "value"), q2: at(1, "query"), v2: at(1, "value") })).toEqual([
    "blocks: q1 q2",
    "blocks: v1 v2",
    "trunk: ",
  ]);
});
