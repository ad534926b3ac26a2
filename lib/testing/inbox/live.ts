import type { StreamedAnswer } from '../http/exchange-outcome';
import type { Recorder } from '../recorder/recorder';
import { eventStreamHeaders } from './answers';

const atMostEvery = 500;

/** Says that something has changed, as Server-Sent Events, at most twice a second. */
export function changes(recorder: Pick<Recorder, 'revision'>, catchUp: () => void): StreamedAnswer {
  return {
    end: 'streamed',
    headers: eventStreamHeaders,
    open: (write) => {
      let seen = recorder.revision;
      // A comment, by which the client sees that it is connected.
      write(':\n\n');
      const looking = setInterval(() => {
        catchUp();
        if (recorder.revision === seen) return;
        seen = recorder.revision;
        write(`event: change\ndata: ${seen}\n\n`);
      }, atMostEvery);
      looking.unref();
      return () => clearInterval(looking);
    },
  };
}
