/**
 * A tree of JSON with every node as `change` gives it back, the innermost first. What needs no change is not copied, so
 * that a walk over a card costs little; the given tree stays as it is.
 */
export function mapNodes(node: unknown, change: (node: unknown) => unknown): unknown {
  if (typeof node !== 'object' || node === null) return change(node);
  return change(Array.isArray(node) ? mapList(node, change) : mapFields(node, change));
}

function mapList(list: readonly unknown[], change: (node: unknown) => unknown): readonly unknown[] {
  let mapped: unknown[] | undefined;
  for (let place = 0; place < list.length; place += 1) {
    const value = mapNodes(list[place], change);
    if (value !== list[place]) (mapped ??= [...list])[place] = value;
  }
  return mapped ?? list;
}

function mapFields(node: object, change: (node: unknown) => unknown): object {
  const fields = node as Readonly<Record<string, unknown>>;
  let mapped: Record<string, unknown> | undefined;
  for (const name of Object.keys(fields)) {
    const value = mapNodes(fields[name], change);
    if (value !== fields[name]) (mapped ??= { ...fields })[name] = value;
  }
  return mapped ?? node;
}
