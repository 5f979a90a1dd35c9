/** What a probe read inside of the networks: signals, gradients and dead units, over training. */
import { useState } from "preact/hooks";
import { Slider } from "../shared/controls.js";
import { type DrawFigure, Figures, type FiguresProps } from "./figures.js";

/** The figures, and a slider over the epochs. */
export function Inside(props: Omit<FiguresProps, "draw" | "version">) {
  const [epoch, setEpoch] = useState<number>();
  const runs = props.whole?.methods.flatMap((method) => method.runs) ?? [];
  const last = Math.max(0, ...runs.map(({ readings }) => (readings?.epochs.length ?? 1) - 1));
  const at = Math.min(epoch ?? last, last);
  const draw = [0, 1, 2].map(
    (place): DrawFigure =>
      ({ probeFigures }, problem, looks) =>
        probeFigures(problem, looks, { document }, at)[place],
  );
  return (
    <>
      {last > 1 && (
        <div class="controls">
          <Slider
            label="By layer, after epoch"
            min={1}
            max={last}
            step={1}
            value={at}
            text={String(at)}
            onChange={setEpoch}
          />
        </div>
      )}
      <Figures {...props} draw={draw} version={at} />
    </>
  );
}
