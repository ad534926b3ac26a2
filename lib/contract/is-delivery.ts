import { validate } from 'uuid';
import { deliveryStates, type Delivery } from './delivery';

/** Whether an item of the table is a delivery. Others may be there: the rate limit, the holds, or what somebody put there. */
export function isDelivery(
  item: Readonly<Record<string, unknown>> | undefined,
): item is Readonly<Record<string, unknown>> & Delivery {
  const { id, state, changed_at } = item ?? {};
  return (
    validate(id) &&
    (deliveryStates as readonly unknown[]).includes(state) &&
    typeof changed_at === 'string' &&
    !Number.isNaN(Date.parse(changed_at))
  );
}
