import { expect, it } from "vitest";
import { textFile } from "./text-file.js";

it("is a string while it is short, and its UTF-8 bytes where it is long", () => {
  expect(textFile(["one", " ", "zwölf"])).toBe("one zwölf");
  const pieces = Array.from({ length: 9 }, (_, i) => `${i}ü${"x".repeat(1_000_000)}`);
  const bytes = textFile(pieces);
  expect(Buffer.from(bytes as Uint8Array).equals(Buffer.from(pieces.join("")))).toBe(true);
});
