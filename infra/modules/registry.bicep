@description('Where the registry is.')
param location string

@description('The name of the registry: letters and digits, unique in all of Azure.')
param name string

@description('The object id of the bot\'s identity.')
param principalId string

@description('Tags of every resource.')
param tags object

var acrPull = '7f951dda-4ed3-4680-a7ca-43fe172d538d'

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: 'Basic'
  }
  properties: {
    adminUserEnabled: false
  }
}

resource mayPull 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: registry
  name: guid(registry.id, principalId, acrPull)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', acrPull)
    description: 'The bot\'s host fetches its image.'
  }
}

output registryName string = registry.name
output loginServer string = registry.properties.loginServer
