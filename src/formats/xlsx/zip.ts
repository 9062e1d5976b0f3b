import { crc32, deflateRawSync } from "node:zlib";

/** A file in an archive. */
export interface ZipEntry {
  name: string;
  content: string;
}

/** The entries as a ZIP archive (APPNOTE 6.3); times are fixed, so that equal content is equal bytes. */
export function zip(entries: readonly ZipEntry[]): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of entries) {
    const raw = Buffer.from(content, "utf8");
    const packed = deflateRawSync(raw);
    const nameBytes = Buffer.from(name, "utf8");
    const common = commonHeader(crc32(raw), packed.length, raw.length, nameBytes.length);
    const local = Buffer.concat([uint32(0x04034b50), common, nameBytes]);
    parts.push(local, packed);
    directory.push(uint32(0x02014b50), uint16(version), common, Buffer.alloc(10), uint32(offset), nameBytes);
    offset += local.length + packed.length;
  }
  const central = Buffer.concat(directory);
  const end = [
    uint32(0x06054b50),
    uint32(0),
    uint16(entries.length),
    uint16(entries.length),
    uint32(central.length),
    uint32(offset),
    uint16(0),
  ];
  return Buffer.concat([...parts, central, ...end]);
}

const version = 20;
const utf8Names = 0x0800;
const deflate = 8;
/** 1980-01-01, the earliest day that the format can say. */
const day = 0x0021;

/** What local and central headers share, from the version needed to the length of the extra field. */
function commonHeader(crc: number, packed: number, raw: number, name: number): Buffer {
  return Buffer.concat([
    ...[version, utf8Names, deflate, 0, day].map(uint16),
    ...[crc, packed, raw].map(uint32),
    ...[name, 0].map(uint16),
  ]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
