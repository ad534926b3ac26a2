/** The same object, with something around each of these methods. */
export function around<Port extends object>(
  port: Port,
  methods: readonly (keyof Port & string)[],
  through: (method: string, call: () => Promise<unknown>) => Promise<unknown>,
): Port {
  return new Proxy(port, {
    get: (target, property) => {
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== 'function') return value;
      const method = value.bind(target) as (...args: unknown[]) => Promise<unknown>;
      if (!(methods as readonly (string | symbol)[]).includes(property)) return method;
      return (...args: unknown[]) => through(String(property), () => method(...args));
    },
  });
}
