/** How a log is made up. */
export interface Shape {
  /** What is special about it, for the table of results. */
  title: string;
  agents: number;
  /** Messages of a conversation; numbers that follow each other give different lengths. */
  lengthOf: (conversation: number) => number;
  meanLength: number;
  /** No two messages are equal. */
  isDistinct?: true;
  /** Lines of a conversation after each other (as most exports), or by time over all conversations. */
  order?: "time" | "newest" | "shuffled";
  /** A file for each agent. */
  isPerAgent?: true;
}

const ordinary = {
  agents: 40,
  // 2 to 18 messages, 10 in the mean.
  lengthOf: (conversation: number) => 2 + ((conversation * 7) % 17),
  meanLength: 10,
};

/** The shapes of logs that are measured. */
export const shapes = {
  shop: { title: "40 agents, conversations of 2 to 18 messages", ...ordinary },
  huge: {
    title: "conversations of 50,000 messages",
    ...ordinary,
    lengthOf: () => 50_000,
    meanLength: 50_000,
  },
  pairs: { title: "conversations of two messages", ...ordinary, lengthOf: () => 2, meanLength: 2 },
  "one-agent": { title: "one agent", ...ordinary, agents: 1 },
  "many-agents": { title: "10,000 agents", ...ordinary, agents: 10_000 },
  distinct: { title: "all messages distinct", ...ordinary, isDistinct: true },
  "per-agent": { title: "a file for each agent", ...ordinary, isPerAgent: true },
  time: { title: "ordered by time over all conversations", ...ordinary, order: "time" },
  newest: { title: "newest first", ...ordinary, order: "newest" },
  shuffled: { title: "lines in random order", ...ordinary, order: "shuffled" },
} as const satisfies Record<string, Shape>;

export type ShapeName = keyof typeof shapes;

/** Whether a word of a command line names a shape. */
export const isShapeName = (name: string): name is ShapeName => name in shapes;
