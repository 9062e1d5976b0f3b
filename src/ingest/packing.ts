/** What packs other files, by its first bytes. */
const signatures: readonly { name: string; at: number; bytes: readonly number[] }[] = [
  { name: "ZIP", at: 0, bytes: [0x50, 0x4b, 0x03, 0x04] },
  { name: "ZIP", at: 0, bytes: [0x50, 0x4b, 0x05, 0x06] },
  { name: "gzip", at: 0, bytes: [0x1f, 0x8b, 0x08] },
  { name: "RAR", at: 0, bytes: [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07] },
  { name: "7z", at: 0, bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c] },
  { name: "bzip2", at: 4, bytes: [0x31, 0x41, 0x59, 0x26, 0x53, 0x59] },
  { name: "xz", at: 0, bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00] },
  { name: "zstd", at: 0, bytes: [0x28, 0xb5, 0x2f, 0xfd] },
  { name: "tar", at: 257, bytes: [0x75, 0x73, 0x74, 0x61, 0x72, 0x00] },
  { name: "tar", at: 257, bytes: [0x75, 0x73, 0x74, 0x61, 0x72, 0x20] },
];

/** Name of the packing that the first bytes of an input show; null where they show none. */
export function packingOf(bytes: Uint8Array): string | null {
  const found = signatures.find((one) => one.bytes.every((byte, at) => bytes[one.at + at] === byte));
  return found?.name ?? null;
}
