/**
 * The testBot's one direction of imports: http → teams → dialogs → pal → arm → auth → network, everybody → model and lib.
 * Each entry names a room and the only rooms it may import from; ARCHITECTURE.md draws the same picture.
 */
const rooms = {
  lib: [],
  model: ['lib'],
  storage: ['model'],
  network: ['model'],
  auth: ['model', 'network', 'storage'],
  arm: ['model', 'network', 'auth'],
  pal: ['model', 'storage', 'auth', 'arm'],
  understanding: ['model', 'network'],
  knowledge: ['model'],
  cards: ['model'],
  files: ['model', 'network', 'storage', 'pal'],
  dialogs: ['model', 'storage', 'pal', 'files', 'understanding', 'knowledge', 'cards'],
  teams: ['model', 'network', 'storage', 'knowledge', 'cards', 'dialogs'],
  // The door reads an activity into the nouns of those who answer it: a turn, a press and its verb.
  http: ['model', 'network', 'teams', 'dialogs', 'cards'],
  config: ['model'],
  observability: ['model'],
  doctor: ['model', 'config', 'storage'],
  moving: ['model', 'storage'],
};

const OF_SETTINGS = ['config', 'doctor'];
const roomRules = Object.entries(rooms).map(([room, allowed]) => ({
  name: `room-${room}`,
  severity: 'error',
  comment: `src/${room} may import from ${allowed.join(', ') || 'no other room'}.`,
  from: { path: `^src/${room}/` },
  to: {
    path: '^src/',
    pathNot: `^src/(${[room, 'lib', ...allowed].join('|')})/`,
    // A setting has the type of the room that it is for: a second one beside it would only say the same.
    ...(OF_SETTINGS.includes(room) ? { dependencyTypesNot: ['type-only'] } : {}),
  },
}));

module.exports = {
  forbidden: [
    ...roomRules,
    {
      name: 'nobody-imports-the-composition-root',
      severity: 'error',
      comment: 'src/app builds the rooms and src/bin runs it; the rooms know neither.',
      from: { path: '^src/', pathNot: '^src/(app|bin)/' },
      to: { path: '^src/(app|bin)/' },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'local-cloud-is-never-shipped',
      severity: 'error',
      comment: 'The bot must not know the local cloud, the tests, the scripts or the benchmark.',
      from: { path: '^src/' },
      to: { path: '^(local|test|scripts|bench)/' },
    },
    {
      name: 'chat-packages-in-two-rooms',
      severity: 'error',
      comment: 'botbuilder and teams-ai are out of support: leaving them must stay a change of two rooms.',
      from: { path: '^src/', pathNot: '^src/(teams|http)/' },
      to: { path: 'node_modules/(botbuilder|botframework|@microsoft/teams-ai)' },
    },
    {
      name: 'azure-packages-in-three-rooms',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(auth|arm|storage)/' },
      to: { path: 'node_modules/@azure/', pathNot: 'monitor-opentelemetry' },
    },
    {
      name: 'telemetry-packages-in-one-room',
      severity: 'error',
      comment: 'Other rooms tell model/telemetry.ts; without a target none of these packages is loaded.',
      from: { path: '^src/', pathNot: '^src/observability/' },
      to: { path: 'node_modules/(@opentelemetry/|@azure/monitor-opentelemetry)' },
    },
    {
      name: 'observability-is-known-to-the-start-only',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(observability|app|bin)/' },
      to: { path: '^src/observability/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'storage-packages-in-one-room',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/storage/' },
      to: { path: 'node_modules/(libsql|@azure/data-tables)' },
    },
    {
      name: 'storage-knows-no-entra',
      severity: 'error',
      from: { path: '^src/storage/' },
      to: { path: 'node_modules/@azure/(msal|arm)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['require', 'node', 'default', 'types'],
    },
  },
};
