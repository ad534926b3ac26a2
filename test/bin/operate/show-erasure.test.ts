import { keptElsewhere } from '../../../bin/operate/show-erasure';

describe('erase command: what is stored elsewhere', () => {
  const now = Date.UTC(2026, 11, 1);
  const ofBucket = (bucketVersionDays?: number) =>
    keptElsewhere(now, bucketVersionDays === undefined ? {} : { bucketVersionDays }).filter((line) =>
      line.includes('bucket'),
    );

  test('old versions in the bucket are named with their end, if the bucket has any', () => {
    // S3 counts whole days, from the midnight after.
    expect(ofBucket(2)).toEqual([
      'the bucket has old versions of what was deleted there until 2026-12-04T00:00:00.000Z',
    ]);
    expect(ofBucket()).toEqual([]);
  });
});
