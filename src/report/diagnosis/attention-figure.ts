/** Where attention stands between rank collapse and entropy collapse. */
import * as Plot from "@observablehq/plot";
import type { Diagnosis } from "../../diagnosis/diagnosis.js";
import type { AttentionPhase } from "../../diagnosis/theory/attention-phase.js";
import { acrossLabel, page, plain, planeOptions, quiet, uprightLabel } from "../figures/axes.js";
import { type Figure, figure } from "../figures/figure.js";
import { underLegend } from "../figures/legend.js";
import type { Drawing } from "../report.js";
import { titledFor } from "./draw.js";
import { blue, hue, vermilion } from "./fixed-axes.js";
import { cosineDigits, digits } from "./numbers.js";
import { lineEntry } from "./series-chart.js";

/** Of the logits' deviation; the same in every diagnosis. */
const domain = [0.001, 100] as const;

const edge = hue("ink");

/** One figure; none for a network without attention that theory can follow. */
export function attentionFigures(diagnosis: Diagnosis, { document }: Drawing): Figure[] {
  const maps = diagnosis.attention;
  if (maps.length === 0) return [];
  const entries = [
    { label: "tokens before a map", colour: blue.colour, sign: { kind: "marker", marker: blue.marker } } as const,
    { label: "behind it", colour: vermilion.colour, sign: { kind: "marker", marker: vermilion.marker } } as const,
    lineEntry("√(2 ln tokens)", edge, "6 3"),
  ];
  return [
    figure(
      {
        id: "attention",
        title: titledFor("Attention between its two collapses", diagnosis),
        caption:
          `Theory, ${maps.length} attention ${maps.length === 1 ? "map" : "maps"}: the cosine between two tokens, before and behind each map, beside the ` +
          "standard deviation of the logits over tokens. Towards the top tokens become one (rank collapse). Right of the " +
          "dashed line one token keeps a share of the attention however many there are; far right of it each query looks at " +
          `one token alone (entropy collapse), and no gradient passes the softmax. ${entropies(maps)}${isCut(maps) ? " Triangles: beyond the axis." : ""}`,
        description: maps.map(titleOf).join("; "),
        chart: underLegend(draw(maps, document), entries, document),
      },
      document,
    ),
  ];
}

/** "Entropy is 90 to 97 % of that of uniform attention." */
function entropies(maps: readonly AttentionPhase[]): string {
  const shares = maps.map(({ entropy, uniformEntropy }) =>
    uniformEntropy > 0 ? Math.round((100 * entropy) / uniformEntropy) : 100,
  );
  const [low, high] = [Math.min(...shares), Math.max(...shares)];
  return `Entropy is ${low === high ? low : `${low} to ${high}`} % of that of uniform attention.`;
}

const isCut = (maps: readonly AttentionPhase[]): boolean => maps.some((map) => sideOf(map) !== "within");

function sideOf({ logitDeviation }: AttentionPhase): "below" | "within" | "above" {
  if (logitDeviation < domain[0]) return "below";
  return logitDeviation <= domain[1] ? "within" : "above";
}

const placeOf = ({ logitDeviation }: AttentionPhase): number =>
  Math.max(domain[0], Math.min(domain[1], logitDeviation));

const titleOf = ({ name, logitDeviation, tokenCosine, mixedCosine }: AttentionPhase): string =>
  `${name}: logits ${digits(logitDeviation)}, cosine ${cosineDigits(tokenCosine)} to ${cosineDigits(mixedCosine)}`;

function draw(maps: readonly AttentionPhase[], document: Document): SVGElement | HTMLElement {
  const edges = [...new Set(maps.map(({ criticalDeviation }) => criticalDeviation))];
  const within = maps.filter((map) => sideOf(map) === "within");
  const dots = (of: "tokenCosine" | "mixedCosine", { colour, marker }: typeof blue | typeof vermilion) => {
    const mark = { x: placeOf, y: of, fill: colour, title: titleOf };
    const triangle = { ...mark, symbol: "triangle", r: 5 } as const;
    return [
      Plot.dot(within, { ...mark, symbol: marker, r: 3.6, stroke: page, strokeWidth: 0.8 }),
      Plot.dot(
        maps.filter((map) => sideOf(map) === "below"),
        { ...triangle, rotate: -90, dx: 5 },
      ),
      Plot.dot(
        maps.filter((map) => sideOf(map) === "above"),
        { ...triangle, rotate: 90, dx: -5 },
      ),
    ];
  };
  return Plot.plot({
    ...planeOptions(document),
    x: {
      ...acrossLabel("standard deviation of the logits over tokens"),
      type: "log",
      domain: [...domain],
      ticks: [0.001, 0.01, 0.1, 1, 10, 100],
      tickFormat: plain,
    },
    y: {
      ...uprightLabel("cosine between two tokens"),
      grid: true,
      domain: [-0.25, 1],
      ticks: [0, 0.25, 0.5, 0.75, 1],
      tickFormat: plain,
    },
    marks: [
      Plot.ruleX(edges, { stroke: edge, strokeWidth: 2, strokeDasharray: "6 3" }),
      Plot.ruleX(maps, { x: placeOf, y1: "tokenCosine", y2: "mixedCosine", stroke: quiet }),
      ...dots("tokenCosine", blue),
      ...dots("mixedCosine", vermilion),
    ],
  });
}
