import * as z from 'zod/mini';

/** What events say of a cost. It has a file of its own, because the poll checks what Notify says by it. */
export const costDetails = z
  .looseObject({
    billable_sms_fragments: z.optional(z.number()),
    international_rate_multiplier: z.optional(z.number()),
    sms_rate: z.optional(z.number().check(z.describe('Pounds a fragment.'))),
    billable_sheets_of_paper: z.optional(z.number()),
    postage: z.optional(z.string()),
  })
  .check(z.describe('What the cost is made of, as Notify gives it: fragments of a text, sheets of a letter.'));
