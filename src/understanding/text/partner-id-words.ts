import { wordsBefore, wordSet } from './words-before';

const LOOK_THROUGH = wordSet(
  "is are was be as to the our my a number no nr num id ids code it's its it this new ist lautet heißt die der das den unsere meine auf mit nummer",
);
const NAMES = wordSet('mpn partnerid mpnid pla pal palid partnernummer partnerkennung');
const AFTER_PARTNER =
  /\bpartner(?:[\s_-]{0,3}(?:location|global))?[\s_-]{0,3}(?:id|number|nummer|no|nr|code)\b[^\d]{0,30}$/i;
const VERBS = wordSet(
  'link connect associate attach register verknüpfe verknüpfen verbinde verbinden verlinke',
);
const VERB_FILLERS = wordSet(
  'to with me us it is the my our account mit mich mir uns mein unser konto bitte',
);

/** Whether the text right before a place says that a PartnerID follows ("my MPN ID is …"). */
export function namesPartnerId(text: string, place: number): boolean {
  const [nearest = ''] = wordsBefore(text, place, LOOK_THROUGH);
  if (NAMES.has(nearest)) return true;
  return nearest === 'partner' && AFTER_PARTNER.test(text.slice(Math.max(0, place - 60), place));
}

/** Whether the text right before a place asks to link what follows ("link to …"). */
export function asksToLink(text: string, place: number): boolean {
  const [nearest = ''] = wordsBefore(text, place, VERB_FILLERS);
  return VERBS.has(nearest);
}
