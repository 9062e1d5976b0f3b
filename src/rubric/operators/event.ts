import { eventNames } from "../../model/message.ts";
import { Type } from "../../model/type.ts";
import { exact, operator, settled } from "../operator.ts";

export const event = operator({
  name: "event",
  title: { zh: "系统事件：分配、转接、结束、评价、进入", en: "a system event" },
  options: Type.Object({ is: Type.Enum([...eventNames]) }, exact),
  values: [],
  parts: () => [],
  compile:
    ({ is }) =>
    (view) => {
      const hits = view.messages.flatMap((message, index) =>
        message.kind === "event" && message.event === is ? [view.whole(index)] : [],
      );
      return settled(hits.length > 0, hits);
    },
});
