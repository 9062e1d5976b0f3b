/** A stretch of the folded text that holds personal data, and how much of it stays readable. */
export interface MaskRule {
  id: string;
  /** Global; run on the folded text. Where it has a group `secret`, only that is masked. */
  pattern: RegExp;
  /** Cheap to look for, and inside every match of `pattern`: without it the pattern is not tried. */
  needs?: RegExp;
  /** Characters that stay at the head and at the tail of the secret. */
  head: number;
  tail: number;
  /** A further condition on the secret, as folded. */
  holds?: (secret: string) => boolean;
}

const digit = "(?<![\\d.])";
const end = "(?!\\d|\\.\\d)";
const gap = "[ \\-.·_\\u200b]";
const numeral = "[一二三四五六七八九零〇幺]";

const mobileGroups = [
  `1[3-9]\\d${gap}\\d{4}${gap}\\d{4}`,
  `1[3-9]\\d${gap}\\d{3}${gap}\\d{5}`,
  `1[3-9]\\d${gap}\\d{8}`,
  `1[3-9]\\d\\d${gap}\\d{4}${gap}\\d{3}`,
  `1[3-9]\\d{5}${gap}\\d{4}`,
  `1[3-9]\\d{3}${gap}\\d{6}`,
  `1[3-9]\\d{4}${gap}\\d{5}`,
  `1${gap}[3-9](?:${gap}\\d){9}`,
  "1[3-9]\\d{9}",
];

/** What goes before a number or account: 是, 为, 号, a colon, a blank. */
const glue = "(?:号码?|账号|帐号|编号|id|[:#=是为的我]|\\s){0,5}";

const admin =
  "(?:(?:[\\p{Script=Han}]{2,7}?(?:省|自治区|自治州|地区|盟))|(?:[\\p{Script=Han}]{2,6}?(?:市(?![场面价售集民值])|区(?![别分间])|县|旗|镇|乡|街道))|北京|上海|天津|重庆)";
/** Han that may stand in the name of a road or an estate: no verbs and particles that end the words before it. */
const nameHan = "(?:(?![省市区县镇乡在到是住址寄送发往的了吗和跟从把给我你您他她这那个有])\\p{Script=Han})";
const count = "(?:\\d{1,5}(?:[-—之]\\d{1,4})*|[一二三四五六七八九十百]{1,4}|[a-zA-Z]\\d{0,3})";
const notDate =
  "(?!线|色|码|款|店|会员|客服|链接|电池|才|就|能|会|可以|到|发|之?前|以|左右|早|晚|上午|下午|中午|的)";
const house = `${count}\\s?(?:号楼|号院|号${notDate}|弄|栋|幢|座|单元|层|楼|室|房|户|组|队|门)`;
const strongHouse = `${count}\\s?(?:号楼|号院|栋|幢|单元)`;
const road = "(?:路|街|大道|道|巷|弄|胡同|里弄|公路|环线)";
const estate =
  "(?:小区|花园|公寓|家园|新村|花苑|苑|大厦|广场|宿舍|校区|工业园|科技园|产业园|公馆|府|城|村|社区|驿站|大学|学校|中学|小学|幼儿园|医院)";
/** The commonest family names, two of three people in China and more. */
const surnames =
  "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙黎史陶贺毛段郝顾龚邵万覃武钱戴严莫孔向常汤";
const rest = "[\\p{Script=Han}\\dA-Za-z\\s\\-—#()·]";

/**
 * The kinds of personal data, most certain first: where two claim the same characters, the first has them.
 * Prices, sizes, models, dates and links to goods are the negative cases of tests/text/mask.test.ts.
 */
export const maskRules: readonly MaskRule[] = [
  { id: "email", pattern: /(?<secret>[\w.+-]+)@(?=[\w-]+(?:\.[\w-]+)+)/gu, head: 1, tail: 0 },
  {
    id: "identity",
    needs: /\d{6}/,
    pattern: /(?<![\da-z])(?:\d{17}|\d{6}[ -]\d{8}[ -]\d{3})[\dx](?![\da-z])/giu,
    head: 3,
    tail: 0,
    holds: isIdentityNumber,
  },
  {
    id: "identity-named",
    pattern: new RegExp(`(?:身份证|护照|通行证)${glue}(?<secret>[a-z]{0,2}\\d[\\dx ]{5,20}[\\dx])`, "giu"),
    head: 1,
    tail: 0,
  },
  {
    id: "card",
    needs: /\d{4}/,
    pattern: new RegExp(`${digit}\\d{4}(?:[ -]\\d{4}){3}(?:[ -]\\d{1,3})?${end}`, "gu"),
    head: 0,
    tail: 4,
    holds: passesLuhn,
  },
  {
    id: "mobile",
    needs: /1.?[3-9]/s,
    pattern: new RegExp(
      `(?<![\\d.]|[a-z]\\d{0,3})(?:(?:\\+|00)86${gap}?|\\b86${gap}?)?(?<secret>${mobileGroups.join("|")})${end}`,
      "giu",
    ),
    head: 3,
    tail: 4,
  },
  {
    id: "mobile-in-words",
    pattern: new RegExp(`(?<!${numeral})[一幺](?:${numeral}|\\d){10}(?!${numeral})`, "gu"),
    head: 3,
    tail: 0,
  },
  {
    id: "landline",
    needs: /0\d\d/,
    pattern: /(?<!\d|\d[-.])\(?(?:010|02\d|0[3-9]\d\d)\)?[ \-—]?(?<secret>[2-9]\d{2,3}[ -]?\d{4})(?![\d-])/gu,
    head: 0,
    tail: 2,
  },
  {
    id: "landline-named",
    pattern: new RegExp(`(?:座机|固话|电话)${glue}(?<secret>[2-9]\\d{2,3}[ -]?\\d{4})(?![\\d-])`, "giu"),
    head: 0,
    tail: 2,
  },
  {
    id: "order",
    pattern: new RegExp(
      `(?:订单|单号|运单|快递单|物流单|流水|交易|退款编?号|order_?(?:id|no)|包裹)${glue}(?<secret>[a-z]{0,6}\\d(?: ?\\d|[a-z-]){6,})`,
      "giu",
    ),
    head: 0,
    tail: 4,
    holds: (secret) => !isDay(secret.replace(/-/g, "")),
  },
  { id: "order-dashed", pattern: /(?<![\d-])\d{6}-\d{12,18}(?![\d-])/gu, head: 0, tail: 4 },
  {
    id: "tracking",
    needs: /[a-z]\d{9}/iu,
    pattern:
      /(?<![a-z\d])(?:(?:sf|yt|jt|jd[a-z]{0,3}|zto|sto|yd|dpk|ems|db)\d{9,18}|[a-z]{2}\d{9}cn)(?![a-z\d])/giu,
    head: 2,
    tail: 4,
  },
  {
    id: "number",
    needs: /\d{12}/,
    pattern: new RegExp(`${digit}\\d{12,30}${end}`, "gu"),
    head: 0,
    tail: 4,
    holds: (secret) => !isMoment(secret) && !isBarcode(secret) && !/^(\d)\1*$/.test(secret),
  },
  {
    id: "wechat",
    needs: /微信|威信|薇|维信|[vw][xe信:号]/iu,
    pattern: new RegExp(
      `(?:微信|威信|薇信|维信|v信|薇|weixin|wechat|\\bvx|\\bwx|\\bv(?=[:号]))${glue}(?<secret>[a-z_][\\w-]{5,19}|\\d{6,11}(?!\\d|\\s*[元块件个人]))`,
      "giu",
    ),
    head: 1,
    tail: 1,
    holds: (secret) => /[\d_-]/.test(secret) && !/^(?:iphone|ios|android)/i.test(secret),
  },
  {
    id: "wechat-letters",
    pattern:
      /(?:微信|v信|vx|wx|wechat|weixin)(?:号码?|账号|帐号|id)?\s?[:是](?:\s?)(?<secret>[a-z][a-z_-]{5,19})(?![a-z])/giu,
    head: 1,
    tail: 1,
  },
  {
    id: "qq",
    pattern: new RegExp(
      `(?:qq群?|(?<![a-z])q(?=[:号是为 ]|\\d{6})|扣扣|抠抠|企鹅号?|球球)${glue}(?<secret>[1-9](?:[ .-]?\\d){4,10})(?!\\d|\\s*[元块件个人])`,
      "giu",
    ),
    head: 1,
    tail: 1,
  },
  {
    id: "address",
    needs: /[省区州盟市县旗镇乡道]|北京|上海|天津|重庆/u,
    pattern: new RegExp(
      `(?:${admin}\\s?)+(?<secret>(?!(?:发货|包邮|能|可以|有))${rest}{0,30}?(?:${nameHan}${road}\\s?${count}\\s?号?${notDate}|${house}|${nameHan}{2}${estate}${notDate}|${nameHan}村)(?:\\s?(?:${house}|${nameHan}{1,8}?${estate}|\\d+(?:-\\d+)*室?))*)`,
      "gu",
    ),
    head: 0,
    tail: 0,
  },
  {
    id: "address-named",
    pattern: new RegExp(
      `(?:地址|寄到|寄往|送到|发到|收货|住在?)${glue}(?<secret>${rest}{0,20}?(?:${house}|${estate}\\s?\\d+(?:-\\d+)*)(?:\\s?(?:${house}|\\d+(?:-\\d+)*))*)`,
      "gu",
    ),
    head: 0,
    tail: 0,
  },
  {
    id: "address-road",
    needs: /[路街道巷弄同线]\d/u,
    pattern: new RegExp(
      `${nameHan}{1,5}${road}\\d{1,5}(?:-\\d+)?(?:号|弄)${notDate}(?:\\s?(?:${nameHan}{0,8}?${house}|\\d+))*`,
      "gu",
    ),
    head: 0,
    tail: 0,
  },
  {
    id: "address-house",
    needs: /号楼|号院|[栋幢]|单元|[区园寓村苑]\s?\d+-\d/u,
    pattern: new RegExp(
      `(?:${nameHan}{0,8}${estate}\\s?)?${strongHouse}(?:\\s?${house})+(?:\\s?\\d{2,4})?|${nameHan}{1,8}(?:小区|花园|公寓|家园|新村|苑)\\s?(?:${strongHouse}|\\d+-\\d+(?:-\\d+)?)(?:\\s?\\d{2,4})?|${strongHouse}\\s?\\d{3,4}(?!\\d)`,
      "gu",
    ),
    head: 0,
    tail: 0,
  },
  {
    id: "name-labelled",
    pattern:
      /(?:收件人|收货人|姓名|联系人)(?:[是为:]|\s){1,3}(?<secret>\p{Script=Han}{2,4})(?!\p{Script=Han})/gu,
    head: 1,
    tail: 0,
  },
  {
    id: "name-before-phone",
    needs: /[\s,]1[3-9]/,
    pattern: new RegExp(
      `(?<!\\p{Script=Han})[${surnames}]\\p{Script=Han}{1,2}(?=[\\s,]{1,2}1[3-9](?:[ -]?\\d){9})`,
      "gu",
    ),
    head: 1,
    tail: 0,
  },
  {
    id: "name-of-receiver",
    needs: /收/u,
    pattern: new RegExp(`(?<=\\s)[${surnames}]\\p{Script=Han}{1,2}(?=\\s?[(]?收(?!\\p{Script=Han}))`, "gu"),
    head: 1,
    tail: 0,
  },
];

/** Numbers that look like personal data and are not: ids of goods in links. */
export const openNumbers =
  /(?:[?&](?:id|item_?id|goods_?id|sku_?id|num_iid)=|\/(?:item|product|goods)\/|jd\.com\/)\d+|(?<!\d)400[- ]?\d{3}[- ]?\d{4}(?!\d)/giu;

const identityWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** Birth date and check digit of GB 11643. */
function isIdentityNumber(secret: string): boolean {
  const chars = secret.replace(/[ -]/g, "").toUpperCase();
  if (!isDay(chars.slice(6, 14))) return false;
  const sum = identityWeights.reduce((total, weight, at) => total + weight * Number(chars[at]), 0);
  return "10X98765432"[sum % 11] === chars[17];
}

/** Check digit of bank cards (ISO/IEC 7812). */
function passesLuhn(secret: string): boolean {
  const digits = secret.replace(/\D/g, "");
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const value = Number(digits[digits.length - 1 - at]) * (at % 2 === 0 ? 1 : 2);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

/** GS1 prefix of China and its check digit. */
function isBarcode(digits: string): boolean {
  if (!/^69\d{11}$/.test(digits)) return false;
  let sum = 0;
  for (let at = 0; at < 12; at++) sum += Number(digits[at]) * (at % 2 === 0 ? 1 : 3);
  return (10 - (sum % 10)) % 10 === Number(digits[12]);
}

/** Date and time written without separators, to the minute or the second. */
function isMoment(digits: string): boolean {
  if (!/^\d{12}(?:\d\d)?$/.test(digits) || !isDay(digits.slice(0, 8))) return false;
  const [hour, minute, second] = [8, 10, 12].map((at) => Number(digits.slice(at, at + 2)));
  return hour! < 24 && minute! < 60 && second! < 60;
}

/** `YYYYMMDD` and nothing else. */
function isDay(digits: string): boolean {
  if (!/^\d{8}$/.test(digits)) return false;
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8)].map(Number);
  return year! >= 1900 && year! < 2100 && month! >= 1 && month! <= 12 && day! >= 1 && day! <= 31;
}
