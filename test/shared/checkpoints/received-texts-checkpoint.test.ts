import {
  advanceCheckpoint,
  noTextsPublished,
  type ReceivedTextsCheckpoint,
} from '../../../lambda/shared/checkpoints/received-texts-checkpoint';

const settled = '99';
const all = { unpublished: undefined, below: undefined };
const open: ReceivedTextsCheckpoint = { upTo: '10', open: { below: 'the text of 60', upTo: '90' } };

describe('checkpoint of received texts', () => {
  test.each<
    [string, ReceivedTextsCheckpoint, Parameters<typeof advanceCheckpoint>[1], string, ReceivedTextsCheckpoint]
  >([
    ['stays where it was when nothing came', { upTo: '10' }, { ...all, received: [] }, settled, { upTo: '10' }],
    [
      'goes to the newest that was published',
      { upTo: '10' },
      { ...all, received: ['11', '12'] },
      settled,
      { upTo: '12' },
    ],
    ['begins with the first', noTextsPublished, { ...all, received: ['11'] }, settled, { upTo: '11' }],
    [
      'does not go on to what came only just, because something older may still come to light',
      { upTo: '10' },
      { ...all, received: ['11', '12'] },
      '11',
      { upTo: '11' },
    ],
    [
      'stays before what could not be published, and before all that came at the same instant',
      { upTo: '10' },
      { ...all, received: ['11', '12', '12', '13'], unpublished: '12' },
      settled,
      { upTo: '11' },
    ],
    [
      'stays when the oldest could not be published',
      { upTo: '10' },
      { ...all, received: ['11'], unpublished: '11' },
      settled,
      { upTo: '10' },
    ],
    [
      'stays while older texts are still to be published, and it is remembered where',
      { upTo: '10' },
      { received: ['80', '90'], unpublished: undefined, below: 'the text of 80' },
      settled,
      { upTo: '10', open: { below: 'the text of 80', upTo: '90' } },
    ],
    [
      'stays while still older ones are',
      open,
      { received: ['40', '50'], unpublished: undefined, below: 'the text of 40' },
      settled,
      { upTo: '10', open: { below: 'the text of 40', upTo: '90' } },
    ],
    ['goes to where the look back began when it is over', open, { ...all, received: ['20'] }, settled, { upTo: '90' }],
    ['does so too when nothing was left', open, { ...all, received: [] }, settled, { upTo: '90' }],
    [
      'stays before what could not be published at the end of a look back',
      open,
      { ...all, received: ['20', '30', '40'], unpublished: '30' },
      settled,
      { upTo: '20' },
    ],
    [
      'will stay before what could not be published on the way, however far the look back has come',
      open,
      { received: ['30', '40', '50'], unpublished: '50', below: 'the text of 30' },
      settled,
      { upTo: '10', open: { below: 'the text of 30', upTo: '40' } },
    ],
    [
      'goes on again from below that',
      { upTo: '10', open: { below: 'the text of 30', upTo: '10' } },
      { ...all, received: ['15', '20'] },
      settled,
      { upTo: '20' },
    ],
  ])('the checkpoint %s', (_name, mark, stretch, until, after) => {
    expect(advanceCheckpoint(mark, stretch, until)).toEqual(after);
  });
});
