/** Command lines by hand, a word a line. */
import type { ByHand } from "../malformed-input.js";

const line = (...words: readonly string[]) => words.join("\n");
/** Values that options of whole numbers do not take. */
const badWhole = ["", "x", "1.5", "1e3", "0x10", "-1", "99999999999999999999", "1 2", "NaN", "１"];
/** Values that options of real numbers do not take. */
const badReal = ["", "x", "-1", "0x1", "1e999", "NaN", "Infinity", "1,5", "1_0"];

/** Of command lines, a word a line. */
export const commandLines: ByHand = [
  ...["seeds", "epochs", "batch", "limit", "validation"].flatMap((name) =>
    ["0", ...badWhole].map(
      (value) => [`--${name} ${value}`, line("compare", `--${name}`, value), `--${name}`] as const,
    ),
  ),
  ...["lr", "target", "margin"].flatMap((name) =>
    ["0", ...badReal].map((value) => [`--${name} ${value}`, line("compare", `--${name}`, value), `--${name}`] as const),
  ),
  ...["momentum", "weight-decay"].flatMap((name) =>
    badReal.map((value) => [`--${name} ${value}`, line("compare", `--${name}`, value), `--${name}`] as const),
  ),
  ...[
    "cosine:",
    "cosine:final",
    "cosine:final=2",
    "cosine:final=0x0",
    "cosine:final=0,final=1",
    "cosine:x=1",
    "step",
    "step:every=0,factor=1",
    "step:every=1.5,factor=1",
    "step:every=1",
    "step:every=1,factor=0",
    "constant:x=1",
    "linear",
    "",
    "Cosine",
  ].map((value) => [`--schedule ${value}`, line("compare", "--schedule", value), "chedule"] as const),
  ...["", "x", "-1", "1.5", "99999999999999999999"].map(
    (value) => [`--seed ${value}`, line("compare", "--seed", value), "--seed"] as const,
  ),
  ["no such command", "compar", 'did you mean "compare"'],
  ["__proto__ as a command", "__proto__", "nknown command"],
  ["an option as a command", line("--seeds", "3"), "command must come first"],
  ["an unknown option", line("compare", "--seedz", "3"), 'did you mean "--seeds"'],
  ["an option of another command", line("compare", "--layout", "keras"), "nknown option"],
  ["an option without its value", line("compare", "--seeds"), "--seeds needs a value"],
  ["an option instead of a value", line("compare", "--seeds", "--epochs", "3"), "--seeds needs a value"],
  ["an option twice", line("compare", "--seeds", "3", "--seeds", "5"), "--seeds"],
  ["a switch with a value", line("compare", "--json=yes"), "switch"],
  ["two study files", line("compare", "a.yaml", "b.yaml"), "b.yaml"],
  ["an argument for devices", line("devices", "cpu"), "does not take"],
  ["an empty item", line("compare", "--init", "he,,zero"), "empty item"],
  ["a comma at the end", line("compare", "--init", "he,"), "empty item"],
  ["the same method twice", line("compare", "--init", "he,he"), "twice"],
  ["an unknown optimizer", line("compare", "--optimizer", "adagrad"), "nknown optimizer"],
  ["an unknown thing to vary", line("compare", "--vary", "everything"), "vary"],
  ["momentum for adam", line("compare", "--optimizer", "adam", "--momentum", "0.9"), "momentum"],
  ["init without --out", line("init", "--model", "mlp"), "--out is missing"],
  ["init to a text file", line("init", "--out", "w.txt"), "--out must end in"],
  ["init with half a shape", line("init", "--out", "w.npz", "--input", "3,32,32"), "belong together"],
  ["init with a shape of 0", line("init", "--out", "w.npz", "--input", "0,32,32", "--classes", "10"), "--input"],
  ["init with five axes", line("init", "--out", "w.npz", "--input", "1,2,3,4,5", "--classes", "10"), "--input"],
  ["init with one class", line("init", "--out", "w.npz", "--input", "3", "--classes", "1"), "--classes"],
  ["init with a seed of 54 bits", line("init", "--out", "w.npz", "--seed", "9007199254740993"), "--seed"],
  ["init: --keep for a named network", line("init", "--out", "w.npz", "--keep", "a"), "--keep"],
  ["init: --classes for a file", line("init", "--out", "w.npz", "--model", "a.onnx", "--classes", "3"), "--classes"],
  [
    "init: data and shape",
    line("init", "--out", "w.npz", "--data", "glyphs", "--input", "3", "--classes", "2"),
    "not both",
  ],
  [
    "init: a forget bias beyond its range",
    line("init", "--out", "w.npz", "--model", "a.onnx", "--forget-bias", "1e4"),
    "--forget-bias",
  ],
  ["legal", line("compare", "--init", "he,random:std=0.1", "--seeds", "2", "--lr", "1e-2"), null],
  ["legal, =", line("compare", "--init=he", "--seeds=2"), null],
  ["help", line("compare", "--help"), null],
  ["legal: init", line("init", "--out", "w.npz", "--seed", "9007199254740991"), null],
];
