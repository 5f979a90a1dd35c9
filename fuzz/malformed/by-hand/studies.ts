/** Study files by hand: every key with every kind of wrong value, and files that are no study. */
import type { ByHand } from "../malformed-input.js";

/** Values that are never legal for a key, as JSON. */
const never = {
  null: "null",
  "an object": '{"a":1}',
  "a negative number": "-1",
  "a fraction below 0": "-0.5",
  "a list in a list": "[[1]]",
  "an empty text": '""',
  "a number beyond doubles": "1e400",
};

/** Keys with further values that are not legal for them. */
const keys: Readonly<Record<string, readonly string[]>> = {
  data: ["[]", "3", "[3]", "true", '["glyphs",""]', '["glyphs","glyphs"]'],
  models: ["[]", "3", "[null]", "false", '["mlp","mlp"]', '"mlp,lenet5"'],
  inits: ["[]", "0", "[{}]", '["he",["zero"]]', '["he","he"]', '"he,zero"'],
  problems: ["[]", "3", '["glyphs"]', '[{"data":"glyphs"}]', '[{"data":"glyphs","model":"mlp","x":1}]'],
  seeds: [
    "0",
    "1.5",
    '"3"',
    "[]",
    "[-1]",
    "[1,1]",
    "[0.5]",
    "1000000000",
    "9007199254740993",
    '{"first":0}',
    '{"first":-1,"count":2}',
    '{"first":0,"count":0}',
    '{"first":9007199254740991,"count":2}',
  ],
  limit: ["0", "1.5", '"256"', "true", "1e10"],
  validation: ["0", "0.5", '"10"', "[10]", "1e10"],
  evaluateTrain: ["1", '"yes"', '"Every"', "[true]"],
  probe: ["1", '"yes"', "[true]"],
  vary: ["1", '"seed"', '"ALL"', "true"],
  epochs: ["0", "2.5", '"3"', "1e6", "true"],
  batch: ["0", "2.5", '"64"', "65537", "[64]"],
  optimizer: ["1", '"SGD"', '"adagrad"', '["adam"]', "true"],
  learningRate: ["0", '"0.1"', "1001", "true", "[0.1]"],
  momentum: ["1", "2", '"0.9"', "true"],
  weightDecay: ['"0"', "1001", "true", "[0]"],
  schedule: [
    "1",
    '"cosine"',
    '{"kind":"linear"}',
    '{"kind":"step"}',
    '{"kind":"step","every":0,"factor":0.5}',
    '{"kind":"cosine","final":2}',
    '{"kind":"constant","x":1}',
  ],
  warmupSteps: ["1.5", '"5"', "true", "[5]"],
  margin: ["0", "0.2", '"0.01"', "true"],
  target: ["0", "1", "1.5", '"0.9"', "true"],
  training: ["[]", "3", "[3]", '[{"x":1}]', '[{"epochs":0}]', '[{"optimizer":"x"}]', '[{"seeds":3}]'],
};

/** The message names the key. */
const perKey: ByHand = Object.entries(keys).flatMap(([key, wrong]) => [
  ...wrong.map((value) => [`${key}: ${value}`, `{"${key}":${value}}`, wordOf(key)] as const),
  ...Object.entries(never).map(([what, value]) => [`${key} is ${what}`, `{"${key}":${value}}`, wordOf(key)] as const),
]);

/** Names that stand twice, or have commas, are quoted without their key. */
function wordOf(key: string): string {
  if (key === "seeds") return "seed";
  return ["data", "models", "inits"].includes(key) ? "" : key;
}

/** Keys that are near to a key, as people mistype them. */
const mistyped = [
  "seed",
  "Seeds",
  "model",
  "init",
  "lr",
  "epoch",
  "batchsize",
  "learning_rate",
  "dataset",
  "__proto__",
  "constructor",
  "toString",
  "",
  " data",
  "data ",
];

const files: ByHand = [
  ["an empty file", "", "cannot be read as JSON"],
  ["white space", " \n\t", "cannot be read as JSON"],
  ["no value", "null", "empty"],
  ["an empty object", "{}", "empty"],
  ["only $schema", '{"$schema":"x"}', "empty"],
  ["a list", "[]", "is not a study"],
  ["a number", "3", "is not a study"],
  ["a text", '"he"', "is not a study"],
  ["a key twice", '{"seeds":3,"seeds":5}', '"seeds" stands twice'],
  ["a key twice, once escaped", '{"seeds":3,"\\u0073eeds":5}', '"seeds" stands twice'],
  ["a key twice within", '{"problems":[{"data":"glyphs","model":"mlp","data":"x"}]}', '"data" stands twice'],
  ["a comma at the end", '{"seeds":3,}', "cannot be read as JSON"],
  ["a comment", '{"seeds":3 // x\n}', "cannot be read as JSON"],
  ["single quotes", "{'seeds':3}", "cannot be read as JSON"],
  ["no quotes", "{seeds:3}", "cannot be read as JSON"],
  ["NaN", '{"target":NaN}', "cannot be read as JSON"],
  ["Infinity", '{"target":Infinity}', "cannot be read as JSON"],
  ["a hexadecimal number", '{"seeds":0x10}', "cannot be read as JSON"],
  ["a leading zero", '{"seeds":03}', "cannot be read as JSON"],
  ["a plus sign", '{"seeds":+3}', "cannot be read as JSON"],
  ["two values", '{"seeds":3}{"seeds":3}', "cannot be read as JSON"],
  ["cut short", '{"seeds":', "cannot be read as JSON"],
  ["a byte order mark", '\ufeff{"seeds":3}', "cannot be read as JSON"],
  ["a control character in a text", '{"data":"a\u0001b"}', "cannot be read as JSON"],
  ["101 lists", `{"inits":${"[".repeat(101)}${"]".repeat(101)}}`, "deeper than 100"],
  ["200,000 lists", "[".repeat(200_000), "deeper than 100"],
  ["100,000 objects", '{"a":'.repeat(100_000), "deeper than 100"],
  ["a name of 100,000 characters", `{"inits":"${"x".repeat(100_000)}"}`, "inits"],
  ["100,000 methods", `{"inits":[${Array.from({ length: 100_000 }, (_, i) => `"m${i}"`).join()}]}`, "inits"],
  ["a million seeds that are texts", `{"seeds":[${'"a",'.repeat(100_000)}"a"]}`, "seeds"],
  ["an unknown initializer", '{"inits":"hee"}', 'did you mean "he"'],
  ["an unknown model", '{"models":"mlq"}', 'did you mean "mlp"'],
  ["an unknown option", '{"models":"mlp:dept=3"}', 'did you mean "depth"'],
  ["an option beyond its range", '{"models":"mlp:depth=-1"}', "depth must be"],
  ["an option in hexadecimal", '{"models":"mlp:depth=0x10"}', "depth must be"],
  ["an option twice", '{"models":"mlp:depth=1,depth=2"}', "twice"],
  ["an option without value", '{"models":"mlp:depth="}', "name=value"],
  [
    "a pair that is in no list",
    '{"data":"glyphs","models":"mlp","problems":[{"data":"glyphs","model":"lenet5"}]}',
    "model of a problem",
  ],
  ["a model left out of pairs", '{"models":["mlp","lenet5"],"problems":[{"data":"glyphs","model":"mlp"}]}', "lenet5"],
  ["momentum for adam", '{"optimizer":"adam","momentum":0.9}', "momentum"],
  ["a limit beyond the data", '{"limit":100000}', "limit is 100000"],
  ["all samples held out", '{"limit":100,"validation":100}', "leaves none"],
  ["two equal recipes", '{"training":[{"epochs":1},{"epochs":1}]}', "twice"],
  ["a key of every recipe outside", '{"epochs":2,"training":[{"epochs":1},{"epochs":3}]}', "epochs"],
  ["modelInput without .onnx", '{"models":"mlp","modelInput":"x"}', "input"],
  ["a file that is not there", '{"inits":"./nowhere.ts"}', "There is no file"],
  ["a folder as a module", '{"inits":"../x.ts"}', "There is no file"],
  ["a legal study", '{"data":"glyphs","models":"mlp","inits":["he","zero"],"seeds":2}', null],
  ["the largest seed", '{"seeds":[9007199254740991],"inits":"he"}', null],
  ["white space around", '\n {"seeds": 2 , "inits" : "he"}\n', null],
  ["escapes in texts", '{"inits":"\\u0068e","seeds":1}', null],
  ...mistyped.map((key) => [`the key "${key}"`, `{"${key}":3}`, "unknown key"] as const),
];

/** Of study files in JSON. */
export const studyJson: ByHand = [...perKey, ...files];

/** Of study files in YAML. */
export const studyYaml: ByHand = [
  ["an empty file", "", "empty"],
  ["a comment alone", "# nothing\n", "empty"],
  ["a text", "he\n", "is not a study"],
  ["a list", "- he\n- zero\n", "is not a study"],
  ["a list that holds itself", "data: &a [*a]\n", "data.0 holds itself"],
  ["an object that holds itself", "training: &a\n  - &b {x: *b}\n", "holds itself"],
  ["an alias without anchor", "inits: *nowhere\n", "cannot be read as YAML"],
  [
    "an alias bomb",
    `a: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefghi"
      .split("")
      .map((name, i) => `${name}: &${name} [${Array(9).fill(`*${"abcdefghi"[i]}`).join()}]`)
      .join("\n")}\n`,
    "cannot be read as YAML",
  ],
  ["a key twice", "seeds: 3\nseeds: 5\n", "cannot be read as YAML"],
  ["two documents", "seeds: 3\n---\nseeds: 5\n", "cannot be read as YAML"],
  ["an unknown tag", "inits: !!js/function x\n", "cannot be read as YAML"],
  ["a tag of its own", "inits: !mine he\n", "cannot be read as YAML"],
  ["an unknown version", "%YAML 3.0\n---\nseeds: 3\n", "cannot be read as YAML"],
  ["a tab as indentation", "problems:\n\t- data: glyphs\n", "cannot be read as YAML"],
  ["an open bracket", "inits: [he, zero\n", "cannot be read as YAML"],
  ["an open quote", 'inits: "he\n', "cannot be read as YAML"],
  ["100,000 brackets", "[".repeat(100_000), "nest too deeply"],
  ["2,000 brackets", `inits: ${"[".repeat(2000)}${"]".repeat(2000)}\n`, "nest"],
  ["more than a megabyte", `# ${"x".repeat(1_000_001)}\nseeds: 3\n`, "at most 1000000"],
  ["a timestamp", "seeds: 2001-01-01\n", "seeds"],
  ["binary data", "data: !!binary aGVsbG8=\n", "data"],
  ["a set", "inits: !!set {he, zero}\n", ""],
  ["infinity", "target: .inf\n", "target"],
  ["no number", "target: .nan\n", "target"],
  ["an octal seed list", "seeds: [0o7, -1]\n", "seeds"],
  ["a sexagesimal number", "seeds: 1:30\n", "seeds"],
  ["underscores", "seeds: 1_000\n", "seeds"],
  ["yes for a switch", "evaluateTrain: yes\n", "evaluateTrain"],
  ["a colon without space", "seeds:3\n", "is not a study"],
  ["a key of a list", "? [a, b]\n: 3\n", "unknown key"],
  ["__proto__", "__proto__: {seeds: 3}\nseeds: 2\n", "unknown key"],
  ["a merge key", "a: &a {seeds: 3}\n<<: *a\n", "unknown key"],
  ["null bytes", "seeds: 3\0\n", ""],
  ["a number beyond doubles", "learningRate: 1e999\n", "learningRate"],
  ["too many seeds", "seeds: 1000000000\n", "seeds"],
  ["a negative seed", "seeds: [-5]\n", "seeds"],
  ["a lone carriage return", "seeds: x\rinits: he\n", ""],
  ["null as a value", "seeds: ~\n", "seeds"],
  ["a nested mapping", "seeds: {first: {a: 1}, count: 2}\n", "seeds"],
  ["an unknown initializer", "inits: [he, hee]\n", 'did you mean "he"'],
  ["a legal study", "data: glyphs\ninits: [he, zero]\nseeds: 2\n", null],
  ["a legal study with an anchor", "inits: &a [he]\nseeds: 2 # two\n", null],
  ["a legal study in JSON", '{"inits": ["he"], "seeds": 1}\n', null],
  ["a seed of 33 bits", "inits: he\nseeds: [4294967296, 5]\n", null],
];
