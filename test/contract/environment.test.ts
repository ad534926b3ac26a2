import { environment, requireEnvironment } from '../../lib/contract/environment';
import { heldQueues } from '../../lib/contract/lane';

describe('requireEnvironment', () => {
  it('a variable is read by its name', () => {
    expect(requireEnvironment(environment.tableName, { NOTIFY_TABLE_NAME: 'deliveries' })).toBe('deliveries');
  });

  it.each([{}, { NOTIFY_TABLE_NAME: '' }, { NOTIFY_TABLE_NAME: undefined }])(
    'a missing or empty variable is named, with who sets it: %j',
    (from) => {
      expect(() => requireEnvironment(environment.tableName, from)).toThrow(
        'environment variable NOTIFY_TABLE_NAME is not set; the NotifyPipeline construct sets it',
      );
    },
  );

  it('variables come from the process by default, and every name is distinct and begins with NOTIFY_', () => {
    expect(() => requireEnvironment(environment.heldQueueUrl.letter)).toThrow('NOTIFY_HELD_LETTER_QUEUE_URL');
    const { heldQueueUrl, publisher, ...others } = environment;
    const names = [others, heldQueueUrl, publisher].flatMap((group) => Object.values(group));
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^NOTIFY_[A-Z_]+$/);
  });

  it('every held queue has a variable', () => {
    expect(Object.keys(environment.heldQueueUrl).sort()).toEqual([...heldQueues].sort());
  });
});
