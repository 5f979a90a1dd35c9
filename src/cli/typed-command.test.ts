import { describe, expect, it } from "vitest";
import { type ProcessStart, programWords, typedLine } from "./typed-command.js";

const start = (script: string, more: Partial<ProcessStart> = {}): ProcessStart => ({
  argv: ["/usr/bin/node", script, "compare"],
  execArgv: [],
  env: { PATH: "/usr/local/bin:/usr/bin:" },
  cwd: "/home/me/project",
  ...more,
});

describe("the form in which a person called stepzero", () => {
  it.each([
    // npx, pnpm exec, a script of package.json: a shell does not find the program by itself.
    ["/home/me/project/node_modules/.bin/stepzero", ["npx", "stepzero"]],
    ["/home/me/.npm/_npx/0123456789abcdef/node_modules/.bin/stepzero", ["npx", "stepzero"]],
    // npm install --global
    ["/usr/local/bin/stepzero", ["stepzero"]],
    // A clone of the repository.
    ["/home/me/project/dist/cli/main.js", ["node", "dist/cli/main.js"]],
    ["/opt/stepzero/dist/cli/main.js", ["node", "/opt/stepzero/dist/cli/main.js"]],
    ["/home/me/other/dist/cli/main.js", ["node", "../other/dist/cli/main.js"]],
    // A link that no shell finds.
    ["/home/me/project/stepzero", ["node", "stepzero"]],
  ])("%s", (script, words) => {
    expect(programWords(start(script))).toEqual(words);
  });

  it("is npx also where the folder of the package's programs is on the path, as under npm run", () => {
    const bin = "/home/me/project/node_modules/.bin";
    expect(programWords(start(`${bin}/stepzero`, { env: { PATH: `${bin}:/usr/bin` } }))).toEqual(["npx", "stepzero"]);
  });

  it("keeps the options of Node", () => {
    const options = { execArgv: ["--max-old-space-size=8000"] };
    expect(typedLine(["report", "my results"], start("/home/me/project/dist/cli/main.js", options))).toBe(
      "node --max-old-space-size=8000 dist/cli/main.js report 'my results'",
    );
  });
});
