import { SaxesParser } from "saxes";

/** What is told about an XML document, in its order; prefixes of names are cut off. */
export interface XmlHandler {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  close(name: string): void;
  text(text: string): void;
}

/** Feeds a member through a handler chunk by chunk, and yields after each chunk. Throws where the XML is broken. */
export async function* parseXml(chunks: AsyncIterable<Buffer>, handler: XmlHandler): AsyncGenerator<void> {
  // Entities of a document type are never expanded: saxes calls them undefined, which ends the reading.
  const parser = new SaxesParser();
  let failure: Error | null = null;
  parser.on("error", (error) => {
    failure ??= error;
  });
  parser.on("opentag", ({ name, attributes }) => handler.open(localName(name), attributes));
  parser.on("closetag", ({ name }) => handler.close(localName(name)));
  parser.on("text", (text) => handler.text(text));
  parser.on("cdata", (text) => handler.text(text));
  const decoder = new TextDecoder("utf-8");
  for await (const chunk of chunks) {
    parser.write(decoder.decode(chunk, { stream: true }));
    if (failure !== null) throw failure;
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
