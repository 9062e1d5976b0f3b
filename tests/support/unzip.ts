import { fromBufferPromise } from "yauzl";

/** The parts of a workbook as text, by name. */
export async function unzip(content: Uint8Array): Promise<Map<string, string>> {
  const zip = await fromBufferPromise(Buffer.from(content), { lazyEntries: true });
  const parts = new Map<string, string>();
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    parts.set(entry.fileName, Buffer.concat(chunks).toString("utf8"));
  }
  return parts;
}
