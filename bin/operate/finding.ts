/** What one look at a pipeline has found. */
export interface Finding {
  /** What was looked at. */
  readonly subject: string;
  readonly state: 'well' | 'wrong' | 'not known';
  /** How it is, or why it is not known. */
  readonly detail: string;
  /** What to do. */
  readonly mend?: string;
}

export const well = (subject: string, detail: string): Finding => ({ subject, state: 'well', detail });

export const wrong = (subject: string, detail: string, mend: string): Finding => ({
  subject,
  state: 'wrong',
  detail,
  mend,
});

export const notKnown = (subject: string, detail: string, mend: string): Finding => ({
  subject,
  state: 'not known',
  detail,
  mend,
});

/** What an error of AWS's says of a pipeline. */
export interface LookFailure {
  /** What gives somebody the right to look. */
  readonly grant: string;
  /** What to do if it is not there, or does not work. */
  readonly mend: string;
}

const passing =
  /Throttl|TooManyRequests|RequestLimit|TimeoutError|ECONN|ENOTFOUND|EAI_AGAIN|SyntaxError|NotImplemented/;

/**
 * Looks at something. What may not be looked at is not known, with the action and what grants it; and so is what could not be
 * asked at this moment. Any other refusal is something that is wrong.
 */
export async function look(
  subject: string,
  looking: Promise<Finding | readonly Finding[]>,
  { grant, mend }: LookFailure,
): Promise<readonly Finding[]> {
  try {
    const found = await looking;
    return Array.isArray(found) ? (found as readonly Finding[]) : [found as Finding];
  } catch (error) {
    const { name = 'unknown', message = '', code } = Object(error) as Partial<Error> & { readonly code?: unknown };
    const [, action] = /not authorized to perform: ([\w-]+:\w+)/.exec(message) ?? [];
    if (action !== undefined || /AccessDenied|NotAuthorized/.test(name)) {
      return [notKnown(subject, `${action ?? 'an action of AWS'} is not allowed`, `${grant} allows it`)];
    }
    const why = typeof code === 'string' ? code : name;
    return [
      passing.test(why)
        ? notKnown(subject, `AWS does not answer (${why})`, 'check the region and the network, then run it again')
        : wrong(subject, `AWS says ${why}`, mend),
    ];
  }
}

/** What of findings is to be mended stands first. */
export const byUrgency = (findings: readonly Finding[]): readonly Finding[] =>
  findings.toSorted((a, b) => urgency[a.state] - urgency[b.state]);

const urgency = { wrong: 0, 'not known': 1, well: 2 } as const;
