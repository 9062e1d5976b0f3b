/** Words as an attacker would write them into a nick or a message; each must come out as text. */
export const hostileWords = [
  `</script><script>window.hacked=1</script>`,
  `<img src=x onerror="window.hacked=1">`,
  `"><svg onload=window.hacked=1>`,
  `' onmouseover='window.hacked=1`,
  `<!--<script>`,
  `{{constructor.constructor('window.hacked=1')()}}`,
  `=HYPERLINK("http://example.com","领奖")`,
  `+86`,
  `-2+3`,
  `@SUM(1)`,
  "\t=1+1",
  `|a|b|`,
  `[点我](javascript:alert(1)) \`code\` **粗**`,
  "第一行\n第二行\r\n第三行",
  `\u202e反着写`,
  "&lt;已转义&gt;",
  "$& $1 $`",
  "\u0000\u001b[31m红",
  "👩‍👩‍👧👍🏽",
  "__proto__",
] as const;

/** Replaces every word that comes from an export by the next hostile one. */
export function hostileWord(): (words: string) => string {
  let at = 0;
  return (words) =>
    hostileWords.includes(words as never) ? words : hostileWords[at++ % hostileWords.length]!;
}
