/** `stepzero report` as a user gives it. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { stepzero, temporaryFolder } from "./run.js";

const results = temporaryFolder();
let json: string;
beforeAll(() => {
  const ended = stepzero(
    `compare --init he,zero,random:std=1 --model mlp:depth=2,width=16 --limit 256 --epochs 2 --seeds 3 --json --out ${results}`.split(
      " ",
    ),
  );
  expect(ended.code).toBe(0);
  json = ended.stdout;
}, 120_000);

const withoutTimes = (text: string) => text.replace(/"seconds":[\d.e-]+/g, "");

describe("stepzero report", () => {
  it("writes page, figures, data and tables beside the results, and prints where the page is", () => {
    const { code, stdout } = stepzero(["report", results]);
    expect(code).toBe(0);
    expect(stdout).toBe(`${join(results, "report.html")}\n`);
    expect(readdirSync(join(results, "data")).sort()).toEqual(
      ["epochs", "runs", "summary", "verdicts"]
        .flatMap((name) => [`${name}.csv`, `${name}.parquet`])
        .concat("study.json")
        .sort(),
    );
    expect(readdirSync(join(results, "figures")).length).toBeGreaterThan(3);
    expect(existsSync(join(results, "tables.tex"))).toBe(true);
  });

  it("fails alone: compare keeps the results, says where, and ends with exit code 4", () => {
    const out = temporaryFolder();
    const words = `compare --init he --model mlp:depth=1,width=8 --limit 128 --epochs 1 --seeds 1 --out ${out}`;
    expect(stepzero(words.split(" ")).code).toBe(0);
    writeFileSync(join(out, "report.html"), "mine");
    for (const more of [[], ["--quiet"]]) {
      const { code, stdout, stderr } = stepzero([...words.split(" "), ...more]);
      expect(code).toBe(4);
      expect(stdout).toContain("glyphs × mlp:depth=1,width=8");
      expect(stderr).toContain(`The results in ${out} are whole, but their report could not be written: `);
      expect(stderr).toContain("stepzero report RESULTS --out DIR.");
    }
    expect(readFileSync(join(out, "report.html"), "utf8")).toBe("mine");
    expect(readdirSync(join(out, "cells"))).toHaveLength(1);
    const merged = stepzero(["merge", out]);
    expect([merged.code, merged.stderr.includes("are whole, but")]).toEqual([4, true]);
  });

  it("writes the figures that --figures names, which the page links", () => {
    const out = temporaryFolder();
    const { code, stderr } = stepzero(["report", results, "--out", out, "--figures", "png,pdf"]);
    expect(code).toBe(0);
    expect(stderr).toContain("figures/ (PDF, PNG)");
    const figures = readdirSync(join(out, "figures"));
    const names = new Set(figures.map((path) => path.replace(/\..*/, "")));
    expect(figures.sort()).toEqual([...names].flatMap((name) => [`${name}.pdf`, `${name}.png`]).sort());
    for (const figure of figures) {
      const begin = readFileSync(join(out, "figures", figure))
        .subarray(0, 5)
        .toString("latin1");
      expect(begin).toBe(figure.endsWith(".pdf") ? "%PDF-" : "\x89PNG\r");
    }
    const page = readFileSync(join(out, "report.html"), "utf8");
    const links = [...page.matchAll(/href="(figures\/[^"]*)"/g)].map(([, path]) => path!);
    expect(links.sort()).toEqual(figures.map((figure) => `figures/${figure}`));
  });

  it("gives of a --json file what it gives of the folder, but for what only the folder knows", () => {
    const file = join(temporaryFolder(), "mine.json");
    writeFileSync(file, json);
    const { code, stdout } = stepzero(["report", file]);
    expect(code).toBe(0);
    expect(stdout).toBe(`${file.replace(".json", "-report")}/report.html\n`);
    const from = (folder: string, path: string) => readFileSync(join(folder, path), "utf8");
    const written = file.replace(".json", "-report");
    expect(withoutTimes(from(written, "data/study.json"))).toBe(withoutTimes(from(results, "data/study.json")));
    for (const figure of readdirSync(join(results, "figures"))) {
      expect(from(written, `figures/${figure}`) === from(results, `figures/${figure}`), figure).toBe(true);
    }
  });

  it("says on top what is missing, and makes TensorBoard files of what is there", () => {
    const cells = join(results, "cells");
    const [first, second] = readdirSync(cells).sort();
    const [firstBytes, secondBytes] = [first!, second!].map((name) => readFileSync(join(cells, name)));
    try {
      rmSync(join(cells, first!));
      writeFileSync(join(cells, second!), "{");
      const out = temporaryFolder();
      const { code, stderr } = stepzero(["report", results, "--out", out, "--tensorboard", join(out, "logs")]);
      expect(code).toBe(0);
      expect(stderr).toContain(join(out, "logs"));
      expect(stderr).toContain(`${join(cells, second!)} is left out: it is not whole`);
      const page = readFileSync(join(out, "report.html"), "utf8");
      expect(page).toContain("2 runs are missing");
      expect(page).toContain("is left out: it is not whole");
      const files = readdirSync(join(out, "logs"), { recursive: true, encoding: "utf8" });
      expect(files.filter((path) => path.includes("tfevents"))).toHaveLength(9 - 2);
    } finally {
      writeFileSync(join(cells, first!), firstBytes!);
      writeFileSync(join(cells, second!), secondBytes!);
    }
  });

  it.each([
    [[], "needs results"],
    [["/nowhere/at-all"], "does not exist"],
    [["/dev/zero"], "is a device, expected a regular file"],
    [["package.json"], "is not what compare --json prints"],
    [["README.md"], "cannot be read as JSON"],
    [["src"], "no results of stepzero"],
    [[results, "--figures", "svg,pfd"], 'Unknown format of figures "pfd"; did you mean "pdf"? Known: svg, pdf, png.'],
    [[results, "--figures", "svg,,pdf"], "--figures has an empty item"],
  ])("refuses %j in words", (args, message) => {
    const { code, stdout, stderr } = stepzero(["report", ...args]);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
