import type { Language } from '../model/language';

import type { Pictures } from './answer-fields';
import {
  answerFields,
  concernsFields,
  customerCardFields,
  didYouMeanFields,
  forCustomerFields,
} from './answer-fields';
import type { AccessTexts } from './access-data';
import { accessFields, accessOfAllFields, chooseSubscriptionFields } from './access-data';
import { batchFields, chooseDirectoriesFields, confirmBatchFields } from './batch-data';
import { cleanText, safeLink, writeDate } from './card-text';
import type { HelpGroup } from './commands';
import { customerRequestFields } from './customer-request';
import type { RequestTexts } from './customer-request';
import {
  appearedFields,
  chooseDirectoryFields,
  lighthouseFields,
  overviewFields,
  whichDirectoryFields,
} from './directory-data';
import { fileFields, fileOfferFields, historyFields, proofFields } from './proof-data';
import type { Fields } from './link-data';
import {
  confirmFields,
  confirmPartnerIdFields,
  doneLinkedFields,
  doneUnlinkedFields,
  notAsAskedFields,
  partnerIdFormFields,
  shownLinkFields,
  whereFields,
  whoAndWhereFields,
} from './link-data';
import type { ProblemTexts } from './problem-fields';
import { byHandFields, problemFields } from './problem-fields';
import type { View, ViewData, ViewName } from './view';

/** What a template is filled with. Every field that the template names is there, never null or undefined. */
export type TemplateData = Fields;

/** What a view needs besides its data. */
interface WordsAndLocale {
  readonly problems: ProblemTexts;
  /** The messages to a customer's administrator. */
  readonly requests: Readonly<Record<Language, RequestTexts>>;
  readonly language: Language;
  readonly access: AccessTexts;
  /** What help lists. */
  readonly help: readonly HelpGroup[];
  /** BCP 47; for dates. */
  readonly locale: string;
  readonly pictures: Pictures;
  /** The portal of the bot's cloud. */
  readonly portal: string;
}

type FieldsOf = {
  readonly [N in ViewName]: (data: ViewData<N>, context: WordsAndLocale) => TemplateData;
};

const nothing = (): TemplateData => ({});
/** Of a request, as it stands on the way to the personal chat. */
const MOST_OF_REQUEST = 120;
/** The directory of a pressed button is named by its id, which says nothing to a person. */
const ID_BEHIND = / in [0-9a-f-]{36}$/i;

const fieldsOf: FieldsOf = {
  welcome: (data) => ({ displayName: cleanText(data.displayName) }),
  help: (_, { help }) => ({ groups: help }),
  'same-again': (data) => ({
    about: cleanText(data.about),
    isCustomer: data.isCustomer,
    isHelp: data.isHelp,
  }),
  limits: (data) => ({ about: cleanText(data.about), isCustomer: data.isCustomer }),
  'go-on-as-partner': ({ action, partnerId, inMany, places }) => ({
    action: cleanText(action),
    partnerId: cleanText(partnerId),
    inMany: cleanText(inMany),
    places: cleanText(places),
  }),
  greeting: (data) => ({ displayName: cleanText(data.displayName) }),
  thanks: nothing,
  answer: (data, { locale, pictures }) => answerFields(data, locale, pictures),
  'did-you-mean': didYouMeanFields,
  'for-customer': forCustomerFields,
  'customer-concerns': concernsFields,
  'request-to-customer': (data, { requests, language }) => customerRequestFields(data, requests, language),
  'customer-card': customerCardFields,
  unknown: nothing,
  wordless: nothing,
  introduction: (data) => ({ url: safeLink(data.url), isAsked: data.isAsked }),
  'link-status': (data, { locale }) => ({
    ...shownLinkFields(data, locale),
    ...appearedFields(data),
    asked: cleanText(data.asked),
    undoneUntil: writeDate(data.undoneUntil, locale),
  }),
  'not-linked': (data, { locale }) => ({
    ...whoAndWhereFields(data),
    ...appearedFields(data),
    asked: cleanText(data.asked),
    undoneUntil: writeDate(data.undoneUntil, locale),
  }),
  'partner-id-form': partnerIdFormFields,
  'confirm-partner-id': confirmPartnerIdFields,
  'choose-directory': chooseDirectoryFields,
  lighthouse: lighthouseFields,
  'which-directory': whichDirectoryFields,
  'directory-switched': whereFields,
  'confirm-link': confirmFields,
  'confirm-change': confirmFields,
  'confirm-unlink': confirmFields,
  'press-needed': (data) => ({
    operationId: cleanText(data.operationId),
    isAgain: data.isAgain === true,
  }),
  'already-linked': (data, { locale }) => shownLinkFields(data, locale),
  'done-linked': (data, { locale }) => doneLinkedFields(data, locale),
  'done-unlinked': (data, { locale }) => doneUnlinkedFields(data, locale),
  access: (data, { access, locale }) => accessFields(data, access, locale),
  'access-of-all': (data, { locale }) => accessOfAllFields(data, locale),
  'choose-subscription': chooseSubscriptionFields,
  overview: (data, { locale }) => overviewFields(data, locale),
  proof: (data, { locale }) => proofFields(data, locale),
  'file-offer': fileOfferFields,
  'file-info': (data, { locale }) => fileFields(data, locale),
  'file-sent': (data, { locale }) => fileFields(data, locale),
  'file-link': (data, { locale }) => fileFields(data, locale),
  'file-check': (data, { locale }) => fileFields(data, locale),
  'confirm-batch': (data, { locale }) => confirmBatchFields(data, locale),
  'choose-directories': chooseDirectoriesFields,
  batch: batchFields,
  working: nothing,
  cancelled: (data) => ({ isShort: data.isShort === true }),
  'nothing-to-cancel': nothing,
  closed: (data) => ({
    why: cleanText(data.why),
    what: cleanText(data.what),
    directoryName: cleanText(data.directoryName),
    partnerId: cleanText(data.partnerId),
  }),
  superseded: nothing,
  'sign-in': (data) => ({
    ...whoAndWhereFields(data),
    url: safeLink(data.url),
    reason: cleanText(data.reason),
  }),
  'go-personal': (data) => ({
    url: safeLink(data.url),
    request: cleanText(data.request, MOST_OF_REQUEST).replace(ID_BEHIND, ''),
  }),
  'signed-in': (data) => ({
    account: cleanText(data.account),
    goesOn: data.goesOn,
  }),
  'already-signed-in': (data) => ({ account: cleanText(data.account) }),
  'signed-out': (data) => ({
    wasSignedIn: data.wasSignedIn,
    byPage: namesOf(data.byPage),
    byTeams: data.byTeams,
    usedByTeamsIn: namesOf(data.usedByTeamsIn),
    isIncomplete: data.isIncomplete,
  }),
  'confirm-forget': (data) => ({
    operationId: cleanText(data.operationId),
    trailDays: data.trailDays,
  }),
  forgotten: (data) => ({ isIncomplete: data.isIncomplete, trailDays: data.trailDays }),
  'forget-waits': nothing,
  history: (data, { locale }) => historyFields(data, locale),
  'not-as-asked': notAsAskedFields,
  problem: (data, { problems }) => problemFields(data, problems),
  'problem-by-hand': (data, { problems, portal }) => byHandFields(data, problems, portal),
};

/** Several names on one line. A view that is incomplete has none. */
function namesOf(names: readonly string[] | undefined): string {
  return (names ?? []).map((name) => cleanText(name)).join(', ');
}

/** The name of every view; `cards/` holds one template for each. */
export const VIEW_NAMES = Object.keys(fieldsOf) as ViewName[];

/** Turns a view into what its template is filled with. */
export function templateData(view: View, context: WordsAndLocale): TemplateData {
  return dataOf(view.name, view.data, context);
}

function dataOf<N extends ViewName>(name: N, data: ViewData<N>, context: WordsAndLocale): TemplateData {
  return fieldsOf[name](data, context);
}
