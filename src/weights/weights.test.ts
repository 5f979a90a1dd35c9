import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { havePython } from "../../test/oracles.js";
import { runPython } from "../../test/python.js";
import { parseNpz } from "../data/index.js";
import { InputError } from "../errors.js";
import type { TensorRole } from "../initializers/index.js";
import {
  axesIn,
  layouts,
  type NamedTensor,
  type PlacedTensor,
  parseSafetensors,
  place,
  writeNpz,
  writeSafetensors,
} from "./index.js";
import { permute } from "./layout.js";

const folder = mkdtempSync(join(tmpdir(), "stepzero-weights-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const counted = (name: string, shape: number[]) => ({
  name,
  shape,
  data: Float32Array.from({ length: shape.reduce((n, m) => n * m, 1) }, (_, i) => i + 0.5),
});
const samples = [
  counted("conv1.weight", [2, 3, 1, 2]),
  counted("scalar", []),
  counted("10", [1]),
  counted("2", [5]),
  counted("params/größe/kernel", [4, 1]),
  counted("empty", [0, 3]),
  { name: "special", shape: [5], data: Float32Array.of(-0, 1e-45, 3.4028234663852886e38, Number.NaN, -Infinity) },
];

/** Names, shapes and numbers, whatever their order. */
const byName = (tensors: readonly NamedTensor[]) =>
  new Map(tensors.map(({ name, shape, data }) => [name, { shape, data }]));

describe(".npz", () => {
  it("is read back by our reader: names, shapes, bits", () => {
    const bytes = writeNpz(samples);
    const arrays = parseNpz(bytes, "test");
    const read = [...arrays].map(([name, array]) => ({ name, ...array() }) as NamedTensor);
    expect(byName(read)).toEqual(byName(samples));
    expect(writeNpz(samples)).toEqual(bytes);
  });

  it.skipIf(!havePython("numpy"))("is read by NumPy, and by Python's zipfile without complaint", () => {
    const file = join(folder, "samples.npz");
    writeFileSync(file, writeNpz(samples));
    const program = [
      "import json, sys, zipfile, numpy as np",
      "assert zipfile.ZipFile(sys.argv[1]).testzip() is None",
      "arrays = np.load(sys.argv[1])",
      "print(json.dumps({k: [list(v.shape), v.dtype.str, v.tobytes().hex()] for k, v in arrays.items()}))",
    ].join("\n");
    const expected = Object.fromEntries(
      samples.map(({ name, shape, data }) => [name, [shape, "<f4", Buffer.from(data.buffer).toString("hex")]]),
    );
    expect(JSON.parse(runPython(program, [file]))).toEqual(expected);
  });

  it("is the same bytes in every time zone", () => {
    const zone = process.env.TZ;
    const expected = writeNpz(samples);
    try {
      for (const name of ["UTC", "Pacific/Kiritimati", "America/St_Johns", "Pacific/Pago_Pago"]) {
        process.env.TZ = name;
        expect(writeNpz(samples), name).toEqual(expected);
      }
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });

  it("refuses two arrays of one name, and a name too long for a zip archive", () => {
    expect(() => writeNpz([counted("a", [1]), counted("a", [2])])).toThrow('Two tensors are named "a"');
    const long = "ß".repeat(32_766);
    expect(() => writeNpz([counted(long, [1])])).toThrow("has 65536 bytes; an .npz file allows 65535");
    expect([...parseNpz(writeNpz([counted(long.slice(1), [1])]), "test").keys()]).toEqual([long.slice(1)]);
  });
});

describe(".safetensors", () => {
  it("is read back: names, shapes, bits; the numbers begin at a multiple of eight bytes", () => {
    for (let extra = 0; extra < 9; extra++) {
      const tensors = [...samples, counted("x".repeat(extra + 1), [3])];
      const bytes = writeSafetensors(tensors, { seed: "0" });
      expect(byName(parseSafetensors(bytes, "test"))).toEqual(byName(tensors));
      expect(Number(new DataView(bytes.buffer).getBigUint64(0, true)) % 8).toBe(0);
    }
  });

  it("whatever the names", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ unit: "grapheme" }), { maxLength: 5 }), (names) => {
        const tensors = names.map((name, i) => counted(name, [i, 2]));
        expect(byName(parseSafetensors(writeSafetensors(tensors), "test"))).toEqual(byName(tensors));
      }),
    );
  });

  it.skipIf(!havePython("numpy"))("follows the format's description, parsed by hand in Python", () => {
    const file = join(folder, "samples.safetensors");
    writeFileSync(file, writeSafetensors(samples, { seed: "7" }));
    const program = [
      "import json, struct, sys",
      "raw = open(sys.argv[1], 'rb').read()",
      "n = struct.unpack('<Q', raw[:8])[0]",
      "header = json.loads(raw[8:8 + n])",
      "meta = header.pop('__metadata__')",
      "ends = sorted(tuple(t['data_offsets']) for t in header.values())",
      "assert all(a[1] == b[0] for a, b in zip(ends, ends[1:])) and ends[0][0] == 0 and ends[-1][1] == len(raw) - 8 - n",
      "body = raw[8 + n:]",
      "print(json.dumps([meta, {k: [t['shape'], t['dtype'], body[t['data_offsets'][0]:t['data_offsets'][1]].hex()] for k, t in header.items()}]))",
    ].join("\n");
    const expected = Object.fromEntries(
      samples.map(({ name, shape, data }) => [name, [shape, "F32", Buffer.from(data.buffer).toString("hex")]]),
    );
    expect(JSON.parse(runPython(program, [file]))).toEqual([{ seed: "7" }, expected]);
  });

  it("refuses damaged files, naming what is wrong", () => {
    const whole = writeSafetensors([counted("a", [3])]);
    const text = (header: string) => {
      const bytes = new Uint8Array(8 + header.length + 12);
      new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
      bytes.set(new TextEncoder().encode(header), 8);
      return bytes;
    };
    for (let length = 0; length < whole.length; length++) {
      expect(() => parseSafetensors(whole.subarray(0, length), "cut")).toThrow("cut is not a whole .safetensors file");
    }
    for (const [bytes, message] of [
      [text("[1]"), "its header is not a JSON object"],
      [text("{ "), "its header is not JSON ("],
      [
        text('{"a":{"dtype":"I8","shape":[1],"data_offsets":[0,1]}}'),
        '"a" is of type I8, expected F16, BF16, F32, F64',
      ],
      [text('{"a":{"dtype":"F16","shape":[1],"data_offsets":[0,4]}}'), '"a" [1] has offsets 0 to 4 of 12 bytes'],
      [text('{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,2]}}'), '"a" lacks its shape or its data_offsets'],
      [text('{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}'), '"a" [4] has offsets 0 to 16 of 12 bytes'],
      // The format: "the byte buffer needs to be entirely indexed, and cannot contain holes",
      // "duplicate keys are disallowed", metadata is a "map of string to string".
      [text('{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}'), "bytes 70 to 74 belong to no tensor"],
      [text('{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}'), "bytes 63 to 67 belong to no tensor"],
      [
        text(
          '{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}',
        ),
        '"b" has bytes in common with another tensor',
      ],
      [
        text(
          '{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},"\\u0061":{"dtype":"F32","shape":[1,3],"data_offsets":[0,12]}}',
        ),
        "its header has 2 entries with 1 different names",
      ],
      [text('{"a":{"dtype":"F32","shape":[1152921504606846976],"data_offsets":[0,12]}}'), '"a" lacks its shape'],
      [text('{"a":{"dtype":"F32","shape":[9007199254740991,0],"data_offsets":[0,12]}}'), "has offsets 0 to 12 of 12"],
      [text('{"a":null}'), '"a" is of type undefined'],
      [text('{"__metadata__":{"seed":7}}'), "its __metadata__ is no object of texts"],
      [text(`{"a":${"[".repeat(1e6)}`), "its header is nested deeper than a tensor's shape"],
      [text(`{"__metadata__":{${'"a":"",'.repeat(1e6)}"b":""}}`), "its header has over 1000000 names"],
      [text(`{"${"\\\\".repeat(1e6)}":1}`), "is of type undefined"],
    ] as const) {
      expect(() => parseSafetensors(bytes, "f")).toThrow(InputError);
      expect(() => parseSafetensors(bytes, "f")).toThrow(message);
      expect(() => parseSafetensors(bytes, "f")).toThrow("f is not a whole .safetensors file");
    }
    expect(() => writeSafetensors([counted("__metadata__", [1])])).toThrow("the name is taken");
  });
});

const tensor = (name: string, shape: number[], role: TensorRole, more: Partial<PlacedTensor> = {}): PlacedTensor => ({
  ...counted(name, shape),
  role,
  ...more,
});
const kernel = (operation: TensorRole["operation"], more: Partial<TensorRole> = {}): TensorRole => ({
  kind: "kernel",
  ...(operation === undefined ? {} : { operation }),
  ...more,
});

describe("layouts", () => {
  it("permuting is NumPy's transpose", () => {
    const data = Float32Array.from({ length: 24 }, (_, i) => i);
    // np.arange(24).reshape(2, 3, 4).transpose(2, 0, 1).ravel()[:8] → [0, 4, 8, 12, 16, 20, 1, 5]
    expect([...permute(data, [2, 3, 4], [2, 0, 1]).subarray(0, 8)]).toEqual([0, 4, 8, 12, 16, 20, 1, 5]);
    expect(permute(permute(data, [2, 3, 4], [2, 0, 1]), [4, 2, 3], [1, 2, 0])).toEqual(data);
  });

  it("name tensors as each framework does", () => {
    const tensors = [
      tensor("dense1/kernel", [2, 3], kernel("dense")),
      tensor("dense1/bias", [2], { kind: "bias" }),
      tensor("block1/batchnorm1/scale", [2], { kind: "norm-scale" }),
      tensor("block1/batchnorm1/shift", [2], { kind: "norm-shift" }),
      tensor("block1/batchnorm1/running-mean", [2], { kind: "norm-shift" }, { statistic: "mean" }),
      tensor("block1/batchnorm1/running-variance", [2], { kind: "norm-scale" }, { statistic: "variance" }),
      tensor("block1/attention1/query-key-value-kernel", [6, 2], kernel("dense", { fused: 3 })),
      tensor("block1/attention1/output-bias", [2], { kind: "bias" }),
      tensor("position1/embedding", [1, 4, 2], { kind: "position" }),
    ];
    const names = Object.fromEntries(layouts.map((layout) => [layout, tensors.map((t) => place(t, layout).name)]));
    expect(names).toEqual({
      onnx: tensors.map(({ name }) => name),
      pytorch: [
        "dense1.weight",
        "dense1.bias",
        "block1.batchnorm1.weight",
        "block1.batchnorm1.bias",
        "block1.batchnorm1.running_mean",
        "block1.batchnorm1.running_var",
        "block1.attention1.query_key_value.weight",
        "block1.attention1.output.bias",
        "position1.embedding",
      ],
      keras: [
        "dense1/kernel",
        "dense1/bias",
        "block1/batchnorm1/gamma",
        "block1/batchnorm1/beta",
        "block1/batchnorm1/moving_mean",
        "block1/batchnorm1/moving_variance",
        "block1/attention1/query_key_value/kernel",
        "block1/attention1/output/bias",
        "position1/embedding",
      ],
      jax: [
        "params/dense1/kernel",
        "params/dense1/bias",
        "params/block1/batchnorm1/scale",
        "params/block1/batchnorm1/bias",
        "batch_stats/block1/batchnorm1/mean",
        "batch_stats/block1/batchnorm1/var",
        "params/block1/attention1/query_key_value/kernel",
        "params/block1/attention1/output/bias",
        "params/position1/embedding",
      ],
    });
  });

  it.skipIf(!havePython("torch"))("compute the same, as each framework defines its layers", () => {
    const cases = {
      conv: tensor("conv", [4, 3, 3, 2], kernel("convolution")),
      depthwise: tensor("depthwise", [6, 1, 3, 3], kernel("convolution", { groups: 3 })),
      transposed: tensor("transposed", [3, 4, 3, 2], kernel("transposed-convolution", { stride: [2, 2] })),
      dense: tensor("dense", [5, 3 * 4 * 4], kernel("dense"), { flattenedChannels: 3 }),
    };
    const all = Object.entries(cases).flatMap(([name, one]) =>
      layouts.map((layout) => ({ name: `${name}.${layout}`, ...axesIn(one, layout) })),
    );
    const file = join(folder, "layouts.npz");
    writeFileSync(file, writeNpz(all));
    // Keras's own definitions: Conv2D is a correlation with [h, w, in, out]; DepthwiseConv2D's
    // output c · m + j is input c with [.., c, j]; Conv2DTranspose is the gradient of the Conv2D
    // with kernel [h, w, out, in]. Flax's ConvTranspose dilates its input and correlates.
    const program = `
import sys, torch, torch.nn.functional as F, numpy as np
w = {k: torch.from_numpy(v).double() for k, v in np.load(sys.argv[1]).items()}
x = torch.randn(2, 3, 4, 4, dtype=torch.double, generator=torch.Generator().manual_seed(0))
nhwc = x.permute(0, 2, 3, 1)
def conv_hwio(x, k): return F.conv2d(x, k.permute(3, 2, 0, 1))
same = lambda a, b: print(torch.allclose(a, b, rtol=1e-10, atol=0))
same(F.conv2d(x, w["conv.pytorch"]), conv_hwio(x, w["conv.keras"]))
same(F.conv2d(x, w["conv.pytorch"]), conv_hwio(x, w["conv.jax"]))
d = F.conv2d(x, w["depthwise.pytorch"], groups=3)
k = w["depthwise.keras"]
same(d, torch.stack([F.conv2d(x[:, c:c+1], k[:, :, c, j][None, None])[:, 0] for c in range(3) for j in range(2)], 1))
same(d, F.conv2d(x, w["depthwise.jax"].permute(3, 2, 0, 1), groups=3))
y = F.conv_transpose2d(x, w["transposed.pytorch"], stride=2)
k = w["transposed.keras"]
z = torch.zeros_like(y, requires_grad=True)
out = F.conv2d(z, k.permute(3, 2, 0, 1), stride=2)
same(y, torch.autograd.grad((out * x).sum(), z)[0])
k = w["transposed.jax"]
dilated = torch.zeros(2, 3, 7, 7, dtype=torch.double); dilated[:, :, ::2, ::2] = x
same(y, F.conv2d(F.pad(dilated, (1, 1, 2, 2)), k.permute(3, 2, 0, 1)))
f = x.flatten(1) @ w["dense.pytorch"].T
same(f, nhwc.flatten(1) @ w["dense.keras"])
same(f, nhwc.flatten(1) @ w["dense.jax"])
`;
    expect(runPython(program, [file]).trim().split("\n")).toEqual(new Array(8).fill("True"));
  });
});
