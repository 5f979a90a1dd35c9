import { describe, expect, it } from "vitest";
import { commands } from "./commands.js";
import { helpOf, overview } from "./help.js";
import { parseCommandLine } from "./parse.js";
import { displayWidth } from "./terminal/text.js";

const definitions = await Promise.all(commands.map(async (entry) => ({ entry, definition: await entry.load() })));

/** The options of a line whose words hold no spaces. */
async function optionsOf(line: string) {
  const request = await parseCommandLine(line.split(" "), commands);
  if (request.kind !== "run") throw new Error(`${line} asks for ${request.kind}`);
  return { args: request.args, options: Object.fromEntries(request.options) };
}

describe("a command line", () => {
  it("leaves text as text: no number is read, no sign is an option", async () => {
    const line = "compare --seeds 007 --lr -1 --margin=-1 --data=--odd --init=a=b --batch 0x10 --target 1e3";
    expect((await optionsOf(line)).options).toEqual({
      seeds: "007",
      lr: "-1",
      margin: "-1",
      data: "--odd",
      init: "a=b",
      batch: "0x10",
      target: "1e3",
    });
  });

  it("joins what a list option says in several places", async () => {
    expect((await optionsOf("compare --init he --json --init=zero,random")).options).toEqual({
      init: "he,zero,random",
      json: "",
    });
  });

  it("takes arguments before and after options, and any word after two dashes", async () => {
    expect((await optionsOf("merge a --out c b")).args).toEqual(["a", "b"]);
    expect((await optionsOf("merge a -- --out b")).args).toEqual(["a", "--out", "b"]);
    expect((await optionsOf("compare -- --help")).args).toEqual(["--help"]);
  });

  it.each(definitions.map(({ entry, definition }) => [entry.name, definition] as const))(
    "of each example in the help of %s is understood",
    async (name, { examples }) => {
      expect(examples).toHaveLength(3);
      for (const example of examples) {
        const words = [...example.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare!);
        expect(words.shift()).toBe("stepzero");
        expect([name, "compare"]).toContain(words[0]);
        expect((await parseCommandLine(words, commands)).kind).toBe("run");
      }
    },
  );
});

describe("help", () => {
  it.each([60, 80, 120])("keeps to %i columns, examples aside", (width) => {
    const texts = [
      overview(commands, width),
      ...definitions.map(({ entry, definition }) => helpOf(entry, definition, width)),
    ];
    for (const line of texts.flatMap((text) => text.split("\n"))) {
      if (!line.startsWith("  stepzero ")) expect(displayWidth(line), line).toBeLessThanOrEqual(width);
    }
  });
});
