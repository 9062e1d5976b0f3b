import { SaxesParser, type SaxesTagPlain } from "saxes";

/** An element: its children in their order, its attributes with what they hold. */
interface Element {
  children: readonly string[];
  attributes: Readonly<Record<string, RegExp>>;
}

const whole = /^\d+$/u;
const token = /^\S(?:.*\S)?$/su;
const anything = /^/u;

/**
 * What Ant's JUnit schema asks for, which Jenkins' schema allows as well: the elements that we write, the
 * attributes that must be there, and no others.
 */
const elements: Readonly<Record<string, Element>> = {
  testsuites: { children: ["testsuite"], attributes: {} },
  testsuite: {
    children: ["properties", "testcase", "system-out", "system-err"],
    attributes: {
      id: whole,
      package: token,
      name: token,
      timestamp: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/u,
      hostname: token,
      tests: whole,
      failures: whole,
      errors: whole,
      skipped: whole,
      time: /^\d+(?:\.\d+)?$/u,
    },
  },
  properties: { children: [], attributes: {} },
  "system-out": { children: [], attributes: {} },
  "system-err": { children: [], attributes: {} },
  testcase: {
    children: ["failure", "skipped"],
    attributes: { name: token, classname: token, time: /^\d+(?:\.\d+)?$/u },
  },
  failure: { children: [], attributes: { message: anything, type: token } },
  skipped: { children: [], attributes: { type: token } },
};

/** What is wrong with a JUnit file; empty where nothing is. */
export function junitProblems(xml: string): string[] {
  const problems: string[] = [];
  const open: { name: string; place: number }[] = [];
  const parser = new SaxesParser();
  parser.on("error", (error) => problems.push(error.message));
  parser.on("opentag", (tag: SaxesTagPlain) => {
    const parent = open.at(-1);
    const place = parent === undefined ? 0 : (elements[parent.name]?.children.indexOf(tag.name) ?? -1);
    if (place < 0 || (parent === undefined && tag.name !== "testsuites"))
      problems.push(`${tag.name} in ${parent?.name}`);
    if (parent !== undefined && place < parent.place) problems.push(`${tag.name} comes too late`);
    if (parent !== undefined) parent.place = place;
    const wanted = elements[tag.name]?.attributes ?? {};
    for (const [name, pattern] of Object.entries(wanted))
      if (!pattern.test(tag.attributes[name] ?? "\n"))
        problems.push(`${tag.name} ${name}=${tag.attributes[name]}`);
    for (const name of Object.keys(tag.attributes))
      if (!Object.hasOwn(wanted, name)) problems.push(`${tag.name} has ${name}`);
    open.push({ name: tag.name, place: 0 });
  });
  parser.on("closetag", () => open.pop());
  parser.write(xml).close();
  return problems;
}
