import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { havePython } from "../../../test/oracles.js";
import { runPython } from "../../../test/python.js";
import type { Encoding } from "../reading.js";
import { readText } from "./read-file.js";

const folder = mkdtempSync(join(tmpdir(), "stepzero-text-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function textOf(bytes: Uint8Array, encoding?: Encoding): Promise<string> {
  const path = join(folder, "text.csv");
  writeFileSync(path, bytes);
  let text = "";
  for await (const piece of readText(path, encoding)) text += piece;
  return text;
}

// Longer than the pieces that are read, whose ends fall into characters of 2, 3 and 4 bytes.
const long = Array.from({ length: 30_000 }, (_, i) => ["é", "€", "🐻", "a", ";"][(i * i) % 5]).join("");

it.each<[string, (text: string) => Uint8Array]>([
  ["UTF-8", (text) => Buffer.from(text)],
  ["UTF-8 with a byte order mark", (text) => Buffer.from(`\uFEFF${text}`)],
  ["UTF-16, little-endian", (text) => Buffer.from(`\uFEFF${text}`, "utf16le")],
  ["UTF-16, big-endian", (text) => Buffer.from(`\uFEFF${text}`, "utf16le").swap16()],
])("%s is read whole, wherever its pieces end", async (_, encode) => {
  for (const start of ["", "x", "xy", "xyz"]) expect(await textOf(encode(start + long))).toBe(start + long);
});

it.skipIf(!havePython("encodings"))("latin-1 is Windows-1252 as Python decodes it", async () => {
  // Python refuses the five bytes that Windows-1252 leaves open; browsers read them as control
  // characters.
  const program = `
import json
open_bytes = [0x81, 0x8d, 0x8f, 0x90, 0x9d]
print(json.dumps([chr(b) if b in open_bytes else bytes([b]).decode("cp1252") for b in range(256)]))`;
  const characters = JSON.parse(runPython(program)) as string[];
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  expect([...(await textOf(bytes, "latin-1"))]).toEqual(characters);
});

it("says what a file is instead of text", async () => {
  await expect(textOf(Buffer.from("PK\x03\x04\x00\xff\xfe", "latin1"))).rejects.toThrow(
    "text.csv is no UTF-8 (near byte 0). It is a zip archive, as spreadsheets are: save it as CSV first.",
  );
  await expect(textOf(Buffer.from("\x00a\x00,\x00b", "latin1"))).rejects.toThrow("--encoding utf-16be.");
  await expect(textOf(Buffer.from("é", "latin1"), "utf-16le")).rejects.toThrow("is no UTF-16LE");
});
