import { expect, it } from "vitest";
import { layer } from "../../test/report/made-up-diagnosis.js";
import { layerRows } from "./layer-rows.js";
import { recurrentName } from "./measure/recurrent-layers.js";

it("gives a recurrent layer one row, with the median update and the fewest distinct units", () => {
  const kernel = (i: number, update: number, distinctUnits: number) => {
    const usual = layer(i);
    const weights = { ...usual.weights, updateRatio: update };
    return { ...usual, recurrent: "r_l0", weights, distinctUnits };
  };
  const rows = layerRows([layer(1), kernel(2, 1e-3, 8), kernel(3, 5e-3, 4), kernel(4, 2e-3, 8), layer(5)]);
  expect(rows.map(({ names }) => names.length)).toEqual([1, 3, 1]);
  const [, row] = rows;
  expect([row!.layer.name, row!.layer.weights.updateRatio, row!.layer.distinctUnits]).toEqual(["r_l0", 2e-3, 4]);
});

it("names it by what its kernels' names share", () => {
  const gates = (stems: readonly string[]) => stems.flatMap((stem) => [`${stem}[input input]`, `${stem}[input cell]`]);
  expect(recurrentName(gates(["r.weight_ih_l0", "r.weight_hh_l0"]))).toBe("r_l0");
  expect(recurrentName(gates(["lstm/kernel", "lstm/recurrent_kernel"]))).toBe("lstm");
  expect(recurrentName(gates(["W", "R"]))).toBe("W");
});
