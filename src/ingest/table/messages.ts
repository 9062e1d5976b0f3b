import type { Message } from "../../model/message.ts";
import type { TableShape } from "../adapter.ts";
import { InputError } from "../input-error.ts";
import { assistedMark, recommendedMark } from "../notices.ts";
import type { Draft, Reading, ReadSettings } from "../reading.ts";
import { type DayOrder, dayOrderOf, isClockOnly, TimeReader } from "../times.ts";
import {
  eventWords,
  type Field,
  kindWords,
  normaliseWord,
  platformWords,
  type RoleWord,
  totalWord,
  yesWords,
} from "./aliases.ts";
import { type Columns, findColumns } from "./columns.ts";
import type { Row, Table } from "./row.ts";
import { Sides } from "./sides.ts";

/** Rows looked at before the first message is given: header, direction, order of day and month. */
const lookAhead = 500;

/** A table of messages, and how its columns are understood. */
export interface MessageTable {
  columns: Columns;
  messages: AsyncGenerator<Message[]>;
}

/**
 * Messages of a table; null (and nothing read) where no row of it names the words and their side, and
 * its rows are not like those of the sheet before it, whose columns are `above`.
 */
export async function readMessageTable(
  table: Table,
  reading: Reading,
  above: Columns | null = null,
): Promise<MessageTable | null> {
  const head = await firstRows(table);
  const columns =
    findColumns(head, reading.settings.map, reading.file) ?? continued(above, head, reading.settings);
  if (columns === null) return null;
  const plan = new Plan(columns, head);
  reading.times.order = reading.settings.dateFormat ?? (await dayOrder(table, plan, head, reading.file));
  return { columns, messages: readRows(table, plan, reading) };
}

/** The columns of the sheet before this one, where most rows have a time, a side and words in them. */
function continued(above: Columns | null, head: readonly Row[], { zone }: ReadSettings): Columns | null {
  if (above === null) return null;
  const columns = { ...above, headerIndex: -1 };
  const plan = new Plan(columns, head);
  const times = new TimeReader(zone, "dmy");
  const fitting = head.filter((row) => {
    const time = plan.timeCell(row);
    const role = plan.cell(row, "role");
    const hasTime = time !== "" && (isClockOnly(time) || times.read(time) !== null);
    const hasSide = plan.fields.has("role")
      ? plan.sides.word(role) !== null
      : plan.cell(row, "sender") !== "";
    return row.cells.length <= columns.headers.length && hasTime && hasSide;
  });
  return fitting.length > 0 && fitting.length >= head.length * 0.8 ? columns : null;
}

/** How the columns of a table are understood; null where it is none of messages. */
export async function shapeOf(table: Table, reading: Reading): Promise<TableShape | null> {
  const head = await firstRows(table);
  const columns = findColumns(head, reading.settings.map, reading.file);
  if (columns === null) return null;
  const plan = new Plan(columns, head);
  const fieldAt = new Map([...plan.fields].map(([field, column]) => [column, field]));
  const width = Math.max(columns.headers.length, ...[...fieldAt.keys()].map((column) => column + 1));
  return {
    sheet: table.sheet,
    headerLine: columns.headerIndex === -1 ? null : head[columns.headerIndex]!.line,
    delimiter: table.delimiter,
    columns: Array.from({ length: width }, (_, column) => ({
      header: columns.headers[column] ?? "",
      field: fieldAt.get(column) ?? null,
    })),
    roleWords: plan.roleWords(head),
  };
}

async function firstRows(table: Table): Promise<Row[]> {
  const head: Row[] = [];
  try {
    for await (const rows of table.rows(false)) {
      head.push(...rows.slice(0, lookAhead));
      if (head.length >= lookAhead) break;
    }
  } catch (error) {
    // The reading that counts comes to the same place, and tells it.
    if (!(error instanceof InputError) || head.length === 0) throw error;
  }
  return head.slice(0, lookAhead);
}

/** Columns with all that the first rows decide. */
class Plan {
  readonly fields: ReadonlyMap<Field, number>;
  readonly headers: readonly string[];
  readonly dataFrom: number;
  readonly sides: Sides;
  /** Newest first. */
  readonly isBackwards: boolean;
  /** Message numbers run against the times. */
  readonly isOrderReversed: boolean;
  readonly #headerKey: string;

  constructor(columns: Columns, head: readonly Row[]) {
    const fields = new Map(columns.fields);
    this.headers = columns.headers;
    this.#headerKey = columns.headers.join("\n");
    this.dataFrom = columns.headerIndex + 1;
    this.sides = new Sides(columns.legend, fields.has("customer"), fields.has("agent"));
    const data = head.slice(this.dataFrom);
    // 类型 may be the sender's or the message's; a sender column may hold 买家 and 客服 instead of names.
    this.#settleRole(fields, "type", "kind", data);
    this.#settleRole(fields, "sender", null, data);
    this.fields = fields;
    for (const row of data) this.sides.learn(this.cell(row, "sender"));
    const { rises, falls, numberRises, numberFalls } = this.#directions(data);
    this.isBackwards = falls > rises;
    this.isOrderReversed = numberFalls > numberRises;
  }

  cell(row: Row, field: Field): string {
    const column = this.fields.get(field);
    return column === undefined ? "" : trimmed(row.cells[column] ?? "");
  }

  timeCell(row: Row): string {
    const time = this.cell(row, "time") || this.cell(row, "clock");
    const date = this.cell(row, "date").replace(midnight, "");
    return date !== "" && (time === "" || isClockOnly(time)) ? `${date} ${time}` : time;
  }

  isHeaderAgain(row: Row): boolean {
    return row.cells[0] === this.headers[0] && row.cells.join("\n") === this.#headerKey;
  }

  roleWords(head: readonly Row[]): Record<string, string> {
    const words: Record<string, string> = {};
    for (const row of head.slice(this.dataFrom)) {
      const value = this.cell(row, "role");
      if (value !== "") words[value] = this.sides.word(value)?.role ?? "?";
    }
    return words;
  }

  #settleRole(fields: Map<Field, number>, from: Field, otherwise: Field | null, data: readonly Row[]): void {
    const column = fields.get(from);
    if (column === undefined) return;
    const values = data.map((row) => (row.cells[column] ?? "").trim()).filter((value) => value !== "");
    const known = values.filter((value) => this.sides.word(value) !== null).length;
    if (!fields.has("role") && known > 0 && known >= values.length * 0.8) {
      fields.delete(from);
      fields.set("role", column);
    } else if (otherwise !== null) {
      fields.delete(from);
      if (!fields.has(otherwise)) fields.set(otherwise, column);
    }
  }

  /** Compares neighbours of one conversation, by their digits: the order of times needs no zone. */
  #directions(data: readonly Row[]): Record<"rises" | "falls" | "numberRises" | "numberFalls", number> {
    const votes = { rises: 0, falls: 0, numberRises: 0, numberFalls: 0 };
    let last: { key: string; time: string; order: number } | null = null;
    for (const row of data) {
      const time = sortable(this.timeCell(row));
      const key = this.cell(row, "session") || this.cell(row, "customer");
      const order = Number(this.cell(row, "order") || Number.NaN);
      if (time === "") continue;
      if (last !== null && last.key === key && last.time !== time && last.time.length === time.length) {
        const isLater = time > last.time;
        votes[isLater ? "rises" : "falls"]++;
        if (order > last.order) votes[isLater ? "numberRises" : "numberFalls"]++;
        else if (order < last.order) votes[isLater ? "numberFalls" : "numberRises"]++;
      }
      last = { key, time, order };
    }
    return votes;
  }
}

/** `trim`, which costs more than the look at both ends that nearly all cells need. */
function trimmed(cell: string): string {
  return isInk(cell.charCodeAt(0)) && isInk(cell.charCodeAt(cell.length - 1)) ? cell : cell.trim();
}

/** ASCII beyond the blank, and Chinese. */
const isInk = (code: number) => (code > 0x20 && code < 0x7f) || (code > 0x3000 && code < 0xa000);

/** What a workbook adds to a date without a time of day. */
const midnight = /\s0?0:00(?::00)?$/;

/** Digits of a time that begins with the year, two each; '' for other forms. */
function sortable(time: string): string {
  const parts = time.match(/\d+/g);
  if (parts === null || parts.length < 5 || parts[0]!.length !== 4)
    return /^\d{10,13}$/.test(time) ? time : "";
  return parts
    .slice(0, 6)
    .map((part) => part.padStart(2, "0"))
    .join("");
}

/** Day or month first, decided by a value above 12 anywhere in the table (ingest-decision 46). */
async function dayOrder(
  table: Table,
  plan: Plan,
  head: readonly Row[],
  file: string,
): Promise<DayOrder | null> {
  const inHead = votesOf(head.slice(plan.dataFrom), plan);
  if (inHead.dmy + inHead.mdy + inHead.open === 0) return null;
  let { dmy, mdy } = inHead;
  if (dmy + mdy === 0) ({ dmy, mdy } = await votesBeyond(table, plan));
  if (dmy + mdy > 0) return dmy >= mdy ? "dmy" : "mdy";
  const row = head.slice(plan.dataFrom).find((one) => dayOrderOf(plan.timeCell(one)) === "open")!;
  const shown = plan.timeCell(row);
  throw new InputError(
    3,
    {
      zh: `日期“${shown}”分不清日和月哪个在前`,
      en: `the date "${shown}" does not say whether day or month comes first`,
    },
    {
      place: { file, line: row.line },
      hint: {
        zh: "请加 --date-format dmy（日在前）或 --date-format mdy（月在前）。",
        en: "Say so with --date-format dmy (day first) or --date-format mdy (month first).",
      },
    },
  );
}

/** The first vote anywhere in the table. */
async function votesBeyond(table: Table, plan: Plan): Promise<Record<DayOrder, number>> {
  try {
    for await (const rows of table.rows(false)) {
      const votes = votesOf(rows, plan);
      if (votes.dmy + votes.mdy > 0) return votes;
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
  }
  return { dmy: 0, mdy: 0 };
}

function votesOf(rows: readonly Row[], plan: Plan): Record<DayOrder | "open", number> {
  const votes = { dmy: 0, mdy: 0, open: 0 };
  for (const row of rows) {
    const vote = dayOrderOf(plan.timeCell(row));
    if (vote !== null) votes[vote]++;
  }
  return votes;
}

async function* readRows(table: Table, plan: Plan, reading: Reading): AsyncGenerator<Message[]> {
  reading.startPart(plan.isBackwards, plan.fields.has("order") ? plan.isOrderReversed : plan.isBackwards);
  const reader = new RowReader(table, plan, reading);
  let skip = plan.dataFrom;
  let failure: unknown = null;
  try {
    for await (const rows of table.rows(true)) {
      const messages: Message[] = [];
      for (const row of rows) {
        if (skip > 0) skip--;
        else reader.read(row, messages);
      }
      if (messages.length > 0) yield messages;
    }
  } catch (error) {
    failure = error;
  }
  // Rows that were held back stand before the place where the table broke.
  const last = reader.end();
  if (last.length > 0) yield last;
  if (failure !== null) throw failure;
}

/** No table ends in more lines of totals. */
const mostTotals = 100;
/** So many lines of agents may stand before the customer's first, in a table that names customers only as senders. */
const mostWaiting = 1000;

class RowReader {
  readonly #table: Table;
  readonly #plan: Plan;
  readonly #reading: Reading;
  /** Lines that look like totals: they are, unless a message follows. */
  #totals: Row[] = [];
  /** The one customer of a table without a column for customers. */
  #lastCustomer: string | null = null;
  #waiting: Draft[] = [];
  readonly #namesCustomers: boolean;

  constructor(table: Table, plan: Plan, reading: Reading) {
    this.#table = table;
    this.#plan = plan;
    this.#reading = reading;
    this.#namesCustomers = ["customer", "session", "receiver"].some((field) =>
      plan.fields.has(field as Field),
    );
  }

  read(row: Row, into: Message[]): void {
    if (row.cells.every((cell) => trimmed(cell) === "")) return;
    if (this.#plan.isHeaderAgain(row)) {
      this.#reading.note("header-repeated", row.line, row.cells[0] ?? "");
      return;
    }
    if (this.#looksLikeTotal(row) && this.#totals.length < mostTotals) {
      this.#totals.push(row);
      return;
    }
    const held = this.#totals;
    this.#totals = [];
    for (const total of held) this.#readMessage(total, into);
    this.#readMessage(row, into);
  }

  /** What was held back. */
  end(): Message[] {
    for (const row of this.#totals) {
      this.#reading.rows++;
      this.#reading.note("totals-row", row.line, row.cells.join(" "));
    }
    return this.#release();
  }

  #looksLikeTotal(row: Row): boolean {
    const first = trimmed(row.cells.find((cell) => trimmed(cell) !== "")!);
    return totalWord.test(first) && this.#reading.times.read(this.#plan.timeCell(row)) === null;
  }

  #readMessage(row: Row, into: Message[]): void {
    this.#reading.rows++;
    const draft = this.#draft(row);
    if (draft === null) return;
    if (this.#namesCustomers) {
      into.push(this.#reading.message(draft));
      return;
    }
    if (draft.role === "customer" && draft.sender != null) this.#lastCustomer = draft.sender;
    this.#waiting.push(draft);
    if (this.#lastCustomer !== null || this.#waiting.length >= mostWaiting) into.push(...this.#release());
  }

  /** On agents' lines the customer is the last who wrote; before that, the first who does. */
  #release(): Message[] {
    const drafts = this.#waiting;
    this.#waiting = [];
    return drafts.map((draft) => {
      draft.customer = this.#lastCustomer;
      return this.#reading.message(draft);
    });
  }

  #draft(row: Row): Draft | null {
    const plan = this.#plan;
    const whole = this.#fitted(row);
    if (whole === null) return null;
    const cell = (field: Field) => plan.cell(whole, field);
    const account = (field: Field) => orNull(withoutSite(cell(field)));
    const sides = {
      role: cell("role"),
      isAgent: cell("isAgent"),
      isCustomer: cell("isCustomer"),
      shop: cell("shop"),
      sender: account("sender") ?? "",
      agent: account("agent") ?? "",
      customer: account("customer") ?? "",
    };
    const side = plan.sides.of(sides);
    if (side === null) {
      this.#reading.reject("role-unknown", row.line, sides.role || sides.sender);
      return null;
    }
    if (side.internal === true || isYes(cell("private"))) {
      this.#reading.note("internal", row.line, cell("text"));
      return null;
    }
    const draft: Draft = {
      line: row.line,
      text: whole.cells[plan.fields.get("text")!] ?? "",
      at:
        plan.fields.has("time") || plan.fields.has("clock")
          ? this.#reading.time(plan.timeCell(whole), row.line)
          : null,
      session: orNull(cell("session")),
      shop: orNull(cell("shop")),
      platform: platformOf(cell("platform")),
      id: orNull(cell("id")),
      order: this.#order(cell("order")),
      ...speakers(side, sides, account("receiver"), cell),
    };
    if (this.#table.sheet !== null) draft.sheet = this.#table.sheet;
    const image = row.images?.get(plan.fields.get("text")!);
    if (image !== undefined) Object.assign(draft, { text: image, kind: "image" });
    this.#setKind(draft, cell("kind"), cell("event"), orNull(cell("to")));
    return draft;
  }

  /** A row with the cells of the header: surplus ones are text that held the delimiter. */
  #fitted(row: Row): Row | null {
    const { fields, headers } = this.#plan;
    const text = fields.get("text")!;
    const needed = Math.max(text, fields.get("time") ?? 0);
    // A workbook leaves empty cells out.
    if (row.cells.length <= needed && this.#table.delimiter !== null) {
      this.#reading.reject("row-too-short", row.line, row.cells.join(" "));
      return null;
    }
    if (headers.length === 0 || row.cells.length <= headers.length) return row;
    if (row.cells.slice(headers.length).every((cell) => cell.trim() === "")) return row;
    if (text === headers.length - 1 && this.#table.delimiter !== null) {
      const joined = row.cells.slice(text).join(this.#table.delimiter);
      return { line: row.line, cells: [...row.cells.slice(0, text), joined] };
    }
    this.#reading.reject("row-too-long", row.line, row.cells.join(" "));
    return null;
  }

  #order(value: string): number | null {
    const order = Number(value);
    return value !== "" && Number.isInteger(order) && order >= 0 && order < 2 ** 31 ? order : null;
  }

  #setKind(draft: Draft, kindCell: string, eventCell: string, to: string | null): void {
    if (eventCell !== "" && draft.role === "system") {
      draft.event = eventWords.get(normaliseWord(eventCell)) ?? null;
      draft.to = to;
    }
    if (to !== null && draft.role === "system") draft.to = to;
    if (kindCell === "") return;
    const kind = kindWords.get(normaliseWord(kindCell));
    // Which event, and to whom, is told by the text of the line.
    if (kind !== undefined && kind !== "event" && kind !== "text") draft.kind = kind;
    else if (kind === undefined && !/^\d+$/.test(kindCell)) {
      draft.kind = "card";
      this.#reading.note("kind-unknown", draft.line, kindCell);
    }
  }
}

type Speakers = Pick<Draft, "role" | "auto" | "assisted" | "sender" | "agent" | "customer">;

/** Who speaks, for whom, and how by itself (ingest-decisions 2, 3, 16, 17). */
function speakers(
  side: RoleWord,
  sides: { sender: string; agent: string; customer: string },
  receiver: string | null,
  cell: (field: Field) => string,
): Speakers {
  let role = side.role;
  if (role === "agent" && isYes(cell("robot"))) role = "robot";
  const isCustomer = role === "customer";
  const mark = role === "robot" ? recommendedMark : assistedMark;
  const named = orNull(sides.sender);
  const customer = orNull(sides.customer) ?? (isCustomer ? named : role === "system" ? null : receiver);
  const ownAgent = orNull(sides.agent) ?? (isCustomer ? receiver : null);
  const agent = ownAgent ?? (role === "agent" ? named : null);
  return {
    role,
    auto: side.auto === true || isYes(cell("auto")),
    assisted: side.assisted === true || isYes(cell("assisted")) || mark.test(cell("mark")),
    sender: named ?? (isCustomer ? customer : role === "agent" ? agent : null),
    agent,
    customer,
  };
}

/** 淘宝 puts the name of its site before accounts of its own. */
function withoutSite(account: string): string {
  return account.startsWith("cntaobao") ? account.slice("cntaobao".length) : account;
}

function platformOf(value: string): string | null {
  return value === "" ? null : (platformWords.get(normaliseWord(value)) ?? value);
}

function isYes(value: string): boolean {
  return value !== "" && yesWords.has(normaliseWord(value));
}

function orNull(value: string): string | null {
  return value === "" ? null : value;
}
