import { NotifyStandIn } from '../../../lib/testing/stand-in';
import type { World } from '../../../lib/testing/world/world';
import { readVectorFile, readVectors } from '../../vectors';
import { HandClock } from '../hand-clock';
import { namedRequest, sendEarlierMessage } from './earlier-message';
import { comparable, Player, withoutDates, type LiveCase, type LiveVectors } from './live';

const { cases, keys, recorded_at: day } = readVectors<LiveCase, LiveVectors>('live.json');
const world = readVectorFile<World>('live-world.json');
const numbered = cases.map((recorded, index) => [recorded.kind, index, recorded] as const);

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
    const named = namedRequest(recorded.path);
    if (named === undefined) {
      expect(comparable(await player.play(recorded), server.url)).toEqual(withoutDates(recorded.expected));
      return;
    }
    const { before, name } = named;
    const id = await sendEarlierMessage(recorded, name, standIn, player);
    const { status, body } = await player.play({ ...recorded, path: before + id });
    const answer = { status, body: body.replaceAll(id, `<${name}>`) };
    expect(comparable(answer, server.url)).toEqual(withoutDates(recorded.expected));
  });
});
