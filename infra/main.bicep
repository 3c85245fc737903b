targetScope = 'resourceGroup'

@description('The beginning of all names: a-z and 0-9, such as pal.')
@minLength(3)
@maxLength(10)
param name string = 'pal'

@description('Where everything is.')
param location string = resourceGroup().location

@description('The name that people see of the bot.')
@maxLength(42)
param displayName string = 'PAL Assistant'

@description('UserAssignedMSI: the bot needs no secret. SingleTenant: with an app registration and a client secret of your own.')
@allowed([
  'UserAssignedMSI'
  'SingleTenant'
])
param botType string = 'UserAssignedMSI'

@description('Only for SingleTenant: the application (client) id of the bot\'s app registration.')
param botAppId string = ''

@description('The image, such as myregistry.azurecr.io/pal-assistant:0.1.0. Empty in the first run, which makes the registry.')
param image string = ''

@description('The application (client) id of the sign-in app. Empty in the first run.')
param signInAppClientId string = ''

@description('An address of your own, such as https://pal.example.com, bound to the app. Empty: the one that Azure gives.')
param publicUrl string = ''

@description('Who runs the bot: stands on its pages and in the app package.')
param operatorName string

@description('Where people reach them: an e-mail address or an https address.')
param operatorContact string

@description('Who gets a mail when an alert fires.')
param alertEmail string

@description('At least so many replicas: with two, an update or a broken host is not noticed.')
@minValue(1)
param minReplicas int = 2

@description('At most so many replicas.')
@minValue(1)
param maxReplicas int = 5

@description('How many days logs are kept.')
@minValue(30)
@maxValue(730)
param logsKeptDays int = 30

@description('How many days the audit trail of changes is kept.')
@minValue(1)
@maxValue(3650)
param auditKeptDays int = 365

@description('Whether a person’s lines of the audit trail stay after "forget me": only where a law or a rule of your company makes you keep them.')
param auditKeptOnForget bool = false

@description('The company’s own PartnerIDs with names: "1234567 Fabrikam Norway; 2345678 Fabrikam Sweden". Empty: each person enters theirs.')
param companyPartnerIds string = ''

@description('Standard_ZRS keeps the records in three zones; Standard_LRS where a region has none.')
@allowed([
  'Standard_ZRS'
  'Standard_LRS'
])
param recordsSku string = 'Standard_ZRS'

@description('Tags of every resource.')
param tags object = {}

var unique = uniqueString(resourceGroup().id)
var clouds = {
  AzureCloud: 'public'
  AzureUSGovernment: 'usgovernment'
  AzureChinaCloud: 'china'
}
var isSingleTenant = botType == 'SingleTenant'
var botId = isSingleTenant ? botAppId : (identity.outputs.clientId)

module identity 'modules/identity.bicep' = {
  name: 'identity'
  params: {
    location: location
    name: '${name}-identity'
    tags: tags
  }
}

module records 'modules/records.bicep' = {
  name: 'records'
  params: {
    location: location
    name: take('${name}${unique}', 24)
    sku: recordsSku
    principalId: identity.outputs.principalId
    tags: tags
  }
}

module registry 'modules/registry.bicep' = {
  name: 'registry'
  params: {
    location: location
    name: '${name}${unique}'
    principalId: identity.outputs.principalId
    tags: tags
  }
}

module secrets 'modules/secrets.bicep' = if (isSingleTenant) {
  name: 'secrets'
  params: {
    location: location
    name: take('${name}-${unique}', 24)
    principalId: identity.outputs.principalId
    tags: tags
  }
}

module watching 'modules/watching.bicep' = {
  name: 'watching'
  params: {
    location: location
    name: name
    logsKeptDays: logsKeptDays
    tags: tags
  }
}

module app 'modules/app.bicep' = {
  name: 'app'
  params: {
    location: location
    name: '${name}-assistant'
    image: image
    loginServer: registry.outputs.loginServer
    identityId: identity.outputs.id
    ownUrl: publicUrl
    vaultUri: isSingleTenant ? secrets.outputs.vaultUri : ''
    minReplicas: minReplicas
    maxReplicas: maxReplicas
    logsId: watching.outputs.logsId
    insightsName: watching.outputs.insightsName
    settings: [
      {
        name: 'BOT_ID'
        value: botId
      }
      {
        name: 'BOT_TENANT_ID'
        value: subscription().tenantId
      }
      {
        name: 'BOT_TYPE'
        value: botType
      }
      {
        name: 'AAD_APP_CLIENT_ID'
        value: signInAppClientId
      }
      {
        name: 'AAD_APP_MANAGED_IDENTITY_CLIENT_ID'
        value: identity.outputs.clientId
      }
      {
        name: 'AAD_APP_SSO_RESOURCE'
        value: 'api://botid-${botId}'
      }
      {
        name: 'AZURE_CLOUD'
        value: clouds[environment().name]
      }
      {
        name: 'STORAGE'
        value: 'azure'
      }
      {
        name: 'AZURE_STORAGE_ACCOUNT'
        value: records.outputs.accountName
      }
      {
        name: 'AZURE_STORAGE_MANAGED_IDENTITY_CLIENT_ID'
        value: identity.outputs.clientId
      }
      {
        name: 'AUDIT_KEPT_DAYS'
        value: string(auditKeptDays)
      }
      {
        name: 'AUDIT_KEPT_ON_FORGET'
        value: auditKeptOnForget ? 'true' : 'false'
      }
      {
        name: 'COMPANY_PARTNER_IDS'
        value: companyPartnerIds
      }
      {
        name: 'TELEMETRY_EXPORTER'
        value: 'azure-monitor'
      }
      {
        name: 'OPERATOR_NAME'
        value: operatorName
      }
      {
        name: 'OPERATOR_CONTACT'
        value: operatorContact
      }
      {
        name: 'DATA_FOLDER'
        value: '/data'
      }
    ]
    tags: tags
  }
}

module bot 'modules/bot.bicep' = {
  name: 'bot'
  params: {
    name: '${name}-bot-${unique}'
    displayName: displayName
    botType: botType
    botId: botId
    identityId: identity.outputs.id
    publicUrl: app.outputs.publicUrl
    tags: tags
  }
}

module alerts 'modules/alerts.bicep' = if (!empty(image)) {
  name: 'alerts'
  params: {
    location: location
    name: name
    email: alertEmail
    appId: app.outputs.appId
    logsId: watching.outputs.logsId
    tags: tags
  }
}

@description('PUBLIC_URL, and what comes before /auth/callback in the sign-in app.')
output publicUrl string = app.outputs.publicUrl

@description('BOT_ID.')
output botId string = botId

@description('BOT_TENANT_ID.')
output botTenantId string = subscription().tenantId

@description('AAD_APP_MANAGED_IDENTITY_CLIENT_ID.')
output identityClientId string = identity.outputs.clientId

@description('The identity that the sign-in app trusts: the subject of its federated credential.')
output identityPrincipalId string = identity.outputs.principalId

@description('Where the image is built and kept.')
output registryName string = registry.outputs.registryName
