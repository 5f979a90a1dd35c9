/** What is shown, and how. */
import type { MethodLook } from "../../../src/report/colours.js";
import type { Study } from "../../../src/study/plan/study.js";
import { Choice, Slider, Switch } from "../shared/controls.js";
import { MethodKey } from "../shared/method-key.js";
import type { View } from "./view.js";

export interface ControlsProps {
  readonly plan: Study;
  readonly view: View;
  readonly looks: ReadonlyMap<string, MethodLook>;
  readonly change: (changes: Partial<View>) => void;
}

/** Problem, methods, axes, smoothing. */
export function Controls({ plan, view, looks, change }: ControlsProps) {
  const { problems, methods } = plan;
  const toggle = (label: string, isOn: boolean): void => {
    const hidden = new Set(view.hidden);
    if (isOn) hidden.delete(label);
    else hidden.add(label);
    change({ hidden });
  };
  return (
    <details class="view">
      <summary>What is shown</summary>
      <div class="controls">
        {problems.length > 1 && (
          <Choice
            label="Problem"
            value={String(view.problem)}
            options={problems.map(({ data, model }, i) => [String(i), `${data} × ${model}`])}
            onChange={(value) => change({ problem: Number(value) })}
          />
        )}
        <label class="choice">
          <span>Methods with</span>
          <input
            type="search"
            value={view.filter}
            placeholder="he, xavier"
            onInput={(event) => change({ filter: event.currentTarget.value })}
          />
        </label>
        <Switch checked={view.logarithmic} onChange={(logarithmic) => change({ logarithmic })}>
          logarithmic losses
        </Switch>
        <Slider
          label="Smoothing"
          min={0}
          max={0.95}
          step={0.05}
          value={view.smoothing}
          text={view.smoothing === 0 ? "none" : view.smoothing.toFixed(2)}
          onChange={(smoothing) => change({ smoothing })}
        />
      </div>
      <fieldset class="methods">
        <legend>Methods</legend>
        {methods.map(({ label }) => (
          <Switch key={label} checked={!view.hidden.has(label)} onChange={(isOn) => toggle(label, isOn)}>
            <MethodKey look={looks.get(label)} />
            {label}
          </Switch>
        ))}
      </fieldset>
    </details>
  );
}
