import {
  closeSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  rmSync,
  writeSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../errors.ts";
import { hashOf } from "./hash.ts";

/** `zhijian-<owner>-<chance>`: whose a folder is, and whether its owner still runs. */
const folderName = /^zhijian-([0-9a-z]+-\d+-\d+)-\w{6}$/;

/** Folders and files of this process that go with it. */
const ours = new Set<string>();

/** A file or folder that is removed when the process ends; unless what this gives was called before. */
export function removedAtExit(path: string): () => void {
  if (ours.size === 0) process.once("exit", removeAll);
  ours.add(path);
  return () => {
    ours.delete(path);
    if (ours.size === 0) process.off("exit", removeAll);
  };
}

/** What tells this process from others in names of files: its machine, its number, its start. */
export function ownerName(): string {
  return `${machineId()}-${process.pid}-${startOf(process.pid)}`;
}

/** Whether the owner was a process of this machine that no longer runs. */
export function isGone(owner: string): boolean {
  const [machine, pid, start] = owner.split("-");
  return machine === machineId() && !isRunning(Number(pid), start!);
}

/**
 * A folder for temporary files. It is gone after `remove`, at the latest when the process ends; what a
 * process left that was killed, the next one removes (`sweep`).
 */
export class TempFolder {
  readonly path: string;
  readonly #forget: () => void;

  /** Throws UserError (exit 2) where no folder can be made; the system's folder is the default parent. */
  constructor(parent: string = tmpdir()) {
    try {
      this.path = mkdtempSync(join(parent, `zhijian-${ownerName()}-`));
    } catch (cause) {
      throw new UserError(2, `不能放临时文件 / no temporary files can be kept here: ${parent}`, {
        hint: `${cause instanceof Error ? cause.message : cause}。请用 --temp-dir 换一个文件夹。Name another folder with --temp-dir.`,
        cause,
      });
    }
    this.#forget = removedAtExit(this.path);
  }

  /** Adds to the end of a file of this folder. Throws UserError (exit 3) where the disk is full. */
  append(name: string, content: string | Uint8Array): void {
    writeTemporary(this.path, name, content, "a");
  }

  /** Removes one file of it. */
  removeFile(name: string): void {
    rmSync(join(this.path, name), { force: true });
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
    this.#forget();
  }
}

/** Writes a file of a temporary folder, or adds to it (`a`). Throws UserError (exit 3) where the disk is full. */
export function writeTemporary(
  folder: string,
  name: string,
  content: string | Uint8Array,
  flag: "a" | "w",
): void {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  onDisk(folder, () => {
    const file = openSync(join(folder, name), flag, 0o600);
    try {
      writeAll(file, bytes, null);
    } finally {
      closeSync(file);
    }
  });
}

/** Writes at a place of a file, or behind what was written last (null). A disk that is nearly full takes a part. */
function writeAll(file: number, bytes: Uint8Array, at: number | null): void {
  for (let done = 0; done < bytes.length; )
    done += writeSync(file, bytes, done, bytes.length - done, at === null ? null : at + done);
}

/** Closes the files of those that are no longer used. */
const unused = new FinalizationRegistry<number>(closeSync);

/** A temporary file that only this process can reach: it lost its name when it was made, and goes with its last user. */
export class NamelessFile {
  readonly #file: number;
  readonly #parent: string;
  /** What was read last. */
  #bytes = Buffer.allocUnsafe(1 << 12);

  /** Throws UserError (exit 2 or 3) where no file can be made; the system's folder is the default parent. */
  constructor(parent: string = tmpdir()) {
    this.#parent = parent;
    const folder = new TempFolder(parent);
    this.#file = onDisk(parent, () => openSync(join(folder.path, "0"), "w+", 0o600));
    unused.register(this, this.#file, this);
    folder.remove();
  }

  /** Throws UserError (exit 3) where the disk is full. */
  write(bytes: Uint8Array, at: number): void {
    onDisk(this.#parent, () => writeAll(this.#file, bytes, at));
  }

  /** Bytes from a place on, fewer at the end of the file; they are valid until the next are read. */
  read(at: number, length: number): Buffer {
    if (this.#bytes.length < length) this.#bytes = Buffer.allocUnsafe(length);
    let done = 0;
    while (done < length) {
      const got = readSync(this.#file, this.#bytes, done, length - done, at + done);
      if (got === 0) break;
      done += got;
    }
    return this.#bytes.subarray(0, done);
  }

  /** Gives it up at once; else that is done when nobody holds it any more and the thread has a moment. */
  close(): void {
    unused.unregister(this);
    closeSync(this.#file);
  }
}

/** Throws UserError (exit 3) where the disk is full. */
function onDisk<T>(folder: string, write: () => T): T {
  try {
    return write();
  } catch (cause) {
    throw isFull(cause) ? diskFull(folder, cause) : cause;
  }
}

const isFull = (cause: unknown) =>
  ["ENOSPC", "EDQUOT", "EFBIG"].includes((cause as NodeJS.ErrnoException).code ?? "");

function diskFull(folder: string, cause: unknown): UserError {
  return new UserError(
    3,
    `临时文件夹所在的磁盘满了，没有出报告 / the disk of the temporary folder is full; there is no report: ${folder}`,
    {
      hint: "临时文件约为输入（解压后）的一到三倍。请腾出空间，或用 --temp-dir 换一个磁盘。Temporary files take one to three times the unpacked input; free as much, or name another disk with --temp-dir.",
      cause,
    },
  );
}

function removeAll(): void {
  for (const path of ours) rmSync(path, { recursive: true, force: true });
}

/** Removes what processes of this machine left in a folder when they were killed; what still runs keeps its own. */
export function sweep(parent: string = tmpdir()): void {
  for (const name of namesIn(parent)) {
    const owner = folderName.exec(name)?.[1];
    if (owner === undefined || !isGone(owner)) continue;
    const path = join(parent, name);
    try {
      const info = lstatSync(path);
      if (info.isDirectory() && info.uid === (process.getuid?.() ?? info.uid))
        rmSync(path, { recursive: true, force: true });
    } catch {
      // Somebody else removes it, or it is somebody else's.
    }
  }
}

/** Names of what is in a folder; none where it cannot be read. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Numbers of processes mean something on one machine, and there in one space of them, only. */
function machineId(): string {
  let space = "";
  try {
    space = readlinkSync("/proc/self/ns/pid");
  } catch {
    // Only Linux has several.
  }
  return hashOf(`${hostname()}\n${space}`).toString(36);
}

function isRunning(pid: number, start: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const now = startOf(pid);
  // The number may meanwhile be another process's.
  return now === "0" || start === "0" || now === start;
}

/** When a process started, in ticks since the machine did; "0" where the system does not say. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // Field 22, counted from behind the name, which may hold blanks.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "0";
  } catch {
    return "0";
  }
}
