/** A step of the real design that is left out or changed, to see that the model notices. */
export type Mutation =
  'delete first' | 'cancel without a condition' | 'cancel the item alone' | 'no record for the unknown';

/** One message that is scheduled, released, sent and cancelled, with all who are at work on it. */
interface State {
  /** Copies on the queue. */
  readonly queue: number;
  readonly record: 'none' | 'held' | 'sending' | 'sent' | 'cancelled';
  readonly isLeased: boolean;
  readonly isInTable: boolean;
  readonly isDue: boolean;
  readonly posts: number;
  readonly told: '' | 'cancelled' | 'too late';
  readonly worker: 'idle' | 'record' | 'put' | 'leave' | 'claim' | 'verify' | 'post' | 'write';
  readonly release: 'idle' | 'send' | 'delete';
  readonly cancel:
    { readonly at: 'idle' } | { readonly at: 'write'; readonly seen: State['record'] } | { readonly at: 'delete' };
  readonly deaths: number;
  readonly cancels: number;
}

const first: State = {
  queue: 1,
  record: 'none',
  isLeased: false,
  isInTable: false,
  isDue: false,
  posts: 0,
  told: '',
  worker: 'idle',
  release: 'idle',
  cancel: { at: 'idle' },
  deaths: 0,
  cancels: 0,
};

const mostDeaths = 2;
const mostCancels = 2;
const mostCopies = 3;
const idle = { at: 'idle' } as const;

type Step = readonly [name: string, next: State];

/** Everything that can happen next. A worker that ends leaves no copy; one that dies, or has to come back, leaves it. */
function stepsFrom(state: State, mutation: Mutation | undefined): readonly Step[] {
  const to = (name: string, change: Partial<State>): Step => [name, { ...state, ...change }];
  return [
    ...(state.isDue ? [] : [to('its time comes', { isDue: true })]),
    ...(state.worker === 'idle' && state.isLeased ? [to('the lease ends', { isLeased: false })] : []),
    ...workerSteps(state, to),
    ...releaseSteps(state, to, mutation),
    ...cancelSteps(state, to, mutation),
  ];
}

type To = (name: string, change: Partial<State>) => Step;

function workerSteps(state: State, to: To): readonly Step[] {
  const { worker, record, queue } = state;
  const over = { worker: 'idle' } as const;
  const comesBack = { ...over, queue: queue + 1 };
  if (worker === 'idle') {
    if (queue === 0) return [];
    return [to('worker takes it', { queue: queue - 1, worker: state.isDue ? 'claim' : 'record' })];
  }
  const dies = state.deaths < mostDeaths ? [to('worker dies', { ...comesBack, deaths: state.deaths + 1 })] : [];
  return [workerStep(), ...dies];

  function workerStep(): Step {
    switch (worker) {
      case 'record': {
        if (record !== 'none' && record !== 'held') return to('record is over', over);
        return to('record held', { record: 'held', worker: 'put' });
      }
      case 'put':
        return to('put into the table', { isInTable: true, worker: 'leave' });
      case 'claim':
        if (record === 'none' || record === 'held') {
          return to('claimed', { record: 'sending', isLeased: true, worker: 'post' });
        }
        if (record !== 'sending') return to('duplicate', over);
        return state.isLeased ? to('busy', comesBack) : to('claimed', { isLeased: true, worker: 'verify' });
      case 'verify':
        return to('looked up', { worker: state.posts > 0 ? 'write' : 'post' });
      case 'post':
        return to('posted', { posts: state.posts + 1, worker: 'write' });
      case 'write':
        return to('record sent', { record: 'sent', isLeased: false, ...over });
      default:
        return to('leaves the queue', over);
    }
  }
}

function releaseSteps(state: State, to: To, mutation: Mutation | undefined): readonly Step[] {
  const deleteFirst = mutation === 'delete first';
  const { release } = state;
  if (release === 'idle') {
    return state.isDue && state.isInTable ? [to('release reads it', { release: deleteFirst ? 'delete' : 'send' })] : [];
  }
  const next =
    release === 'send'
      ? to('release sends it', {
          queue: Math.min(mostCopies, state.queue + 1),
          release: deleteFirst ? 'idle' : 'delete',
        })
      : to('release deletes it', { isInTable: false, release: deleteFirst ? 'send' : 'idle' });
  const dies = state.deaths < mostDeaths ? [to('release dies', { release: 'idle', deaths: state.deaths + 1 })] : [];
  return [next, ...dies];
}

function cancelSteps(state: State, to: To, mutation: Mutation | undefined): readonly Step[] {
  const { cancel, record } = state;
  if (cancel.at === 'idle') {
    if (state.cancels === mostCancels || state.told === 'cancelled') return [];
    return [to('cancel reads', { cancels: state.cancels + 1, cancel: { at: 'write', seen: record } })];
  }
  const dies = state.deaths < mostDeaths ? [to('cancel dies', { cancel: idle, deaths: state.deaths + 1 })] : [];
  if (cancel.at === 'delete') return [to('cancel deletes it', { isInTable: false, cancel: idle }), ...dies];
  return [cancelWrites(cancel.seen), ...dies];

  function cancelWrites(seen: State['record']): Step {
    const cancelled = { told: 'cancelled', cancel: { at: 'delete' } } as const;
    if (mutation === 'cancel the item alone') {
      return to('cancel deletes the item', { isInTable: false, told: 'cancelled', cancel: idle });
    }
    if (mutation === 'cancel without a condition' && seen !== 'sent' && seen !== 'cancelled') {
      return to('cancel writes', { record: 'cancelled', ...cancelled });
    }
    if (record !== seen) return to('cancel reads again', { cancel: { at: 'write', seen: record } });
    if (record === 'none' && mutation === 'no record for the unknown') {
      return to('cancel finds nothing', { told: 'cancelled', cancel: idle });
    }
    if (record === 'none' || record === 'held' || record === 'cancelled') {
      return to('record cancelled', { record: 'cancelled', ...cancelled });
    }
    return to('too late', { told: 'too late', cancel: idle });
  }
}

/** What is wrong with a state, however it came about. */
const wrongWith = ({ posts, told }: State): readonly string[] => [
  ...(posts > 1 ? ['sent twice'] : []),
  ...(posts > 0 && told === 'cancelled' ? ['cancelled and sent'] : []),
];

/** What is wrong with a state in which nothing is left to happen. */
const wrongInTheEnd = ({ posts, record, isInTable, queue }: State): readonly string[] => [
  ...(posts === 0 && record !== 'cancelled' ? ['lost'] : []),
  ...(posts > 0 && record !== 'sent' ? ['sent, and the record does not say so'] : []),
  ...(isInTable ? ['left in the table'] : []),
  ...(queue > 0 ? ['left on the queue'] : []),
];

/** Goes through every order in which everything can happen. Answers how many states there are, and what is wrong with some. */
export function explore(mutation?: Mutation): { readonly states: number; readonly wrong: readonly string[] } {
  const seen = new Set([JSON.stringify(first)]);
  const wrong = new Set<string>();
  const open = [first];
  for (let state = open.pop(); state; state = open.pop()) {
    const steps = stepsFrom(state, mutation);
    const isOver = steps.every(([name]) => name === 'cancel reads');
    for (const one of [...wrongWith(state), ...(isOver ? wrongInTheEnd(state) : [])]) wrong.add(one);
    for (const [, next] of steps) {
      const key = JSON.stringify(next);
      if (seen.has(key)) continue;
      seen.add(key);
      open.push(next);
    }
  }
  return { states: seen.size, wrong: [...wrong].sort() };
}
