/** Fields that count when they are left or Enter is pressed: what is typed stays until then. */
import { useEffect, useState } from "preact/hooks";

/** A text while it is typed: messages of the workers draw the page anew meanwhile. */
function useDraft(value: string): [text: string, setText: (text: string) => void] {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  return [text, setText];
}

/** A whole number in a range; what lies outside is brought to its end. */
export function NumberField(props: {
  readonly label: string;
  readonly value: number;
  readonly range: readonly [number, number];
  readonly onChange: (value: number) => void;
}) {
  const { label, value, range, onChange } = props;
  const [low, high] = range;
  const [text, setText] = useDraft(String(value));
  return (
    <label class="choice">
      <span>{label}</span>
      <input
        type="number"
        min={low}
        max={high}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onChange={(event) => {
          const typed = event.currentTarget.value.trim();
          const number = Math.round(Number(typed));
          const isNumber = typed !== "" && Number.isFinite(number);
          const next = isNumber ? Math.min(high, Math.max(low, number)) : value;
          setText(String(next));
          if (next !== value) onChange(next);
        }}
      />
    </label>
  );
}

/** A text with suggestions. */
export function TextField(props: {
  readonly label: string;
  readonly value: string;
  /** The id of the list of suggestions. */
  readonly list: string;
  readonly onChange: (value: string) => void;
}) {
  const { label, value, list, onChange } = props;
  const [text, setText] = useDraft(value);
  return (
    <input
      type="text"
      aria-label={label}
      list={list}
      value={text}
      spellcheck={false}
      autocomplete="off"
      onInput={(event) => setText(event.currentTarget.value)}
      onChange={(event) => {
        const next = event.currentTarget.value.trim();
        if (next === "") setText(value);
        else if (next !== value) onChange(next);
      }}
    />
  );
}
