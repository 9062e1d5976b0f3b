/** What one input may cost; beyond it is refused with a message, never tried. */
export interface Limits {
  /** Longest line, and longest record of a table, in bytes or characters. */
  lineBytes: number;
  /** Most columns of a table. */
  columns: number;
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
  memberBytes: 512 * mebibyte,
  archiveBytes: 2048 * mebibyte,
  ratio: 250,
  ratioFromBytes: 64 * mebibyte,
};
