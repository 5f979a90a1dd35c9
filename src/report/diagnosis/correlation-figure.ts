/** The correlation map: how alike two samples are in a layer, beside how alike in the next one. */
import * as Plot from "@observablehq/plot";
import type { Diagnosis } from "../../diagnosis/diagnosis.js";
import type { PhaseDiagram } from "../../diagnosis/theory/phase-diagram.js";
import { page, plain, planeOptions, quiet } from "../figures/axes.js";
import { type Figure, figure } from "../figures/figure.js";
import { underLegend } from "../figures/legend.js";
import { shortened } from "../figures/text.js";
import type { Drawing } from "../report.js";
import { titledFor } from "./draw.js";
import { blue } from "./fixed-axes.js";
import { cosineDigits, inPairs } from "./numbers.js";
import { lineEntry, theoryLook } from "./series-chart.js";

/** A layer and the one that follows it. */
interface Step {
  readonly names: string;
  readonly from: number;
  readonly to: number;
}

const diagonal = [-1, 1].map((c) => ({ from: c, to: c }));

/** A figure per activation; none where no two layers follow each other in its diagram. */
export function correlationFigures(diagnosis: Diagnosis, { document }: Drawing): Figure[] {
  const { rows } = diagnosis.network;
  return diagnosis.phases.flatMap((diagram, i) => {
    const steps = stepsOf(diagram, diagnosis);
    if (steps.length === 0) return [];
    const entries = [
      { label: "a layer and the next", colour: blue.colour, sign: { kind: "marker", marker: blue.marker } } as const,
      lineEntry(`theory, ${shortened(diagram.map.layer)}`, theoryLook.colour, theoryLook.dash),
      lineEntry("no change", quiet, "2 3"),
    ];
    const [first, last] = [steps[0]!, steps.at(-1)!];
    return figure(
      {
        id: `correlation-map${i === 0 ? "" : `-${i + 1}`}`,
        title: titledFor(`Correlation map of ${diagram.activation ?? "an activation without a name"}`, diagnosis),
        caption:
          `Cosine between what a layer gives for two samples before its activation, and between what the next layer gives; ` +
          `mean over all pairs of ${inPairs(rows)}, ${steps.length} ${steps.length === 1 ? "layer" : "layers"}. Points move along the line from layer to layer: where it ` +
          `crosses the diagonal, depth changes nothing any more. At 1 the samples are alike.`,
        description:
          `${first.names}: from ${cosineDigits(first.from)} to ${cosineDigits(first.to)}; ` +
          `${last.names}: from ${cosineDigits(last.from)} to ${cosineDigits(last.to)}.`,
        chart: underLegend(draw(diagram, steps, document), entries, document),
      },
      document,
    );
  });
}

function stepsOf(diagram: PhaseDiagram, { layers }: Diagnosis): Step[] {
  const within = new Set(diagram.layers.map(({ name }) => name));
  return layers.slice(1).flatMap((next, i) => {
    const layer = layers[i]!;
    const [from, to] = [layer.before.cosine, next.before.cosine];
    const follow = within.has(layer.name) && within.has(next.name);
    if (!follow || from === null || to === null || Number.isNaN(from) || Number.isNaN(to)) return [];
    return [{ names: `${layer.name} to ${next.name}`, from, to }];
  });
}

const axis = (label: string) =>
  ({
    label,
    labelArrow: "none",
    domain: [-1, 1],
    ticks: [-1, -0.5, 0, 0.5, 1],
    tickFormat: plain,
  }) as const;

function draw({ map }: PhaseDiagram, steps: readonly Step[], document: Document): SVGElement | HTMLElement {
  const curve = map.from.map((from, i) => ({ from, to: map.to[i]! }));
  const at = { x: "from", y: "to" } as const;
  return Plot.plot({
    ...planeOptions(document),
    x: { ...axis("cosine in a layer"), labelAnchor: "center" },
    y: { ...axis("cosine in the next layer"), labelAnchor: "top", grid: true },
    marks: [
      Plot.line(diagonal, { ...at, stroke: quiet, strokeDasharray: "2 3" }),
      Plot.line(curve, { ...at, stroke: theoryLook.colour, strokeWidth: 2 }),
      Plot.dot(steps, {
        ...at,
        fill: blue.colour,
        symbol: blue.marker,
        r: 3.6,
        stroke: page,
        strokeWidth: 0.8,
        title: ({ names, from, to }: Step) => `${names}: ${cosineDigits(from)} to ${cosineDigits(to)}`,
      }),
    ],
  });
}
