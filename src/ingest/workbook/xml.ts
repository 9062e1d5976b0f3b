import { SaxesParser } from "saxes";

/** What is told about an XML document, in its order; prefixes of names are cut off. */
export interface XmlHandler {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  close(name: string): void;
  text(text: string): void;
}

/** No workbook nests deeper, or has a longer text, tag or comment, in bytes; the parser would keep it all. */
const deepest = 256;
const longest = 16 * 2 ** 20;

/** Feeds a member through a handler chunk by chunk, and yields after each chunk. Throws where the XML is broken. */
export async function* parseXml(chunks: AsyncIterable<Buffer>, handler: XmlHandler): AsyncGenerator<void> {
  // Entities of a document type are never expanded: saxes calls them undefined, which ends the reading.
  const parser = new SaxesParser();
  let failure: Error | null = null;
  parser.on("error", (error) => {
    failure ??= error;
  });
  let depth = 0;
  let sinceTag = 0;
  parser.on("opentag", ({ name, attributes }) => {
    depth++;
    sinceTag = 0;
    handler.open(localName(name), attributes);
  });
  parser.on("closetag", ({ name }) => {
    depth--;
    sinceTag = 0;
    handler.close(localName(name));
  });
  parser.on("text", (text) => handler.text(text));
  parser.on("cdata", (text) => handler.text(text));
  const decoder = new TextDecoder("utf-8");
  for await (const chunk of chunks) {
    sinceTag += chunk.length;
    parser.write(decoder.decode(chunk, { stream: true }));
    if (failure !== null) throw failure;
    if (depth > deepest) throw new Error(`XML is nested deeper than ${deepest}`);
    if (sinceTag > longest) throw new Error(`an XML element is longer than ${longest} bytes`);
    yield;
  }
  parser.write(decoder.decode()).close();
  if (failure !== null) throw failure;
  yield;
}

/** Feeds a whole member. */
export async function readXml(chunks: AsyncIterable<Buffer>, handler: XmlHandler): Promise<void> {
  for await (const _ of parseXml(chunks, handler)) {
    // The handler does the work.
  }
}

function localName(name: string): string {
  const colon = name.indexOf(":");
  return colon === -1 ? name : name.slice(colon + 1);
}
