import type { LabelModelOptions } from '../understanding/label-model';
import type { Environment, Section, SettingProblem } from './section';
import { isLocal, isOrigin, isPublicHttps } from './section';

/** The deployment of Azure OpenAI that may choose among the known labels. */
export type ModelSetting = Pick<LabelModelOptions, 'endpoint' | 'deployment' | 'key'>;

const NEEDED = 'all three AZURE_OPENAI settings, or none';

/** See ModelSetting. */
export const MODEL: Section<{ readonly model?: ModelSetting }> = {
  group: 'The optional model',
  settings: {
    AZURE_OPENAI_ENDPOINT: {
      meaning:
        'The Azure OpenAI resource whose model may choose among known labels when the bot is not sure.',
      where: 'Azure portal › your Azure OpenAI resource › Keys and Endpoint › Endpoint.',
      needed: NEEDED,
    },
    AZURE_OPENAI_DEPLOYMENT: {
      meaning: 'The name of a chat deployment of that resource.',
      where: 'Azure AI Foundry portal › Deployments › the column Name.',
      needed: NEEDED,
    },
    SECRET_AZURE_OPENAI_KEY: {
      meaning: 'A key of that resource.',
      where: 'Azure portal › your Azure OpenAI resource › Keys and Endpoint › KEY 1 or KEY 2.',
      needed: NEEDED,
    },
  },
  read: (environment) => {
    const model = readModelSetting(environment);
    return Array.isArray(model) || model === undefined ? (model ?? {}) : { model };
  },
};

const NAMES = ['AZURE_OPENAI_ENDPOINT', 'AZURE_OPENAI_DEPLOYMENT', 'SECRET_AZURE_OPENAI_KEY'] as const;

const EXPECTED: Readonly<Record<(typeof NAMES)[number], string>> = {
  AZURE_OPENAI_ENDPOINT:
    'the https address of the Azure OpenAI resource without a path, such as https://my-resource.openai.azure.com',
  AZURE_OPENAI_DEPLOYMENT:
    'the name of a chat deployment of the Azure OpenAI resource: letters, digits, dots, dashes, underscores',
  SECRET_AZURE_OPENAI_KEY: 'a key of the Azure OpenAI resource',
};
const ALL_OR_NONE = ' (set all three AZURE_OPENAI settings, or none of them)';

// It becomes a part of an address.
const DEPLOYMENT = /^[a-z0-9][a-z0-9._-]{0,63}$/i;
const KEY = /^[\x21-\x7e]+$/;

/** The optional model, undefined when none of its settings is set, or everything that is wrong with them. */
export function readModelSetting(environment: Environment): ModelSetting | undefined | SettingProblem[] {
  const [endpoint = '', deployment = '', key = ''] = NAMES.map((name) => environment[name] ?? '');
  if (endpoint === '' && deployment === '' && key === '') return undefined;
  const isRight: Readonly<Record<(typeof NAMES)[number], boolean>> = {
    AZURE_OPENAI_ENDPOINT: isEndpoint(endpoint, isLocal(environment)),
    AZURE_OPENAI_DEPLOYMENT: DEPLOYMENT.test(deployment),
    SECRET_AZURE_OPENAI_KEY: KEY.test(key),
  };
  const wrong = NAMES.filter((name) => !isRight[name]);
  if (wrong.length > 0) return wrong.map((name) => ({ name, expected: EXPECTED[name] + ALL_OR_NONE }));
  return { endpoint: new URL(endpoint).origin, deployment, key };
}

/** An https origin; one on this machine only for a local bot. */
function isEndpoint(address: string, mayBeHere: boolean): boolean {
  return isOrigin(address) && /^https:/i.test(address) && (mayBeHere || isPublicHttps(address));
}
