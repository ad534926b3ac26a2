import { deliveryId } from '../../lib/contract/identity';
import { Labels } from '../../local/labels';

const text = (key: string, number = '07700900123'): string =>
  JSON.stringify({
    type: 'sms',
    template_id: '50000000-0000-4000-8000-000000000002',
    phone_number: number,
    idempotency_key: key,
  });

test('a different message under an idempotency key already used has its own delivery and is no duplicate', () => {
  const labels = new Labels('local');
  const first = labels.add('first', text('a'), '1');
  labels.add('repeat', text('a'), '2');
  labels.add('another', text('a', '07700900456'), '3');
  const known = new Set([first, deliveryId('local', 'refused 3')]);

  const ends = labels.all((id) => (known.has(id) ? id : undefined));

  expect(ends.map((end) => end.labels)).toEqual([['first', 'repeat'], ['another']]);
});

test('deliveries are listed in the order in which their first messages were published', () => {
  const labels = new Labels('local');
  const [b, a] = [labels.add('first', text('b'), '1'), labels.add('second', text('a'), '2')];
  labels.add('refused', 'not JSON', '3');
  labels.add('third', text('b'), '4');
  const known = new Set([a, b, deliveryId('local', 'refused 3')]);

  const ends = labels.all((id) => (known.has(id) ? id : undefined));

  expect(ends.map((end) => end.labels)).toEqual([['first', 'third'], ['second'], ['refused']]);
});
