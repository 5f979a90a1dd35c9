/** The switch between the themes: the report's style sheet reacts to which one is checked. */
import { useState } from "preact/hooks";

const themes = ["system", "light", "dark"] as const;
const KEY = "stepzero-theme";

/** The theme of the last visit; the system's where the browser stores nothing. */
function stored(): string {
  try {
    return localStorage.getItem(KEY) ?? "system";
  } catch {
    return "system";
  }
}

/** Three radio buttons. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState(stored);
  const change = (next: string): void => {
    setTheme(next);
    try {
      localStorage.setItem(KEY, next);
    } catch {
      // The choice then holds until the page is left.
    }
  };
  return (
    <fieldset class="theme">
      <legend>Theme</legend>
      {themes.map((name) => (
        <span key={name}>
          <input
            type="radio"
            name="theme"
            id={`theme-${name}`}
            checked={name === theme}
            onChange={() => change(name)}
          />
          <label for={`theme-${name}`}>{name}</label>
        </span>
      ))}
    </fieldset>
  );
}
