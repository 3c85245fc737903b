using './main.bicep'

// Yours to fill in: who runs the bot, where people reach them, and who gets the alerts.
param operatorName = '<your company>'
param operatorContact = '<an e-mail address or an https address>'
param alertEmail = '<an e-mail address>'

// Empty in the first run; docs/INSTALL.md says where the values come from.
param image = ''
param signInAppClientId = ''
