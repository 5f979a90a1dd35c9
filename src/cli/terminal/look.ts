/** How text may look. */
import { styleText } from "node:util";

/** The terminal's width, and whether to write colours. */
export interface Look {
  /** Columns of the terminal. */
  readonly width: number;
  readonly colour: boolean;
}

/** Text in a style; the same text where there are no colours. */
export function paint(
  style: "bold" | "dim" | "red" | "yellow",
  text: string,
  { colour }: Pick<Look, "colour">,
): string {
  return colour ? styleText(style, text, { validateStream: false }) : text;
}
