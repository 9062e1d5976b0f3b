import { crc32, deflateRawSync } from "node:zlib";

/** A member as hostile as wanted. */
export interface ZipEntry {
  name: string | Buffer;
  content: string | Buffer;
  /** Bytes as they stand in the archive, with what the archive says of them. */
  packed?: Buffer;
  /** Without the flag the name's encoding is not said. */
  isUtf8?: boolean;
  isEncrypted?: boolean;
  /** Unix file type and permissions. */
  mode?: number;
}

/** A ZIP archive of these members. */
export function zip(members: Readonly<Record<string, string | Buffer>>): Buffer {
  return zipOf(Object.entries(members).map(([name, content]) => ({ name, content })));
}

/** A ZIP archive, member by member. */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, packed: given, isUtf8 = true, isEncrypted = false, mode = 0 } of entries) {
    const bytes = Buffer.from(content);
    const packed = given ?? deflateRawSync(bytes);
    const path = Buffer.from(name);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE((isUtf8 ? 0x0800 : 0) | (isEncrypted ? 1 : 0), 2);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(bytes), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(bytes.length, 18);
    fields.writeUInt16LE(path.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), fields, path, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((mode << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x03"), fields, tail, path]));
    locals.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06");
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, list, end]);
}
