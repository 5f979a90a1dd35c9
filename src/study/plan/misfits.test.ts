import { describe, expect, it } from "vitest";
import { glyphs, planned } from "../../../test/study/planned.js";
import { InputError } from "../../errors.js";
import { conv, dense, flatten, sequential } from "../../network/layers/index.js";
import { defineNetwork } from "../../network/models/index.js";
import { requestStudy } from "./options.js";
import { chooseStudy, planStudy } from "./plan-study.js";

describe("a study with a method that does not fit", () => {
  it.each([
    ["mlp", "fixup", "fixup does not fit mlp on glyphs: ", "residual branches"],
    ["lenet5", "mimetic", "mimetic does not fit lenet5 on glyphs: ", "attention"],
  ])("is refused where a method does not fit the network: %s, %s", (model, init, ...messages) => {
    const attempt = () => planned({ models: model, inits: ["he", init] });
    for (const message of messages) expect(attempt).toThrow(message);
  });

  it("leaves out the methods of a group that do not fit, and is refused where none does", () => {
    const plan = (model: string, ...inits: readonly string[]) => {
      const request = requestStudy({ models: model, inits: [...inits], seeds: 1 });
      return planStudy(chooseStudy(request), [glyphs]);
    };
    const { study, cells, leftOut } = plan("resnet20", "group:residual", "he");
    expect(study.methods.map(({ label }) => label)).toEqual(["zero-gamma", "fixup", "he"]);
    expect(cells.map(({ method }) => method.label)).toEqual(["zero-gamma", "fixup", "he"]);
    expect(leftOut).toEqual([
      expect.stringMatching(/^Left out of its group: skipinit does not fit resnet20 on glyphs: /),
      expect.stringMatching(/^Left out of its group: rezero does not fit resnet20 on glyphs: /),
    ]);
    expect(() => plan("mlp", "group:residual")).toThrow("zero-gamma does not fit mlp on glyphs: ");
    // Who names a method wants it.
    expect(() => plan("resnet20", "group:residual", "rezero")).toThrow("rezero does not fit resnet20 on glyphs: ");
    expect(plan("mlp", "group:scaled").leftOut).toEqual([]);
  });

  it("is refused where a kernel's shape does not suit the method, without large draws", () => {
    const narrowing = defineNetwork({
      name: "narrowing",
      layers: ({ classes }) => sequential(conv(16, 3), conv(4, 3), flatten(), dense(classes)),
    });
    const users = {
      models: [{ written: "./n.ts", model: narrowing, file: { path: "/n.ts", sha256: "d".repeat(64) } }],
      initializers: [],
    };
    const attempt = () => planned({ models: "./n.ts", inits: "delta-orthogonal" }, [glyphs], users);
    expect(attempt).toThrow(InputError);
    expect(attempt).toThrow("delta-orthogonal does not fit narrowing on glyphs: ");
  });
});
