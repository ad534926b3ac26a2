import type * as Notify from '../../lib/notify';

/** One more copy of the client, as a process has that both imports and requires it. */
function anotherCopy(): typeof Notify {
  let copy: typeof Notify | undefined;
  jest.isolateModules(() => {
    copy = require('../../lib/notify') as typeof Notify;
  });
  if (!copy) throw new Error('the client cannot be loaded twice');
  return copy;
}

const [ours, theirs] = [anotherCopy(), anotherCopy()];
const theirError = new theirs.NotifyTimeoutError({ timeout: 1000, mayHaveArrived: true });

describe('an error of another copy of the package', () => {
  test('is an instance of its class here', () => {
    expect(ours.NotifyTimeoutError).not.toBe(theirs.NotifyTimeoutError);
    expect(theirError).toBeInstanceOf(ours.NotifyTimeoutError);
    expect(theirError).toBeInstanceOf(ours.NotifyError);
    expect(theirError).toBeInstanceOf(Error);
    expect(new theirs.MalformedApiKeyError('x')).toBeInstanceOf(ours.NotifyInputError);
  });

  test('is no instance of any other class', () => {
    expect(theirError).not.toBeInstanceOf(ours.NotifyConnectionError);
    expect(theirError).not.toBeInstanceOf(ours.NotifyInputError);
    expect(new theirs.NotifyInputError('x')).not.toBeInstanceOf(ours.MalformedApiKeyError);
  });

  test('says as much of the message as one of this copy', () => {
    const ourError = new ours.NotifyTimeoutError({ timeout: 1000, mayHaveArrived: true });
    for (const error of [ourError, theirError]) {
      expect([ours.isRetryable(error), ours.isDefinitelyNotSent(error)]).toEqual([true, false]);
    }
  });
});

describe('what is no error of the package', () => {
  class SameName extends Error {
    override get name(): string {
      return 'NotifyTimeoutError';
    }
  }

  test.each([null, undefined, 'text', 5, {}, new Error('x'), new SameName('x'), Object.create(null)])(
    'is not taken for one: %p',
    (other: unknown) => {
      expect(other instanceof ours.NotifyTimeoutError).toBe(false);
      expect(other instanceof ours.NotifyError).toBe(false);
    },
  );
});

describe('a class that somebody derives', () => {
  class Unnamed extends ours.NotifyInputError {}
  class Named extends ours.NotifyInputError {
    override get name(): string {
      return 'Named';
    }
  }

  test('is itself and all above it', () => {
    for (const error of [new Unnamed('x'), new Named('x')]) expect(error).toBeInstanceOf(theirs.NotifyInputError);
    expect(new Unnamed('x')).toBeInstanceOf(Unnamed);
    expect(new Named('x')).toBeInstanceOf(Named);
  });

  test('is not what it is derived from', () => {
    for (const error of [new ours.NotifyInputError('x'), new theirs.NotifyInputError('x')]) {
      expect(error).not.toBeInstanceOf(Unnamed);
      expect(error).not.toBeInstanceOf(Named);
    }
  });
});
