/** How text may look. */
import { styleText } from "node:util";
import { visible } from "../../visible-text.js";

/** The terminal's width, and whether to write colours. */
export interface Look {
  /** Columns of text. */
  readonly width: number;
  /**
   * Columns of tables.
   *
   * @defaultValue those of text
   */
  readonly tableWidth?: number | undefined;
  readonly colour: boolean;
}

const styles = ["bold", "dim", "red", "yellow"] as const;

/** Text in a style; the same text where there are no colours. Its hidden characters are shown. */
export function paint(style: (typeof styles)[number], text: string, { colour }: Pick<Look, "colour">): string {
  return colour ? styleText(style, visible(text), { validateStream: false }) : visible(text);
}

/** What `paint` writes before and behind a text. */
const marks = new RegExp(
  `(${styles
    .flatMap((style) => styleText(style, " ", { validateStream: false }).split(" "))
    .map((mark) => mark.replace("[", "\\["))
    .join("|")})`,
);

/** The text with what stands between the marks of `paint` changed. */
export function changeBetweenStyles(text: string, change: (part: string) => string): string {
  return text
    .split(marks)
    .map((part, i) => (i % 2 === 0 ? change(part) : part))
    .join("");
}
