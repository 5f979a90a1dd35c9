/** Pictures of the report's figures, drawn by Chromium in both themes. */
import { basename, join } from "node:path";
import { inChromium } from "../chromium.js";
import { madeUp, reportOf } from "./made-up-report.js";

/** Where the stored pictures lie; `npm run pictures` writes them. */
export const pictureFolder = "test/report/pictures";

/** .ci/run installs these fonts, so that text looks the same on every machine (`haveFonts`). */
const [font, codeFont] = ["DejaVu Sans", "DejaVu Sans Mono"];
const themes = ["light", "dark"] as const;

/** The path of each picture and its PNG. */
export async function drawPictures(): Promise<Map<string, Buffer>> {
  const figures = [...reportOf(madeUp())].filter(([path]) => path.endsWith(".svg"));
  const drawings = figures.flatMap(([path, svg]) =>
    themes.map((theme) => ({
      path: join(pictureFolder, `${basename(path, ".svg")}-${theme}.png`),
      svg: inTheme(svg as string, theme),
    })),
  );
  // A canvas scales nothing here, so that a pixel of the picture is a pixel of the figure.
  const program = `
    const pictures = [];
    for (const svg of ${JSON.stringify(drawings.map(({ svg }) => svg)).replaceAll("<", "\\u003c")}) {
      const image = new Image();
      image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svg);
      await image.decode();
      const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
      canvas.getContext("2d", { willReadFrequently: true }).drawImage(image, 0, 0);
      const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer());
      pictures.push(bytes.toBase64());
    }
    const result = JSON.stringify(pictures);`;
  const pictures = JSON.parse(await inChromium(program)) as string[];
  return new Map(drawings.map(({ path }, i) => [path, Buffer.from(pictures[i]!, "base64")]));
}

/** A figure's file with a fixed font and a fixed theme, in place of the system's. */
function inTheme(svg: string, theme: (typeof themes)[number]): string {
  const dark = "@media (prefers-color-scheme:dark)";
  if (!svg.includes(dark) || !svg.includes("system-ui, sans-serif")) {
    throw new Error("A figure's theme or font is no longer where this picture test replaces it.");
  }
  return svg
    .replaceAll("system-ui, sans-serif", font)
    .replaceAll('font-family="monospace"', `font-family="${codeFont}"`)
    .replace(dark, theme === "dark" ? "@media all" : "@media not all");
}
