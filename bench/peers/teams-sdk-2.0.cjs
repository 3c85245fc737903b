'use strict';
// An echo bot on teams-apps-2.0 (the Teams SDK, version 2.0) with its own HTTP server.
const { App } = require('teams-apps-2.0');

const app = new App({
  clientId: process.env.BOT_ID,
  clientSecret: process.env.SECRET_BOT_PASSWORD,
  tenantId: process.env.BOT_TENANT_ID,
});

app.on('message', async ({ activity, send }) => {
  await send(`You said: ${activity.text}`);
});

app.start(Number(process.env.PORT)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
