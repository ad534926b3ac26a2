import * as z from 'zod/mini';
import { authMessages } from '../auth/messages';
import { endings } from '../lifecycle/endings';

// What may be said to the stand-in over HTTP.

const text = z.string();
const milliseconds = z.number().check(z.nonnegative());
const flag = z.exactOptional(z.boolean());
const whole = z.int().check(z.nonnegative());

const reasons = Object.keys(authMessages).filter((key): key is keyof typeof authMessages => key in authMessages);

const fault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('latency'), milliseconds, before: z.exactOptional(z.enum(['request', 'answer'])) }),
  z.strictObject({ kind: z.literal('drop'), accepted: z.boolean() }),
  z.strictObject({ kind: z.literal('server error'), error: z.exactOptional(text), stored: flag }),
  z.strictObject({ kind: z.literal('time limit'), accepted: flag }),
  z.strictObject({ kind: z.literal('gateway'), status: z.literal([502, 503, 504]), accepted: flag }),
  z.strictObject({ kind: z.literal('edge'), status: z.literal([400, 404]) }),
  z.strictObject({ kind: z.literal('rate limit') }),
  z.strictObject({
    kind: z.literal('daily limit'),
    of: z.exactOptional(z.enum(['email', 'sms', 'letter', 'international_sms'])),
  }),
  z.strictObject({
    kind: z.literal('forbidden'),
    reason: z.literal([...reasons, 'letters with a team key', 'letters in trial mode']),
  }),
  z.strictObject({ kind: z.literal('slow body'), milliseconds }),
  z.strictObject({ kind: z.literal('half a body') }),
]);

export const scriptOrder = z.strictObject({
  fault,
  when: z.exactOptional(
    z.strictObject({
      method: z.exactOptional(z.enum(['GET', 'POST'])),
      path: z.exactOptional(text),
      recipient: z.exactOptional(text),
      reference: z.exactOptional(text),
    }),
  ),
  skip: z.exactOptional(whole),
  times: z.exactOptional(whole),
  milliseconds: z.exactOptional(milliseconds),
});

export const endAsOrder = z.strictObject({
  match: z.strictObject({
    id: z.exactOptional(text),
    recipient: z.exactOptional(text),
    reference: z.exactOptional(text),
  }),
  ending: z.literal([...endings]),
});

export const tickOrder = z.strictObject({ milliseconds });
export const textOrder = z.strictObject({ from: text, content: text, serviceId: z.exactOptional(text) });
export const tokensOrder = z.strictObject({
  tokens: z.number(),
  keyType: z.exactOptional(z.enum(['live', 'team', 'test'])),
  serviceId: z.exactOptional(text),
});

export const websiteOrder = z.strictObject({
  templateId: text,
  recipient: z.exactOptional(text),
  personalisation: z.exactOptional(z.record(text, z.unknown())),
  createdByName: text,
  fromSpreadsheet: flag,
  serviceId: z.exactOptional(text),
});
