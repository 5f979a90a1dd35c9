/** Where the layers of a network stand beside the edge of chaos, by several methods. */
import type { PhaseDiagram } from "../../diagnosis/theory/phase-diagram.js";
import type { MethodLook } from "../colours.js";
import { digits } from "../diagnosis/numbers.js";
import { beyondText, drawPlane, lineEntries, linesIn, pointMarks } from "../diagnosis/phase-figure.js";
import { type Figure, figure } from "../figures/figure.js";
import { underLegend } from "../figures/legend.js";
import { shortLabels } from "../figures/text.js";
import type { Drawing } from "../report.js";

/** The layers of one method. */
export interface PhasesOfMethod {
  readonly label: string;
  readonly phases: readonly PhaseDiagram[];
}

/**
 * A figure of the first activation that layers of any method end in.
 *
 * @returns undefined where theory has a place for no layer
 */
export function phaseOfMethods(
  title: string,
  methods: readonly PhasesOfMethod[],
  looks: ReadonlyMap<string, MethodLook>,
  { document }: Drawing,
): Figure | undefined {
  const first = methods.find(({ phases }) => phases.length > 0)?.phases[0];
  if (first === undefined) return undefined;
  const all = methods.flatMap(({ label, phases }) => {
    const diagram = phases.find(({ activation }) => activation === first.activation);
    return diagram === undefined ? [] : [{ label, layers: diagram.layers, look: looks.get(label)! }];
  });
  const lines = linesIn(first);
  const short = shortLabels(
    all.map(({ label }) => label),
    150,
    12,
  );
  const entries = [
    ...all.map(
      ({ label, look: { colour, marker } }) =>
        ({ label: short.get(label)!, colour, sign: { kind: "marker", marker } }) as const,
    ),
    ...lineEntries(lines),
  ];
  const marks = all.flatMap(({ label, layers, look }) => pointMarks(layers, look, `${label}, `));
  const points = all.flatMap(({ layers }) => layers);
  return figure(
    {
      id: "start-phase",
      title: `Phase diagram of ${first.activation ?? "the activation"}, ${title}`,
      caption:
        "A marker per layer. Per layer χ₁ multiplies the gradient's second moment and small differences between samples: " +
        `left of the edge, in the ordered phase, both vanish; right of it they grow.${beyondText(points)}`,
      description: all
        .map(({ label, layers }) => {
          const middle = layers[(layers.length - 1) >> 1]!;
          return `${label}: σ_w² ${digits(middle.sigmaW ** 2)}, σ_b² ${digits(middle.sigmaB ** 2)}, χ₁ ${digits(middle.chi)} at ${middle.name}.`;
        })
        .join(" "),
      chart: underLegend(drawPlane(lines, marks, document), entries, document),
    },
    document,
  );
}
