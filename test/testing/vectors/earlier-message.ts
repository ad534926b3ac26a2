import type { Ending } from '../../../lib/testing';
import type { NotifyStandIn } from '../../../lib/testing/stand-in';
import type { LiveCase, Player } from './live';

/** A recorded request for a message of an earlier run, which is named by its reference where its id was. */
export interface NamedRequest {
  /** The path up to the id. */
  readonly before: string;
  readonly name: string;
}

/** Which message a path names, such as `/v2/notifications/{itestsent}`, or undefined if it names none. */
export function namedRequest(path: string): NamedRequest | undefined {
  const { before, name } = /^(?<before>.*)\{(?<name>[\w-]+)\}$/.exec(path)?.groups ?? {};
  return before === undefined || name === undefined ? undefined : { before, name };
}

/** Sends the text that a recording asks for, with the end that it had, and gives its id. */
export async function sendEarlierMessage(
  { key, expected }: Pick<LiveCase, 'key' | 'expected'>,
  reference: string,
  standIn: NotifyStandIn,
  player: Player,
): Promise<string> {
  const { phone_number, template, body, status } = JSON.parse(expected.body) as RecordedText;
  const text = { phone_number, template_id: template.id, reference, personalisation: { body } };
  const path = '/v2/notifications/sms';
  const sent = await player.play({ key, method: 'POST', path, body: JSON.stringify(text) });
  const { id } = JSON.parse(sent.body) as { id: string };
  standIn.control.endAs({ id }, status);
  await standIn.tick(20_000);
  return id;
}

interface RecordedText {
  readonly phone_number: string;
  readonly template: { readonly id: string };
  readonly body: string;
  readonly status: Ending;
}
