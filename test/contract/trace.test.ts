import { normalTraceparent, traceAttributes, traceHeaderOf, traceparentOf } from '../../lib/contract/trace';
import { fc } from '../properties';

const hex = (digits: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...Array.from({ length: 16 }, (_, digit) => digit.toString(16))), {
      minLength: digits,
      maxLength: digits,
    })
    .map((all) => all.join(''))
    .filter((text) => /[^0]/.test(text));
const flags = fc.constantFrom('00', '01');
const traceparents = fc.tuple(hex(32), hex(16), flags).map(([trace, parent, flag]) => `00-${trace}-${parent}-${flag}`);

const traceparent = '00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01';
const header = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';

describe('trace: X-Ray and W3C', () => {
  it('the header of AWS’s documentation is a traceparent, and the traceparent is that header', () => {
    expect(traceparentOf(header)).toBe(traceparent);
    expect(traceHeaderOf(traceparent)).toBe(header);
  });

  it('every traceparent is the same after it was a header', () => {
    fc.assert(
      fc.property(traceparents, (given) => {
        expect(traceparentOf(traceHeaderOf(given) ?? '')).toBe(given);
      }),
    );
  });

  it('the order of the fields, their case, spaces and what else the header says change nothing', () => {
    const other = fc.constantFrom(
      'Lineage=1:a87bd80c:1',
      'Self=1-5759e988-000000000000000000000000',
      'team=licences',
      '',
    );
    const fields = fc.shuffledSubarray(header.split(';'), { minLength: 3 });
    fc.assert(
      fc.property(fields, other, fc.constantFrom(';', '; '), fc.boolean(), (all, more, separator, isLower) => {
        const written = [more, ...all].join(separator);
        expect(traceparentOf(isLower ? written.toLowerCase() : written)).toBe(traceparent);
      }),
    );
  });

  it('a header without a parent always has the same one, made of its trace', () => {
    expect(traceparentOf('Root=1-5759e988-bd862e3fe1be46a994272793')).toBe(
      '00-5759e988bd862e3fe1be46a994272793-e1be46a994272793-00',
    );
  });

  it.each(['0', '?', ''])('a trace of which Sampled is %j is not sampled', (sampled) => {
    expect(traceparentOf(header.replace('Sampled=1', `Sampled=${sampled}`))).toMatch(/-00$/);
  });

  it.each([
    'Root=1-00000000-000000000000000000000000;Parent=53995c3f42cd8ad8',
    'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=0000000000000000',
    'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad',
    'Root=2-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8',
    'Root=1-5759e988-bd862e3fe1be46a9942727;Parent=53995c3f42cd8ad8',
    'Parent=53995c3f42cd8ad8;Sampled=1',
    'Lineage=1:a87bd80c:1',
  ])('%s names no trace', (given) => {
    expect(traceparentOf(given)).toBeUndefined();
    expect(traceAttributes(given)).toEqual({});
  });

  it.each([
    '00-00000000000000000000000000000000-53995c3f42cd8ad8-01',
    '00-5759e988bd862e3fe1be46a994272793-0000000000000000-01',
    '00-5759E988BD862E3FE1BE46A994272793-53995c3f42cd8ad8-01',
    'ff-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01',
    '00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01-more',
    '00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8',
  ])('%s is no traceparent', (given) => {
    expect([traceHeaderOf(given), normalTraceparent(given)]).toEqual([undefined, undefined]);
  });

  it('a traceparent of a later version is read as far as this one goes', () => {
    expect(normalTraceparent(`01${traceparent.slice(2)}-more`)).toBe(traceparent);
    expect(normalTraceparent(`${traceparent.slice(0, -2)}03`)).toBe(traceparent);
  });

  it('no text at all makes it fail, and what it answers holds nothing but an id', () => {
    const shape = /^00-[\da-f]{32}-[\da-f]{16}-0[01]$/;
    const texts = fc.oneof(
      fc.string(),
      fc.string().map((text) => `${header};${text}`),
      fc.string().map((text) => `${text}${header}`),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const read = [traceparentOf(text), normalTraceparent(text)].filter((one) => one !== undefined);
        expect(read.filter((one) => !shape.test(one))).toEqual([]);
      }),
    );
  });
});
