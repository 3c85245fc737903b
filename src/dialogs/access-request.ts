import type { View } from '../cards/view';
import type { AccessReport } from '../pal/access';
import { isForCustomer } from '../pal/access-groups';
import type { DialogContext } from './context';
import { customerRequestView } from './customer-request';

/** The smallest role of Microsoft's list in common use: it opens support requests, and changes nothing else. */
const SMALLEST_ROLE = 'Support Request Contributor';
const MOST_NAMED = 9;
/** Longer ones would be cut on the card. */
const LONGEST_SCOPE = 60;

/** The message that asks the customer for the role that is missing, on each subscription where it would change something. */
export function accessRequestView(
  context: DialogContext,
  { directory, findings }: AccessReport,
): Promise<View> {
  const scopes = findings.filter(isForCustomer).map(({ subscription: { name, subscriptionId } }) => {
    const whole = `${name} (${subscriptionId})`;
    return whole.length <= LONGEST_SCOPE ? whole : name;
  });
  const rest = scopes.length - MOST_NAMED;
  return customerRequestView(context, scopes.length === 0 ? 'first-role' : 'role', directory.tenantId, {
    role: SMALLEST_ROLE,
    scopes: rest > 0 ? [...scopes.slice(0, MOST_NAMED), `… (+${rest})`] : scopes,
  });
}
