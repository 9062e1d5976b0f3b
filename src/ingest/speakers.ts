import type { Role } from "../model/message.ts";
import { recallers } from "./notices.ts";
import { normaliseWord, roleWords } from "./table/aliases.ts";
import { subAccountColon } from "./table/sides.ts";
import { systemSpeakers } from "./wangwang.ts";

/** A shop's main account is called like the shop (platforms B6). */
const shopName = /(?:旗舰店|专卖店|专营店|企业店)$/;
/** Reception robots that have a name of their own. */
const robotNames: ReadonlySet<string> = new Set(["服务助手", "店小蜜"]);
/** Customers as platforms mask or number them. */
const customerName = /\*\*|^(?:tb|t_|jd_)\d/;

const mostRemembered = 10_000;

/** Who is who in an export that gives nothing but names: told by all names of the file together. */
export class Speakers {
  readonly #shops = new Set<string>();
  readonly #known = new Map<string, Role>();
  readonly #heads = new Map<string, number>();
  /** What names tell by themselves. */
  readonly #told = new Map<string, Role | null>();
  #hasAgent = false;
  #hasCustomer = false;

  /** A name that speaks. */
  learn(name: string): void {
    this.#heads.set(name, (this.#heads.get(name) ?? 0) + 1);
    this.#learnSide(name, this.#bySelf(name));
  }

  /** A name whose side the export tells. */
  learnAs(name: string, role: Role): void {
    if (this.#bySelf(name) === null) this.#known.set(name, role);
    this.#learnSide(name, this.roleOf(name));
  }

  /** How often a name speaks. */
  headsOf(name: string): number {
    return this.#heads.get(name) ?? 0;
  }

  /** The one shop that the sub-accounts name; null where they name none or several. */
  get shop(): string | null {
    return this.#shops.size === 1 ? [...this.#shops][0]! : null;
  }

  /** Null where nothing in the file tells the sides apart. */
  roleOf(name: string): Role | null {
    const known = this.#known.get(name) ?? this.#bySelf(name);
    if (known !== null) return known;
    if (this.#hasAgent) return "customer";
    return this.#hasCustomer ? "agent" : null;
  }

  /** True where the name alone tells that it is an account of the shop. */
  isAccount(name: string): boolean {
    return this.#bySelf(name) === "agent";
  }

  #bySelf(name: string): Role | null {
    let role = this.#told.get(name);
    if (role === undefined) {
      role = this.#tell(name);
      if (this.#told.size < mostRemembered) this.#told.set(name, role);
    }
    return role;
  }

  #tell(name: string): Role | null {
    if (systemSpeakers.has(name)) return "system";
    if (robotNames.has(name)) return "robot";
    if (subAccountColon(name.replace("：", ":")) !== -1) return "agent";
    if (shopName.test(name) || this.#shops.has(name)) return "agent";
    if (customerName.test(name)) return "customer";
    return recallers.get(name) ?? roleWords.get(normaliseWord(name))?.role ?? null;
  }

  #learnSide(name: string, role: Role | null): void {
    this.#hasAgent ||= role === "agent";
    this.#hasCustomer ||= role === "customer";
    const colon = subAccountColon(name.replace("：", ":"));
    const shop = name.slice(0, Math.max(colon, 0));
    if (shop === "" || this.#shops.has(shop)) return;
    this.#shops.add(shop);
    this.#told.delete(shop);
  }
}
