/**
 * The checksum of TensorBoard's records: CRC-32C (Castagnoli), polynomial 0x1edc6f41, bits
 * reflected (RFC 3720, B.4).
 */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
    let remainder = byte;
    for (let bit = 0; bit < 8; bit++)
        remainder = (remainder >>> 1) ^ (remainder & 1 ? 0x82f63b78 : 0);
    return remainder;
});
/**
 * The checksum of bytes.
 *
 * @returns 32 bits, unsigned
 */
export function crc32c(bytes) {
    let crc = 0xffffffff;
    for (const byte of bytes)
        crc = (crc >>> 8) ^ table[(crc ^ byte) & 0xff];
    return (crc ^ 0xffffffff) >>> 0;
}
/**
 * The checksum as records hold it: rotated, with a constant added, since the data may contain
 * checksums itself.
 */
export function maskedCrc32c(bytes) {
    const crc = crc32c(bytes);
    return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
