'use strict';
// An echo bot on teams-ai (the Teams AI library, version 1) and restify.
const { Application, TeamsAdapter } = require('@microsoft/teams-ai');
const { ConfigurationServiceClientCredentialFactory, MemoryStorage } = require('botbuilder');
const restify = require('restify');

const adapter = new TeamsAdapter(
  {},
  new ConfigurationServiceClientCredentialFactory({
    MicrosoftAppId: process.env.BOT_ID,
    MicrosoftAppType: 'SingleTenant',
    MicrosoftAppTenantId: process.env.BOT_TENANT_ID,
    MicrosoftAppPassword: process.env.SECRET_BOT_PASSWORD,
  }),
);

const application = new Application({ storage: new MemoryStorage() });
application.activity('message', async (context) => {
  await context.sendActivity(`You said: ${context.activity.text}`);
});

const server = restify.createServer();
server.use(restify.plugins.bodyParser());
server.post('/api/messages', async (request, response) => {
  await adapter.process(request, response, async (context) => {
    await application.run(context);
  });
});
server.listen(process.env.PORT, '127.0.0.1');
