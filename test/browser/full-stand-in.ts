import { NotifyClient, prepareUpload } from '../../lib/notify';
import {
  apiKey,
  defaultWorld,
  NotifyStandIn,
  type CallbackSender,
  type Listening,
  type World,
} from '../../lib/testing';
import { ids, licence, reminder } from '../testing/default-ids';
import { HandClock } from '../testing/hand-clock';

/** A stand-in in whose inbox there is something of everything, and its messages by what they are. */
export interface FullStandIn extends Listening {
  readonly standIn: NotifyStandIn;
  readonly inbox: string;
  readonly sent: Readonly<Record<'email' | 'withFile' | 'failed' | 'text' | 'letter' | 'precompiled', string>>;
  /** The path of every page, from the inbox on. */
  readonly paths: readonly string[];
}

/** The service's own server, as it answers Notify's callbacks: it has trouble with those of text messages. */
const answerCallback: CallbackSender = async ({ body, onAnswer }) => {
  const isText = body.includes('"notification_type": "sms"');
  onAnswer?.(Promise.resolve(isText ? '{"error": "no such column: delivered_at"}' : ''));
  return isText ? 500 : 204;
};

export function worldWithCallbacks(): World {
  const target = { url: 'https://juggling.example.gov.uk/notify/callbacks', bearerToken: 'the token of the service' };
  const callbacks = { deliveryReceipts: target, receivedTexts: target, returnedLetters: target, complaints: target };
  return { services: defaultWorld().services.map((service) => ({ ...service, callbacks })) };
}

export async function openFullStandIn(control = true): Promise<FullStandIn> {
  const clock = new HandClock('2026-03-02T11:40:00Z');
  const standIn = new NotifyStandIn({ world: worldWithCallbacks(), clock, sendCallback: answerCallback });
  const server = await standIn.listen({ control, inbox: true });
  const connection = { baseUrl: server.url, clock };
  const notify = new NotifyClient({ apiKey: apiKey(standIn.world), ...connection });
  const letter = await notify.sendLetter({ templateId: ids.letter, personalisation: licence, reference: 'licence-7' });
  const precompiled = await notify.sendPrecompiledLetter({
    content: Buffer.from('%PDF-1.4 /Type /Page'),
    reference: 'statement-3',
  });
  await standIn.tick(60_000);
  standIn.control.endAs({ recipient: 'gone@example.com' }, 'permanent-failure');
  const failed = await notify.sendEmail({
    templateId: ids.email,
    emailAddress: 'gone@example.com',
    personalisation: { ...reminder, name: 'Ben' },
  });
  await standIn.tick(30_000);
  const text = await notify.sendSms({
    templateId: ids.sms,
    phoneNumber: '07900 900123',
    personalisation: { code: '“123456”' },
    reference: 'sign-in-1',
  });
  const withFile = await notify.sendEmail({
    templateId: ids.fileEmail,
    emailAddress: 'ben@example.com',
    personalisation: {
      name: 'Ben',
      link_to_file: prepareUpload(Buffer.from('%PDF-1.4\n'), { filename: 'decision.pdf' }),
    },
  });
  await standIn.tick(20_000);
  const email = await notify.sendEmail({
    templateId: ids.email,
    emailAddress: 'amala@example.com',
    personalisation: reminder,
    reference: 'appointment-0001',
  });
  standIn.control.receiveText({ from: '07700900123', content: 'STOP' });
  standIn.faults.add({ fault: { kind: 'gateway', status: 502 }, when: { reference: 'order-1' }, times: 3 });
  standIn.faults.add({ fault: { kind: 'rate limit' } });
  await notify.sendSms({ templateId: ids.plainSms, phoneNumber: '07900900123' }).catch(() => undefined);
  await new NotifyClient({ apiKey: apiKey(standIn.world).replace(/.$/, '0'), ...connection })
    .listTemplates()
    .catch(() => undefined);
  await standIn.tick(10_000);

  const sent = {
    email: email.id,
    withFile: withFile.id,
    failed: failed.id,
    text: text.id,
    letter: letter.id,
    precompiled: precompiled.id,
  };
  const lists = [
    '',
    '?type=fax',
    '?q=nothing',
    '/received',
    '/callbacks',
    '/requests',
    '/what-happens-next',
    '/nowhere',
  ];
  const paths = [
    ...lists,
    ...Object.values(sent).map((id) => `/messages/${id}`),
    '/callbacks/1',
    '/callbacks/2',
    '/requests/1',
    `/requests/8`,
  ];
  return { ...server, standIn, inbox: `${server.url}/_stand-in/inbox`, sent, paths };
}
