import { expect, it } from "vitest";
import { InputError } from "./errors.js";
import { messageOf, parseJson, plainData } from "./plain-data.js";

const nested = (depth: number) => `${"[".repeat(depth)}1${"]".repeat(depth)}`;
const refusal = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return "none";
};

it("parses JSON as JSON.parse does, with the file's name in errors", () => {
  for (const text of [String.raw`{"a":[1,{"a":2}],"b":"{\"a\":[[["}`, "3", '""', '[{"a":1},{"a":2}]', nested(100)]) {
    expect(parseJson(text, "x.json")).toEqual(JSON.parse(text));
  }
  for (const text of ["", "{", '{"a":1,}', "nan", "[1] 2", '"\u0001"', "\ufeff1"]) {
    expect(refusal(() => parseJson(text, "x.json"))).toMatch(/^x\.json cannot be read as JSON: /);
  }
});

it("refuses a key that stands twice in one object, however it is written", () => {
  expect(refusal(() => parseJson('{"seeds":3,"b":[{"seeds":1}],"seeds" : 5}', "x.json"))).toBe(
    'x.json: the key "seeds" stands twice in one object; write it once.',
  );
  expect(refusal(() => parseJson(String.raw`{"a":1,"\u0061":2}`, "x.json"))).toContain('key "a" stands twice');
  const text = String.raw`{"a":"\"a\":1","b":{"a":["a","a"]}}`;
  expect(parseJson(text, "x.json")).toEqual({ a: '"a":1', b: { a: ["a", "a"] } });
});

it.each(["[", '{"a":', '[{"a":'])("refuses 101 levels of %s at once, closed or not", (open) => {
  const deep = open.repeat(200_000);
  expect(refusal(() => parseJson(deep, "x.json"))).toContain("deeper than 100 levels");
});

it("copies plain data with its getters read, and `__proto__` as a key like others", () => {
  const value = {
    a: [1, { b: "x" }],
    get c() {
      return null;
    },
  };
  expect(plainData(value, "x.ts")).toEqual({ a: [1, { b: "x" }], c: null });
  const copied = plainData(JSON.parse('{"__proto__":{"a":1}}'), "x.ts") as object;
  expect(Object.keys(copied)).toEqual(["__proto__"]);
  expect(Object.getPrototypeOf(copied)).toBe(Object.prototype);
});

it("says where reading throws, what holds itself, and what is a promise", () => {
  const loop: unknown[] = [];
  loop.push([loop]);
  const boom = () => {
    throw new Error("boom");
  };
  const cases: readonly (readonly [unknown, string])[] = [
    [
      {
        data: {
          get x() {
            return boom();
          },
        },
      },
      'x.ts: data.x cannot be read: it threw "boom".',
    ],
    [new Proxy({}, { ownKeys: boom }), 'x.ts cannot be read: it threw "boom".'],
    [{ seeds: loop }, "x.ts: seeds.0.0 holds itself, so it has no end."],
    [{ inits: Promise.resolve("he") }, "x.ts: inits is a promise; wait for its value: await."],
    [{ inits: [() => 0] }, "x.ts: inits.0 is a function; only its value can be used."],
    [JSON.parse(nested(101)), "x.ts nests lists and objects deeper than 100 levels. Write it flat."],
    [new Array(2 ** 32 - 1), "x.ts holds more than 20000000 values."],
  ];
  for (const [value, message] of cases) expect(refusal(() => plainData(value, "x.ts"))).toBe(message);
});

it("has a text for whatever is thrown", () => {
  const mute = {
    toString: () => {
      throw new Error("no");
    },
  };
  expect([new Error("a"), "b", null, Symbol("s"), mute].map(messageOf)).toEqual([
    "a",
    "b",
    "null",
    "Symbol(s)",
    "something that has no text",
  ]);
});
