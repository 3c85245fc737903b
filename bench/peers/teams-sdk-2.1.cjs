'use strict';
// An echo bot on @microsoft/teams.apps (the Teams SDK, version 2.1) with its own HTTP server.
const { App } = require('@microsoft/teams.apps');

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
