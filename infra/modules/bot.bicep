@description('The name of the Azure Bot.')
param name string

@description('The name that people see.')
param displayName string

@description('UserAssignedMSI or SingleTenant.')
param botType string

@description('The Microsoft App ID: the client id of the identity, or of the bot\'s app registration.')
param botId string

@description('The resource id of the bot\'s identity.')
param identityId string

@description('Where people reach the bot, without a slash at the end.')
param publicUrl string

@description('Tags of every resource.')
param tags object

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: name
  location: 'global'
  tags: tags
  kind: 'azurebot'
  sku: {
    name: 'F0'
  }
  properties: {
    displayName: displayName
    endpoint: '${publicUrl}/api/messages'
    msaAppId: botId
    msaAppType: botType
    msaAppTenantId: subscription().tenantId
    msaAppMSIResourceId: botType == 'UserAssignedMSI' ? identityId : null
    disableLocalAuth: true
    schemaTransformationVersion: '1.3'
  }
}

resource teams 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: bot
  name: 'MsTeamsChannel'
  location: 'global'
  properties: {
    channelName: 'MsTeamsChannel'
    properties: {
      isEnabled: true
    }
  }
}

output botName string = bot.name
