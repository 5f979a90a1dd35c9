/** What is known before the first step: theory at once, measurements when the runtime is there. */
import { useMemo } from "preact/hooks";
import type { Diagnosis } from "../../../src/diagnosis/diagnosis.js";
import type { MethodLook } from "../../../src/report/colours.js";
import type { StartOfNetwork } from "../../../src/report/start/methods-by-depth.js";
import { FigureView } from "../shared/figure-view.js";
import { MethodKey } from "../shared/method-key.js";
import type { PageState } from "./page-state.js";
import { StartTable } from "./start-table.js";
import { useDrawing } from "./use-drawing.js";

export interface BeforeProps {
  readonly state: PageState;
  readonly looks: ReadonlyMap<string, MethodLook>;
}

/** Figures by depth, the phase diagram, and the doctor's words. */
export function Before({ state, looks }: BeforeProps) {
  const { theory, measured, unmeasured, loading, trouble } = state;
  const tools = useDrawing();
  const start = useMemo(() => theory && withMeasured(theory.start, measured), [theory, measured]);
  const version = useMemo(() => ({}), [start, tools]);
  if (theory === undefined || start === undefined) {
    return <p class="setting">{trouble === undefined ? "Theory is on its way." : "Nothing to show: see the setup."}</p>;
  }
  const draw = [0, 1, 2].map((place) => () => tools?.startFigures(start, looks, { document })[place]);
  const phase = () => tools?.phaseOfMethods(start.title, theory.phases, looks, { document });
  return (
    <>
      <p class="setting" role="status">
        {loading !== undefined
          ? `The runtime that trains is loading${loading.share === undefined ? "" : `: ${Math.round(100 * loading.share)} %`}; theory does not wait for it.`
          : measured.size < theory.labels.length - unmeasured.size && trouble === undefined
            ? "Theory is here; measuring …"
            : `Theory took ${Math.max(1, Math.round(theory.took))} ms in a worker; markers are measured.`}
      </p>
      <div class="figures">
        {draw.map((one, i) => (
          <FigureView key={i} draw={one} version={version} />
        ))}
        <FigureView draw={phase} version={version} />
      </div>
      {theory.notes.map((note) => (
        <p key={note} class="setting">
          {note}
        </p>
      ))}
      <Doctor labels={theory.labels} looks={looks} measured={measured} unmeasured={unmeasured} />
      <StartTable start={start} />
    </>
  );
}

/** What was measured beside what was predicted, layer by layer. */
function withMeasured(start: StartOfNetwork, measured: ReadonlyMap<string, Diagnosis>): StartOfNetwork {
  return {
    ...start,
    methods: start.methods.map((method) => {
      const layers = measured.get(method.label)?.layers;
      if (layers === undefined) return method;
      const byName = new Map(layers.map((layer) => [layer.name, layer]));
      return {
        ...method,
        measured: start.layers.flatMap((name) => {
          const layer = byName.get(name);
          if (layer === undefined) return [];
          const { after, gradientSecondMoment, dead, saturated } = layer;
          return [{ secondMoment: after.secondMoment, gradientSecondMoment, dead, saturated }];
        }),
      };
    }),
  };
}

function Doctor(props: {
  readonly labels: readonly string[];
  readonly looks: ReadonlyMap<string, MethodLook>;
  readonly measured: ReadonlyMap<string, Diagnosis>;
  readonly unmeasured: ReadonlyMap<string, string>;
}) {
  const { labels, looks, measured, unmeasured } = props;
  return (
    <>
      <h3>What the doctor says</h3>
      <dl class="doctor">
        {labels.map((label) => (
          <div key={label}>
            <dt>
              <MethodKey look={looks.get(label)} />
              {label}
            </dt>
            <dd>{wordsOf(measured.get(label), unmeasured.get(label))}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** The verdict and its first reason. */
function wordsOf(diagnosis: Diagnosis | undefined, reason: string | undefined) {
  if (reason !== undefined) return `Not measured: ${reason}`;
  if (diagnosis === undefined) return "…";
  const { verdict, headline, findings } = diagnosis;
  const [first] = findings.filter(({ severity }) => severity === (verdict === "sick" ? "error" : "warning"));
  const sign = verdict === "sick" ? "✗ " : verdict === "healthy" ? "✓ " : "";
  return `${sign}${[headline, first?.text, first?.cause].filter((text) => text).join(" ")}`;
}
