/** Data, network, initializers and training of a race. */
import { type OptionDescription, parseChoice } from "../../../src/options.js";
import { optimizerNames } from "../../../src/recipe.js";
import type { MethodLook } from "../../../src/report/colours.js";
import { grouped } from "../../../src/study/results/figure-text.js";
import { Choice, Slider } from "../shared/controls.js";
import { MethodKey } from "../shared/method-key.js";
import type { Actions } from "./actions.js";
import { DropTable } from "./drop-table.js";
import { NumberField, TextField } from "./fields.js";
import type { Trouble } from "./messages.js";
import type { PageState } from "./page-state.js";
import { presets } from "./presets.js";
import { addressOf, dataNames, MOST_INITS, ranges, type Setup } from "./setup.js";

export interface ControlsProps {
  readonly state: PageState;
  readonly looks: ReadonlyMap<string, MethodLook>;
  readonly actions: Actions;
}

/** All controls, in four groups. */
export function Controls({ state, looks, actions }: ControlsProps) {
  const { setup } = state;
  const { change } = actions;
  const preset = presets.find((one) => addressOf(one.setup) === addressOf(setup));
  return (
    <>
      <div class="controls">
        <Choice
          label="Preset"
          value={preset?.name ?? ""}
          options={[
            ...(preset === undefined ? [["", "Your own"] as const] : []),
            ...presets.map(({ name }) => [name, name] as const),
          ]}
          onChange={(name) => change(presets.find((one) => one.name === name)?.setup ?? {})}
        />
        <span class="setting">{preset?.lesson}</span>
      </div>
      <div class="groups">
        <DataControls state={state} actions={actions} />
        <NetworkControls state={state} actions={actions} />
        <StartControls state={state} looks={looks} actions={actions} />
        <TrainingControls setup={setup} trouble={state.trouble} change={change} />
      </div>
    </>
  );
}

/** What is wrong with a part of the setup. */
function Fault({ trouble, part }: { readonly trouble: Trouble | undefined; readonly part: Trouble["part"] }) {
  return trouble?.part === part ? (
    <p class="failed" role="alert">
      {trouble.text}
    </p>
  ) : null;
}

type GroupProps = Omit<ControlsProps, "looks">;

const dataTexts: Readonly<Record<Setup["data"], string>> = {
  glyphs: "glyphs: ten signs, 28×28",
  circles: "circles",
  moons: "moons",
  spirals: "spirals",
  xor: "xor",
  blobs: "blobs",
  table: "a table of yours",
};

function DataControls({ state, actions: { change, setTable } }: GroupProps) {
  const { setup, userTable, theory, trouble } = state;
  const isToy = setup.data !== "glyphs" && setup.data !== "table";
  return (
    <fieldset class="group">
      <legend>Data</legend>
      <Choice
        label="Samples"
        value={setup.data}
        options={dataNames.map((name) => [name, dataTexts[name]] as const)}
        onChange={(data) => change({ data, ...(data === "glyphs" ? {} : plainNetwork(setup.net)) })}
      />
      {isToy && (
        <NumberField
          label="Seed of the points"
          value={setup.dataSeed}
          range={ranges.dataSeed}
          onChange={(dataSeed) => change({ dataSeed })}
        />
      )}
      {!isToy && (
        <NumberField
          label="Training samples"
          value={setup.samples}
          range={ranges.samples}
          onChange={(samples) => change({ samples })}
        />
      )}
      <DropTable userTable={userTable} setTable={setTable} />
      {theory && trouble === undefined && (
        <p class="setting">
          {grouped(theory.trainSamples)} to train on, {grouped(theory.testSamples)} to test on, {theory.classes}{" "}
          classes.
        </p>
      )}
      <Fault trouble={trouble} part="data" />
    </fieldset>
  );
}

/** Networks for images do not read points: another kind of network takes their place. */
const plainNetwork = (net: string): Partial<Setup> => (/^mlp(:|$)/.test(net) ? {} : { net: "mlp:depth=4,width=32" });

/** Where sliders end, below what the network itself allows: a page has less patience. */
const mostOf: Readonly<Record<string, number>> = { depth: 50, width: 512 };

function NetworkControls({ state, actions: { change } }: GroupProps) {
  const { setup, catalogue, theory, trouble } = state;
  const { name, texts } = partsOfChoice(setup.net);
  const model = catalogue?.models.find((one) => one.name === name);
  const set = (option: string, value: string): void => {
    const all = { ...texts, [option]: value };
    change({
      net: `${name}:${Object.entries(all)
        .map(([key, text]) => `${key}=${text}`)
        .join(",")}`,
    });
  };
  return (
    <fieldset class="group">
      <legend>Network</legend>
      <Choice
        label="Kind"
        value={name}
        options={(catalogue?.models ?? [{ name }]).map((one) => [one.name, one.name] as const)}
        onChange={(net) => change({ net })}
      />
      {Object.entries(model?.options ?? {}).map(([option, description]) => (
        <OptionControl
          key={`${name} ${option}`}
          name={option}
          description={description}
          value={texts[option] ?? String(description.default)}
          onChange={(value) => set(option, value)}
        />
      ))}
      {theory && trouble === undefined && <p class="setting">{grouped(theory.parameters)} weights and biases.</p>}
      <Fault trouble={trouble} part="net" />
    </fieldset>
  );
}

/** A text of an address may be no network at all. */
function partsOfChoice(text: string): ReturnType<typeof parseChoice> {
  try {
    return parseChoice(text, "network");
  } catch {
    return { name: text, texts: {} };
  }
}

function OptionControl(props: {
  readonly name: string;
  readonly description: OptionDescription;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const { name, description, value, onChange } = props;
  if ("names" in description) {
    const options = description.names.map((one) => [one, one] as const);
    return <Choice label={name} value={value} options={options} onChange={onChange} />;
  }
  const high = Math.min(description.high, mostOf[name] ?? description.high);
  return (
    <Slider
      label={name}
      min={description.low}
      max={high}
      step={description.integer ? 1 : (high - description.low) / 100}
      value={Number(value)}
      text={value}
      onChange={(number) => onChange(String(number))}
    />
  );
}

function StartControls({ state, looks, actions: { change } }: ControlsProps) {
  const { setup, catalogue, theory, trouble } = state;
  const { inits } = setup;
  const set = (i: number, text: string): void => {
    const next = inits.map((one, at) => (at === i ? text : one)).filter((one) => one !== "");
    if (next.length > 0) change({ inits: next });
  };
  const add = (): void => {
    const free = ["he", "glorot-uniform", "orthogonal", "random", "zero"].find((name) => !inits.includes(name));
    change({ inits: [...inits, free!] });
  };
  return (
    <fieldset class="group">
      <legend>First weights</legend>
      <datalist id="initializers">
        {catalogue?.inits.map(({ name, title }) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </datalist>
      {inits.map((text, i) => (
        <div key={i}>
          <div class="method">
            <span class="look">
              <MethodKey look={looks.get(theory?.labels[i] ?? text)} />
            </span>
            <TextField
              label={`Initializer ${i + 1}`}
              value={text}
              list="initializers"
              onChange={(next) => set(i, next)}
            />
            {inits.length > 1 && (
              <button type="button" aria-label={`Remove ${text}`} onClick={() => set(i, "")}>
                ×
              </button>
            )}
          </div>
          <Fault trouble={trouble} part={i} />
        </div>
      ))}
      {inits.length < MOST_INITS && (
        <button type="button" onClick={add}>
          Add an initializer
        </button>
      )}
    </fieldset>
  );
}

function TrainingControls(props: {
  readonly setup: Setup;
  readonly trouble: Trouble | undefined;
  readonly change: Actions["change"];
}) {
  const { setup, trouble, change } = props;
  return (
    <fieldset class="group">
      <legend>Training</legend>
      <Choice
        label="Optimizer"
        value={setup.optimizer}
        options={optimizerNames.map((name) => [name, name] as const)}
        onChange={(optimizer) => change({ optimizer })}
      />
      <Slider
        label="Learning rate"
        min={-5}
        max={1}
        step={0.1}
        value={Math.log10(setup.rate)}
        text={String(setup.rate)}
        onChange={(exponent) => change({ rate: Number((10 ** exponent).toPrecision(2)) })}
      />
      <NumberField label="Batch" value={setup.batch} range={ranges.batch} onChange={(batch) => change({ batch })} />
      <NumberField
        label="Epochs"
        value={setup.epochs}
        range={ranges.epochs}
        onChange={(epochs) => change({ epochs })}
      />
      <NumberField label="Seeds" value={setup.seeds} range={ranges.seeds} onChange={(seeds) => change({ seeds })} />
      <Fault trouble={trouble} part="setup" />
    </fieldset>
  );
}
