/** Where the layers of a network stand beside the edge of chaos, by several methods. */
import type { PhaseDiagram, PhasePoint } from "../../diagnosis/theory/phase-diagram.js";
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
  readonly layers: readonly PhasePoint[];
}

/**
 * The plane of an activation with the layers of several methods.
 *
 * @param diagram of the activation; its layers are not drawn
 * @returns undefined where no method has a layer there
 */
export function phaseOfMethods(
  title: string,
  diagram: PhaseDiagram,
  methods: readonly PhasesOfMethod[],
  looks: ReadonlyMap<string, MethodLook>,
  { document }: Drawing,
): Figure | undefined {
  const all = methods.flatMap(({ label, layers }) =>
    layers.length === 0 ? [] : [{ label, layers, look: looks.get(label)! }],
  );
  if (all.length === 0) return undefined;
  const lines = linesIn(diagram);
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
      title: `Phase diagram of ${diagram.activation ?? "the activation"}, ${title}`,
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
