/** Pictures of the figures of reports and diagnoses, drawn by Chromium in both themes. */
import { basename, join } from "node:path";
import { parseHTML } from "linkedom";
import { PNG } from "pngjs";
import { dark } from "../../src/report/page/style.js";
import type { Outcome } from "../../src/study/results/outcome.js";
import { complete } from "./complete-diagnosis.js";
import { diagnosisPageOf, figureFilesOf } from "./made-up-diagnosis.js";
import { madeUp, madeUpProbed, reportOf } from "./made-up-report.js";
import { byChromium, withTestFont } from "./renderers.js";

/** Where the stored pictures lie; `npm run pictures` writes them. */
export const pictureFolder = "test/report/pictures";

/** .ci/run installs this font, so that text looks the same on every machine (`haveFonts`). */
const font = "DejaVu Sans";

/** The path of each picture and its PNG: the files, and what the page shows in its dark theme. */
export async function drawPictures(): Promise<Map<string, Buffer>> {
  const drawings = [
    ...drawingsOf(madeUp(), () => true),
    ...drawingsOf(madeUpProbed(), (name) => /by-layer|dead-units/.test(name)),
  ];
  const page = diagnosisPageOf(complete());
  for (const [id, svg] of figureFilesOf(page)) {
    const path = (theme: string) => join(pictureFolder, `diagnosis-${id}-${theme}.png`);
    drawings.push({ path: path("light"), svg: withTestFont(svg) }, { path: path("dark"), svg: onDarkPage(page, id) });
  }
  const pictures = await byChromium(drawings.map(({ svg }) => svg));
  return new Map(drawings.map(({ path }, i) => [path, PNG.sync.write(pictures[i]!)]));
}

/** The figures of a report that are drawn, by their names. */
function drawingsOf(outcome: Outcome, isDrawn: (name: string) => boolean) {
  const files = reportOf(outcome);
  return [...files].flatMap(([path, svg]) => {
    const name = basename(path, ".svg");
    if (!path.endsWith(".svg") || !isDrawn(name)) return [];
    return [
      { path: join(pictureFolder, `${name}-light.png`), svg: withTestFont(svg as string) },
      { path: join(pictureFolder, `${name}-dark.png`), svg: onDarkPage(files.get("report.html") as string, name) },
    ];
  });
}

/** A figure of the page as a file, with the colours of the page's dark theme. */
function onDarkPage(html: string, id: string): string {
  const { document } = parseHTML(html);
  const svg = document.querySelector(`figure#${id} svg`)!;
  const theme = `svg{${dark};color:var(--ink);background:var(--page);font-family:${font}}`;
  svg.prepend(Object.assign(document.createElement("style"), { textContent: theme }));
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return svg.outerHTML.replaceAll("&nbsp;", "&#160;");
}
