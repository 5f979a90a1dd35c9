/** The figures of a made-up study's report. */
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { madeUp, reportOf, textOf, withEpochs } from "./made-up-report.js";

/** The text that a file shows, its title and description for other readers left out. */
function inDrawing(svg: string): string {
  const { document } = parseHTML(svg.replace(/^<\?xml.*\n/, ""));
  return [...document.querySelectorAll("text")].map(textOf).join(" ");
}

const outcome = madeUp();
const files = reportOf(outcome);
const page = parseHTML(files.get("report.html") as string).document;

describe("figures", () => {
  it("are files and stand in the page", () => {
    const svgs = [...files.keys()].filter((path) => path.endsWith(".svg"));
    expect(svgs).toHaveLength(1 + 2 * 6);
    for (const path of svgs) expect(page.querySelector(`figure#${path.slice(8, -4)} svg`), path).not.toBeNull();
  });

  it("each have title, description, labels, and the name space and colours of a file of their own", () => {
    for (const [path, content] of files) {
      if (!path.endsWith(".svg")) continue;
      const text = content as string;
      expect(text).toMatch(/^<\?xml [^>]*\?>\n<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
      expect(text).not.toMatch(/var\(|<style|style="|class="|currentColor|[\d.]em"|prefers-color-scheme/);
      expect(text).toMatch(/font-family="Arial, [^"]*sans-serif"/);
      const { document } = parseHTML(text.replace(/^<\?xml.*\n/, ""));
      const svg = document.querySelector("svg")!;
      expect(svg.getAttribute("role")).toBe("img");
      const [title, description] = svg
        .getAttribute("aria-labelledby")!
        .split(" ")
        .map((id) => document.getElementById(id));
      expect(title?.localName).toBe("title");
      expect(textOf(title!).length).toBeGreaterThan(10);
      expect(description?.localName).toBe("desc");
      expect(textOf(description!)).toMatch(/he/);
      const words = textOf(svg);
      if (path.includes("accuracy") || path.includes("loss")) {
        expect(words).toContain("epoch");
        expect(words).toMatch(/\(%\)|\(nats per sample\)/);
        for (const method of ["he", "glorot-uniform", "orthogonal", "zero"]) expect(words).toContain(method);
      }
      expect(text.match(/NaN|undefined|Infinity/)).toBeNull();
    }
  });

  it("say n and what the intervals are", () => {
    const caption = textOf(page.querySelector("#problem-1-test-accuracy figcaption"));
    expect(caption).toContain("mean over n = 5 seeds");
    expect(caption).toContain("95 % t interval");
    for (const [path, content] of files)
      if (path.endsWith(".svg")) expect(inDrawing(content as string), path).toMatch(/n = 5/);
  });

  it("name the dotted line of answering without learning", () => {
    expect(textOf(page.querySelector("#problem-1-test-accuracy svg"))).toContain('always "');
    expect(textOf(page.querySelector("#problem-1-test-loss svg"))).toContain("class shares");
  });

  it("set the method that leads as code in the caption", () => {
    const figure = page.querySelector("#problem-1-differences")!;
    expect(textOf(figure.querySelector("figcaption code"))).toBe("he");
    expect(textOf(figure)).not.toContain("`");
  });

  it("draw a method that others hide larger, so that it shows around them", () => {
    // "he" and "orthogonal" differ by 0.3 points; "zero" is far from all.
    const markers = [...page.querySelectorAll("#problem-1-test-accuracy svg g.chart g path[fill][transform]")];
    const size = (hue: string) => {
      const drawn = markers.find((one) => one.getAttribute("fill")!.includes(`--hue-${hue}`))!.getAttribute("d")!;
      return Math.max(...[...drawn.matchAll(/-?\d+(\.\d+)?/g)].map(([number]) => Number(number)));
    };
    expect(size("blue")).toBeGreaterThan(size("ink") + 1);
  });

  it("keep markers off the axis", () => {
    for (const id of ["test-accuracy", "test-loss", "training-loss"]) {
      const svg = page.querySelector(`#problem-1-${id} svg`)!;
      const chart = svg.querySelector("g.chart")!;
      const top = Number(/,(\d+)/.exec(chart.getAttribute("transform")!)![1]);
      const markers = [...chart.querySelectorAll("path[fill][transform]")];
      const places = markers
        .filter((one) => one.parentElement!.querySelector("text") === null)
        .map((one) => Number(/,([\d.]+)\)/.exec(one.getAttribute("transform")!)?.[1]));
      // The frame ends 40 pixels above the chart's lower edge, and the largest marker takes 7.
      const lowest = Number(svg.getAttribute("height")) - top - 40;
      expect(places.length, id).toBeGreaterThan(0);
      expect(Math.max(...places), id).toBeLessThan(lowest - 7);
    }
  });

  it("are the same drawn twice", () => {
    const again = reportOf(outcome);
    for (const [path, content] of files) expect(String(again.get(path)) === String(content), path).toBe(true);
  });

  it("are no curves where one epoch was trained", () => {
    const short = withEpochs(outcome, (epochs) => epochs.slice(0, 1));
    const paths = [...reportOf(short).keys()].filter((path) => path.endsWith(".svg"));
    expect(paths.some((path) => path.endsWith("final-values.svg"))).toBe(true);
    expect(paths.filter((path) => /accuracy|loss/.test(path))).toEqual([]);
  });

  it("are drawn of one seed and one epoch, and of runs that broke off before any epoch", () => {
    const one = reportOf(madeUp({ inits: ["he", "random:std=0.5"], seeds: [0] }));
    expect([...one.keys()].filter((path) => path.endsWith(".svg")).length).toBeGreaterThan(3);
    const none = reportOf(madeUp({ inits: ["random:std=0.5"], seeds: [0] }));
    expect([...none.keys()].filter((path) => path.endsWith(".svg"))).toEqual([]);
    for (const content of [one, none].map((files) => files.get("report.html") as string))
      expect(content.match(/NaN %|undefined|Infinity/)).toBeNull();
  });
});
