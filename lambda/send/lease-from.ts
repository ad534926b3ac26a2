import { leaseAfterDeadline } from '../../lib/contract/lease';
import type { Deadline } from '../shared/deadline';

/** For how long a claim lasts that is made now, in milliseconds. */
export const leaseFrom = (deadline: Deadline): number => deadline.remaining() + leaseAfterDeadline;
