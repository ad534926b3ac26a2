import { Token } from 'aws-cdk-lib';

/** Longer texts are not shown: an API key has more than 70 characters. */
const longestShown = 20;

/** What somebody gave instead of what they should have, such as `a Queue`. Nothing long, because it may be a key. */
export function describeValue(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (Token.isUnresolved(value)) return 'a token';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return value.length <= longestShown ? `'${value}'` : 'a string';
  return withArticle(typeof value === 'object' ? className(value) : typeof value);
}

/** The CDK's classes have a name for other languages too, which its bundler does not change as it does that in JavaScript. */
const fullName = Symbol.for('jsii.rtti');

function className(value: object): string {
  const { constructor } = value as { readonly constructor?: unknown };
  if (typeof constructor !== 'function') return 'object';
  const { [fullName]: ofTheCdk } = constructor as { readonly [fullName]?: { readonly fqn?: string } };
  const name = ofTheCdk?.fqn?.split('.').at(-1) ?? constructor.name;
  return name === '' || name === 'Object' ? 'object' : name;
}

const withArticle = (noun: string): string => `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;
