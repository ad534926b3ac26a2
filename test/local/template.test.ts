import { readPipeline, synthesizePipeline } from '../../local/template';

test('the embedded pipeline is set up as the synthesized stack says', () => {
  expect(synthesizePipeline()).toMatchObject({
    queue: { visibilityTimeoutSeconds: 720, retentionSeconds: 1_209_600, maxReceiveCount: 10 },
    urgentQueue: { visibilityTimeoutSeconds: 720, maxReceiveCount: 10 },
    heldQueue: { visibilityTimeoutSeconds: 120, retentionSeconds: 1_209_600 },
    batchSize: 10,
    maxConcurrency: 10,
    pollIntervalSeconds: 60,
    recordRetentionSeconds: 7_776_000,
    table: { KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }] },
  });
});

test('a template that is not of a pipeline is not taken for one', () => {
  expect(() => readPipeline({ Resources: {} })).toThrow(/has no event source or no table/);
});
