'use strict';
// An echo bot on @microsoft/agents-hosting (the Microsoft 365 Agents SDK) and express.
const {
  AgentApplication,
  authorizeJWT,
  CloudAdapter,
  getAuthConfigWithDefaults,
  MemoryStorage,
} = require('@microsoft/agents-hosting');
const express = require('express');

const authConfig = getAuthConfigWithDefaults({
  clientId: process.env.BOT_ID,
  clientSecret: process.env.SECRET_BOT_PASSWORD,
  tenantId: process.env.BOT_TENANT_ID,
});
const adapter = new CloudAdapter(authConfig);

const agent = new AgentApplication({ adapter, storage: new MemoryStorage() });
agent.onActivity('message', async (context) => {
  await context.sendActivity(`You said: ${context.activity.text}`);
});

const server = express();
server.use(express.json());
server.use(authorizeJWT(authConfig));
server.post('/api/messages', async (request, response) => {
  await adapter.process(request, response, async (context) => {
    await agent.run(context);
  });
});
server.listen(Number(process.env.PORT), '127.0.0.1');
