/** What a record keeps of a measurement: what the rules find in the whole. */
import { describe, expect, it } from "vitest";
import { normalBatch, subjectOf } from "../../../test/measured-network.js";
import { initialWeights, isDataDriven, parseInitializer } from "../../initializers/index.js";
import { parseModel } from "../../network/models/index.js";
import { loadRuntime } from "../../runtime/node/load-runtime.js";
import { judge } from "../judge/judge.js";
import { openMeter } from "../measure/meter.js";
import { rateReading } from "../stable-rate.js";
import { type LayerColumn, layerColumns, recorded, withEpoch } from "./record.js";
import { measurementAt } from "./recorded-measurement.js";

const { runtime } = await loadRuntime();
const optimizer = { kind: "sgd", learningRate: 0.1 } as const;

async function measure(model: string, method: string) {
  const { model: network, options } = parseModel(model);
  const layers = network.build({ input: [1, 8, 8], classes: 4 }, options);
  const subject = subjectOf(layers, [1, 8, 8], normalBatch([1, 8, 8], 32, 4));
  const meter = await openMeter(subject, { runtime, optimizer });
  const { initializer, options: ofMethod } = parseInitializer(method);
  const look = (seed: number) => {
    if (isDataDriven(initializer)) throw new Error(`${method} needs data`);
    return meter.look(initialWeights(initializer, subject.parameters, seed, ofMethod), false);
  };
  const [first, other] = [await look(0), await look(1)];
  await meter.release();
  return { first, other, parameters: subject.parameters };
}

describe("a record", () => {
  it("has six digits of every reading, layer by layer, and JSON loses nothing of it", async () => {
    const { first, other, parameters } = await measure("mlp:depth=3,width=16", "he");
    const record = withEpoch(withEpoch(undefined, 0, first, parameters), 1, other, parameters);
    expect(JSON.parse(JSON.stringify(record))).toEqual(record);
    expect(record.layers.map(({ name, isHead, units }) => [name, isHead, units])).toEqual([
      ["dense1", false, 16],
      ["dense2", false, 16],
      ["dense3", false, 16],
      ["dense4", true, 4],
    ]);
    for (const [epoch, measurement] of [first, other].entries()) {
      for (const [i, layer] of measurement.layers.entries()) {
        for (const [name, of] of Object.entries(layerColumns)) {
          const [got, whole] = [record.epochs[epoch]![name as LayerColumn][i]!, of(layer)];
          if (whole === null) expect(got, name).toBeNull();
          else expect(Math.abs(got - whole), `${name}: ${got}, ${whole}`).toBeLessThanOrEqual(5e-6 * Math.abs(whole));
        }
      }
    }
  });

  it("has null for what is not finite", () => {
    expect([Number.NaN, Number.POSITIVE_INFINITY, null, 0, 1 / 3].map(recorded)).toEqual([
      null,
      null,
      null,
      0,
      0.333333,
    ]);
  });

  it("has the update of a tensor with its own rate", async () => {
    const { first, parameters } = await measure("mlp:depth=1,width=16", "he");
    const ratios = (multipliers: Record<string, number>) =>
      withEpoch(undefined, 0, first, parameters, multipliers).epochs[0]!.updateRatio;
    const [whole, second] = ratios({});
    expect(ratios({ "dense1/kernel": 0.25 })).toEqual([recorded(0.25 * first.layers[0]!.weights.updateRatio!), second]);
    expect(whole).toBe(recorded(first.layers[0]!.weights.updateRatio));
  });
});

describe("the rules find in a record what they find in the measurement", () => {
  it.each([
    ["mlp:depth=12,width=32", "he"],
    ["mlp:depth=12,width=32", "random:std=0.01"],
    ["mlp:depth=12,width=32", "standard-normal"],
    ["mlp:depth=4,width=32", "zero"],
    ["mlp:depth=12,width=32,activation=tanh", "standard-normal"],
    ["resnet20", "he"],
    ["resnet20", "zero"],
  ])("%s from %s", async (model, method) => {
    const usual = await measure(model, "he");
    const { first, parameters } = await measure(model, method);
    const roles = new Map(parameters.map((parameter) => [parameter.name, parameter]));
    const evidence = {
      name: "test",
      attention: [],
      isTrained: false,
      rate: rateReading(optimizer, null),
      remedy: () => "",
    };
    const references = [{ method: "he", draws: [usual.first, usual.other] }];
    const layers = first.layers.map((layer) => {
      const { role, shape } = roles.get(layer.kernel)!;
      return { ...layer, role, shape, predicted: null };
    });
    const records = [usual.first, usual.other, first].map((one) => {
      const record = withEpoch(undefined, 0, one, parameters);
      return measurementAt(record, record.epochs[0]!);
    });
    const ofRecord = { ...records[2]!, references: [{ method: "he", draws: records.slice(0, 2) }] };
    const whole = judge({ ...evidence, layers, network: { ...first.network, attention: [] }, references }, []);
    expect(
      judge({ ...evidence, ...ofRecord }, []).map(({ kind, severity, layers: bad, text }) => [
        kind,
        severity,
        bad,
        text,
      ]),
    ).toEqual(whole.map(({ kind, severity, layers: bad, text }) => [kind, severity, bad, text]));
    if (method === "he") expect(whole.filter(({ severity }) => severity === "error")).toEqual([]);
    else expect(whole[0]?.severity).toBe("error");
  });
});
