import { Type } from "../../model/type.ts";
import { exact, type Hit, operator, unknown } from "../operator.ts";
import { hiddenWords, hidesWords, insteadAt, messagesAt, placeSchema } from "../place.ts";
import { accountOf, type View } from "../view.ts";
import { bySchema, speakersOf } from "./says.ts";

export const selfId = operator({
  name: "selfId",
  title: {
    zh: "报出的姓名或工号与发送账号相符；账号里没有可比的写法时，报过就算",
    en: "the name or number given agrees with the account that sent it; where the account has nothing comparable, giving one is enough",
  },
  options: Type.Object({ by: Type.Optional(bySchema), place: Type.Optional(placeSchema) }, exact),
  values: ["said", "account"],
  parts: () => [],
  compile: ({ by, place }) => {
    const speakers = speakersOf(by);
    return (view) => {
      const places = messagesAt(view, speakers, place);
      const said = places.flatMap((message) => [
        ...view.session.acts[message]!.filter(({ id }) => id === "self-id").map(({ start, end }) =>
          wholeNumber(view, { message, start, end }),
        ),
        ...ownNames(view, message),
      ]);
      if (said.length === 0 && hidesWords(view, places)) return unknown(hiddenWords);
      const wrong = said.filter((hit) => contradicts(view, hit));
      const right = said.filter((hit) => !wrong.includes(hit));
      const first = wrong[0];
      return {
        value: right.length > 0,
        hits: right,
        misses: right.length > 0 ? [] : wrong.length > 0 ? wrong : insteadAt(view, places, place),
        ...(right.length === 0 &&
          first !== undefined && {
            values: { said: quoteOf(view, first), account: accountOf(view.messages[first.message]!) ?? "" },
            reason: {
              zh: "报的姓名或工号（{said}）和账号（{account}）对不上",
              en: "the name or number given ({said}) is not that of the account ({account})",
            },
          }),
      };
    };
  },
});

function quoteOf(view: View, { message, start, end }: Hit): string {
  return view.messages[message]!.text.slice(start, end);
}

/** Places where the message holds the name of its own account: whatever the words around it, it is said. */
function ownNames(view: View, message: number): Hit[] {
  const account = accountOf(view.messages[message]!);
  if (account === null) return [];
  const label = labelOf(account);
  const names = [...(view.context.agents?.[account]?.names ?? []), ...(isName(label) ? [label] : [])];
  const text = view.messages[message]!.text.toLowerCase();
  return names.flatMap((name) => {
    const start = text.indexOf(name.toLowerCase());
    return start < 0 ? [] : [{ message, start, end: start + name.length }];
  });
}

/** A label that names a person: not a post or a counter that every message may mention. */
function isName(label: string): boolean {
  return label.length > 1 && !/客服|售[前中后]|主账号|官方|旗舰|专[卖营]|店$|^\d{1,2}$/u.test(label);
}

/** The act with all digits of a number that it begins or ends in. */
function wholeNumber(view: View, { message, start, end }: Hit): Hit {
  const { text } = view.messages[message]!;
  const before = /[\d*]*$/u.exec(text.slice(0, start))![0];
  const after = /^[\d*]*/u.exec(text.slice(end))![0];
  return { message, start: start - before.length, end: end + after.length };
}

/**
 * Whether the words name somebody else. Judged only where both sides can be compared: names that
 * the shop has entered for the account, or numbers of equal length. A name beside an account of
 * another name is no proof: many agents serve under a name of their own choice.
 */
function contradicts(view: View, hit: Hit): boolean {
  const account = accountOf(view.messages[hit.message]!);
  if (account === null) return false;
  const quote = quoteOf(view, hit).toLowerCase();
  const own = view.context.agents?.[account]?.names;
  if (own !== undefined)
    return ![...own, labelOf(account)].some((name) => quote.includes(name.toLowerCase()));
  const label = labelOf(account);
  if (quote.includes(label)) return false;
  const [said, real] = [numberIn(quote), numberIn(label)];
  return said !== null && real !== null && said.length === real.length && !fits(said, real);
}

/** The part of an account that names the person: `店铺:小雨` → `小雨`, `店铺-知夏` → `知夏`. */
function labelOf(account: string): string {
  return (account.split(/[:：_\-—·]/u).at(-1) ?? "").toLowerCase();
}

/** A number of an agent has three digits or more; shorter ones are places (售前03). `*` masks a digit. */
function numberIn(text: string): string | null {
  return /[\d*]{3,}/u.exec(text)?.[0] ?? null;
}

function fits(said: string, real: string): boolean {
  return [...said].every((digit, index) => digit === "*" || real[index] === "*" || digit === real[index]);
}
