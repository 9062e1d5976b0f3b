/** What one input may cost; beyond it is refused with a message, never tried. */
export interface Limits {
  /** Longest line, and longest record of a table, in bytes or characters. */
  lineBytes: number;
  /** Most columns of a table. */
  columns: number;
  /** What a pipe may give before it is cut off, in bytes: it is kept in a temporary file. */
  pipeBytes: number;
  /** What is kept in memory of an archive's member, where its format cannot be streamed, in bytes. */
  heldBytes: number;
  /** Most files in an archive. */
  members: number;
  /** Largest unpacked member of an archive or workbook, and all members together, in bytes. */
  memberBytes: number;
  archiveBytes: number;
  /** Unpacked ÷ packed above which a member of more than `ratioFromBytes` is taken for a bomb. */
  ratio: number;
  ratioFromBytes: number;
}

const mebibyte = 2 ** 20;

export const defaultLimits: Limits = {
  lineBytes: 16 * mebibyte,
  columns: 2000,
  pipeBytes: 4096 * mebibyte,
  heldBytes: 128 * mebibyte,
  members: 100_000,
  memberBytes: 512 * mebibyte,
  archiveBytes: 2048 * mebibyte,
  ratio: 250,
  ratioFromBytes: 64 * mebibyte,
};

/** Limits as a user writes them; sizes in MB (1,048,576 bytes). */
export interface UserLimits {
  lineMB?: number;
  pipeMB?: number;
  memberMB?: number;
  archiveMB?: number;
  columns?: number;
  members?: number;
  ratio?: number;
}

/** The limits of a run: the user's, else the defaults. */
export function limitsOf({ lineMB, pipeMB, memberMB, archiveMB, ...counts }: UserLimits): Limits {
  const bytes = (size: number | undefined, standard: number) =>
    size === undefined ? standard : size * mebibyte;
  return {
    ...defaultLimits,
    ...counts,
    lineBytes: bytes(lineMB, defaultLimits.lineBytes),
    pipeBytes: bytes(pipeMB, defaultLimits.pipeBytes),
    memberBytes: bytes(memberMB, defaultLimits.memberBytes),
    archiveBytes: bytes(archiveMB, defaultLimits.archiveBytes),
  };
}
