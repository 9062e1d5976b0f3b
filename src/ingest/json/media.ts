import type { Kind } from "../../model/message.ts";

/** What an attachment is, by its media type. */
export function kindOfMedia(type: string | null): Kind {
  const [family] = type?.toLowerCase().split("/") ?? [];
  switch (family) {
    case "image":
      return "image";
    case "audio":
      return "voice";
    case "video":
      return "video";
    default:
      return "file";
  }
}
