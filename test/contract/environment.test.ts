import { environment, requireEnvironment } from '../../lib/contract/environment';
import { heldQueues } from '../../lib/contract/lane';

describe('an environment variable', () => {
  it('is read by its name', () => {
    expect(requireEnvironment(environment.tableName, { NOTIFY_TABLE_NAME: 'deliveries' })).toBe('deliveries');
  });

  it.each([{}, { NOTIFY_TABLE_NAME: '' }, { NOTIFY_TABLE_NAME: undefined }])(
    'that is missing or empty is named, and who sets it: %j',
    (from) => {
      expect(() => requireEnvironment(environment.tableName, from)).toThrow(
        'environment variable NOTIFY_TABLE_NAME is not set; the NotifyPipeline construct sets it',
      );
    },
  );

  it("comes from the process where nothing else is given, and its name is the pipeline's own", () => {
    expect(() => requireEnvironment(environment.heldQueueUrl.later)).toThrow('NOTIFY_HELD_LATER_QUEUE_URL');
    const { heldQueueUrl, publisher, ...others } = environment;
    const names = [others, heldQueueUrl, publisher].flatMap((group) => Object.values(group));
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^NOTIFY_[A-Z_]+$/);
  });

  it('tells of every held queue', () => {
    expect(Object.keys(environment.heldQueueUrl).sort()).toEqual([...heldQueues].sort());
  });
});
