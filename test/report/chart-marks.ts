/** Where the marks of a diagnosis' figures lie. */
import { textOf } from "./made-up-report.js";

/** The chart of a figure: where things lie, in pixels of the chart. */
export function chartOf(document: Document, id: string) {
  const chart = document.querySelector(`figure#${id} g.chart > g[transform]`)!;
  const texts = [...chart.querySelectorAll("text")].map((one) => ({
    text: textOf(one),
    place: /translate\(([\d.]+),([\d.]+)\)/
      .exec(one.getAttribute("transform") ?? "")
      ?.slice(1)
      .map(Number),
  }));
  const marks = [...chart.querySelectorAll("circle, path")].flatMap((one) => {
    const title = textOf(one.querySelector("title"));
    const transform = one.getAttribute("transform") ?? "";
    const [x, y] = /translate\((-?[\d.]+),(-?[\d.]+)\)/.exec(transform)?.slice(1).map(Number) ?? [];
    const [cx, cy] = ["cx", "cy"].map((name) => Number(one.getAttribute(name)));
    return title === "" ? [] : [{ title, x: x ?? cx!, y: y ?? cy!, isDown: transform.includes("rotate(180)") }];
  });
  // Labels of the vertical axis stand at the left edge of the frame.
  const left = Math.min(...texts.flatMap(({ text, place }) => (place === undefined || text === "" ? [] : [place[0]!])));
  const tick = (label: string) => texts.find(({ text, place }) => text === label && place?.[0] === left)!.place![1]!;
  const bottom = Math.max(...texts.map(({ text, place }) => (/^[\d.−e]+$/.test(text) ? (place?.[1] ?? 0) : 0)));
  const tickAcross = (label: string) =>
    texts.find(({ text, place }) => text === label && place?.[1] === bottom && place[0] !== left)!.place![0]!;
  return { chart, texts, marks, left, tick, tickAcross };
}
