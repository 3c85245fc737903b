@description('Where the vault is.')
param location string

@description('The name of the vault: 3 to 24 letters, digits and dashes, unique in all of Azure.')
param name string

@description('The object id of the bot\'s identity.')
param principalId string

@description('Tags of every resource.')
param tags object

var secretsUser = '4633458b-17de-408a-b874-0445c86b69e6'

// Only for a SingleTenant bot, whose client secret can't be avoided. A person puts the secret in; it is in no deployment.
resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: subscription().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enablePurgeProtection: true
    softDeleteRetentionInDays: 90
  }
}

resource mayRead 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, principalId, secretsUser)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUser)
    description: 'The bot\'s host reads the bot\'s client secret.'
  }
}

output vaultUri string = vault.properties.vaultUri
