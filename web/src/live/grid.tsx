/** Every cell of a problem as a square: a row per method, in the order of the seeds. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { MethodLook } from "../../../src/report/colours.js";
import type { EpochResult } from "../../../src/study/plan/cell.js";
import { type Metric, metricOf, metricValue, metricWords } from "../../../src/study/plan/metric.js";
import { grouped, lossText } from "../../../src/study/results/figure-text.js";
import { valueText } from "../../../src/study/results/metric-text.js";
import { MethodKey } from "../shared/method-key.js";
import { inTurn } from "../shared/turns.js";
import { type CellState, cellStates, type RunningRecord } from "./messages.js";
import type { PageState, StudyPart } from "./page-state.js";
import type { Ask } from "./status.js";
import { isShown, type View } from "./view.js";
import { aboutTime, rateText, signs } from "./words.js";

/** The cells of a method, and of a rate where rates are tuned. */
interface GridRow {
  readonly key: string;
  readonly label: string;
  readonly rate: number | undefined;
  /** Places in the study. */
  readonly cells: readonly number[];
}

/** From more cells in a row on, squares are small and have no signs. */
const MANY = 60;

/** Cells that are made in one task. */
const AT_ONCE = 400;

/** The rows of a problem. */
export function gridRows({ study, places }: Pick<StudyPart, "study" | "places">, problem: number): GridRow[] {
  const rows = new Map<string, GridRow & { readonly cells: number[] }>();
  for (const [cell, place] of places.entries()) {
    if (place.problem !== problem) continue;
    const { label } = study.methods[place.method]!;
    const key = `${place.method} ${place.learningRate ?? ""}`;
    const row = rows.get(key) ?? { key, label, rate: place.learningRate, cells: [] };
    rows.set(key, row);
    row.cells.push(cell);
  }
  return [...rows.values()];
}

export interface GridProps {
  readonly state: PageState;
  readonly view: View;
  readonly looks: ReadonlyMap<string, MethodLook>;
  readonly ask: Ask;
}

/** The grid, and beside it what is known of one cell. */
export function Grid({ state, view, looks, ask }: GridProps) {
  const { study, progress } = state;
  const rows = useMemo(() => (study ? gridRows(study, view.problem) : []), [study, view.problem]);
  const [selected, select] = useState<number>();
  const grid = useRef<HTMLDivElement>(null);
  if (study === undefined || progress === undefined) return null;
  const { states } = progress;
  const shown = rows.filter(
    ({ label, rate, cells }) =>
      isShown(view, label) && (rate === undefined || cells.some((cell) => cellStates[states[cell]!] !== "not needed")),
  );
  const limits = useLimits(shown);
  const isDense = shown.some(({ cells }) => cells.length > MANY);
  const focus =
    selected !== undefined && shown.some(({ cells }) => cells.includes(selected)) ? selected : shown[0]?.cells[0];
  const go = (cell: number | undefined): void => {
    if (cell === undefined) return;
    select(cell);
    grid.current?.querySelector<HTMLElement>(`[data-cell="${cell}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = neighbour(shown, focus!, event.key);
    if (next === undefined) return;
    event.preventDefault();
    go(next);
  };
  const onClick = (event: MouseEvent): void => {
    const cell = (event.target as HTMLElement).closest<HTMLElement>("[data-cell]")?.dataset.cell;
    go(cell === undefined ? undefined : Number(cell));
  };
  return (
    <>
      <div
        class={isDense ? "grid dense" : "grid"}
        role="grid"
        aria-label="Runs"
        ref={grid}
        onKeyDown={onKeyDown}
        onClick={onClick}
        tabIndex={-1}
      >
        {shown.map((row, i) => (
          <Row
            key={row.key}
            row={row}
            limit={limits[i]!}
            study={study}
            states={states}
            look={looks.get(row.label)}
            focus={focus}
          />
        ))}
      </div>
      <Legend states={states} rows={shown} />
      {focus !== undefined && <Detail cell={focus} state={state} ask={ask} />}
    </>
  );
}

/** How many cells each row shows: more from task to task, until all are there. */
function useLimits(rows: readonly GridRow[]): number[] {
  const owner = useRef({});
  const [most, setMost] = useState(AT_ONCE);
  const all = rows.reduce((sum, { cells }) => sum + cells.length, 0);
  useEffect(() => {
    if (most < all) inTurn(owner.current, () => setMost(most + AT_ONCE));
  }, [most, all]);
  let left = most;
  return rows.map(({ cells }) => {
    const limit = Math.max(0, Math.min(cells.length, left));
    left -= cells.length;
    return limit;
  });
}

/** The cell that a key leads to. */
function neighbour(rows: readonly GridRow[], cell: number, key: string): number | undefined {
  const at = rows.findIndex(({ cells }) => cells.includes(cell));
  if (at < 0) return undefined;
  const { cells } = rows[at]!;
  const column = cells.indexOf(cell);
  const inRow = (row: GridRow | undefined) => row?.cells[Math.min(column, row.cells.length - 1)];
  switch (key) {
    case "ArrowLeft":
      return cells[column - 1];
    case "ArrowRight":
      return cells[column + 1];
    case "ArrowUp":
      return inRow(rows[at - 1]);
    case "ArrowDown":
      return inRow(rows[at + 1]);
    case "Home":
      return cells[0];
    case "End":
      return cells.at(-1);
    default:
      return undefined;
  }
}

interface RowProps {
  readonly row: GridRow;
  /** Number of its cells that are shown. */
  readonly limit: number;
  readonly study: StudyPart;
  readonly states: Uint8Array;
  readonly look: MethodLook | undefined;
  readonly focus: number | undefined;
}

/** Few of 2,000 cells change with an update: a row without changes is not made anew. */
function Row({ row, limit, study, states, look, focus }: RowProps) {
  const { label, rate } = row;
  const cells = useMemo(() => row.cells.slice(0, limit), [row, limit]);
  const isFocused = focus !== undefined && cells.includes(focus);
  const text = cells.map((cell) => states[cell]!).join("");
  return useMemo(
    () => (
      <div role="row" class="row">
        <div role="rowheader" class="head">
          <MethodKey look={look} />
          {label}
          {rate !== undefined && ` at ${rateText(rate)}`}
        </div>
        <div class="cells">
          {cells.map((cell) => {
            const state = cellStates[states[cell]!]!;
            return (
              <span
                key={cell}
                role="gridcell"
                class={`cell ${state.replace(" ", "-")}`}
                data-cell={cell}
                tabIndex={cell === focus ? 0 : -1}
                aria-selected={cell === focus}
                aria-label={`seed ${study.places[cell]!.seed}: ${state}`}
              >
                {signs[state]}
              </span>
            );
          })}
        </div>
      </div>
    ),
    [text, label, rate, look, cells, isFocused ? focus : undefined],
  );
}

/** What the squares mean, with their numbers. */
function Legend({ states, rows }: { readonly states: Uint8Array; readonly rows: readonly GridRow[] }) {
  const counts = new Map<CellState, number>();
  for (const { cells } of rows) {
    for (const cell of cells) {
      const state = cellStates[states[cell]!]!;
      counts.set(state, (counts.get(state) ?? 0) + 1);
    }
  }
  return (
    <p class="legend setting">
      {cellStates
        .filter((state) => counts.has(state))
        .map((state) => (
          <span key={state}>
            <span class={`cell ${state.replace(" ", "-")}`} aria-hidden="true">
              {signs[state]}
            </span>{" "}
            {state} {grouped(counts.get(state)!)}
          </span>
        ))}
    </p>
  );
}

/** "test accuracy 95.13 %, test loss 0.1312": the metric, and the loss where that is another. */
function figuresOf(epoch: EpochResult, metric: Metric): string {
  const hasLoss = metric.name !== "testLoss" && Number.isFinite(epoch.testLoss);
  const loss = hasLoss ? `, test loss ${lossText(epoch.testLoss)}` : "";
  return `${metricWords(metric)} ${valueText(metric, metricValue(metric, epoch))}${loss}`;
}

/** What is known of one cell, and the request to run it first. */
function Detail({ cell, state, ask }: { readonly cell: number; readonly state: PageState; readonly ask: Ask }) {
  const [answer, setAnswer] = useState("");
  const { study, progress } = state;
  const { study: plan, places, ids, records } = study!;
  const { method, seed, learningRate } = places[cell]!;
  const does = cellStates[progress!.states[cell]!]!;
  const running = progress!.running.find((one) => one.cell === cell);
  const record = records.get(cell);
  const last = record?.epochs.at(-1);
  const facts = [
    ...(running === undefined ? [] : runningFacts(running)),
    ...(last === undefined
      ? []
      : [`after epoch ${last.epoch}: ${figuresOf(last, metricOf(plan, [{ epochs: [last] }]))}`]),
    ...(record?.reason === undefined ? [] : [record.reason]),
  ];
  const canGoFirst = does === "waiting" && ask !== undefined && progress!.conductors.length > 0;
  const first = async (): Promise<void> => setAnswer((await ask!({ kind: "first", id: ids[cell]! })).text);
  return (
    <p class="detail" aria-live="polite">
      <b>
        {plan.methods[method]!.label}
        {learningRate !== undefined && ` at ${rateText(learningRate)}`}, seed {seed}
      </b>
      : {does}
      {facts.length > 0 && `; ${facts.join("; ")}`}.{" "}
      {canGoFirst && (
        <button type="button" onClick={first}>
          Run this one next
        </button>
      )}{" "}
      {answer}
    </p>
  );
}

function runningFacts({ seconds, fraction, loss, record }: RunningRecord): string[] {
  const left = fraction > 0.02 ? [`${aboutTime((seconds * (1 - fraction)) / fraction)} left`] : [];
  const epochs = record.epochs.length;
  const at = epochs === 0 ? [] : [`${epochs} epoch${epochs === 1 ? "" : "s"} ended`];
  const now = loss === null ? [] : [`training loss now ${lossText(loss)}`];
  return [`${Math.floor(100 * fraction)} % done`, ...at, ...now, ...left];
}
