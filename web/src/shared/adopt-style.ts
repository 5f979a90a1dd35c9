/** The report's style sheet on a page whose policy forbids styles in its HTML. */
import { pageStyle } from "../../../src/report/page/style.js";

/** Puts it before the page's files of styles. */
export function adoptPageStyle(document: Document): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`@layer report{${pageStyle}}`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
