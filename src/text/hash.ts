import { hash } from "node:crypto";

const prime = 0x01000193;

/**
 * Hash of a string as an integer below 2^53: FNV-1a over the UTF-16 units in two lanes, the second
 * fed with the first, so that it is the same on every machine. Not cryptographic.
 */
export function hashOf(text: string): number {
  let low = 0x811c9dc5;
  let high = 0x9dc5811c;
  for (let index = 0; index < text.length; index += 1) {
    low = Math.imul(low ^ text.charCodeAt(index), prime);
    high = Math.imul(high ^ (low >>> 15) ^ text.charCodeAt(index), prime);
  }
  low ^= low >>> 16;
  high ^= high >>> 13;
  return (high & 0x1fffff) * 0x100000000 + (low >>> 0);
}

/** A text as 72 bits of its SHA-256 in twelve characters: tells equal texts and does not show them. */
export function digestOf(text: string): string {
  return hash("sha256", text, "buffer").toString("base64url", 0, 9);
}

/** A text as 48 bits of its SHA-256: for long lists that are packed (`text/packing.ts`). */
export function numberOf(text: string): number {
  return hash("sha256", text, "buffer").readUIntBE(0, 6);
}
