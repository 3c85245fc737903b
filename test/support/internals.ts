/** What only the inside of the bot says: stacks, paths, names of packages, classes and functions, unfilled templates. */
const INTERNALS =
  /node_modules|\/(?:src|dist)\/|\b[\w-]+\.[cm]?[jt]s:\d+|\bat \S+ \(|\w(?:Error|Exception)\b|\bstack\b|restify|botbuilder|\bzod\b|msal|libsql|sqlite|SQLITE_\w+|ECONN\w+|\[object |undefined|\$\{/i;

/** The first such thing in what people and callers get; undefined when there is none. */
export function internalsIn(text: string): string | undefined {
  return INTERNALS.exec(text)?.[0];
}
