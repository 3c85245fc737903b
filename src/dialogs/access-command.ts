import type { Verb } from '../cards/press';
import { asTenantId } from '../model/identifiers';
import type { Command } from './command';
import { messageWords, plainMessage } from './place-words';
import type { PlaceWords } from './place-words';
import type { ReadText } from './read-text';
import { pageIn } from './request';
import type { Request } from './request';

type AccessRequest = Extract<Request, { kind: 'check-access' }>;

const ACCESS_VERBS = [
  'check-access',
  'access-page',
  'request-access',
  'check-all-access',
] as const satisfies readonly Verb[];
type AccessVerb = (typeof ACCESS_VERBS)[number];

/** Whether a press is about what access is worth. */
export function isOfAccess(verb: Verb): verb is AccessVerb {
  return ACCESS_VERBS.some((one) => one === verb);
}

/** The fields that come with such a press. */
interface AccessPress {
  readonly directoryId?: string;
  readonly subscriptionId?: string;
  readonly page?: string;
  readonly topic?: string;
}

/** What such a press asks for; its ids are hints, looked up among what the person sees. */
export function accessCommandOfPress(press: AccessPress, verb: AccessVerb): Command {
  const page = pageIn(press.page);
  if (verb === 'check-all-access') return { kind: 'do', request: { kind: 'check-all-access', page } };
  const tenantId = asTenantId(press.directoryId ?? '');
  const subscriptionId = GUID.exec(press.subscriptionId ?? '')?.[0]?.toLowerCase();
  const request: AccessRequest = {
    kind: 'check-access',
    ...(tenantId === undefined ? {} : { tenantId }),
    ...(subscriptionId === undefined ? {} : { subscriptionId }),
    ...(press.topic === 'choose' ? { isElsewhere: true } : {}),
    ...(press.topic === 'sign-in' ? { isAwaited: true } : {}),
    ...(verb === 'access-page' ? { page } : {}),
    ...(verb === 'request-access' ? { forCustomer: true } : {}),
  };
  return { kind: 'do', request };
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** "Does my access count at Contoso?", "check my role on Contoso-Prod", "check everything". */
export function accessOfText({ said, place, text }: ReadText, words: PlaceWords): Command | undefined {
  if (said.label !== 'check-access' || said.band !== 'answer') return undefined;
  const isGeneral = (word: string): boolean => words.subscription.has(word) || words.around.has(word);
  const named = said.where.places.filter(
    (one) => !messageWords(one).every(({ text: word }) => isGeneral(word)),
  );
  const names = named.length > 0 ? named.join(', ') : place;
  if (names !== undefined) {
    const tenantId = asTenantId(names);
    const where = tenantId === undefined ? { named: names } : { tenantId };
    return { kind: 'do', request: { kind: 'check-access', ...where } };
  }
  const isAll =
    said.where.isEverywhere || messageWords(plainMessage(text)).some(({ text: word }) => words.all.has(word));
  return { kind: 'do', request: isAll ? { kind: 'check-all-access', page: 1 } : { kind: 'check-access' } };
}
