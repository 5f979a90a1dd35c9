/** What is known before the first step: theory at once, measurements when the runtime is there. */
import { useMemo } from "preact/hooks";
import type { Diagnosis } from "../../../src/diagnosis/diagnosis.js";
import type { MethodLook } from "../../../src/report/colours.js";
import type { StartOfNetwork } from "../../../src/report/start/methods-by-depth.js";
import { FigureView } from "../shared/figure-view.js";
import { MethodKey } from "../shared/method-key.js";
import type { Theory } from "./messages.js";
import type { PageState } from "./page-state.js";
import { StartTable } from "./start-table.js";
import { useDrawing } from "./use-drawing.js";

export interface BeforeProps {
  readonly state: PageState;
  readonly looks: ReadonlyMap<string, MethodLook>;
}

/** Figures by depth, the phase diagram, and the doctor's words. */
export function Before({ state, looks }: BeforeProps) {
  const { theory, predicted, measured, diagnosed, unmeasured, trouble } = state;
  const tools = useDrawing();
  const start = useMemo(() => theory && startOf(theory, predicted, measured), [theory, predicted, measured]);
  const version = useMemo(() => ({}), [start, tools]);
  if (theory === undefined || start === undefined) {
    return <p class="setting">{trouble === undefined ? "Theory is on its way." : "Nothing to show: see the setup."}</p>;
  }
  const draw = [0, 1, 2].map((place) => () => tools?.startFigures(start, looks, { document })[place]);
  const phase = () => {
    const diagram = [...predicted.values()].find((one) => one.diagram !== undefined)?.diagram;
    const methods = [...predicted.values()].map(({ label, points }) => ({ label, layers: points }));
    return diagram && tools?.phaseOfMethods(theory.title, diagram, methods, looks, { document });
  };
  const notes = [
    ...theory.notes,
    ...[...predicted.values()].flatMap(({ label, reason }) => (reason === undefined ? [] : [`${label}: ${reason}`])),
  ];
  return (
    <>
      <p class="setting" role="status">
        {statusText(state, theory)}
      </p>
      <div class="figures">
        <FigureView draw={draw[0]!} version={version} />
        <FigureView draw={draw[1]!} version={version} />
        <FigureView draw={phase} version={version} isOptional />
        <FigureView draw={draw[2]!} version={version} isOptional />
      </div>
      {notes.map((note) => (
        <p key={note} class="setting">
          {note}
        </p>
      ))}
      <Doctor labels={theory.labels} looks={looks} diagnosed={diagnosed} unmeasured={unmeasured} />
      <StartTable start={start} />
    </>
  );
}

function statusText({ predicted, measured, unmeasured, loading, trouble }: PageState, { labels }: Theory): string {
  if (trouble !== undefined) return "Nothing is computed: see the setup.";
  if (predicted.size < labels.length) return `Theory: ${predicted.size} of ${labels.length} methods …`;
  if (loading !== undefined) {
    const { share } = loading;
    return `Theory is here. The runtime that measures and trains is loading${share === undefined ? "" : `: ${Math.round(100 * share)} %`} …`;
  }
  if (measured.size + unmeasured.size < labels.length) return "Theory is here; measuring …";
  const took = [...predicted.values()].reduce((sum, one) => sum + one.took, 0);
  return `Lines: theory, in ${Math.max(1, Math.round(took))} ms. Markers: measured in this browser.`;
}

/** What was measured beside what was predicted, layer by layer. */
function startOf(
  { title, layers, rows, labels }: Theory,
  predicted: PageState["predicted"],
  measured: PageState["measured"],
): StartOfNetwork {
  const methods = labels.map((label) => {
    const byName = new Map(measured.get(label)?.map((layer) => [layer.name, layer]));
    const read = layers.flatMap((name) => {
      const layer = byName.get(name);
      if (layer === undefined) return [];
      const { after, gradientSecondMoment, dead, saturated } = layer;
      return [{ secondMoment: after.secondMoment, gradientSecondMoment, dead, saturated }];
    });
    return {
      label,
      predicted: predicted.get(label)?.predicted ?? layers.map(() => null),
      ...(read.length === layers.length && { measured: read }),
    };
  });
  return { title, layers, rows, methods };
}

function Doctor(props: {
  readonly labels: readonly string[];
  readonly looks: ReadonlyMap<string, MethodLook>;
  readonly diagnosed: ReadonlyMap<string, Diagnosis>;
  readonly unmeasured: ReadonlyMap<string, string>;
}) {
  const { labels, looks, diagnosed, unmeasured } = props;
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
            <dd>{wordsOf(diagnosed.get(label), unmeasured.get(label))}</dd>
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
  const cause = first?.cause ? `Cause: ${first.cause}.` : undefined;
  return `${sign}${[headline, first?.text, cause].filter((text) => text).join(" ")}`;
}
