/** The same object, with something around each of these methods. */
export function around<Port extends object>(
  port: Port,
  methods: readonly (keyof Port & string)[],
  through: (method: string, call: () => Promise<unknown>) => Promise<unknown>,
): Port {
  const wrapped = Object.create(others(port)) as Record<string, unknown>;
  for (const method of methods) {
    const bound = (port[method] as (...args: unknown[]) => Promise<unknown>).bind(port);
    wrapped[method] = (...args: unknown[]) => through(method, () => bound(...args));
  }
  return wrapped as Port;
}

/** What an object has besides. The methods around which something is are found before, which is far quicker. */
const others = <Port extends object>(port: Port): Port =>
  new Proxy(port, {
    get: (target, property) => {
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
