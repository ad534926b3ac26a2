import { NotifyStandIn } from '../../../lib/testing/stand-in';
import type { Ending } from '../../../lib/testing';
import type { World } from '../../../lib/testing/world/world';
import { readVectorFile, readVectors } from '../../vectors';
import { HandClock } from '../hand-clock';
import { comparable, Player, withoutDates, type LiveCase, type LiveVectors } from './live';

const { cases, keys, recorded_at: day } = readVectors<LiveCase, LiveVectors>('live.json');
const world = readVectorFile<World>('live-world.json');
const numbered = cases.map((recorded, index) => [recorded.kind, index, recorded] as const);
/** A path that names a message of the recording by its reference. */
const named = /^(?<before>.*)\{(?<name>[\w-]+)\}$/;

describe('the stand-in answers as the running Notify was recorded to', () => {
  const clock = new HandClock(day);
  const standIn = new NotifyStandIn({ world, clock });
  let server: Awaited<ReturnType<typeof standIn.listen>>;
  let player: Player;

  beforeAll(async () => {
    server = await standIn.listen();
    player = new Player(server.url, keys, standIn.now.bind(standIn));
  });

  afterAll(async () => {
    player.close();
    await server.close();
  });

  test.each(numbered)('%s, recording %i', async (_kind, _index, recorded) => {
    const { before, name } = named.exec(recorded.path)?.groups ?? {};
    if (before === undefined || name === undefined) {
      expect(comparable(await player.play(recorded), server.url)).toEqual(withoutDates(recorded.expected));
      return;
    }
    const id = await messageLike(recorded, name);
    const { status, body } = await player.play({ ...recorded, path: before + id });
    const answer = { status, body: body.replaceAll(id, `<${name}>`) };
    expect(comparable(answer, server.url)).toEqual(withoutDates(recorded.expected));
  });

  /** Sends the text that a recording asks for, with the end that it had. */
  async function messageLike({ key, expected }: LiveCase, reference: string): Promise<string> {
    const { phone_number, template, body, status } = JSON.parse(expected.body) as RecordedText;
    const text = { phone_number, template_id: template.id, reference, personalisation: { body } };
    const path = '/v2/notifications/sms';
    const sent = await player.play({ key, method: 'POST', path, body: JSON.stringify(text) });
    const { id } = JSON.parse(sent.body) as { id: string };
    standIn.control.endAs({ id }, status);
    await standIn.tick(20_000);
    return id;
  }
});

interface RecordedText {
  readonly phone_number: string;
  readonly template: { readonly id: string };
  readonly body: string;
  readonly status: Ending;
}
