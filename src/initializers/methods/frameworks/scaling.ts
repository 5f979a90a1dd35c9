/** A framework's initializer that is variance scaling with the framework's own fans. */
import { sizeOf } from "../../../graph/tensor.js";
import type { Fans } from "../../../network/fans.js";
import type { TensorSpecification } from "../../../network/parameter.js";
import type { Initializer, Reference } from "../../initializer.js";
import { byRole, type Rules } from "../../parts/by-role.js";
import { truncatedBetween } from "../../parts/noise.js";
import { type VarianceScaling, varianceScaling } from "../../parts/variance-scaling.js";

export interface FrameworkScaling {
  /** "he_normal": what the framework calls it. */
  readonly called: string;
  readonly scale: number;
  readonly mode: "fanIn" | "fanOut" | "fanAverage";
  /** "cut": a normal truncated at ±2σ and not stretched, whose variance is 0.774 of nominal. */
  readonly distribution: VarianceScaling["distribution"] | "cut";
}

export interface Framework {
  /** Before the slash: "keras-2018". */
  readonly prefix: string;
  /** "Keras before 2018". */
  readonly title: string;
  readonly reference: Reference;
  readonly fans: (tensor: TensorSpecification) => Fans;
  readonly caveats?: readonly string[];
  readonly differences: readonly string[];
  /** Said of the cut distribution. */
  readonly cutCaveats?: readonly string[];
}

export function frameworkScaling(framework: Framework, how: FrameworkScaling, rules: Partial<Rules> = {}): Initializer {
  const { prefix, title, reference, fans, caveats = [], differences, cutCaveats = [] } = framework;
  const { called, scale, mode, distribution } = how;
  const all = [...caveats, ...(distribution === "cut" ? cutCaveats : [])];
  return {
    name: `${prefix}/${called}`,
    title: `${title}: ${called}`,
    formula: formulaOf(how),
    summary: `What ${title} calls ${called}, with its fans: to reproduce results made with it.`,
    references: [reference],
    ...(all.length === 0 ? {} : { caveats: all }),
    differences,
    initialize: byRole({
      kernel: (stream, tensor) => {
        if (distribution !== "cut") return varianceScaling(stream, tensor, { scale, mode, distribution, fans });
        const { fanIn, fanOut } = fans(tensor);
        const fan = { fanIn, fanOut, fanAverage: (fanIn + fanOut) / 2 }[mode];
        return truncatedBetween(stream, sizeOf(tensor.shape), { low: -2, high: 2, scale: Math.sqrt(scale / fan) });
      },
      ...rules,
    }),
  };
}

function formulaOf({ scale, mode, distribution }: FrameworkScaling): string {
  const fan = { fanIn: "fanIn", fanOut: "fanOut", fanAverage: "(fanIn + fanOut)" }[mode];
  const numerator = mode === "fanAverage" ? 2 * scale : scale;
  const variance = `${numerator} / ${fan}`;
  switch (distribution) {
    case "uniform":
      return `W ~ U(±√(${3 * numerator} / ${fan}))`;
    case "normal":
      return `W ~ N(0, ${variance})`;
    case "truncated-normal":
      return `W ~ N(0, ${variance}) truncated at ±2σ and stretched to that variance`;
    case "cut":
      return `W ~ N(0, ${variance}) truncated at ±2σ: variance 0.774 · ${variance}`;
  }
}
