@description('Where the identity is kept.')
param location string

@description('The name of the identity.')
param name string

@description('Tags of every resource.')
param tags object

// One identity for everything that the bot does in Azure: speak in Teams, open the records, fetch its image, and stand in
// for a client secret of the sign-in app. It has no role on any subscription, and no permission in Entra.
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: name
  location: location
  tags: tags
}

output id string = identity.id
output clientId string = identity.properties.clientId
output principalId string = identity.properties.principalId
