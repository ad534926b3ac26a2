/** One for every copy of this package in a process. */
const brand = Symbol.for('cdk-govuk-notify/error');

/**
 * An error that `instanceof` knows whichever build of this package threw it: a process may hold two, one that was
 * imported and one that was required. A class is known by the `name` on its prototype, which no minifier changes. One
 * that somebody derives without a name of its own is known as JavaScript knows it.
 */
export abstract class BrandedError extends Error {
  /** @internal */
  get [brand](): true {
    return true;
  }

  static override [Symbol.hasInstance](error: unknown): boolean {
    const { prototype } = this;
    const named = Object.hasOwn(prototype, 'name');
    for (let at = prototypeOf(error); at; at = prototypeOf(at)) {
      if (at === prototype || (named && brand in at && Object.hasOwn(at, 'name') && at.name === prototype.name))
        return true;
    }
    return false;
  }
}

/** Not by `instanceof Object`, because an error may come from another realm, as in Jest. */
const prototypeOf = (value: unknown): Error | null => Object.getPrototypeOf(Object(value)) as Error | null;
