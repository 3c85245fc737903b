import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROBIN, SAMPLE_PEOPLE } from '../cloud/world/sample-world';
import type { SamplePerson } from '../cloud/world/sample-world';
import { startChild } from './child-process';
import type { RunningChild } from './child-process';

/** Ids of the chat client's own world: fixed, so that conversations are the same after a restart. */
const BOT_ID = '6f1d2c3e-54a8-4d0b-9a61-7c2e8b40d915';
const PERSONAL_CHAT_ID = 'personal-chat-of-robin';

/** The client refuses a configuration with fewer than five other users; these have no part in the sample world. */
const BYSTANDERS = [
  { id: 'customer-1', name: 'Customer One', aadObjectId: 'b1b0f4be-7f0a-4f52-9d6e-0b7a6a1f7c01' },
  { id: 'customer-2', name: 'Customer Two', aadObjectId: 'b1b0f4be-7f0a-4f52-9d6e-0b7a6a1f7c02' },
  { id: 'customer-3', name: 'Customer Three', aadObjectId: 'b1b0f4be-7f0a-4f52-9d6e-0b7a6a1f7c03' },
  { id: 'customer-4', name: 'Customer Four', aadObjectId: 'b1b0f4be-7f0a-4f52-9d6e-0b7a6a1f7c04' },
];

/** Starts the Microsoft 365 Agents Playground: a chat client that is not ours, pointed at the bot. */
export async function startChatClient(settings: {
  port: number;
  botUrl: string;
  /** What the client names to the bot as its service URL; its own when absent. */
  serviceUrl?: string;
  /** Where its configuration and its own log go. */
  folder: string;
  /** Who is chatting; Robin when not told. */
  person?: SamplePerson;
}): Promise<RunningChild> {
  mkdirSync(settings.folder, { recursive: true });
  const configFile = join(settings.folder, 'playground.yml');
  // JSON is YAML too.
  writeFileSync(configFile, JSON.stringify(configuration(settings.person ?? ROBIN), null, 2));
  const command = join(dirname(require.resolve('@microsoft/m365agentsplayground/package.json')), 'cli.js');
  return startChild({
    name: 'the chat client',
    args: [
      command,
      'start',
      ...['--app-endpoint', `${settings.botUrl}/api/messages`],
      ...['--channel-id', 'msteams'],
      ...['--port', String(settings.port)],
      ...['--service-url', settings.serviceUrl ?? `http://127.0.0.1:${settings.port}/_connector`],
      '--disable-telemetry',
    ],
    cwd: settings.folder,
    env: { ...process.env, TEAMSAPPTESTER_BROWSER: 'none', M365_AGENTS_PLAYGROUND_CONFIG_PATH: configFile },
    isReady: (line) => line.startsWith('Listening on '),
  });
}

function configuration(person: SamplePerson): object {
  const colleagues = SAMPLE_PEOPLE.filter((one) => one.key !== person.key);
  return {
    version: '0.1.1',
    tenantId: person.tenantId,
    bot: { id: BOT_ID, name: 'PAL Assistant' },
    currentUser: user(person),
    users: [
      ...colleagues.map(user),
      ...BYSTANDERS.map((one) => ({
        ...one,
        userPrincipleName: `${one.id}@customer.example`,
        givenName: one.name,
        surname: '',
        email: `${one.id}@customer.example`,
      })),
    ],
    personalChat: { id: `${PERSONAL_CHAT_ID}-${person.key}` },
    groupChat: { id: 'group-chat-of-fabrikam', name: 'Fabrikam and a customer' },
    team: {
      id: 'team-of-fabrikam',
      name: 'Fabrikam Consulting',
      aadGroupId: '3f0c2a9e-6f3e-4a52-8d3b-2f6f0f4d7e11',
      channels: [{ id: 'channel-cloud-practice', name: 'Cloud practice' }],
    },
  };
}

function user(person: SamplePerson): object {
  const [givenName = '', surname = ''] = person.name.split(' ');
  return {
    id: person.key,
    name: person.name,
    // Spelled as the client wants it.
    userPrincipleName: person.username,
    aadObjectId: person.objectId,
    givenName,
    surname,
    email: person.username,
  };
}
