import { Histories } from '../../../lib/testing/recorder/histories';
import { KeptFiles } from '../../../lib/testing/recorder/kept-files';
import { recordOf } from '../../../lib/testing/recorder/recorded-request';
import { Recorder } from '../../../lib/testing/recorder/recorder';
import type { NotifyRequest } from '../../../lib/testing/http/request';
import type { ExchangeOutcome } from '../../../lib/testing/http/exchange-outcome';

const request = (body: Buffer | string = '', headers = {}): NotifyRequest => ({
  method: 'POST',
  target: '/v2/notifications/sms',
  root: 'http://127.0.0.1/',
  authorization: 'Bearer secret',
  traceId: undefined,
  spanId: undefined,
  headers,
  body,
});

const answered = (body: Buffer): ExchangeOutcome => ({
  end: 'answered',
  answer: { status: 201, headers: [], body },
  bodyTakes: 0,
  breaksOff: false,
});

const open = { signedBy: null, messageId: null, history: null };
const about = { number: 1, at: 0, faults: [], took: 1, open };
const upload = {
  url: 'https://x',
  filename: null,
  size: 10,
  confirmEmailBeforeDownload: true,
  retentionPeriod: '26 weeks',
};

describe('the recorder', () => {
  test('keeps the newest histories, and forgets the files of the others', () => {
    const forgotten: string[] = [];
    const histories = new Histories(2, (id) => forgotten.push(id));
    for (const id of ['a', 'b', 'c']) histories.begin(id, 'created', 1);
    expect([forgotten, histories.find('a'), histories.find('c')?.changes]).toEqual([
      ['a'],
      undefined,
      [{ status: 'created', at: 1 }],
    ]);
  });

  test('keeps the content of files up to a size, and what is known of the others', () => {
    const files = new KeptFiles(25);
    for (const id of ['a', 'b', 'c']) files.keep(id, [upload], [Buffer.alloc(10)]);
    expect(['a', 'b', 'c'].map((id) => files.of(id).map(({ content, size }) => [content?.length, size]))).toEqual([
      [[undefined, 10]],
      [[10, 10]],
      [[10, 10]],
    ]);
    files.forget('b');
    files.keep('d', [upload], [Buffer.alloc(10)]);
    expect([files.of('b'), files.of('c')[0]?.content?.length]).toEqual([[], 10]);
  });

  test('keeps 64 KB of a body, and no header that authorises', () => {
    const headers = {
      authorization: 'Bearer secret',
      'proxy-authorization': 'secret',
      cookie: 'secret',
      accept: '*/*',
    };
    const record = recordOf(request(Buffer.alloc(100_000), headers), answered(Buffer.alloc(70_000)), about);
    expect([record.body.beginning.length, record.body.size]).toEqual([65_536, 100_000]);
    expect([record.answer?.body.beginning.length, record.answer?.body.size]).toEqual([65_536, 70_000]);
    expect(JSON.stringify(record)).not.toContain('secret');
    expect(record.headers).toEqual({ accept: '*/*' });
  });

  test('keeps the last 1,000 requests, under numbers that are never given twice', () => {
    const recorder = new Recorder();
    recorder.on = true;
    const note = () => recorder.answered(request(), answered(Buffer.alloc(0)), { faults: [], at: 0, took: 1 });
    for (let count = 0; count < 2500; count += 1) note();
    const { lastRequests } = recorder;
    expect([lastRequests.length, lastRequests[0]?.number, lastRequests.at(-1)?.number]).toEqual([1000, 1501, 2500]);
    recorder.clear();
    note();
    expect(recorder.lastRequests.map(({ number }) => number)).toEqual([2501]);
  });

  test('keeps nothing until it is switched on', () => {
    const recorder = new Recorder();
    recorder.answered(request(), answered(Buffer.alloc(0)), { faults: [], at: 0, took: 1 });
    recorder.keepFiles('a', [upload], [Buffer.alloc(10)]);
    expect([recorder.lastRequests, recorder.filesOf('a')]).toEqual([[], []]);
  });
});
