/** What each diagnostic code means, for the reader of the report. */
export const diagnosticTexts: Readonly<Record<string, { zh: string; en: string }>> = {
  "agent-assumed": {
    zh: "没有写明身份，除提单人外按客服处理",
    en: "side not given, taken for an agent as the requester is another",
  },
  "bytes-undecodable": { zh: "有字节解不成文字，已用 � 代替", en: "bytes that are no text, shown as �" },
  "chat-empty": { zh: "聊天记录一格是空的", en: "empty cell of a chat" },
  "conversation-empty": { zh: "会话里没有消息", en: "conversation without messages" },
  "count-differs": { zh: "文件里的消息比它自己说的少", en: "fewer messages than the file says it has" },
  "customer-missing": { zh: "没有顾客，该行未计入", en: "no customer, row left out" },
  "customer-not-exported": {
    zh: "导出时就没有取到这位客户的聊天",
    en: "customer whose chat the export did not get",
  },
  "customer-uncertain": { zh: "认不准谁是顾客", en: "which speaker is the customer is uncertain" },
  "encoding-mixed": {
    zh: "这一行的编码和文件不同，已按它自己的编码读",
    en: "line in another encoding than its file",
  },
  "fact-unreadable": { zh: "会话记录里的数值读不出", en: "figure about a session unreadable" },
  "field-invalid": {
    zh: "字段的值不在约定之内，该行未计入",
    en: "field with a value outside the contract, line left out",
  },
  "file-changed": {
    zh: "读的时候文件还在变，后来写入的没有读",
    en: "file changed while it was read, later writing is not in",
  },
  "holidays-unknown": {
    zh: "这一年的放假和调休安排日历里还没有，除法定假日外按平日的营业时间算",
    en: "conversation in a year whose holidays the calendar does not have in full, counted as on ordinary days but for those fixed by law",
  },
  "file-not-chat": { zh: "不是聊天记录，未读", en: "no chat log, not read" },
  "group-chat": { zh: "群聊，不计入", en: "group chat, left out" },
  "head-like-text": {
    zh: "形如“名字 时间”的一行，按正文处理",
    en: "line that looks like a message head, read as text",
  },
  "header-repeated": { zh: "表头重复出现，已跳过", en: "header repeated, skipped" },
  internal: { zh: "内部消息或备注，不计入", en: "internal talk or note, left out" },
  "json-invalid": { zh: "不是完整的 JSON，该行未计入", en: "no valid JSON, line left out" },
  "kind-unknown": { zh: "不认识的消息类型，按卡片处理", en: "unknown message type, taken for a card" },
  "line-too-long": { zh: "一行太长，未计入", en: "line too long, left out" },
  "line-without-message": {
    zh: "不属于任何消息的一行，未计入",
    en: "line that belongs to no message, left out",
  },
  "lone-surrogate": { zh: "有不成对的代理字符，已用 � 代替", en: "lone surrogate, shown as �" },
  "member-encrypted": { zh: "压缩包里加密的文件，未读", en: "encrypted file in an archive, not read" },
  "member-link": { zh: "压缩包里的链接，未读", en: "link in an archive, not read" },
  "member-packed": { zh: "压缩包里的压缩包，未读", en: "archive inside an archive, not read" },
  "member-path": {
    zh: "压缩包里的文件名指向包外，未读",
    en: "file of an archive whose name leads out of it, not read",
  },
  "no-message": {
    zh: "记录里没有消息（授权、切换、撤回标记等），不计入",
    en: "record that is no message (consent, switch, recall mark …), left out",
  },
  "no-accounts": {
    zh: "导出没有写是哪位客服，回复都算在“未分配”名下；可用 --map agent=列名 指定",
    en: "the export does not say which agent wrote; everything counts for nobody. Name a column with --map agent=",
  },
  "no-times": {
    zh: "导出没有可用的时间，响应时间都无法计算",
    en: "the export has no usable times; reply times cannot be computed",
  },
  "no-rows": { zh: "没有数据行", en: "no rows" },
  "times-to-minute": {
    zh: "时间只到分钟：响应时间误差可达一分钟，15 秒、30 秒内应答和自动欢迎语的识别不可靠",
    en: "times to the minute: waits may be off by a minute; shares within 15 and 30 s are uncertain, automatic welcomes are not sought",
  },
  "not-delivered": { zh: "发送失败，顾客没有收到，不计入", en: "not delivered to the customer, left out" },
  "record-encrypted": { zh: "记录没有解密，未计入", en: "record not decrypted, left out" },
  "record-unknown": { zh: "不认识的记录，未计入", en: "unknown record, left out" },
  "replacement-character": { zh: "文字里有 �，导出时已经损坏", en: "text with �, damaged by the export" },
  "reply-missing": {
    zh: "客服的回复没有导出，该轮不计入响应",
    en: "the agent's reply is not in the export, turn left out of the figures",
  },
  "role-unknown": { zh: "认不出是谁发的，该行未计入", en: "sender's side unknown, line left out" },
  "row-too-long": { zh: "列比表头多，该行未计入", en: "more cells than headers, row left out" },
  "row-too-short": { zh: "列不够，该行未计入", en: "too few cells, row left out" },
  "shopper-left-out": {
    zh: "神秘访客的会话，不计入报告",
    en: "conversation of a mystery shopper, not in the report",
  },
  "rule-always-fired": {
    zh: "每次适用都没通过的规则：标准太高，或者规则写得不对",
    en: "rules that failed wherever they applied: too strict, or written wrongly",
  },
  "findings-cut": {
    zh: "明细太多，每人每条规则只存到所示的条数；计数始终准确，--all-findings 存下全部",
    en: "too many findings: of each rule and row as many are stored as shown; counts are exact, --all-findings has all",
  },
  "praises-cut": {
    zh: "表扬太多，每人每项只存到所示的条数；计数始终准确",
    en: "too much praise: of each rule and row as many are stored as shown; counts are exact",
  },
  "rule-never-fired": {
    zh: "适用过但从未发现问题的规则",
    en: "rules that applied and never found anything",
  },
  "rule-skipped-everywhere": {
    zh: "在每个会话都不适用的规则",
    en: "rules that applied to no conversation",
  },
  "scene-correction-unused": {
    zh: "更正了场景的会话不在输入里",
    en: "conversations whose scenes are corrected but that are not in the input",
  },
  "sender-missing": { zh: "没有发送账号，未计入", en: "no sender, left out" },
  "session-fact": {
    zh: "会话记录：一行讲一次会话，不是消息，留作对账",
    en: "row about a session, no message; kept for reconciliation",
  },
  "sheet-not-chat": { zh: "工作表里没有消息列，未读", en: "sheet without message columns, not read" },
  "sheet-without-header": {
    zh: "工作表没有表头，按前一个工作表的列读",
    en: "sheet without a header, read by the columns of the sheet before it",
  },
  "suppression-unused": {
    zh: "这条豁免没有用上（或已过期），可以删去",
    en: "suppression that excused nothing, or has expired, and can be removed",
  },
  "system-text-of-agent": {
    zh: "客服名下以“系统提示”开头，按系统消息处理",
    en: "system text under an agent's name, taken for system",
  },
  "time-unreadable": { zh: "时间读不出，按没有时间处理", en: "time unreadable, message kept without it" },
  "totals-row": { zh: "合计、平均一类的行，已跳过", en: "row of totals, skipped" },
  "window-text": { zh: "窗口上的文字，不是消息内容，已略去", en: "text of the window, no message, left out" },
};
