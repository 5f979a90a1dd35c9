import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { packTar } from "modern-tar";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dataDir, haveData } from "../../../test/oracles.js";
import { InputError } from "../../errors.js";
import { type CatalogueName, catalogue } from "../catalogue.js";
import type { CatalogueEntry } from "../catalogue-entry.js";
import { datasetChecksum } from "../checksum.js";
import type { Split } from "../dataset.js";
import { readArchive } from "./archives.js";
import { dataPlaces } from "./data-places.js";
import type { Fetch } from "./download.js";
import { loadDataset } from "./load-dataset.js";
import { DamagedFileError } from "./read-file.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stepzero-data-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const offline: Fetch = async () => {
  throw new TypeError("fetch failed", { cause: new Error("getaddrinfo ENOTFOUND") });
};

const rejected = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => expect.fail("expected an error"),
    (error) => error,
  );

function counts({ labels }: Split): number[] {
  const each = new Array<number>(10).fill(0);
  for (const label of labels) each[label]!++;
  return each;
}

describe.each([
  // Counted in the published files (protocol.md §6.5); the other two are balanced.
  {
    name: "mnist" as CatalogueName,
    train: [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949],
    test: [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009],
  },
  { name: "fashion-mnist" as CatalogueName, train: new Array(10).fill(6000), test: new Array(10).fill(1000) },
  { name: "cifar10" as CatalogueName, train: new Array(10).fill(5000), test: new Array(10).fill(1000) },
])("$name", ({ name, train, test }) => {
  it.skipIf(!haveData(name))("has the published class counts, shape and checksum", async () => {
    const data = await loadDataset(name, { dataDir, cacheDir: folder, fetch: offline });
    const entry: CatalogueEntry = catalogue[name];
    expect([counts(data.train), counts(data.test)]).toEqual([train, test]);
    expect([data.train.count, data.test.count]).toEqual([entry.trainCount, entry.testCount]);
    const size = entry.shape.reduce((a, b) => a * b);
    expect([data.train.inputs.length, data.test.inputs.length]).toEqual([
      entry.trainCount * size,
      entry.testCount * size,
    ]);
    expect(await datasetChecksum(data)).toBe(entry.checksum);
    expect(readdirSync(folder)).toEqual([]); // nothing was cached
  });
});

describe("the catalogue", () => {
  it.each(Object.entries(catalogue))("%s is complete", (key, entry: CatalogueEntry) => {
    expect(entry.name).toBe(key);
    expect(entry.mirrors.length).toBeGreaterThan(1);
    for (const mirror of entry.mirrors) expect(new URL("x", mirror).href).toBe(`${mirror}x`);
    for (const { md5, sha256, members } of entry.archives) {
      expect(md5).toMatch(/^[0-9a-f]{32}$/);
      for (const hash of [sha256, entry.checksum, ...members.map((member) => member.sha256)]) {
        expect(hash).toMatch(/^[0-9a-f]{64}$/);
      }
    }
  });

  it.skipIf(!haveData("mnist"))("agrees with SHA256SUMS beside the data", () => {
    const sums = readFileSync(join(dataDir, "SHA256SUMS"), "utf8");
    for (const { name, archives } of Object.values(catalogue) as CatalogueEntry[]) {
      for (const { file, packing, sha256, members } of archives) {
        // The tar there is packed anew; what is in it is listed.
        if (packing === "gzip") expect(sums).toContain(`${sha256}  ${name}/${file}`);
        else
          for (const member of members) expect(sums).toContain(`${member.sha256}  cifar-10-batches-bin/${member.name}`);
      }
    }
  });
});

describe("dataPlaces", () => {
  it("follows the environment", () => {
    expect(dataPlaces({}, "/home/u")).toEqual({ dataDir: undefined, cacheDir: "/home/u/.cache/stepzero" });
    expect(dataPlaces({ XDG_CACHE_HOME: "/c", STEPZERO_DATA: "/d" }, "/home/u")).toEqual({
      dataDir: "/d",
      cacheDir: "/c/stepzero",
    });
    for (const XDG_CACHE_HOME of ["", "cache", "./c"]) {
      expect(dataPlaces({ XDG_CACHE_HOME }, "/home/u").cacheDir).toBe("/home/u/.cache/stepzero");
    }
  });
});

describe("loadDataset", () => {
  it("makes glyphs without any file", async () => {
    expect((await loadDataset("glyphs", { cacheDir: "/nonexistent", fetch: offline })).name).toBe("glyphs");
  });

  it("suggests a name for a mistyped one", async () => {
    const { message } = await rejected(loadDataset("mnits", { cacheDir: folder }));
    expect(message).toMatch(/^Unknown data set "mnits"; did you mean "mnist"\? Known: glyphs, mnist, .*\.npz or \.csv/);
  });

  it("takes what looks like a path for one", async () => {
    const { message } = await rejected(loadDataset("./mine.npz", { cacheDir: folder }));
    expect(message).toBe("There is no file or folder ./mine.npz.");
  });

  it("tells a user without network and data what to do", async () => {
    const error = await rejected(
      loadDataset("mnist", { dataDir: folder, cacheDir: join(folder, "c"), fetch: offline }),
    );
    expect(error).toBeInstanceOf(InputError);
    for (const part of [
      `mnist is not in ${folder}/mnist nor ${folder}/c/mnist`,
      "https://storage.googleapis.com/cvdf-datasets/mnist/train-images-idx3-ubyte.gz: getaddrinfo ENOTFOUND",
      "--data glyphs",
      "ossci-datasets.s3.amazonaws.com/mnist/t10k-labels-idx1-ubyte.gz (SHA-256 f7ae60f9",
      "--data-dir",
    ]) {
      expect(error.message).toContain(part);
    }
  });

  it("reads no other folder with onlyDataDir, and lists what that folder holds", async () => {
    const requests: string[] = [];
    const options = {
      dataDir: folder,
      onlyDataDir: true,
      cacheDir: "/nonexistent",
      fetch: async (url: string) => {
        requests.push(url);
        return new Response("");
      },
    };
    const start = `The data folder ${folder} (--data-dir) does not hold mnist: looked in ${folder}/mnist for train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz (or the files packed in them).`;
    const end = "Leave out --data-dir to use the cache or download it.";
    const empty = await rejected(loadDataset("mnist", options));
    expect(empty).toBeInstanceOf(InputError);
    expect(empty.message).toBe(`${start} ${folder} holds nothing. ${end}`);
    mkdirSync(join(folder, "mnist"));
    mkdirSync(join(folder, "cifar10"));
    writeFileSync(join(folder, "mnist", "mnist.pkl"), "");
    const { message } = await rejected(loadDataset("mnist", options));
    expect(message).toBe(`${start} ${folder} holds cifar10, mnist. ${join(folder, "mnist")} holds mnist.pkl. ${end}`);
    expect(requests).toEqual([]);
    expect((await loadDataset("glyphs", options)).name).toBe("glyphs");
  });

  it("refuses a data folder that is none", async () => {
    const { message } = await rejected(loadDataset("mnist", { dataDir: join(folder, "no"), cacheDir: folder }));
    expect(message).toBe(`The data folder ${folder}/no (--data-dir or STEPZERO_DATA) is not a folder.`);
  });
});

describe.skipIf(!haveData("mnist"))("loadDataset of files", () => {
  const entry: CatalogueEntry = catalogue.mnist;
  const names = entry.archives.map(({ file }) => file);
  const real = (file: string) => join(dataDir, "mnist", file);
  /** The four files in `folder/mnist`. */
  function copyAll(): void {
    mkdirSync(join(folder, "mnist"));
    for (const name of names) copyFileSync(real(name), join(folder, "mnist", name));
  }
  /** Serves the mirrors' files from the real folder; records the URLs of the requests. */
  function mirror(requests: string[] = []): Fetch {
    return async (url) => {
      requests.push(url);
      return new Response(readFileSync(real(url.slice(url.lastIndexOf("/") + 1))));
    };
  }

  it("reads decompressed files", async () => {
    copyAll();
    for (const name of names) {
      writeFileSync(join(folder, "mnist", name.replace(".gz", "")), gunzipSync(readFileSync(real(name))));
      rmSync(join(folder, "mnist", name));
    }
    const data = await loadDataset("mnist", { dataDir: folder, cacheDir: "/nonexistent", fetch: offline });
    expect(await datasetChecksum(data)).toBe(entry.checksum);
  });

  it("names a file that is missing beside the others", async () => {
    copyAll();
    rmSync(join(folder, "mnist", names[3]!));
    const { message } = await rejected(loadDataset("mnist", { dataDir: folder, cacheDir: "/nonexistent" }));
    expect(message).toContain(`${folder}/mnist has files of mnist but not t10k-labels-idx1-ubyte.gz`);
  });

  it("names a file that is cut short or altered, with checksums, and leaves the user's copy alone", async () => {
    copyAll();
    const labels = join(folder, "mnist", names[1]!);
    const whole = readFileSync(labels);
    for (const length of [0, 20_000, whole.length - 1]) {
      writeFileSync(labels, whole.subarray(0, length));
      const error = await rejected(loadDataset("mnist", { dataDir: folder, cacheDir: "/nonexistent" }));
      expect(error).toBeInstanceOf(DamagedFileError);
      expect(error.message).toContain(labels);
      expect(error.message).toMatch(/[0-9a-f]{64}/);
    }
    // Another data set's file, whole and well packed.
    copyFileSync(real(names[3]!), labels);
    const { message } = await rejected(loadDataset("mnist", { dataDir: folder, cacheDir: "/nonexistent" }));
    expect(message).toContain(
      `train-labels-idx1-ubyte in ${labels} is not the published file: 10008 bytes with SHA-256 ff7bcfd4`,
    );
    expect(message).toContain("expected 60008 bytes with SHA-256 65a50cbb");
    // Larger than it should be.
    copyFileSync(real(names[0]!), labels);
    const tooLong = await rejected(loadDataset("mnist", { dataDir: folder, cacheDir: "/nonexistent" }));
    expect(tooLong.message).toBe(
      `${labels} is cut short or altered: it holds more than the expected 60008 bytes (its SHA-256 is ${entry.archives[0]!.sha256}, that of the published file ${entry.archives[1]!.sha256}). Get the whole file again.`,
    );
    expect(readdirSync(join(folder, "mnist")).sort()).toEqual([...names].sort());
  });

  it("downloads into the cache once, then reads it without a network", async () => {
    const requests: string[] = [];
    const data = await loadDataset("mnist", { cacheDir: folder, fetch: mirror(requests) });
    expect(data.checksum).toBe(entry.checksum);
    expect(requests).toEqual(names.map((name) => entry.mirrors[0] + name));
    expect(readdirSync(join(folder, "mnist")).sort()).toEqual([...names].sort());
    const again = await loadDataset("mnist", { cacheDir: folder, fetch: offline });
    expect(counts(again.test)).toEqual(counts(data.test));
  });

  it("sets a cached file aside that went bad, and fetches that one again", async () => {
    copyAll();
    const labels = join(folder, "mnist", names[3]!);
    writeFileSync(labels, "not gzip");
    const error = await rejected(loadDataset("mnist", { cacheDir: folder, fetch: offline }));
    expect(error.message).toContain(`${labels} is cut short or altered`);
    expect(error.message).toContain(`set aside as ${labels}.bad`);
    expect(error.message).toContain("could not be downloaded");
    expect(readFileSync(`${labels}.bad`, "utf8")).toBe("not gzip");
    const requests: string[] = [];
    await loadDataset("mnist", { cacheDir: folder, fetch: mirror(requests) });
    expect(requests.length).toBe(1);
    expect(existsSync(labels)).toBe(true);
  });
});

describe("readArchive of a tar", () => {
  const members = [
    { name: "a.bin", bytes: 3, sha256: "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81" },
  ];
  const archive = { file: "x.tar.gz", packing: "tar.gz", bytes: 0, md5: "", sha256: "", members } as const;
  /** A gzipped tar of one file in a folder. */
  async function tar(name: string, body: number[]): Promise<Buffer> {
    const { gzipSync } = await import("node:zlib");
    const bytes = new Uint8Array(body);
    return gzipSync(await packTar([{ header: { name: `folder/${name}`, size: bytes.length }, body: bytes }]));
  }
  const read = (bytes: Uint8Array) => {
    const path = join(folder, "x.tar.gz");
    writeFileSync(path, bytes);
    return readArchive(archive, path);
  };

  it("reads its members by their file names", async () => {
    expect(await read(await tar("a.bin", [1, 2, 3]))).toEqual(new Map([["a.bin", new Uint8Array([1, 2, 3])]]));
  });

  it("refuses one cut short at any length", async () => {
    const whole = await tar("a.bin", [1, 2, 3]);
    for (let length = 0; length < whole.length; length++) {
      expect(await rejected(read(whole.subarray(0, length))), `${length} bytes`).toBeInstanceOf(DamagedFileError);
    }
  });

  it("refuses one with other contents, with the member missing, or far too large", async () => {
    expect((await rejected(read(await tar("a.bin", [1, 2, 4])))).message).toContain("a.bin in");
    expect((await rejected(read(await tar("b.bin", [1, 2, 3])))).message).toContain("has no file a.bin of 3 bytes");
    expect((await rejected(read(await tar("b.bin", new Array(3 << 20).fill(0))))).message).toContain(
      "more than its members",
    );
  });
});
