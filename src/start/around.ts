/** For each method that is to be done differently: from how it is done to how it shall be done. */
type Changes<T> = { readonly [K in keyof T]?: (original: T[K]) => T[K] };

/** The same object for everybody who uses it, with some of its methods done differently. */
export function around<T extends object>(target: T, changes: Changes<T>): T {
  const changed = new Map<PropertyKey, unknown>();
  for (const name of Object.keys(changes) as (keyof T)[]) {
    const change = changes[name];
    if (change !== undefined) changed.set(name, change(bound(target, target[name])));
  }
  return new Proxy(target, {
    get: (_, name) =>
      changed.has(name) ? changed.get(name) : bound(target, Reflect.get(target, name) as unknown),
  });
}

/** A method that finds its object again, private fields too. */
function bound<V>(target: object, value: V): V {
  return typeof value === 'function' ? (value.bind(target) as V) : value;
}
