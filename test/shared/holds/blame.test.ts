import { minute } from '../../../lib/contract/time';
import { blameFor, type LaneExperience } from '../../../lambda/shared/holds/blame';
import { noon } from '../deliveries/deliveries';
import { aDoubtedLane } from './circuits';

const nothing: LaneExperience = { takenAt: -Infinity, isWell: undefined };
const before = noon - minute;
const later = noon + minute;

describe('blame: for a message that failed at noon', () => {
  test('nobody knows whose fault it was before anything of its lane was seen to work', () => {
    expect(blameFor(noon, nothing, undefined)).toBe('unknown');
    expect(blameFor(noon, nothing, aDoubtedLane({ takenAt: before, provenAt: before, answeredAt: before }))).toBe(
      'unknown',
    );
    expect(blameFor(noon, { takenAt: noon, isWell: true }, undefined)).toBe('unknown');
  });

  test('it is its own when another that was given to Notify later was taken, where nearly all are', () => {
    expect(blameFor(noon, { takenAt: later, isWell: true }, undefined)).toBe('message');
    expect(blameFor(noon, { takenAt: before, isWell: true }, aDoubtedLane({ takenAt: later }))).toBe('message');
  });

  test('it is its own when Notify answered each of the empty messages since, for every worker', () => {
    const proven = aDoubtedLane({ answeredAt: later, provenAt: later });
    expect(blameFor(noon, nothing, proven)).toBe('message');
    expect(blameFor(noon, { takenAt: before, isWell: true }, proven)).toBe('message');
  });

  test('it is nobody’s where messages need several attempts to be taken, though others are', () => {
    expect(blameFor(noon, { takenAt: later, isWell: false }, undefined)).toBe('nobody');
    expect(
      blameFor(noon, { takenAt: later, isWell: false }, aDoubtedLane({ answeredAt: later, provenAt: later })),
    ).toBe('nobody');
  });

  test('it is nobody’s where Notify left one of the empty messages unanswered since', () => {
    const circuit = aDoubtedLane({ answeredAt: later, provenAt: later, disprovenAt: noon + 1 });
    expect(blameFor(noon, nothing, circuit)).toBe('nobody');
  });

  test('nobody knows while one other was taken of which it is not known whether it was luck', () => {
    expect(blameFor(noon, nothing, aDoubtedLane({ takenAt: later }))).toBe('unknown');
  });
});
