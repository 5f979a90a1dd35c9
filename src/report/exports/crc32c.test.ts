import { expect, test } from "vitest";
import { crc32c, maskedCrc32c } from "./crc32c.js";

test("CRC-32C of the examples of RFC 3720, B.4, and of the digits", () => {
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
  expect(crc32c(new TextEncoder().encode("123456789"))).toBe(0xe3069283);
});

test("masked: rotated right by 15 bits, and a constant added", () => {
  // python3 -c 'c = 0xe3069283; print(hex((((c >> 15) | (c << 17)) + 0xa282ead8) & 0xffffffff))'
  expect(maskedCrc32c(new TextEncoder().encode("123456789"))).toBe(0xc78ab0e5);
});
