import * as z from 'zod/mini';
import { catch as otherwise } from 'zod/mini';
import { costDetails } from '../../lib/contract/events/cost-details';
import type { ReportedStatus } from '../shared/deliveries/outcome';

/** A notification, as far as the poll reads it. */
export interface ReportedNotification extends ReportedStatus {
  readonly id: string;
  readonly reference: string | null;
  readonly created_at: string;
  readonly template: { readonly id: string } | null;
}

const instant = z.string().check(z.refine((text) => !Number.isNaN(Date.parse(text))));
/** The table takes none that is larger, or closer to nothing. No price is. */
const number = z.number().check(
  z.minimum(0),
  z.maximum(Number.MAX_SAFE_INTEGER),
  z.refine((value) => value === 0 || value > 1e-9),
);
/** The table takes whole characters only. */
const word = z.string().check(
  z.maxLength(100),
  z.refine((text) => !/\p{Surrogate}/u.test(text)),
);
const detail = z.union([number, z.boolean(), z.null(), word]);
/** Notify gives three. */
const mostDetails = 50;

/** Whatever Notify may add, what events say of a cost is as their schema has it. */
const reportedCostDetails = z.record(word.check(z.minLength(1)), detail).check(
  z.refine((details) => Object.keys(details).length <= mostDetails),
  z.refine((details) => costDetails.safeParse(details).success),
);

/** Without any of the first four nothing can be done with it. What is wrong with the others is only left out. */
const shape = z.object({
  id: z.guid(),
  status: z.string().check(z.regex(/^[\w -]{1,64}$/)),
  created_at: instant,
  reference: z.nullable(z.string()),
  completed_at: otherwise(z.nullable(z.iso.datetime()), null),
  is_cost_data_ready: otherwise(z.boolean(), false),
  cost_in_pounds: otherwise(z.nullable(number), null),
  cost_details: otherwise(reportedCostDetails, {}),
  template: otherwise(z.nullable(z.object({ id: z.guid() })), null),
});

/** Reads what Notify says of one message. `undefined`: it makes no sense. */
export function readNotification(json: unknown): ReportedNotification | undefined {
  const { success, data } = shape.safeParse(json);
  return success ? data : undefined;
}
