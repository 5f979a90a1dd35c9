/** The readings of a run as JSON that a file gives back, checked. */
import { z } from "zod";
import { type LayerColumn, layerColumns, type ProbeRecord } from "../../diagnosis/probe/record.js";

const name = z.string();
const number = z.number().nullable();
const column = z.array(number);

const columns = Object.fromEntries(Object.keys(layerColumns).map((key) => [key, column])) as Record<
  LayerColumn,
  typeof column
>;

const units = z.int().min(1);

/** What a probe read of a run. */
export const probeSchema = z
  .strictObject({
    samples: z.int().min(1),
    classes: z.int().min(1),
    classLoss: z.number(),
    layers: z.array(
      z.strictObject({
        name,
        kernel: name,
        bias: name.nullable(),
        activation: name.nullable(),
        units,
        unitsAfter: units,
        isHead: z.boolean(),
        endsBranch: z.boolean(),
      }),
    ),
    epochs: z.array(z.strictObject({ epoch: z.int().min(0), loss: number, logitDeviation: number, ...columns })).min(1),
  })
  .refine(({ epochs }) => epochs.every(({ epoch }, i) => epoch === i), "its epochs are not 0, 1, …")
  .refine(
    ({ layers, epochs }) =>
      epochs.every((epoch) =>
        Object.keys(layerColumns).every((key) => epoch[key as LayerColumn].length === layers.length),
      ),
    "it does not have a number for each of its layers",
  ) as unknown as z.ZodType<ProbeRecord>;
